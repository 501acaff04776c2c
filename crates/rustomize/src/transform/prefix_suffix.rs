//! `namePrefix` and `nameSuffix`: longer names, so that variants can live side by side.
//!
//! Example: `namePrefix: prd-` makes `metadata.name: web` into `prd-web`; references follow at the end.

use std::borrow::Cow;

use ecow::{EcoString, eco_format};

use super::{Changes, Setup, Step, Transformer};
use crate::diag::Result;
use crate::field::{Create, FieldSpec};
use crate::id::Gvk;
use crate::resource::{Resource, ResourceSet};
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::{Kind, Node};

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

impl Transformer for PrefixSuffix {
    fn apply(&self, set: &mut ResourceSet, schema: &Schema) -> Result<Changes> {
        let mut changes = Changes::default();
        if self.text().is_empty() {
            return Ok(changes);
        }
        set.edit_all(schema, |res| {
            let original = res.original_id().gvk;
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
    fn text(&self) -> &str {
        match &self.affix {
            Affix::Prefix(text) | Affix::Suffix(text) => text,
        }
    }

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
        let new = match &self.affix {
            Affix::Prefix(text) => eco_format!("{text}{old}"),
            Affix::Suffix(text) => eco_format!("{old}{text}"),
        };
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
