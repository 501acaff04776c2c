//! The ordered set of objects, indexed by every id an object ever had.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::OnceLock;

use foldhash::fast::RandomState;

use super::Resource;
use crate::diag::{Code, Diagnostic, Result};
use crate::id::ResId;
use crate::schema::Schema;

/// The objects of a build, in order. No two have the same current id.
#[derive(Clone, Debug, Default)]
pub struct ResourceSet {
    items: Vec<Resource>,
    /// Made when it is asked for after the objects were rearranged.
    index: OnceLock<Index>,
    /// Some id changed since ids were last found to be unique.
    renamed: bool,
}

/// Chains of positions by hash. Entries are hints: whoever follows one checks the object itself, so an id that
/// an object lost may stay in.
#[derive(Clone, Debug, Default)]
struct Index {
    hasher: RandomState,
    by_id: HashMap<u64, u32, RandomState>,
    by_name: HashMap<u64, u32, RandomState>,
    links: Vec<Link>,
}

#[derive(Clone, Copy, Debug)]
struct Link {
    position: u32,
    next: u32,
}

const END: u32 = u32::MAX;

impl ResourceSet {
    /// An empty set.
    pub fn new() -> ResourceSet {
        ResourceSet::default()
    }

    /// How many objects there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The objects in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Resource> {
        self.items.iter()
    }

    /// The object at a position.
    pub fn get(&self, position: usize) -> Option<&Resource> {
        self.items.get(position)
    }

    /// The objects as a vector.
    pub fn into_vec(self) -> Vec<Resource> {
        self.items
    }

    /// Adds an object at the end.
    ///
    /// # Errors
    /// An object with the same current id is there already.
    pub fn push(&mut self, res: Resource) -> Result<()> {
        if let Some(other) = self.find(res.id()) {
            return Err(conflict(&res, &self.items[other]));
        }
        if let Some(index) = self.index.get_mut() {
            index.add_all(self.items.len(), &res);
        }
        self.items.push(res);
        Ok(())
    }

    /// Adds all objects of another set.
    ///
    /// # Errors
    /// As [`push`](ResourceSet::push).
    pub fn append(&mut self, other: ResourceSet) -> Result<()> {
        if self.items.is_empty() {
            *self = other;
            return self.require_unique();
        }
        other.items.into_iter().try_for_each(|res| self.push(res))
    }

    /// The position of the object whose current id is `id`.
    pub fn find(&self, id: &ResId) -> Option<usize> {
        self.index().with_id(id).find(|at| self.items[*at].id() == id)
    }

    /// Whether another object has the same current id as the one at a position.
    pub fn shares_id(&self, position: usize) -> bool {
        let id = self.items[position].id();
        self.index().with_id(id).any(|at| at != position && self.items[at].id() == id)
    }

    /// The positions of all objects that have or ever had the id, in order.
    pub fn by_any_id(&self, id: &ResId) -> Vec<usize> {
        sorted(self.index().with_id(id).filter(|at| self.items[*at].ever_was(id)))
    }

    /// The positions of all objects that have or ever had the name, in order.
    pub fn by_any_name(&self, name: &str) -> Vec<usize> {
        let had =
            |res: &Resource| res.id().name == name || res.lineage().former().iter().any(|f| f.name == name);
        sorted(self.index().with_name(name).filter(|at| had(&self.items[*at])))
    }

    /// Changes one object and keeps the index right.
    ///
    /// # Errors
    /// Those of `change`.
    pub fn edit<R>(
        &mut self,
        position: usize,
        schema: &Schema,
        change: impl FnOnce(&mut Resource) -> Result<R>,
    ) -> Result<R> {
        let res = &mut self.items[position];
        let result = change(res);
        if res.sync(schema) {
            self.renamed = true;
            if let Some(index) = self.index.get_mut() {
                index.add(position, &res.id);
            }
        }
        result
    }

    /// Finds an object by its former ids after it got another history.
    pub(crate) fn learn_history(&mut self, position: usize) {
        if let Some(index) = self.index.get_mut() {
            index.add_all(position, &self.items[position]);
        }
    }

    /// Changes every object in order, stopping at the first error.
    ///
    /// # Errors
    /// Those of `change`.
    pub fn edit_all(
        &mut self,
        schema: &Schema,
        mut change: impl FnMut(&mut Resource) -> Result<()>,
    ) -> Result<()> {
        (0..self.items.len()).try_for_each(|at| self.edit(at, schema, &mut change))
    }

    /// Notes something about every object that is not part of its manifest.
    pub(crate) fn annotate(&mut self, note: impl FnMut(&mut Resource)) {
        self.items.iter_mut().for_each(note);
    }

    /// Puts another object in the place of one.
    pub fn replace(&mut self, position: usize, res: Resource) {
        if let Some(index) = self.index.get_mut() {
            index.add_all(position, &res);
        }
        self.items[position] = res;
    }

    /// Keeps the objects that `keep` accepts.
    pub fn retain(&mut self, keep: impl FnMut(&Resource) -> bool) {
        let before = self.items.len();
        self.items.retain(keep);
        if self.items.len() != before {
            self.index.take();
        }
    }

    /// Puts the objects in another order, or changes them without regard to the index.
    pub fn rearrange(&mut self, change: impl FnOnce(&mut Vec<Resource>)) {
        change(&mut self.items);
        self.index.take();
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut index = Index::default();
            for (at, res) in self.items.iter().enumerate() {
                index.add_all(at, res);
            }
            index
        })
    }

    /// Refuses objects that have come to have the same id.
    ///
    /// # Errors
    /// As [`push`](ResourceSet::push).
    pub(crate) fn require_unique(&mut self) -> Result<()> {
        if std::mem::take(&mut self.renamed)
            && let Some((later, earlier)) = self.duplicate()
        {
            return Err(conflict(later, earlier));
        }
        Ok(())
    }

    /// Two objects that have come to have the same id, if there are any: `(later, earlier)`.
    pub fn duplicate(&self) -> Option<(&Resource, &Resource)> {
        self.items.iter().enumerate().find_map(|(at, res)| {
            let other =
                self.index().with_id(res.id()).find(|o| *o < at && self.items[*o].id() == res.id())?;
            Some((res, &self.items[other]))
        })
    }
}

