//! Lists of scalars that are merged as sets, such as finalizers.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::error;
use crate::diag::Result;
use crate::patch::path::Path;
use crate::yaml::{Kind, Node};

/// The values of the patch in its order, then the others, each text once; nulls vanish.
///
/// `None` if that is what `dest` has. Where both have a value, the object's own node stays.
pub(super) fn merge(dest: &[Node], patch: &[Node], at: &Path<'_>) -> Result<Option<Vec<Node>>> {
    if let Some(odd) = patch.iter().chain(dest).find(|node| node.kind() != Kind::Scalar) {
        return Err(error::element(Kind::Scalar, odd, at));
    }
    let own: HashMap<&str, &Node> = texts(dest).rev().collect();
    let mut merged: IndexMap<&str, &Node> = IndexMap::with_capacity(dest.len() + patch.len());
    for (text, node) in texts(patch) {
        merged.entry(text).or_insert_with(|| own.get(text).copied().unwrap_or(node));
    }
    for (text, node) in texts(dest) {
        merged.entry(text).or_insert(node);
    }
    let same = merged.len() == dest.len() && merged.values().zip(dest).all(|(a, b)| std::ptr::eq(*a, b));
    Ok((!same).then(|| merged.into_values().cloned().collect()))
}

fn texts(nodes: &[Node]) -> impl DoubleEndedIterator<Item = (&str, &Node)> {
    nodes.iter().filter(|node| !node.is_null()).filter_map(|node| Some((node.text()?, node)))
}
