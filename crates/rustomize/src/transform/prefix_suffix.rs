//! `namePrefix` and `nameSuffix`: longer names, so that variants can live side by side.
//!
//! Example: `namePrefix: prd-` makes `metadata.name: web` into `prd-web`; references follow at the end.

use std::borrow::Cow;

use ecow::EcoString;
use serde::Deserialize;

use super::{Changes, Setup, Step, Transformer, check_scalar};
use crate::diag::{Code, Diagnostic, Result};
use crate::field::{Create, FieldSpec};
use crate::id::Gvk;
use crate::kustomization::Text;
use crate::resource::{Resource, ResourceSet};
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::de::{Mode, from_node};
use crate::yaml::{Kind, Node, name_span};

/// A text to put before or behind names.
pub(crate) struct PrefixSuffix {
    /// The text.
    pub(crate) affix: Affix,
    /// Where it is written.
    pub(crate) span: Span,
    /// The fields that hold names.
    pub(crate) fields: Cow<'static, [FieldSpec]>,
}

/// The side a text goes to.
pub(crate) enum Affix {
    /// Before the name.
    Prefix(EcoString),
    /// Behind the name.
    Suffix(EcoString),
}

/// The step for `namePrefix`.
pub(super) fn configure_prefix(setup: &Setup<'_>, steps: &mut Vec<Step>) -> Result<()> {
    let prefix = &setup.layer.kustomization.name_prefix;
    if !prefix.is_empty() {
        let (affix, fields) = (Affix::Prefix(prefix.value.clone()), setup.config.name_prefix.clone());
        steps.push(Step::new(PrefixSuffix { affix, span: prefix.span, fields }, prefix.span));
    }
    Ok(())
}

/// The step for `nameSuffix`.
pub(super) fn configure_suffix(setup: &Setup<'_>, steps: &mut Vec<Step>) -> Result<()> {
    let suffix = &setup.layer.kustomization.name_suffix;
    if !suffix.is_empty() {
        let (affix, fields) = (Affix::Suffix(suffix.value.clone()), setup.config.name_suffix.clone());
        steps.push(Step::new(PrefixSuffix { affix, span: suffix.span, fields }, suffix.span));
    }
    Ok(())
}

/// The configuration of a `PrefixTransformer`, a `SuffixTransformer`, or both in one.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Config {
    prefix: Text,
    suffix: Text,
    /// Here, and only here, kustomize passes over those that are null.
    field_specs: Option<Vec<Option<FieldSpec>>>,
}

impl Config {
    fn decode(config: &Node) -> Result<(Config, Cow<'static, [FieldSpec]>)> {
        let mut decoded: Config = from_node(config, Mode::YAML_PLUGIN)?;
        match decoded.field_specs.take() {
            Some(fields) => Ok((decoded, fields.into_iter().flatten().collect())),
            None => Err(Diagnostic::error(Code::InvalidCombination, "`fieldSpecs` is missing")
                .at(name_span(config))
                .hint("say which fields are meant: `fieldSpecs: [{path: metadata/name}]`")
                .upstream("fieldSpecs is not expected to be nil")),
        }
    }
}

/// The step for a configuration object of a prefix.
pub(super) fn prefix_from_config(_: &Setup<'_>, config: &Node, steps: &mut Vec<Step>) -> Result<()> {
    let (Config { prefix, .. }, fields) = Config::decode(config)?;
    let affix = Affix::Prefix(prefix.value);
    steps.push(Step::of(PrefixSuffix { affix, span: prefix.span, fields }, config));
    Ok(())
}

/// The step for a configuration object of a suffix.
pub(super) fn suffix_from_config(_: &Setup<'_>, config: &Node, steps: &mut Vec<Step>) -> Result<()> {
    let (Config { suffix, .. }, fields) = Config::decode(config)?;
    let affix = Affix::Suffix(suffix.value);
    steps.push(Step::of(PrefixSuffix { affix, span: suffix.span, fields }, config));
    Ok(())
}

/// The two steps for a configuration object of both.
pub(super) fn both_from_config(setup: &Setup<'_>, config: &Node, steps: &mut Vec<Step>) -> Result<()> {
    prefix_from_config(setup, config, steps)?;
    suffix_from_config(setup, config, steps)
}

impl Transformer for PrefixSuffix {
    fn apply(&self, set: &mut ResourceSet, schema: &Schema) -> Result<Changes> {
        let mut changes = Changes::default();
        set.edit_all(schema, |res| {
            let original = res.original_gvk().into_owned();
            if !keeps_name(&original) {
                changes.matched += 1;
                self.rename(res, &original)?;
            }
            Ok(())
        })?;
        Ok(changes)
    }
}

impl PrefixSuffix {
    fn rename(&self, res: &mut Resource, original: &Gvk) -> Result<()> {
        for spec in self.fields.iter().filter(|spec| spec.fits(original)) {
            if spec.path.is_written("metadata/name") {
                self.record(res);
            }
            if !spec.fits(&res.id().gvk) {
                continue;
            }
            let create = Create { kind: Kind::Scalar, span: self.span };
            spec.visit(&mut res.node, Some(create), &mut |node| {
                check_scalar(node, spec)?;
                *node = self.lengthened(node);
                Ok(())
            })
            .map_err(|e| e.subject(res.id()))?;
        }
        Ok(())
    }

    fn record(&self, res: &mut Resource) {
        match &self.affix {
            Affix::Prefix(text) => res.lineage_mut().add_prefix(text.clone()),
            Affix::Suffix(text) => res.lineage_mut().add_suffix(text.clone()),
        }
        res.push_former_id();
    }

    fn lengthened(&self, node: &Node) -> Node {
        let old = node.text().unwrap_or_default();
        let parts = match &self.affix {
            Affix::Prefix(text) => [text, old],
            Affix::Suffix(text) => [old, text],
        };
        let mut new = EcoString::with_capacity(parts[0].len() + parts[1].len());
        parts.iter().for_each(|part| new.push_str(part));
        node.with_text(new).with_span(self.span)
    }
}

/// Kinds whose names have a meaning of their own, whatever the configuration says.
fn keeps_name(gvk: &Gvk) -> bool {
    match gvk.kind.as_str() {
        "CustomResourceDefinition" | "Namespace" => true,
        "APIService" => gvk.group == "apiregistration.k8s.io",
        _ => false,
    }
}
