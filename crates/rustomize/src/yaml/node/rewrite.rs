//! Trees with other scalars.

use super::{Data, Mapping, Node, Sequence};

impl Node {
    /// The tree with the values that `change` changes; what has none stays in one piece. Keys are not looked at.
    pub(crate) fn with_scalars(&self, change: &dyn Fn(&Node) -> Option<Node>) -> Option<Node> {
        let data = match &self.data {
            Data::Scalar(_) => return change(self),
            Data::Sequence(list) => {
                let mut new: Option<Sequence> = None;
                for (at, item) in list.items().iter().enumerate() {
                    if let Some(changed) = item.with_scalars(change) {
                        new.get_or_insert_with(|| list.clone()).items_mut()[at] = changed;
                    }
                }
                Data::Sequence(new?)
            }
            Data::Mapping(map) => {
                let mut new: Option<Mapping> = None;
                for (at, entry) in map.entries().iter().enumerate() {
                    if let Some(changed) = entry.value.with_scalars(change) {
                        new.get_or_insert_with(|| map.clone()).entries_mut()[at].value = changed;
                    }
                }
                Data::Mapping(new?)
            }
        };
        Some(Node { span: self.span, data })
    }
}
