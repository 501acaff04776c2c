//! Strategic merge as kustomize does it: its own algorithm, not that of the API server.
//!
//! `$setElementOrder/…`, `$retainKeys` and `$deleteFromPrimitiveList/…` mean nothing here: they are ordinary
//! fields. The only directive is `$patch` with `delete`, `replace` or `merge`.
//!
//! Every merge also walks what the patch does not mention: fields with an empty value vanish, and lists with
//! merge keys are merged with themselves, which removes duplicates.
//!
//! Identity is not looked at: kind, name and namespace change as the patch says. Putting them back, checking
//! that patch and object belong together, and history of ids are the caller's.

mod error;
mod fields;
mod keyed;
mod literal;
mod prepare;
mod primitive;

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

use fields::{Edits, Fields};
use literal::Other;
pub use prepare::with_text_metadata;

use crate::diag::Result;
use crate::patch::path::Path;
use crate::schema::{Fragment, Schema, SchemaNode};
use crate::source::SourceId;
use crate::yaml::{
    Data, Entry, Mapping, Node, Scalar, Sequence, SharedWrites, Style, Tag, parse_json, style_of_new,
};

/// What a merge made of an object.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The patch says nothing new, and there was nothing to clean up.
    Unchanged,
    /// The patch deletes the object.
    Deleted,
    /// The patch says nothing new, but the walk cleaned up: the object must be replaced, the patch had no effect.
    Cleaned(Node),
    /// The object with the patch applied. Subtrees without a change are shared with the old object.
    Changed(Node),
}

/// Merges `patch` into the object `dest`.
///
/// Values that come from the patch keep its spans. A scalar takes the style (quotes) of the scalar it replaces,
/// with its own type: a number in place of a quoted string is printed as a string.
///
/// # Errors
/// A value of another kind than the one it meets, or an unknown `$patch` directive.
pub fn merge(dest: &Node, patch: &Node, schema: &Schema) -> Result<Outcome> {
    if directive(patch)? == Some(Directive::Replace) {
        // The replaced object is not the one that is returned.
        return Ok(Outcome::Unchanged);
    }
    let walk = Walk { schema, effect: Cell::new(false), shared: RefCell::default() };
    Ok(match walk.both(dest, patch, None, &Path::ROOT)? {
        Edit::Keep => Outcome::Unchanged,
        Edit::Drop => Outcome::Deleted,
        Edit::Set(mut node) if walk.effect.get() => {
            walk.shared.borrow().spread(&mut node);
            Outcome::Changed(node)
        }
        Edit::Set(node) => Outcome::Cleaned(node),
    })
}

/// What becomes of a node.
enum Edit {
    Keep,
    Drop,
    Set(Node),
}

/// Which of the two sides a tree is that is walked without a counterpart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Part of the object that the patch does not mention.
    Dest,
    /// New part that comes from the patch; it is merged with itself, so its nulls and directives act on it.
    Patch,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Directive {
    Delete,
    Replace,
    Merge,
}

/// Up to this many fields or elements are looked through one by one.
const FEW: usize = 8;

const DIRECTIVE: &str = "$patch";

/// The directive of a map. Nodes of other kinds have none.
fn directive(node: &Node) -> Result<Option<Directive>> {
    match node.get(DIRECTIVE) {
        None => Ok(None),
        Some(value) => match value.text() {
            Some("delete") => Ok(Some(Directive::Delete)),
            Some("replace") => Ok(Some(Directive::Replace)),
            Some("merge") => Ok(Some(Directive::Merge)),
            _ => Err(error::directive(value)),
        },
    }
}

/// One merge and what stays the same all through it.
struct Walk<'s> {
    schema: &'s Schema,
    /// Whether the patch itself changed anything so far.
    effect: Cell<bool>,
    /// What was written to places that share their value with others.
    shared: RefCell<SharedWrites>,
}

