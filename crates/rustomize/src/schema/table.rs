//! The form of the built-in schema: indexes instead of pointers, so that it is data and costs nothing to load.

use std::borrow::Cow;

use super::builtin::{DEFINITIONS, FIELDS, KINDS, MERGES, NAMES, SCOPES, STARTS};

/// The target of a field whose value has no fields that the schema knows.
pub(super) const LEAF: u16 = u16::MAX;

/// One field of a definition.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// Index into [`NAMES`].
    name: u16,
    /// What its value is.
    value: Type,
}

/// What the built-in schema knows about one value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    /// Index into [`DEFINITIONS`] of the value itself, its elements or its values; [`LEAF`] for none.
    target: u16,
    shape: Shape,
    /// Index into [`MERGES`]; 0 if a list is replaced.
    merge: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    One,
    List,
    Map,
}

/// A field that is described by its target.
pub(super) const fn one(name: u16, target: u16, merge: u8) -> Field {
    Field { name, value: Type { target, shape: Shape::One, merge } }
}

/// A field that holds a list of targets.
pub(super) const fn list(name: u16, target: u16, merge: u8) -> Field {
    Field { name, value: Type { target, shape: Shape::List, merge } }
}

/// A field that holds a map of targets with arbitrary keys.
pub(super) const fn map(name: u16, target: u16, merge: u8) -> Field {
    Field { name, value: Type { target, shape: Shape::Map, merge } }
}

impl Type {
    const fn target(target: u16) -> Type {
        Type { target, shape: Shape::One, merge: 0 }
    }

    /// The type of a definition by its name.
    pub(super) fn definition(name: &str) -> Option<Type> {
        let at = DEFINITIONS.binary_search(&name).ok()?;
        Some(Type::target(at as u16))
    }

    /// The type of objects of a kind.
    pub(super) fn of_kind(kind: &str, group: &str, version: &str) -> Option<Type> {
        let at = KINDS.binary_search_by(|row| (row.0, row.1, row.2).cmp(&(kind, group, version))).ok()?;
        Some(Type::target(KINDS[at].3))
    }

    /// The type of the value of a field.
    pub(super) fn field(self, name: &str) -> Option<Type> {
        match self.shape {
            Shape::One if self.target == LEAF => None,
            Shape::One => {
                let at = usize::from(self.target);
                let fields = &FIELDS[usize::from(STARTS[at])..usize::from(STARTS[at + 1])];
                let at = fields.binary_search_by(|f| NAMES[usize::from(f.name)].cmp(name)).ok()?;
                Some(fields[at].value)
            }
            Shape::List => None,
            Shape::Map => Some(Type::target(self.target)),
        }
    }

    /// The type of the elements, if it is a list.
    pub(super) fn elements(self) -> Option<Type> {
        (self.shape == Shape::List).then(|| Type::target(self.target))
    }

    /// The keys by which a list is merged.
    pub(super) fn merge(self) -> Option<&'static [Cow<'static, str>]> {
        (self.merge != 0).then(|| MERGES[usize::from(self.merge)])
    }
}

/// Whether a kind is namespaced, by the table that holds under any schema. Asked for every object.
pub(super) fn is_namespaced(kind: &str, group: &str, version: &str) -> Option<bool> {
    let letter = usize::from(kind.bytes().next()?.checked_sub(b'A')?);
    let rows = SCOPES_FROM.get(letter..letter + 2)?;
    let mut rows = SCOPES[usize::from(rows[0])..usize::from(rows[1])].iter();
    rows.find(|row| row.0 == kind && row.1 == group && row.2 == version).map(|row| row.3)
}

/// How many rows of [`SCOPES`], which is sorted, are of kinds with an earlier capital letter than this one.
const SCOPES_FROM: [u8; 27] = {
    let mut from = [0; 27];
    let mut at = 0;
    while at < SCOPES.len() {
        let mut later = (SCOPES[at].0.as_bytes()[0] - b'A') as usize + 1;
        while later < from.len() {
            from[later] += 1;
            later += 1;
        }
        at += 1;
    }
    from
};
