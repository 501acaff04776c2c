//! Lists.

use super::{Node, Sequence};
use crate::yaml::marks::Facts;

impl Sequence {
    /// The elements in order.
    #[inline]
    pub fn items(&self) -> &[Node] {
        self.parts()
    }

    /// The elements for changing.
    pub fn items_mut(&mut self) -> &mut [Node] {
        self.parts_mut_keeping(Facts::NONE)
    }

    /// Adds an element at the end.
    pub fn push(&mut self, item: Node) {
        self.add(item);
    }
}
