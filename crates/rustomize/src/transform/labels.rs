//! `labels`, `commonLabels` and `commonAnnotations`: the same pairs on many objects.
//!
//! Example: `labels: [{pairs: {env: prd}}]` adds `metadata.labels.env: prd` to every object.

use std::borrow::Cow;

use ecow::EcoString;

use super::{Changes, Transformer};
use crate::diag::{Code, Diagnostic, Result};
use crate::field::{Create, FieldSpec};
use crate::resource::ResourceSet;
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::{Kind, Node};

/// Pairs for the maps that the field specs name.
pub(crate) struct Pairs<'a> {
    /// The pairs, sorted by key, each with the place of its value.
    pub(crate) pairs: Vec<(EcoString, EcoString, Span)>,
    /// Where they are declared.
    pub(crate) span: Span,
    /// The maps that get them.
    pub(crate) fields: Cow<'a, [FieldSpec]>,
}

impl Transformer for Pairs<'_> {
    fn apply(&self, set: &mut ResourceSet, schema: &Schema) -> Result<Changes> {
        let mut changes = Changes::default();
        if self.pairs.is_empty() {
            return Ok(changes);
        }
        set.edit_all(schema, |res| {
            changes.matched += 1;
            let gvk = res.id().gvk.clone();
            let create = Create { kind: Kind::Mapping, span: self.span };
            for spec in self.fields.iter().filter(|spec| spec.fits(&gvk)) {
                spec.visit(&mut res.node, Some(create), &mut |node| self.add_to(node))
                    .map_err(|e| e.subject(res.id()))?;
            }
            Ok(())
        })?;
        Ok(changes)
    }
}

impl Pairs<'_> {
    fn add_to(&self, node: &mut Node) -> Result<()> {
        let span = node.span;
        let Some(map) = node.as_mapping_mut() else {
            let what = if node.kind() == Kind::Sequence { "a list" } else { "a single value" };
            return Err(Diagnostic::error(Code::Transformer, format!("expected a map, found {what}"))
                .at(span)
                .upstream("wrong node kind: expected MappingNode"));
        };
        for (key, value, span) in &self.pairs {
            map.set(key, Node::string(value.clone(), *span));
        }
        Ok(())
    }
}
