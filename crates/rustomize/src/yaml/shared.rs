//! Scalars that are one value in several places of an object.
//!
//! Kustomize sets a label or an annotation in all the fields of an object with one node. Whoever later writes to
//! one of the places in place (another label step, a merge, a replacement) changes all of them. A JSON patch
//! rebuilds the object and so ends it.

use std::sync::Arc;

use super::node::{Data, Mapping, Node, Scalar, Sequence};

/// What was written to places of shared scalars, in order.
#[derive(Debug, Default)]
pub(crate) struct SharedWrites(Vec<Node>);

impl SharedWrites {
    /// Notes the scalar that a place holds now; one that is not shared is nobody else's business.
    pub(crate) fn note(&mut self, written: &Node) {
        if written.as_scalar().is_some_and(|s| s.shared != 0) {
            self.0.push(written.clone());
        }
    }

    /// The value for a place that holds `old`: it comes to stand in all the other places too.
    pub(crate) fn instead(&mut self, old: &Node, mut new: Node) -> Node {
        let shared = old.as_scalar().map_or(0, |scalar| scalar.shared);
        if let Data::Scalar(scalar) = &mut new.data {
            scalar.shared = shared;
            self.note(&new);
        }
        new
    }

    /// Gives all the places of an object what was written last to one of them.
    pub(crate) fn spread(&self, object: &mut Node) {
        if self.0.is_empty() {
            return;
        }
        let last = |scalar: &Scalar| {
            let written =
                self.0.iter().rev().find(|w| w.as_scalar().is_some_and(|w| w.shared == scalar.shared))?;
            (written.as_scalar() != Some(scalar)).then(|| written.clone())
        };
        if let Some(changed) = rewritten(object, &last) {
            *object = changed;
        }
    }
}

/// The value as another object takes it over: it shares nothing with its new surroundings.
pub(crate) fn unshared(value: &Node) -> Node {
    let own = |scalar: &Scalar| Some(Node::scalar(Scalar { shared: 0, ..scalar.clone() }, value.span));
    rewritten(value, &own).unwrap_or_else(|| value.clone())
}

/// The tree with the shared scalars that `change` changes; what has none stays in one piece.
fn rewritten(node: &Node, change: &dyn Fn(&Scalar) -> Option<Node>) -> Option<Node> {
    let data = match &node.data {
        Data::Scalar(scalar) if scalar.shared != 0 => return change(scalar),
        Data::Scalar(_) => return None,
        Data::Sequence(list) => {
            let mut new: Option<Sequence> = None;
            for (at, item) in list.items.iter().enumerate() {
                if let Some(changed) = rewritten(item, change) {
                    new.get_or_insert_with(|| Sequence::clone(list)).items[at] = changed;
                }
            }
            Data::Sequence(Arc::new(new?))
        }
        Data::Mapping(map) => {
            let mut new: Option<Mapping> = None;
            for (at, entry) in map.entries.iter().enumerate() {
                if let Some(changed) = rewritten(&entry.value, change) {
                    new.get_or_insert_with(|| Mapping::clone(map)).entries[at].value = changed;
                }
            }
            Data::Mapping(Arc::new(new?))
        }
    };
    Some(Node { span: node.span, data })
}