impl Walk<'_> {
    /// A value that may exist, and the patch's value for it.
    fn value(
        &self,
        dest: Option<&Node>,
        patch: &Node,
        schema: Option<SchemaNode<'_>>,
        at: &Path<'_>,
    ) -> Result<Edit> {
        if patch.is_null() {
            self.effect.set(self.effect.get() || dest.is_some());
            return Ok(Edit::Drop);
        }
        match dest.filter(|node| !node.is_null()) {
            Some(dest) => self.both(dest, patch, schema, at),
            None => Ok(match self.alone(patch, Side::Patch, schema, at)? {
                Edit::Keep => self.by_patch(Edit::Set(patch.clone())),
                Edit::Set(node) => self.by_patch(Edit::Set(node)),
                Edit::Drop => Edit::Drop,
            }),
        }
    }

    /// An edit that the patch asks for.
    fn by_patch(&self, edit: Edit) -> Edit {
        self.effect.set(true);
        edit
    }

    /// Two values, neither of them null.
    fn both(&self, dest: &Node, patch: &Node, schema: Option<SchemaNode<'_>>, at: &Path<'_>) -> Result<Edit> {
        match (&dest.data, &patch.data) {
            (Data::Mapping(old), Data::Mapping(new)) => {
                let schema = self.own_kind(schema, &[old, new]);
                self.maps((dest, old), (patch, new), schema, at)
            }
            (Data::Sequence(old), Data::Sequence(_)) => {
                match schema.map(SchemaNode::merge).transpose()?.flatten() {
                    None if same(dest, patch) => Ok(Edit::Keep),
                    None => Ok(self.by_patch(Edit::Set(patch.clone()))),
                    Some(keys) => {
                        let list = List { keys, elements: schema.and_then(SchemaNode::elements), at };
                        self.lists((dest, old), patch, &list)
                    }
                }
            }
            (Data::Scalar(old), Data::Scalar(new))
                if old.text == new.text && old.tag == new.tag && old.untyped == new.untyped =>
            {
                Ok(Edit::Keep)
            }
            (Data::Scalar(_), Data::Scalar(_)) => Ok(self.by_patch(Edit::Set(patch.clone()))),
            _ => Err(error::kind(dest.kind(), patch, dest.span, at)),
        }
    }

    /// A value without a counterpart. For the patch's side `Keep` means that it can be taken as it is.
    fn alone(&self, node: &Node, side: Side, schema: Option<SchemaNode<'_>>, at: &Path<'_>) -> Result<Edit> {
        match &node.data {
            Data::Scalar(_) => Ok(quoted(node, side)),
            Data::Mapping(map) => self.map_alone(node, map, side, self.own_kind(schema, &[map]), at),
            Data::Sequence(sequence) => match schema.map(SchemaNode::merge).transpose()?.flatten() {
                None => Ok(Edit::Keep),
                Some(keys) => {
                    let list = List { keys, elements: schema.and_then(SchemaNode::elements), at };
                    let other = if side == Side::Patch { Other::Itself } else { Other::Nothing };
                    self.list_alone(node, sequence, other, &list)
                }
            },
        }
    }

    /// The inherited schema; only if there is none, that of the node's own kind.
    fn own_kind<'a>(
        &'a self,
        inherited: Option<SchemaNode<'a>>,
        nodes: &[&Mapping],
    ) -> Option<SchemaNode<'a>> {
        inherited.or_else(|| {
            nodes.iter().find_map(|map| {
                let text = |key| map.get(key).and_then(Node::text).filter(|text| !text.is_empty());
                self.schema.lookup(text("apiVersion")?, text("kind")?)
            })
        })
    }

    fn maps(
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
        let mut edits = Edits::default();
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

    fn map_alone(
        &self,
        node: &Node,
        map: &Arc<Mapping>,
        side: Side,
        schema: Option<SchemaNode<'_>>,
        at: &Path<'_>,
    ) -> Result<Edit> {
        if side == Side::Patch && directive(node)? == Some(Directive::Delete) {
            return Ok(Edit::Drop);
        }
        let mut edits = Edits::default();
        for (i, entry) in map.entries.iter().enumerate() {
            named(entry)?;
            edits.at(i, self.field_alone(map, entry, side, schema, at)?);
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
            (_, Side::Patch) if entry.value.is_null() || entry.key.text() == Some(DIRECTIVE) => {
                Ok(Edit::Drop)
            }
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

    /// Goes down to a field: its schema is in a comment of one of the maps, else in the schema of the map.
    fn with_field<const N: usize>(
        &self,
        maps: [&Mapping; N],
        name: &str,
        schema: Option<SchemaNode<'_>>,
        at: &Path<'_>,
        go: impl FnOnce(Option<SchemaNode<'_>>, &Path<'_>) -> Result<Edit>,
    ) -> Result<Edit> {
        let at = at.field(name);
        if let Some(fragment) = maps.iter().find_map(|map| comment(map, name)) {
            return go(self.schema.fragment(&fragment), &at);
        }
        go(schema.and_then(|schema| schema.field(name)), &at)
    }

    fn lists(&self, (dest, old): (&Node, &Arc<Sequence>), patch: &Node, list: &List<'_>) -> Result<Edit> {
        let patch = match apply_directive(patch)? {
            Listed::Deleted => return Ok(self.by_patch(Edit::Drop)),
            Listed::Instead(patch) => {
                return Ok(self.by_patch(self.replace_list(patch, Other::Copy, list)?));
            }
            Listed::Merged(patch) => patch,
        };
        let new = patch.items().unwrap_or_default();
        let items = match list.keys.is_empty() {
            true => self.primitive(&old.items, new, list.at)?,
            false => self.keyed(&old.items, new, list)?,
        };
        Ok(with_items(dest, old, items))
    }

    fn replace_list(&self, patch: Cow<'_, Node>, other: Other<'_>, list: &List<'_>) -> Result<Edit> {
        let Data::Sequence(sequence) = &patch.data else { return Ok(Edit::Drop) };
        Ok(match self.list_alone(&patch, sequence, other, list)? {
            Edit::Keep => Edit::Set(patch.into_owned()),
            edit => edit,
        })
    }

    /// A list inside of a new part: its directive works, unlike that of a list which is itself the new part.
    fn list_with_itself(&self, node: &Node, schema: Option<SchemaNode<'_>>, at: &Path<'_>) -> Result<Edit> {
        let Some(keys) = schema.map(SchemaNode::merge).transpose()?.flatten() else { return Ok(Edit::Keep) };
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
        sequence: &Arc<Sequence>,
        other: Other<'_>,
        list: &List<'_>,
    ) -> Result<Edit> {
        let items = match list.keys.is_empty() {
            true => self.primitive(&sequence.items, &[], list.at)?,
            false => self.keyed_alone(&sequence.items, other, list)?,
        };
        Ok(with_items(node, sequence, items))
    }
}

/// A list that is merged by keys.
struct List<'a> {
    keys: crate::schema::MergeKeys<'a>,
    elements: Option<SchemaNode<'a>>,
    at: &'a Path<'a>,
}

/// A patch's list after its directive was obeyed and taken out.
enum Listed<'p> {
    Deleted,
    Instead(Cow<'p, Node>),
    Merged(Cow<'p, Node>),
}

/// A list's directive is the first element that has one, if it has nothing else. With it go all elements that have
/// the same directive, nulls and empty maps.
fn apply_directive(patch: &Node) -> Result<Listed<'_>> {
    let items = patch.items().unwrap_or_default();
    let Some(i) = items.iter().position(|item| item.get(DIRECTIVE).is_some()) else {
        return Ok(Listed::Merged(Cow::Borrowed(patch)));
    };
    if items[i].as_mapping().is_none_or(|map| map.entries.len() > 1) {
        return Ok(Listed::Merged(Cow::Borrowed(patch)));
    }
    let directive = directive(&items[i])?;
    let mut rest = patch.clone();
    if let Some(items) = rest.items_mut() {
        let text = items[i].get(DIRECTIVE).and_then(Node::text).map(ecow::EcoString::from);
        let is_empty =
            |item: &Node| item.is_null() || item.as_mapping().is_some_and(|m| m.entries.is_empty());
        items.retain(|item| !is_empty(item) && item.get(DIRECTIVE).and_then(Node::text) != text.as_deref());
    }
    Ok(match directive {
        Some(Directive::Delete) => Listed::Deleted,
        Some(Directive::Replace) => Listed::Instead(Cow::Owned(rest)),
        Some(Directive::Merge) | None => Listed::Merged(Cow::Owned(rest)),
    })
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
fn quoted(node: &Node, side: Side) -> Edit {
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

/// Whether two values are the same in all that is ever printed of them.
fn same(a: &Node, b: &Node) -> bool {
    match (&a.data, &b.data) {
        (Data::Scalar(a), Data::Scalar(b)) => a == b,
        (Data::Sequence(a), Data::Sequence(b)) => {
            let pairs = || a.items.iter().zip(&b.items);
            Arc::ptr_eq(a, b)
                || (a.items.len() == b.items.len() && a.flow == b.flow && pairs().all(|(a, b)| same(a, b)))
        }
        (Data::Mapping(a), Data::Mapping(b)) => {
            let pairs = || a.entries.iter().zip(&b.entries);
            let equal = |(a, b): (&Entry, &Entry)| same(&a.key, &b.key) && same(&a.value, &b.value);
            Arc::ptr_eq(a, b)
                || (a.entries.len() == b.entries.len() && a.flow == b.flow && pairs().all(equal))
        }
        _ => false,
    }
}

/// A list with other elements; `None` stands for the ones it has.
fn with_items(node: &Node, old: &Arc<Sequence>, items: Option<Vec<Node>>) -> Edit {
    match items {
        None => Edit::Keep,
        Some(items) => {
            let sequence = Sequence { items, flow: old.flow, ..Sequence::default() };
            Edit::Set(Node { span: node.span, data: Data::Sequence(Arc::new(sequence)) })
        }
    }
}

/// The schema in the comment of a field. Comments that are no schema are ignored.
fn comment(map: &Mapping, name: &str) -> Option<Fragment> {
    let (_, text) = map.schemas.as_ref()?.iter().find(|(key, _)| key == name)?;
    Fragment::read(&parse_json(text, SourceId::NONE, 0).ok()?).ok()
}

#[cfg(test)]
mod tests;
