//! Scalars that are one value in several places of an object.
//!
//! Kustomize sets a label or an annotation in all the fields of an object with one node. Whoever later writes to
//! one of the places in place (another label step, a merge, a replacement) changes all of them. A JSON patch
//! rebuilds the object and so ends it.

use super::node::{Data, Node, Scalar};

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
        let last = |node: &Node| {
            let scalar = node.as_scalar().filter(|scalar| scalar.shared != 0)?;
            let written =
                self.0.iter().rev().find(|w| w.as_scalar().is_some_and(|w| w.shared == scalar.shared))?;
            (written.as_scalar() != Some(scalar)).then(|| written.clone())
        };
        if let Some(changed) = object.with_scalars(&last) {
            *object = changed;
        }
    }
}

/// The value as another object takes it over: it shares nothing with its new surroundings.
pub(crate) fn unshared(value: &Node) -> Node {
    let own = |node: &Node| {
        let scalar = node.as_scalar().filter(|scalar| scalar.shared != 0)?;
        Some(Node::scalar(Scalar { shared: 0, ..scalar.clone() }, value.span))
    };
    value.with_scalars(&own).unwrap_or_else(|| value.clone())
}
