//! The fields of a patch's map, and the changes they make to the object's.

use std::collections::{HashMap, HashSet};

use super::{DIRECTIVE, Edit, FEW, Side, error};
use crate::diag::Result;
use crate::yaml::{Data, Entry, Mapping, Node};

/// A field that is merged.
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) values: Values<'a>,
}

/// The values of a field on the two sides.
#[derive(Clone, Copy)]
pub(super) enum Values<'a> {
    /// Of the object, and of the patch.
    Both(&'a Node, &'a Node),
    /// Of the patch only.
    New(&'a Node),
    /// Of one side, the other of which is of no interest.
    Alone(&'a Node, Side),
}

impl<'a> Field<'a> {
    pub(super) fn new(name: &'a str, value: &'a Node) -> Field<'a> {
        Field { name, values: Values::New(value) }
    }

    pub(super) fn alone(name: &'a str, value: &'a Node, side: Side) -> Field<'a> {
        Field { name, values: Values::Alone(value, side) }
    }
}

/// The name of a field. Kustomize cannot look for one that is empty.
pub(super) fn named(entry: &Entry) -> Result<Option<&str>> {
    match entry.key.text() {
        Some("") => Err(error::empty_name(&entry.key)),
        name => Ok(name),
    }
}

/// The fields of a patch's map, each of which is taken once.
pub(super) struct Fields<'p> {
    entries: &'p [Entry],
    taken: Vec<bool>,
    /// The first place of each name, if there are too many to look through.
    index: Option<HashMap<&'p str, usize>>,
}

impl<'p> Fields<'p> {
    pub(super) fn of(map: &'p Mapping) -> Fields<'p> {
        let entries = map.entries();
        let index = (entries.len() > FEW).then(|| {
            let names = entries.iter().enumerate().rev();
            names.filter_map(|(i, entry)| Some((entry.key.text()?, i))).collect()
        });
        Fields { entries, taken: vec![false; entries.len()], index }
    }

    fn find(&self, name: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(name).copied(),
            None => self.entries.iter().position(|entry| entry.key.text() == Some(name)),
        }
    }

    /// A field of the object, with the patch's value if it has one. `None` for keys that are no text.
    #[inline]
    pub(super) fn next(&mut self, entry: &'p Entry) -> Result<Option<Field<'p>>> {
        let Some(name) = named(entry)? else { return Ok(None) };
        let values = match self.take(name) {
            Some(value) => Values::Both(&entry.value, value),
            None => Values::Alone(&entry.value, Side::Dest),
        };
        Ok(Some(Field { name, values }))
    }

    /// The value for a field of the object; directives are none.
    fn take(&mut self, name: &str) -> Option<&'p Node> {
        let i = self.find(name).filter(|i| !self.taken[*i] && name != DIRECTIVE)?;
        self.taken[i] = true;
        Some(&self.entries[i].value)
    }

    /// The fields that were not taken, without repetitions and directives.
    pub(super) fn rest(&self) -> impl Iterator<Item = &'p Entry> {
        let fresh = |i: usize, entry: &Entry| match entry.key.text() {
            Some(name) => name != DIRECTIVE && self.find(name) == Some(i),
            None => true,
        };
        let open = self.entries.iter().enumerate().filter(|(i, _)| !self.taken[*i]);
        open.filter(move |(i, entry)| fresh(*i, entry)).map(|(_, entry)| entry)
    }
}

/// Changes to a map, collected before it is copied.
#[derive(Default)]
pub(super) struct MapEdits {
    sets: Vec<(usize, Node)>,
    drops: Vec<usize>,
    new: Vec<Entry>,
}

impl MapEdits {
    /// What becomes of a field. Takes a result, so that the caller need not keep both it and the edit.
    #[inline]
    pub(super) fn at(&mut self, i: usize, edit: Result<Edit>) -> Result<()> {
        match edit? {
            Edit::Keep => {}
            Edit::Drop => self.drops.push(i),
            Edit::Set(node) => self.sets.push((i, node)),
        }
        Ok(())
    }

    /// A field of the patch that is new.
    #[inline]
    pub(super) fn push(&mut self, entry: &Entry, edit: Result<Edit>) -> Result<()> {
        match edit? {
            Edit::Keep => self.new.push(entry.clone()),
            Edit::Drop => {}
            Edit::Set(value) => self.new.push(Entry { key: entry.key.clone(), value }),
        }
        Ok(())
    }

    /// The map with the changes. Nothing is left of them.
    pub(super) fn apply(&mut self, node: &Node, map: &Mapping) -> Edit {
        spare_repeated(&mut self.drops, map.entries());
        if self.sets.is_empty() && self.drops.is_empty() && self.new.is_empty() {
            return Edit::Keep;
        }
        let mut entries = Vec::with_capacity(map.entries().len() + self.new.len());
        entries.extend_from_slice(map.entries());
        for (i, value) in self.sets.drain(..) {
            entries[i].value = value;
        }
        if !self.drops.is_empty() {
            let mut i = 0;
            let mut drops = self.drops.drain(..).peekable();
            entries.retain(|_| {
                let keep = drops.next_if_eq(&i).is_none();
                i += 1;
                keep
            });
        }
        entries.append(&mut self.new);
        Edit::Set(Node { span: node.span, data: Data::Mapping(map.with(entries)) })
    }
}

/// Of a field that repeats only the first is ever looked at, so the others are not dropped.
fn spare_repeated(drops: &mut Vec<usize>, entries: &[Entry]) {
    if drops.is_empty() {
        return;
    }
    if entries.len() <= FEW {
        let name = |i: usize| entries[i].key.text();
        drops.retain(|i| !(0..*i).any(|other| name(other) == name(*i)));
        return;
    }
    let mut seen = HashSet::with_capacity(entries.len());
    let repeated: HashSet<usize> =
        (0..entries.len()).filter(|i| !seen.insert(entries[*i].key.text())).collect();
    drops.retain(|i| !repeated.contains(i));
}
