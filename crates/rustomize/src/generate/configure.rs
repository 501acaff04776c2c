//! From `configMapGenerator` and `secretGenerator` to objects.

use ecow::EcoString;

use super::object::{Blueprint, DataKind};
use super::sources::{self, Pair};
use crate::diag::{Code, Diagnostic, Result, did_you_mean};
use crate::kustomization::{GeneratorArgs, GeneratorOptions, Text};
use crate::load::{Layer, Loader, Root};
use crate::resource::{Behavior, Resource};
use crate::schema::Schema;
use crate::source::Span;

/// Makes the objects of a kustomization's generators: all ConfigMaps, then all Secrets.
///
/// # Errors
/// Sources that cannot be read or are malformed, names that are missing, keys that repeat.
pub(crate) fn generated(
    loader: &Loader<'_>,
    layer: &Layer,
    schema: &Schema,
    notes: &mut Vec<Diagnostic>,
) -> Result<Vec<Resource>> {
    let kustomization = &layer.kustomization;
    let defaults = kustomization.generator_options.as_deref();
    let generator = Generator { loader, root: &layer.root, defaults };
    let config_maps = kustomization.config_map_generator.iter().map(|item| {
        let blueprint = generator.blueprint(&item.args, DataKind::ConfigMap, item.span)?;
        generator.object(blueprint, &item.args, schema)
    });
    let secrets = kustomization.secret_generator.iter().map(|item| {
        let kind = DataKind::Secret { secret_type: secret_type(&item.secret_type) };
        let blueprint = generator.blueprint(&item.args, kind, item.span)?;
        generator.object(blueprint, &item.args, schema)
    });
    let args = kustomization.config_map_generator.iter().map(|item| &item.args);
    let args = args.chain(kustomization.secret_generator.iter().map(|item| &item.args));
    notes.extend(args.filter_map(|args| unknown_behavior(&args.behavior)));
    config_maps.chain(secrets).collect()
}

/// kustomize takes a behavior it does not know for none.
pub(super) fn unknown_behavior(behavior: &Text) -> Option<Diagnostic> {
    const BEHAVIORS: [&str; 3] = ["create", "replace", "merge"];
    if behavior.is_empty() || BEHAVIORS.contains(&behavior.as_str()) {
        return None;
    }
    let lower = behavior.to_lowercase();
    let warning = Diagnostic::warning(Code::NoEffect, format!("there is no behavior `{}`", behavior.value));
    Some(
        warning
            .at(behavior.span)
            .maybe_hint(did_you_mean(&lower, BEHAVIORS))
            .hint("write create, replace or merge"),
    )
}

/// The type of a Secret.
pub(super) fn secret_type(written: &Text) -> EcoString {
    if written.is_empty() { "Opaque".into() } else { written.value.clone() }
}

/// What the generators of one kustomization share.
pub(super) struct Generator<'a> {
    pub(super) loader: &'a Loader<'a>,
    pub(super) root: &'a Root,
    pub(super) defaults: Option<&'a GeneratorOptions>,
}

impl Generator<'_> {
    pub(super) fn blueprint(&self, args: &GeneratorArgs, kind: DataKind, span: Span) -> Result<Blueprint> {
        let options = self.options(args);
        Ok(Blueprint {
            kind,
            name: args.name.value.clone(),
            namespace: args.namespace.value.clone(),
            pairs: self.pairs(args)?,
            labels: triples(&options.labels),
            annotations: triples(&options.annotations),
            immutable: options.immutable,
            span: if args.name.is_empty() { span } else { args.name.span },
        })
    }

    pub(super) fn object(
        &self,
        blueprint: Blueprint,
        args: &GeneratorArgs,
        schema: &Schema,
    ) -> Result<Resource> {
        let mut res = Resource::new(blueprint.build()?, schema);
        let lineage = res.lineage_mut();
        lineage.needs_hash = !self.options(args).disable_name_suffix_hash;
        lineage.generated = true;
        lineage.behavior = Behavior::parse(&args.behavior);
        Ok(res)
    }

    /// The item's own options, filled up from those of the file; switches count if either sets them.
    fn options(&self, args: &GeneratorArgs) -> GeneratorOptions {
        let mut options = args.options.as_ref().map(|o| o.value.clone()).unwrap_or_default();
        if let Some(defaults) = self.defaults {
            options.labels.fill_from(&defaults.labels);
            options.annotations.fill_from(&defaults.annotations);
            options.disable_name_suffix_hash |= defaults.disable_name_suffix_hash;
            options.immutable |= defaults.immutable;
        }
        options
    }

    fn pairs(&self, args: &GeneratorArgs) -> Result<Vec<Pair>> {
        let mut pairs = Vec::new();
        for file in &args.envs {
            let content = self.loader.read(self.root, file, file.span)?;
            pairs.extend(sources::env_file(&content, file, file.span)?);
        }
        for literal in &args.literals {
            pairs.push(sources::literal(literal, literal.span)?);
        }
        for file in &args.files {
            pairs.push(self.file(file)?);
        }
        Ok(pairs)
    }

    fn file(&self, entry: &Text) -> Result<Pair> {
        let (key, path) = sources::file_key(entry, entry.span)?;
        let value = self.loader.read(self.root, path, entry.span)?;
        Ok(Pair { key: key.into(), value, span: entry.span })
    }
}

fn triples(pairs: &crate::kustomization::Pairs) -> Vec<(EcoString, EcoString, Span)> {
    pairs.iter().map(|(key, value)| (key.value.clone(), value.value.clone(), value.span)).collect()
}
