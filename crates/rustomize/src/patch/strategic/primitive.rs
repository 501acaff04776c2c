//! Lists of scalars that are merged as sets, such as finalizers.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{Edit, Side, Walk, error};
use crate::diag::Result;
use crate::patch::path::Path;
use crate::yaml::{Data, Kind, Node};

impl Walk<'_> {
    /// The values of the patch in its order, then the others, each text once; nulls vanish.
    ///
    /// `None` if that is what `dest` has. Where both have a value, the object's own node stays, the last of equals.
    pub(super) fn primitive(
        &self,
        dest: &[Node],
        patch: &[Node],
        at: &Path<'_>,
    ) -> Result<Option<Vec<Node>>> {
        let with_null = patch.iter().chain(dest).any(Node::is_null);
        for node in patch.iter().chain(dest) {
            self.require_scalar(node, with_null, at)?;
        }
        let own: HashMap<&str, &Node> = texts(dest).collect();
        let mut merged: IndexMap<&str, &Node> = IndexMap::with_capacity(dest.len() + patch.len());
        for (text, node) in texts(patch) {
            merged.entry(text).or_insert_with(|| own.get(text).copied().unwrap_or(node));
        }
        for (text, node) in texts(dest) {
            merged.entry(text).or_insert_with(|| own.get(text).copied().unwrap_or(node));
        }
        let same = merged.len() == dest.len() && merged.values().zip(dest).all(|(a, b)| std::ptr::eq(*a, b));
        self.effect.set(self.effect.get() || (!same && !patch.is_empty()));
        Ok((!same).then(|| merged.into_values().cloned().collect()))
    }

    /// Maps pass if nothing is left of them, such as one that has only a directive, and if there is no null.
    fn require_scalar(&self, node: &Node, with_null: bool, at: &Path<'_>) -> Result<()> {
        let gone = match &node.data {
            Data::Scalar(_) => true,
            Data::Sequence(_) => false,
            Data::Mapping(_) if with_null => false,
            Data::Mapping(map) => match self.alone(node, Side::Patch, None, at)? {
                Edit::Keep => map.entries().is_empty(),
                Edit::Drop => true,
                Edit::Set(node) => node.as_mapping().is_some_and(|map| map.entries().is_empty()),
            },
        };
        if gone { Ok(()) } else { Err(error::element(Kind::Scalar, node, at)) }
    }
}

fn texts(nodes: &[Node]) -> impl Iterator<Item = (&str, &Node)> {
    nodes.iter().filter(|node| !node.is_null()).filter_map(|node| Some((node.text()?, node)))
}
