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
//!
//! The functions call each other once for each level of the object. Objects may have a thousand levels and stacks
//! little room, so these functions leave to others whatever needs room of its own.

mod error;
mod fields;
mod keyed;
mod lists;
mod literal;
mod maps;
mod prepare;
mod primitive;

use std::cell::{Cell, RefCell};

use fields::{Field, Values};
use lists::has_directive;
use maps::{quoted, scalar_alone};
pub use prepare::with_text_metadata;
use prepare::without_null_keys;

use crate::diag::Result;
use crate::patch::path::Path;
use crate::schema::{Fragment, Schema, SchemaNode};
use crate::yaml::{Data, Entry, Mapping, Node, Scalar, SharedWrites, parse_json_at_start};

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
    let patch = &*without_null_keys(patch);
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
    /// The same where the new part begins: an unknown directive is an ordinary field here.
    New,
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
    let Some(value) = node.get(DIRECTIVE) else { return Ok(None) };
    known(value).map(Some).ok_or_else(|| error::directive(value))
}

/// What a directive's value means.
fn known(value: &Node) -> Option<Directive> {
    match value.text()? {
        "delete" => Some(Directive::Delete),
        "replace" => Some(Directive::Replace),
        "merge" => Some(Directive::Merge),
        _ => None,
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
            None => self.new_value(patch, schema, at),
        }
    }

    fn new_value(&self, patch: &Node, schema: Option<SchemaNode<'_>>, at: &Path<'_>) -> Result<Edit> {
        Ok(match self.alone(patch, Side::New, schema, at)? {
            Edit::Keep => self.taken(patch),
            Edit::Set(node) => self.by_patch(Edit::Set(node)),
            Edit::Drop => Edit::Drop,
        })
    }

    /// An edit that the patch asks for.
    fn by_patch(&self, edit: Edit) -> Edit {
        self.effect.set(true);
        edit
    }

    /// The patch's value as it is.
    fn taken(&self, patch: &Node) -> Edit {
        self.by_patch(Edit::Set(patch.clone()))
    }

    /// Two values, neither of them null.
    fn both(&self, dest: &Node, patch: &Node, schema: Option<SchemaNode<'_>>, at: &Path<'_>) -> Result<Edit> {
        match (&dest.data, &patch.data) {
            (Data::Mapping(old), Data::Mapping(new)) => self.maps((dest, old), (patch, new), schema, at),
            (Data::Sequence(old), Data::Sequence(_)) => self.sequences((dest, old), patch, schema, at),
            (Data::Scalar(old), Data::Scalar(new)) => Ok(self.scalars(old, new, patch)),
            _ => Err(error::kind(dest.kind(), patch, dest.span, at)),
        }
    }

    fn scalars(&self, old: &Scalar, new: &Scalar, patch: &Node) -> Edit {
        if old.text == new.text && old.tag == new.tag && old.untyped == new.untyped {
            return Edit::Keep;
        }
        self.taken(patch)
    }

    /// A value without a counterpart. For the patch's side `Keep` means that it can be taken as it is.
    fn alone(&self, node: &Node, side: Side, schema: Option<SchemaNode<'_>>, at: &Path<'_>) -> Result<Edit> {
        match &node.data {
            Data::Scalar(_) => Ok(quoted(node, side)),
            Data::Mapping(map) => self.map_alone(node, map, side, schema, at),
            Data::Sequence(sequence) => self.sequence_alone(node, sequence, side, schema, at),
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

    /// Goes down to a field: its schema is in a comment of one of the maps, else in the schema of the map.
    #[inline]
    fn field(
        &self,
        maps: &[&Mapping],
        field: &Field<'_>,
        schema: Option<SchemaNode<'_>>,
        at: &Path<'_>,
    ) -> Result<Edit> {
        if let Values::Alone(value @ Node { data: Data::Scalar(_), .. }, side) = field.values {
            return Ok(scalar_alone(value, side));
        }
        if maps.iter().any(|map| !map.schemas().is_empty()) {
            return self.commented_field(maps, field, schema, at);
        }
        self.values(field, schema.and_then(|schema| schema.field(field.name)), &at.field(field.name))
    }

    fn commented_field(
        &self,
        maps: &[&Mapping],
        field: &Field<'_>,
        schema: Option<SchemaNode<'_>>,
        at: &Path<'_>,
    ) -> Result<Edit> {
        let maps = if let Values::Alone(..) = field.values { &maps[..1] } else { maps };
        let fragment = maps.iter().find_map(|map| comment(map, field.name));
        let schema = match &fragment {
            Some(fragment) => self.schema.fragment(fragment),
            None => schema.and_then(|schema| schema.field(field.name)),
        };
        self.values(field, schema, &at.field(field.name))
    }

    #[inline]
    fn values(&self, field: &Field<'_>, schema: Option<SchemaNode<'_>>, at: &Path<'_>) -> Result<Edit> {
        match field.values {
            // As `value` and `both` would do: most levels are maps in maps.
            Values::Both(
                dest @ Node { data: Data::Mapping(old), .. },
                patch @ Node { data: Data::Mapping(new), .. },
            ) => self.maps((dest, old), (patch, new), schema, at),
            Values::Both(dest @ Node { data: Data::Sequence(old), .. }, patch) if patch.items().is_some() => {
                self.sequences((dest, old), patch, schema, at)
            }
            Values::Both(dest, patch) => self.value(Some(dest), patch, schema, at),
            Values::New(patch) => self.value(None, patch, schema, at),
            Values::Alone(list, Side::Patch) if has_directive(list.items().unwrap_or_default()) => {
                self.list_with_itself(list, schema, at)
            }
            Values::Alone(value, side) => self.alone(value, side, schema, at),
        }
    }
}

/// Whether two values are the same in all that is ever printed of them.
fn same(a: &Node, b: &Node) -> bool {
    match (&a.data, &b.data) {
        (Data::Scalar(a), Data::Scalar(b)) => a == b,
        (Data::Sequence(a), Data::Sequence(b)) => {
            let pairs = || a.items().iter().zip(b.items());
            a.is_same(b)
                || (a.items().len() == b.items().len()
                    && a.flow() == b.flow()
                    && pairs().all(|(a, b)| same(a, b)))
        }
        (Data::Mapping(a), Data::Mapping(b)) => {
            let pairs = || a.entries().iter().zip(b.entries());
            let equal = |(a, b): (&Entry, &Entry)| same(&a.key, &b.key) && same(&a.value, &b.value);
            a.is_same(b)
                || (a.entries().len() == b.entries().len() && a.flow() == b.flow() && pairs().all(equal))
        }
        _ => false,
    }
}

/// The schema in the comment of a field, whatever follows it there. Comments that are no schema are ignored.
fn comment(map: &Mapping, name: &str) -> Option<Fragment> {
    let (_, text) = map.schemas().iter().find(|(key, _)| key == name)?;
    Fragment::read(&parse_json_at_start(text).ok()?).ok()
}

#[cfg(test)]
mod tests;
