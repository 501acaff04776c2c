//! What lists and maps have in common: one block of memory, shared by all trees that have it.

use std::mem::take;

use ecow::EcoString;
use triomphe::{Arc, HeaderSlice};

use super::{Entry, Node};
use crate::yaml::marks::{Facts, Marks};

/// A list and how it was written. A copy shares its elements with the original until one of them changes.
pub type Sequence = Collection<Node>;

/// A map in the order of its source, shared like a [`Sequence`]. Keys may repeat: that is an error only when the map is
/// printed.
pub type Mapping = Collection<Entry>;

/// The parts of a [`Sequence`] or [`Mapping`] behind what is known of all of them. A copy counts a reference; a change
/// copies the block if anyone else has it.
///
/// A block as it is read has exactly the size of its parts. One that grows beyond a few gets spare places, so that adding
/// many one by one takes linear time.
#[derive(Clone, Debug)]
pub struct Collection<T>(Arc<HeaderSlice<Head, [T]>>);

/// The text of a key, and the comment that carries a schema for it (`# {"x-kubernetes-patch-merge-key": …}`).
pub(crate) type KeySchema = (EcoString, EcoString);

/// What is known of a collection.
#[derive(Clone, Debug, Default)]
struct Head {
    /// Written as `[a, b]` or `{a: b}`.
    flow: bool,
    marks: Marks,
    /// How many places at the end have no part.
    spare: u32,
    /// For maps only, and few of them: in one word.
    schemas: Option<Arc<Vec<KeySchema>>>,
}

impl Head {
    fn of(flow: bool) -> Head {
        Head { flow, ..Head::default() }
    }

    /// The same for other parts, of which nothing is known yet.
    fn anew(&self, spare: usize) -> Head {
        Head { spare: spare as u32, ..self.clone() }
    }
}

/// From so many parts on a block grows by half of them.
const MANY: usize = 16;

impl<T: Clone + Default> Collection<T> {
    /// These parts, written as `[a, b]` or `{a: b}` if `flow`.
    pub fn new(parts: Vec<T>, flow: bool) -> Collection<T> {
        Collection(Arc::from_header_and_vec(Head::of(flow), parts))
    }

    pub(crate) fn collect(parts: impl ExactSizeIterator<Item = T>, flow: bool) -> Collection<T> {
        Collection(Arc::from_header_and_iter(Head::of(flow), parts))
    }

    /// Other parts, written like these and with the same schemas.
    pub(crate) fn with(&self, parts: Vec<T>) -> Collection<T> {
        Collection(Arc::from_header_and_vec(self.0.header.anew(0), parts))
    }

    /// Whether it was written as `[a, b]` or `{a: b}`.
    #[inline]
    pub fn flow(&self) -> bool {
        self.0.header.flow
    }

    /// Changes how it is written.
    pub fn set_flow(&mut self, flow: bool) {
        let head = self.own().0;
        (head.flow, head.marks) = (flow, Marks::default());
    }

    #[inline]
    pub(crate) fn marks(&self) -> &Marks {
        &self.0.header.marks
    }

    /// Says what holds after a change.
    pub(crate) fn know(&mut self, facts: Facts) {
        self.own().0.marks = Marks::of(facts);
    }

    /// The comments that carry a schema.
    pub(crate) fn schemas(&self) -> &[KeySchema] {
        self.0.header.schemas.as_deref().map_or(&[], Vec::as_slice)
    }

    pub(crate) fn set_schemas(&mut self, schemas: Vec<KeySchema>) {
        self.own().0.schemas = Some(Arc::new(schemas));
    }

    #[inline]
    pub(super) fn parts(&self) -> &[T] {
        // Short ones, which are nearly all, have no spare places.
        if self.0.slice.len() <= MANY { &self.0.slice } else { &self.0.slice[..self.len()] }
    }

    #[inline]
    fn len(&self) -> usize {
        self.0.slice.len() - self.0.header.spare as usize
    }

