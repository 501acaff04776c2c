//! Merging the fields of maps.

use std::sync::Arc;

use super::fields::{Fields, MapEdits};
use super::{DIRECTIVE, Directive, Edit, Side, Walk, directive, error, known};
use crate::diag::Result;
use crate::patch::path::Path;
use crate::schema::SchemaNode;
use crate::yaml::{Data, Entry, Mapping, Node, Scalar, Style, Tag, style_of_new};

impl Walk<'_> {
    pub(super) fn maps(
        &self,
        (dest, old): (&Node, &Arc<Mapping>),
        (patch, new): (&Node, &Mapping),
        schema: Option<SchemaNode<'_>>,
        at: &Path<'_>,
    ) -> Result<Edit> {
        match directive(patch)? {
            Some(Directive::Delete) => return Ok(self.by_patch(Edit::Drop)),
            Some(Directive::Replace) => return self.value(None, patch, schema, at),
            Some(Directive::Merge) | None => {}
        }
        let mut edits = MapEdits::default();
        let mut fields = Fields::of(new);
        for (i, entry) in old.entries.iter().enumerate() {
            let Some(name) = named(entry)? else { continue };
            let edit = match fields.take(name) {
                Some(value) => self.with_field([old, new], name, schema, at, |schema, at| {
                    let edit = self.value(Some(&entry.value), value, schema, at)?;
                    Ok(self.styled(edit, &entry.value))
                })?,
                None => self.field_alone(old, entry, Side::Dest, schema, at)?,
            };
            edits.at(i, edit);
        }
        for entry in fields.rest() {
            let edit = match named(entry)? {
                Some(name) => self.with_field([new], name, schema, at, |schema, at| {
                    self.value(None, &entry.value, schema, at)
                })?,
                None => Edit::Keep,
            };
            edits.push(entry, edit);
        }
        Ok(edits.apply(dest, old))
    }

    /// A new value in the style of the old one, and in all the places of the old one.
    fn styled(&self, edit: Edit, old: &Node) -> Edit {
        let mut new = match edit {
            Edit::Set(new) => new,
            Edit::Keep => {
                self.shared.borrow_mut().note(old);
                return edit;
            }
            Edit::Drop => return edit,
        };
        if let (Data::Scalar(scalar), Data::Scalar(old)) = (&mut new.data, &old.data) {
            scalar.style = old.style;
            scalar.tagged = old.tagged;
            if scalar.untyped && old.style != Style::Plain {
                scalar.tag = Tag::Str;
            }
            scalar.shared = old.shared;
            self.shared.borrow_mut().note(&new);
        }
        Edit::Set(new)
    }

    pub(super) fn map_alone(
        &self,
        node: &Node,
        map: &Arc<Mapping>,
        side: Side,
        schema: Option<SchemaNode<'_>>,
        at: &Path<'_>,
    ) -> Result<Edit> {
        let (side, directive) = match side {
            Side::Dest => (Side::Dest, None),
            Side::Patch => (Side::Patch, directive(node)?),
            Side::New => (Side::Patch, node.get(DIRECTIVE).and_then(known)),
        };
        if directive == Some(Directive::Delete) {
            return Ok(Edit::Drop);
        }
        let mut edits = MapEdits::default();
        for (i, entry) in map.entries.iter().enumerate() {
            let edit = match named(entry)? {
                Some(DIRECTIVE) if directive.is_some() => Edit::Drop,
                _ => self.field_alone(map, entry, side, schema, at)?,
            };
            edits.at(i, edit);
        }
        Ok(edits.apply(node, map))
    }

    fn field_alone(
        &self,
        map: &Mapping,
        entry: &Entry,
        side: Side,
        schema: Option<SchemaNode<'_>>,
        at: &Path<'_>,
    ) -> Result<Edit> {
        match (&entry.value.data, side) {
            (_, Side::Patch) if entry.value.is_null() => Ok(Edit::Drop),
            (Data::Scalar(s), Side::Dest) if s.text.is_empty() && entry.value.is_null() => Ok(Edit::Drop),
            (Data::Scalar(_), _) => Ok(quoted(&entry.value, side)),
            _ => {
                let Some(name) = entry.key.text() else { return Ok(Edit::Keep) };
                self.with_field([map], name, schema, at, |schema, at| match (&entry.value.data, side) {
                    (Data::Sequence(_), Side::Patch) => self.list_with_itself(&entry.value, schema, at),
                    _ => self.alone(&entry.value, side, schema, at),
                })
            }
        }
    }
}

/// The name of a field. Kustomize cannot look for one that is empty.
fn named(entry: &Entry) -> Result<Option<&str>> {
    match entry.key.text() {
        Some("") => Err(error::empty_name(&entry.key)),
        name => Ok(name),
    }
}

/// What becomes of a field's scalar that is set to itself: a plain string may get quotes, and in the object also what
/// has no type of its own.
pub(super) fn quoted(node: &Node, side: Side) -> Edit {
    match &node.data {
        Data::Scalar(scalar)
            if scalar.style == Style::Plain
                && (scalar.tag == Tag::Str || (scalar.untyped && side == Side::Dest)) =>
        {
            match style_of_new(&scalar.text) {
                Style::Plain => Edit::Keep,
                style => {
                    Edit::Set(Node::scalar(Scalar { style, tag: Tag::Str, ..scalar.clone() }, node.span))
                }
            }
        }
        _ => Edit::Keep,
    }
}
