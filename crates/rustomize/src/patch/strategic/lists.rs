//! Lists: the directives in them, and which of the ways of merging is theirs.

use std::borrow::Cow;

use super::literal::Other;
use super::{DIRECTIVE, Directive, Edit, Side, Walk, directive, same};
use crate::diag::Result;
use crate::patch::path::Path;
use crate::schema::{MergeKeys, SchemaNode};
use crate::yaml::{Data, Node, Sequence};

/// A list that is merged by keys.
pub(super) struct List<'a> {
    pub(super) keys: MergeKeys<'a>,
    pub(super) elements: Option<SchemaNode<'a>>,
    pub(super) at: &'a Path<'a>,
}

/// A patch's list after its directive was obeyed and taken out.
enum Listed<'p> {
    Deleted,
    Instead(Cow<'p, Node>),
    Merged(Cow<'p, Node>),
}

/// Whether an element has one.
pub(super) fn has_directive(items: &[Node]) -> bool {
    items.iter().any(|item| item.get(DIRECTIVE).is_some())
}

/// A list's directive is the first element that has one, if it has nothing else. With it go all elements that have
/// the same directive, nulls and empty maps.
fn apply_directive(patch: &Node) -> Result<Listed<'_>> {
    let items = patch.items().unwrap_or_default();
    let Some(i) = items.iter().position(|item| item.get(DIRECTIVE).is_some()) else {
        return Ok(Listed::Merged(Cow::Borrowed(patch)));
    };
    if items[i].as_mapping().is_none_or(|map| map.entries().len() > 1) {
        return Ok(Listed::Merged(Cow::Borrowed(patch)));
    }
    let directive = directive(&items[i])?;
    let mut rest = patch.clone();
    if let Some(list) = rest.as_sequence_mut() {
        let text = list.items()[i].get(DIRECTIVE).and_then(Node::text).map(ecow::EcoString::from);
        let is_empty =
            |item: &Node| item.is_null() || item.as_mapping().is_some_and(|m| m.entries().is_empty());
        let stays =
            |item: &Node| !is_empty(item) && item.get(DIRECTIVE).and_then(Node::text) != text.as_deref();
        list.change(|items| items.retain(stays));
    }
    Ok(match directive {
        Some(Directive::Delete) => Listed::Deleted,
        Some(Directive::Replace) => Listed::Instead(Cow::Owned(rest)),
        Some(Directive::Merge) | None => Listed::Merged(Cow::Owned(rest)),
    })
}

/// The keys by which a list's elements are merged, if they are.
fn keys(schema: Option<SchemaNode<'_>>) -> Result<Option<MergeKeys<'_>>> {
    Ok(schema.map(SchemaNode::merge).transpose()?.flatten())
}

impl Walk<'_> {
    /// Two lists. Without keys the patch's comes in place of the object's.
    pub(super) fn sequences(
        &self,
        (dest, old): (&Node, &Sequence),
        patch: &Node,
        schema: Option<SchemaNode<'_>>,
        at: &Path<'_>,
    ) -> Result<Edit> {
        match keys(schema)? {
            None if same(dest, patch) => Ok(Edit::Keep),
            None => Ok(self.taken(patch)),
            Some(keys) => {
                let list = List { keys, elements: schema.and_then(SchemaNode::elements), at };
                let new = patch.items().unwrap_or_default();
                match has_directive(new) {
                    true => self.directed_lists((dest, old), patch, &list),
                    false => with_items(dest, old, self.items(old.items(), new, &list)),
                }
            }
        }
    }

    /// A list without a counterpart.
    pub(super) fn sequence_alone(
        &self,
        node: &Node,
        sequence: &Sequence,
        side: Side,
        schema: Option<SchemaNode<'_>>,
        at: &Path<'_>,
    ) -> Result<Edit> {
        let Some(keys) = keys(schema)? else { return Ok(Edit::Keep) };
        let list = List { keys, elements: schema.and_then(SchemaNode::elements), at };
        let other = if side == Side::Dest { Other::Nothing } else { Other::Itself };
        self.list_alone(node, sequence, other, &list)
    }

    fn directed_lists(&self, (dest, old): (&Node, &Sequence), patch: &Node, list: &List<'_>) -> Result<Edit> {
        match apply_directive(patch)? {
            Listed::Deleted => Ok(self.by_patch(Edit::Drop)),
            Listed::Instead(patch) => {
                self.replace_list(patch, Other::Copy, list).map(|edit| self.by_patch(edit))
            }
            Listed::Merged(patch) => {
                let new = patch.items().unwrap_or_default();
                with_items(dest, old, self.items(old.items(), new, list))
            }
        }
    }

    fn items(&self, dest: &[Node], patch: &[Node], list: &List<'_>) -> Result<Option<Vec<Node>>> {
        match list.keys.is_empty() {
            true => self.primitive(dest, patch, list.at),
            false => self.keyed(dest, patch, list),
        }
    }

    fn replace_list(&self, patch: Cow<'_, Node>, other: Other<'_>, list: &List<'_>) -> Result<Edit> {
        let Data::Sequence(sequence) = &patch.data else { return Ok(Edit::Drop) };
        match self.list_alone(&patch, sequence, other, list) {
            Ok(Edit::Keep) => Ok(Edit::Set(patch.into_owned())),
            edit => edit,
        }
    }

    /// A list inside of a new part: its directive works, unlike that of a list which is itself the new part.
    pub(super) fn list_with_itself(
        &self,
        node: &Node,
        schema: Option<SchemaNode<'_>>,
        at: &Path<'_>,
    ) -> Result<Edit> {
        let Some(keys) = keys(schema)? else { return Ok(Edit::Keep) };
        let list = List { keys, elements: schema.and_then(SchemaNode::elements), at };
        match apply_directive(node)? {
            Listed::Deleted => Ok(Edit::Drop),
            Listed::Merged(Cow::Borrowed(node)) => self.alone(node, Side::Patch, schema, at),
            Listed::Merged(node) => self.replace_list(node, Other::Itself, &list),
            Listed::Instead(node) => self.replace_list(node, Other::Copy, &list),
        }
    }

    fn list_alone(
        &self,
        node: &Node,
        sequence: &Sequence,
        other: Other<'_>,
        list: &List<'_>,
    ) -> Result<Edit> {
        let items = match list.keys.is_empty() {
            true => self.primitive(sequence.items(), &[], list.at),
            false => self.keyed_alone(sequence.items(), other, list),
        };
        with_items(node, sequence, items)
    }
}

/// A list with other elements; `None` stands for the ones it has.
fn with_items(node: &Node, old: &Sequence, items: Result<Option<Vec<Node>>>) -> Result<Edit> {
    let Some(items) = items? else { return Ok(Edit::Keep) };
    Ok(Edit::Set(Node { span: node.span, data: Data::Sequence(old.with(items)) }))
}
