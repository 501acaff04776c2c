//! Changes found by walking a tree without touching it, made afterwards.
//!
//! A walk that may change something would have to copy every shared node on its way; so it looks first, and only
//! the ways to real changes are copied, or nothing at all where nothing is shared.

use super::node::{Data, Node};

/// New values and where they go: the positions of entries and elements from the root down.
#[derive(Debug, Default)]
pub(crate) struct Edits {
    here: Vec<u32>,
    found: Vec<(Box<[u32]>, Node)>,
}

/// Few objects are deeper.
const USUAL_DEPTH: usize = 16;

impl Edits {
    /// Walks one level down, to the entry or element at a position.
    pub(crate) fn below<T>(&mut self, position: usize, walk: impl FnOnce(&mut Edits) -> T) -> T {
        if self.here.is_empty() {
            self.here.reserve(USUAL_DEPTH);
        }
        self.here.push(position as u32);
        let result = walk(self);
        self.here.pop();
        result
    }

    /// Remembers a new value for the place the walk is at.
    pub(crate) fn set(&mut self, value: Node) {
        self.found.push((self.here.as_slice().into(), value));
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
        Data::Mapping(_) => node.as_mapping_mut()?.entries.get_mut(at).map(|entry| &mut entry.value),
        Data::Sequence(_) => node.items_mut()?.get_mut(at),
        Data::Scalar(_) => None,
    }
}