impl<'a> IntoIterator for &'a ResourceSet {
    type Item = &'a Resource;
    type IntoIter = std::slice::Iter<'a, Resource>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Index {
    fn add_all(&mut self, position: usize, res: &Resource) {
        self.add(position, res.id());
        for former in res.former_ids() {
            self.add(position, &former);
        }
    }

    fn add(&mut self, position: usize, id: &ResId) {
        let (by_id, by_name) = (self.id_hash(id), self.hasher.hash_one(id.name.as_str()));
        link(&mut self.by_id, &mut self.links, by_id, position);
        link(&mut self.by_name, &mut self.links, by_name, position);
    }

    fn with_id(&self, id: &ResId) -> impl Iterator<Item = usize> {
        self.chain(self.by_id.get(&self.id_hash(id)))
    }

    fn with_name(&self, name: &str) -> impl Iterator<Item = usize> {
        self.chain(self.by_name.get(&self.hasher.hash_one(name)))
    }

    fn chain(&self, head: Option<&u32>) -> impl Iterator<Item = usize> {
        let mut at = head.copied().unwrap_or(END);
        std::iter::from_fn(move || {
            let link = self.links.get(at as usize)?;
            at = link.next;
            Some(link.position as usize)
        })
    }

    /// Group and version are left out: a former id always has those of today.
    fn id_hash(&self, id: &ResId) -> u64 {
        self.hasher.hash_one((id.gvk.kind.as_str(), id.name.as_str(), id.effective_namespace()))
    }
}

fn link(map: &mut HashMap<u64, u32, RandomState>, links: &mut Vec<Link>, hash: u64, position: usize) {
    let head = map.entry(hash).or_insert(END);
    if links.get(*head as usize).is_some_and(|l| l.position as usize == position) {
        return;
    }
    links.push(Link { position: position as u32, next: *head });
    *head = (links.len() - 1) as u32;
}

fn sorted(positions: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut list: Vec<usize> = positions.collect();
    list.sort_unstable();
    list.dedup();
    list
}

fn conflict(res: &Resource, other: &Resource) -> Diagnostic {
    let id = res.id();
    Diagnostic::error(Code::IdConflict, format!("two objects have the id {id}"))
        .label(crate::yaml::name_span(&res.node), "this one")
        .label(crate::yaml::name_span(&other.node), "and this one before it")
        .subject(id)
        .hint("rename or remove one of them; to change an existing object, write a patch")
        .upstream(format!("may not add resource with an already registered id: {id}"))
}
