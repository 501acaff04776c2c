//! Following a path to at most one node.

use super::error::Problem;
use super::path::{Part, Segment};
use super::tree::Tree;
use crate::yaml::Kind;

/// Where one part of a path leads: the place of the child. `Ok(None)` if there is none.
///
/// Empty parts lead to the node itself and must be left out by the caller.
pub(super) fn child<T: Tree>(node: &T, segment: &Segment) -> Result<Option<usize>, Problem> {
    match &segment.part {
        Part::Every => Err(Problem::Wildcard),
        Part::BadElement => Err(Problem::BadElement),
        Part::Index(index) => {
            Ok(Some(*index).filter(|at| *at < sequence(node))).and_then(|at| kept(node, at))
        }
        Part::Field if segment.raw == "-" => kept(node, sequence(node).checked_sub(1)),
        Part::Field => match segment.raw.trim().parse::<i64>() {
            Ok(index) if index < 0 => Err(Problem::Negative(index)),
            _ if node.kind() != Some(Kind::Mapping) => Err(node.not("MappingNode")),
            _ => Ok(node.position(segment.raw.trim())),
        },
        Part::Element { key, value, .. } => {
            kept(node, (0..sequence(node)).find(|at| is(node.child(*at), key, value)))
        }
    }
}

/// Whether a part says nothing in a lookup.
pub(super) fn is_empty(segment: &Segment) -> bool {
    segment.raw.trim().is_empty()
}

/// The node at the end of a path. `Ok(None)` if it is missing or null.
pub(super) fn lookup<'n, T: Tree>(root: &'n T, path: &[Segment]) -> Result<Option<&'n T>, Problem> {
    let mut node = root;
    for segment in path.iter().filter(|s| !is_empty(s)) {
        match child(node, segment)?.map(|at| node.child(at)).filter(|n| !n.is_null()) {
            Some(next) => node = next,
            None => return Ok(None),
        }
    }
    Ok(Some(node))
}

fn sequence<T: Tree>(node: &T) -> usize {
    if node.kind() == Some(Kind::Sequence) { node.count() } else { 0 }
}

fn kept<T: Tree>(node: &T, at: Option<usize>) -> Result<Option<usize>, Problem> {
    if node.kind() == Some(Kind::Sequence) { Ok(at) } else { Err(node.not("SequenceNode")) }
}

fn is<T: Tree>(element: &T, key: &str, value: &str) -> bool {
    if key.is_empty() {
        return element.kind() == Some(Kind::Scalar) && element.text() == value;
    }
    element.position(key).is_some_and(|at| {
        let found = element.child(at);
        found.kind() == Some(Kind::Scalar) && found.text() == value
    })
}
