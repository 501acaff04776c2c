//! The memory of a collection: one block, shared by all trees that have it.

use std::mem::take;

use triomphe::{Arc, HeaderSlice};

/// The parts of a collection behind what is known of all of them. A copy counts a reference; a change copies the block if
/// anyone else has it. It is as long as it has parts, since few collections ever get more.
#[derive(Clone, Debug)]
pub(super) struct Block<H, T>(Arc<HeaderSlice<H, [T]>>);

impl<H: Clone, T: Clone + Default> Block<H, T> {
    pub(super) fn new(head: H, parts: Vec<T>) -> Block<H, T> {
        Block(Arc::from_header_and_vec(head, parts))
    }

    pub(super) fn collect(head: H, parts: impl ExactSizeIterator<Item = T>) -> Block<H, T> {
        Block(Arc::from_header_and_iter(head, parts))
    }

    #[inline]
    pub(super) fn head(&self) -> &H {
        &self.0.header
    }

    #[inline]
    pub(super) fn parts(&self) -> &[T] {
        &self.0.slice
    }

    /// Head and parts for changing.
    #[inline]
    pub(super) fn own(&mut self) -> (&mut H, &mut [T]) {
        if !self.0.is_unique() {
            self.0 = Arc::from_header_and_iter(self.0.header.clone(), self.0.slice.iter().cloned());
        }
        let block = Arc::get_mut(&mut self.0).expect("nobody else has it");
        (&mut block.header, &mut block.slice)
    }

    /// Adds a part at the end.
    pub(super) fn push(&mut self, part: T) {
        let (head, last) = (self.0.header.clone(), Some(part));
        self.0 = match Arc::get_mut(&mut self.0) {
            Some(block) => {
                Arc::from_header_and_iter(head, Then { parts: block.slice.iter_mut().map(take), last })
            }
            None => Arc::from_header_and_iter(head, Then { parts: self.0.slice.iter().cloned(), last }),
        };
    }

    /// Changes what is added and removed one by one.
    pub(super) fn change<R>(&mut self, change: impl FnOnce(&mut Vec<T>) -> R) -> R {
        let mut parts = match Arc::get_mut(&mut self.0) {
            Some(block) => block.slice.iter_mut().map(take).collect(),
            None => self.0.slice.to_vec(),
        };
        let result = change(&mut parts);
        self.0 = Arc::from_header_and_vec(self.0.header.clone(), parts);
        result
    }

    /// Whether both are the same block.
    pub(super) fn is_same(&self, other: &Block<H, T>) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Some parts and then one more.
struct Then<I: Iterator> {
    parts: I,
    last: Option<I::Item>,
}

impl<I: ExactSizeIterator> Iterator for Then<I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        self.parts.next().or_else(|| self.last.take())
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.parts.len() + usize::from(self.last.is_some());
        (left, Some(left))
    }
}

impl<I: ExactSizeIterator> ExactSizeIterator for Then<I> {}
