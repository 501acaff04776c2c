//! Merging the fields of maps.

use super::fields::{Field, Fields, MapEdits, Values, named};
use super::{DIRECTIVE, Directive, Edit, Side, Walk, directive, known};
use crate::diag::Result;
use crate::patch::path::Path;
use crate::schema::SchemaNode;
use crate::yaml::{Data, Mapping, Node, Scalar, Style, Tag, style_of_new};

impl Walk<'_> {
    pub(super) fn maps(
        &self,
        (dest, old): (&Node, &Mapping),
        (patch, new): (&Node, &Mapping),
        schema: Option<SchemaNode<'_>>,
        at: &Path<'_>,
    ) -> Result<Edit> {
        let schema = self.own_kind(schema, &[old, new]);
        match directive(patch)? {
            Some(Directive::Delete) => return Ok(self.by_patch(Edit::Drop)),
            Some(Directive::Replace) => return self.value(None, patch, schema, at),
            Some(Directive::Merge) | None => {}
        }
        let mut edits = MapEdits::default();
        let mut fields = Fields::of(new);
        for i in 0..old.entries().len() {
            let Some(field) = fields.next(&old.entries()[i])? else { continue };
            self.put(&mut edits, i, &field, self.field(&[old, new], &field, schema, at))?;
        }
        self.new_fields(&mut edits, &fields, new, schema, at)?;
        Ok(edits.apply(dest, old))
    }

    /// The fields that only the patch has.
    fn new_fields(
        &self,
        edits: &mut MapEdits,
        fields: &Fields<'_>,
        new: &Mapping,
        schema: Option<SchemaNode<'_>>,
        at: &Path<'_>,
    ) -> Result<()> {
        for entry in fields.rest() {
            let edit = match named(entry)? {
                Some(name) => self.field(&[new], &Field::new(name, &entry.value), schema, at),
                None => Ok(Edit::Keep),
            };
            edits.push(entry, edit)?;
        }
        Ok(())
    }

    #[inline]
    fn put(&self, edits: &mut MapEdits, i: usize, field: &Field<'_>, edit: Result<Edit>) -> Result<()> {
        edits.at(i, edit.map(|edit| self.styled(edit, field)))
    }

    /// A new value in the style of the old one, and in all the places of the old one.
    fn styled(&self, edit: Edit, field: &Field<'_>) -> Edit {
        let Values::Both(old, _) = field.values else { return edit };
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
        map: &Mapping,
        side: Side,
        schema: Option<SchemaNode<'_>>,
        at: &Path<'_>,
    ) -> Result<Edit> {
        let schema = self.own_kind(schema, &[map]);
        let (side, directive) = own_directive(node, side)?;
        if directive == Some(Directive::Delete) {
            return Ok(Edit::Drop);
        }
        let mut edits = MapEdits::default();
        for i in 0..map.entries().len() {
            let value = &map.entries()[i].value;
            let edit = match named(&map.entries()[i])? {
                Some(DIRECTIVE) if directive.is_some() => Ok(Edit::Drop),
                Some(name) => self.field(&[map], &Field::alone(name, value, side), schema, at),
                None => Ok(scalar_alone(value, side)),
            };
            edits.at(i, edit)?;
        }
        Ok(edits.apply(node, map))
    }
}

/// The directive of a map without a counterpart, and the side of its fields.
fn own_directive(node: &Node, side: Side) -> Result<(Side, Option<Directive>)> {
    Ok(match side {
        Side::Dest => (Side::Dest, None),
        Side::Patch => (Side::Patch, directive(node)?),
        Side::New => (Side::Patch, node.get(DIRECTIVE).and_then(known)),
    })
}

/// What becomes of a field's scalar without a counterpart. Collections stay.
#[inline]
pub(super) fn scalar_alone(value: &Node, side: Side) -> Edit {
    match (&value.data, side) {
        (_, Side::Patch) if value.is_null() => Edit::Drop,
        (Data::Scalar(scalar), Side::Dest) if scalar.text.is_empty() && value.is_null() => Edit::Drop,
        _ => quoted(value, side),
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
