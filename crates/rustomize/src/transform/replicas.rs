//! `replicas`: the number of copies of a workload, by name.
//!
//! Example: `replicas: [{name: web, count: 3}]` sets `spec.replicas: 3` of the Deployment `web`.

use std::borrow::Cow;

use ecow::{EcoString, eco_format};
use serde::Deserialize;

use super::{Changes, Setup, Step, Transformer, check_scalar};
use crate::diag::{Code, Diagnostic, Result, did_you_mean};
use crate::field::{Create, FieldSpec};
use crate::kustomization::{Replica, Spanned};
use crate::resource::ResourceSet;
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::de::{Mode, from_node};
use crate::yaml::{Kind, Node, Scalar, Style, Tag, name_span};

/// A count for the workloads of one name.
pub(crate) struct Replicas {
    /// The name, original, intermediate or current.
    pub(crate) name: EcoString,
    /// Where the name is written.
    pub(crate) name_span: Span,
    /// The count; negative ones are accepted as kustomize does.
    pub(crate) count: i64,
    /// Where the count is written.
    pub(crate) count_span: Span,
    /// The kinds and fields that hold counts.
    pub(crate) fields: Cow<'static, [FieldSpec]>,
}

/// One step for each entry of `replicas`.
pub(super) fn configure(setup: &Setup<'_>, steps: &mut Vec<Step>) -> Result<()> {
    for entry in &setup.layer.kustomization.replicas {
        let replicas = Replicas::new(entry, setup.config.replicas.clone());
        steps.push(Step::new(replicas, entry.span));
    }
    Ok(())
}

/// The configuration of a `ReplicaCountTransformer`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Config {
    replica: Spanned<Replica>,
    field_specs: Vec<FieldSpec>,
}

/// The step for a configuration object.
pub(super) fn from_config(_: &Setup<'_>, config: &Node, steps: &mut Vec<Step>) -> Result<()> {
    let Config { replica, field_specs } = from_node(config, Mode::PLUGIN)?;
    let mut replicas = Replicas::new(&replica, field_specs.into());
    replicas.name_span = replicas.name_span.or(name_span(config));
    steps.push(Step::of(replicas, config));
    Ok(())
}

impl Transformer for Replicas {
    fn apply(&self, set: &mut ResourceSet, schema: &Schema) -> Result<Changes> {
        let mut changes = Changes::default();
        let named = set.by_any_name(&self.name);
        for spec in self.fields.iter() {
            for at in &named {
                changes.matched += usize::from(self.set_count(set, *at, spec, schema)?);
            }
        }
        if changes.matched == 0 {
            return Err(self.unmatched(set));
        }
        Ok(changes)
    }
}

impl Replicas {
    fn new(entry: &Spanned<Replica>, fields: Cow<'static, [FieldSpec]>) -> Replicas {
        Replicas {
            name: entry.name.value.clone(),
            name_span: entry.name.span.or(entry.span),
            count: entry.count.value,
            count_span: entry.count.span,
            fields,
        }
    }

    fn set_count(&self, set: &mut ResourceSet, at: usize, spec: &FieldSpec, schema: &Schema) -> Result<bool> {
        set.edit(at, schema, |res| {
            let fits = |id: &crate::id::ResId| id.name == self.name && spec.fits(&id.gvk);
            if !fits(res.id()) && !res.former_ids().any(|id| fits(&id)) {
                return Ok(false);
            }
            if !spec.fits(&res.id().gvk) {
                return Ok(true);
            }
            let create = Create { kind: Kind::Scalar, span: self.count_span };
            spec.visit(&mut res.node, Some(create), &mut |node| {
                check_scalar(node, spec)?;
                let style = node.as_scalar().map_or(Style::Plain, |old| old.style);
                let count = Scalar { tag: Tag::Int, style, ..Scalar::string(eco_format!("{}", self.count)) };
                *node = Node::scalar(count, self.count_span);
                Ok(())
            })
            .map_err(|e| e.subject(res.id()))?;
            Ok(true)
        })
    }

    fn unmatched(&self, set: &ResourceSet) -> Diagnostic {
        let scales = |kind: &str| self.fields.iter().any(|spec| spec.gvk.kind == kind);
        let names = set.iter().filter(|res| scales(&res.id().gvk.kind)).map(|res| res.id().name.as_str());
        let gvks: Vec<String> = self.fields.iter().map(|spec| spec.gvk.to_gvk().to_string()).collect();
        let error = match self.name.is_empty() {
            true => Diagnostic::error(Code::Transformer, "these replicas have no `name`")
                .hint("add `name:` with the name of the object to scale"),
            false => Diagnostic::error(
                Code::Transformer,
                format!("no workload named `{}` to set replicas of", self.name),
            )
            .maybe_hint(did_you_mean(&self.name, names)),
        };
        error.at(self.name_span).hint(self.scope()).upstream(format!(
            "resource with name {} does not match a config with the following GVK [{}]",
            self.name,
            gvks.join(" ")
        ))
    }

    /// Says which kinds have a count.
    fn scope(&self) -> String {
        let kinds: Vec<&str> = self.fields.iter().map(|spec| &*spec.gvk.kind).collect();
        match kinds.split_last() {
            None => "`fieldSpecs` names no field".to_owned(),
            Some(_) if kinds.contains(&"") => "replicas apply to all kinds here".to_owned(),
            Some((only, [])) => format!("replicas apply to {only}"),
            Some((last, others)) => format!("replicas apply to {} and {last}", others.join(", ")),
        }
    }
}