    /// The parts for changes that `facts` survive, if they hold now.
    pub(crate) fn parts_mut_keeping(&mut self, facts: Facts) -> &mut [T] {
        let facts = self.marks().facts().and(facts);
        let (head, parts) = self.own();
        head.marks = Marks::of(facts);
        parts
    }

    /// Head and parts for changing.
    #[inline]
    fn own(&mut self) -> (&mut Head, &mut [T]) {
        if !self.0.is_unique() {
            self.0 = Arc::from_header_and_iter(self.0.header.anew(0), self.parts().iter().cloned());
        }
        let len = self.len();
        let block = Arc::get_mut(&mut self.0).expect("nobody else has it");
        (&mut block.header, &mut block.slice[..len])
    }

    /// Adds a part at the end.
    pub(super) fn add(&mut self, part: T) {
        let len = self.len();
        let spare = if len < MANY { 0 } else { len / 2 };
        self.0 = match Arc::get_mut(&mut self.0) {
            Some(block) if block.header.spare > 0 => {
                block.header.spare -= 1;
                block.header.marks = Marks::default();
                block.slice[len] = part;
                return;
            }
            Some(block) => {
                let head = block.header.anew(spare);
                let parts = block.slice.iter_mut().map(take);
                Arc::from_header_and_iter(head, Then { parts, last: Some(part), spare })
            }
            None => {
                let head = self.0.header.anew(spare);
                let parts = self.parts().iter().cloned();
                Arc::from_header_and_iter(head, Then { parts, last: Some(part), spare })
            }
        };
    }

    /// Adds and removes parts.
    pub fn change<R>(&mut self, change: impl FnOnce(&mut Vec<T>) -> R) -> R {
        let len = self.len();
        let mut parts = match Arc::get_mut(&mut self.0) {
            Some(block) => block.slice[..len].iter_mut().map(take).collect(),
            None => self.parts().to_vec(),
        };
        let result = change(&mut parts);
        *self = self.with(parts);
        result
    }

    /// Whether both share their parts.
    pub(crate) fn is_same(&self, other: &Collection<T>) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: Clone + Default> Default for Collection<T> {
    fn default() -> Collection<T> {
        Collection::new(Vec::new(), false)
    }
}

/// Some parts, one more, and spare ones.
struct Then<I: Iterator> {
    parts: I,
    last: Option<I::Item>,
    spare: usize,
}

impl<I: ExactSizeIterator<Item: Default>> Iterator for Then<I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        self.parts.next().or_else(|| self.last.take()).or_else(|| {
            self.spare = self.spare.checked_sub(1)?;
            Some(I::Item::default())
        })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.parts.len() + usize::from(self.last.is_some()) + self.spare;
        (left, Some(left))
    }
}

impl<I: ExactSizeIterator<Item: Default>> ExactSizeIterator for Then<I> {}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against a list: what is pushed, changed and copied in between.
    #[test]
    fn grows_like_a_list() {
        let mut block = Collection::new(Vec::new(), true);
        let mut list = Vec::new();
        let mut copies = Vec::new();
        for at in 0..200 {
            block.add(at);
            list.push(at);
            if at % 7 == 0 {
                copies.push((block.clone(), list.clone()));
            }
            if at % 31 == 0 {
                block.own().1[at / 2] = 1000;
                list[at / 2] = 1000;
            }
            if at % 53 == 0 {
                block.change(|parts| parts.remove(0));
                list.remove(0);
            }
            assert_eq!((block.parts(), block.flow()), (list.as_slice(), true));
        }
        for (block, list) in copies {
            assert_eq!(block.parts(), list);
        }
    }

    #[test]
    fn grows_in_linear_time() {
        let mut block = Collection::new(Vec::new(), false);
        let grown = (0..100_000).filter(|at| {
            let full = block.0.header.spare == 0;
            block.add(*at);
            full
        });
        assert!(grown.count() < 50);
    }
}
