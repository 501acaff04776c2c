//! `namePrefix` and `nameSuffix`: longer names, so that variants can live side by side.
//!
//! Example: `namePrefix: prd-` makes `metadata.name: web` into `prd-web`; references follow at the end.

use std::borrow::Cow;

use ecow::eco_format;

use super::{Changes, Transformer};
use crate::diag::Result;
use crate::field::{Create, FieldSpec};
use crate::id::Gvk;
use crate::resource::{Resource, ResourceSet};
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::{Kind, Node};

/// A text to put before or behind names.
pub(crate) struct PrefixSuffix<'a> {
    /// The text.
    pub(crate) affix: Affix,
    /// Where it is written.
    pub(crate) span: Span,
    /// The fields that hold names.
    pub(crate) fields: Cow<'a, [FieldSpec]>,
}

/// The side a text goes to.
pub(crate) enum Affix {
    /// Before the name.
    Prefix(String),
    /// Behind the name.
    Suffix(String),
}

impl Transformer for PrefixSuffix<'_> {
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

impl PrefixSuffix<'_> {
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
            Affix::Prefix(text) => res.lineage_mut().add_prefix(text.into()),
            Affix::Suffix(text) => res.lineage_mut().add_suffix(text.into()),
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
