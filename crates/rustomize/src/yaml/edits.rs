//! Changes found by walking a tree without touching it, made afterwards.
//!
//! A walk that may change something would have to copy every shared node on its way; so it looks first, and only
//! the ways to real changes are copied, or nothing at all where nothing is shared.

use super::node::{Data, Node};

/// New values and where they go: the positions of entries and elements from the root down.
#[derive(Debug, Default)]
pub(crate) struct Edits {
    found: Vec<(Box<[u32]>, Node)>,
}

/// Where a walk is: each level holds its own position and knows the level above, so that going down costs nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way<'a> {
    /// At the root.
    Root,
    /// At the entry or element of this position.
    Below(&'a Way<'a>, usize),
}

impl Way<'_> {
    /// One level down, to the entry or element at a position.
    #[inline]
    pub(crate) fn below(&self, position: usize) -> Way<'_> {
        Way::Below(self, position)
    }

    fn depth(&self) -> usize {
        match self {
            Way::Root => 0,
            Way::Below(above, _) => above.depth() + 1,
        }
    }

    fn positions(&self) -> Box<[u32]> {
        let mut positions = vec![0; self.depth()];
        let mut way = self;
        for place in positions.iter_mut().rev() {
            if let Way::Below(above, at) = way {
                *place = *at as u32;
                way = above;
            }
        }
        positions.into()
    }
}

impl Edits {
    /// Remembers a new value for a place.
    pub(crate) fn set(&mut self, way: &Way<'_>, value: Node) {
        self.found.push((way.positions(), value));
    }

    /// Whether there is nothing to change.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Makes the changes, in the order they were found.
    pub(crate) fn apply(self, root: &mut Node) {
        for (path, value) in self.found {
            if let Some(place) = path.iter().try_fold(&mut *root, |node, at| child(node, *at as usize)) {
                *place = value;
            }
        }
    }
}

fn child(node: &mut Node, at: usize) -> Option<&mut Node> {
    match node.data {
        Data::Mapping(_) => node.as_mapping_mut()?.entries_mut().get_mut(at).map(|entry| &mut entry.value),
        Data::Sequence(_) => node.items_mut()?.get_mut(at),
        Data::Scalar(_) => None,
    }
}
