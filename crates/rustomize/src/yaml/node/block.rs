//! The memory of a collection: one block, shared by all trees that have it.

use std::mem::take;

use ecow::EcoString;
use triomphe::{Arc, HeaderSlice};

use crate::yaml::marks::Marks;

/// The parts of a collection behind what is known of all of them. A copy counts a reference; a change copies the block if
/// anyone else has it.
///
/// A block as it is read has exactly the size of its parts. One that grows beyond a few gets spare places, so that adding
/// many one by one takes linear time.
#[derive(Clone, Debug)]
pub(super) struct Block<T>(Arc<HeaderSlice<Head, [T]>>);

/// The text of a key, and the comment that carries a schema for it (`# {"x-kubernetes-patch-merge-key": …}`).
pub(crate) type KeySchema = (EcoString, EcoString);

/// What is known of a collection.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    /// Written as `[a, b]` or `{a: b}`.
    pub(super) flow: bool,
    pub(super) marks: Marks,
    /// How many places at the end have no part.
    spare: u32,
    /// For maps only.
    pub(super) schemas: Option<Box<[KeySchema]>>,
}

impl Head {
    pub(super) fn of(flow: bool) -> Head {
        Head { flow, ..Head::default() }
    }

    /// The same for other parts, of which nothing is known yet.
    fn anew(&self, spare: usize) -> Head {
        Head { spare: spare as u32, ..self.clone() }
    }
}

/// From so many parts on a block grows by half of them.
const MANY: usize = 16;

impl<T: Clone + Default> Block<T> {
    pub(super) fn new(head: Head, parts: Vec<T>) -> Block<T> {
        Block(Arc::from_header_and_vec(head, parts))
    }

    pub(super) fn collect(head: Head, parts: impl ExactSizeIterator<Item = T>) -> Block<T> {
        Block(Arc::from_header_and_iter(head, parts))
    }

    /// Other parts, written like these.
    pub(super) fn with(&self, parts: Vec<T>) -> Block<T> {
        Block::new(self.0.header.anew(0), parts)
    }

    #[inline]
    pub(super) fn head(&self) -> &Head {
        &self.0.header
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

    /// Head and parts for changing.
    #[inline]
    pub(super) fn own(&mut self) -> (&mut Head, &mut [T]) {
        if !self.0.is_unique() {
            self.0 = Arc::from_header_and_iter(self.0.header.anew(0), self.parts().iter().cloned());
        }
        let len = self.len();
        let block = Arc::get_mut(&mut self.0).expect("nobody else has it");
        (&mut block.header, &mut block.slice[..len])
    }

    /// Adds a part at the end.
    pub(super) fn push(&mut self, part: T) {
        let len = self.len();
        let spare = if len < MANY { 0 } else { len / 2 };
        let head = self.0.header.anew(spare);
        self.0 = match Arc::get_mut(&mut self.0) {
            Some(block) if block.header.spare > 0 => {
                block.header.spare -= 1;
                block.header.marks = Marks::default();
                block.slice[len] = part;
                return;
            }
            Some(block) => {
                let parts = block.slice.iter_mut().map(take);
                Arc::from_header_and_iter(head, Then { parts, last: Some(part), spare })
            }
            None => {
                let parts = self.parts().iter().cloned();
                Arc::from_header_and_iter(head, Then { parts, last: Some(part), spare })
            }
        };
    }

    /// Changes what is added and removed one by one.
    pub(super) fn change<R>(&mut self, change: impl FnOnce(&mut Vec<T>) -> R) -> R {
        let len = self.len();
        let mut parts = match Arc::get_mut(&mut self.0) {
            Some(block) => block.slice[..len].iter_mut().map(take).collect(),
            None => self.parts().to_vec(),
        };
        let result = change(&mut parts);
        *self = self.with(parts);
        result
    }

    /// Whether both are the same block.
    pub(super) fn is_same(&self, other: &Block<T>) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
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
        let mut block = Block::new(Head::of(true), Vec::new());
        let mut list = Vec::new();
        let mut copies = Vec::new();
        for at in 0..200 {
            block.push(at);
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
            assert_eq!((block.parts(), block.head().flow), (list.as_slice(), true));
        }
        for (block, list) in copies {
            assert_eq!(block.parts(), list);
        }
    }

    #[test]
    fn grows_in_linear_time() {
        let mut block = Block::new(Head::of(false), Vec::new());
        let grown = (0..100_000).filter(|at| {
            let full = block.0.header.spare == 0;
            block.push(*at);
            full
        });
        assert!(grown.count() < 50);
    }
}
