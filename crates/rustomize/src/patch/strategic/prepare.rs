//! What kustomize does to a strategic merge patch before it merges it into objects that a selector chose.

use std::borrow::Cow;

use crate::diag::{Code, Diagnostic, Result};
use crate::yaml::{Entry, Kind, Mapping, Node, scalar};

/// The patch with the values of `metadata.labels` and `metadata.annotations` as plain strings.
///
/// Kustomize rewrites them in patches with a target and in `patchesStrategicMerge`, but not in `patches` without
/// a target. So there a null does not remove a label but sets it to `null`, `5` is text, what is no scalar is
/// empty, and empty or null maps count as absent. `$patch` stays, since it is text. Keys lose their quotes: one
/// that reads as a number makes the object unprintable.
///
/// # Errors
/// A list in place of the map; kustomize panics on it.
pub fn with_text_metadata(patch: &Node) -> Result<Node> {
    let mut patch = patch.clone();
    for field in ["labels", "annotations"] {
        let Some(old) = patch.at(&["metadata", field]) else { continue };
        let new = match old.as_mapping() {
            Some(map) if !map.entries().is_empty() => Some(as_text(map, old)),
            _ if old.kind() == Kind::Sequence => return Err(list(field, old)),
            _ => None,
        };
        let Some(metadata) = patch.get_mut("metadata").and_then(Node::as_mapping_mut) else { continue };
        match new {
            Some(new) => metadata.insert(field, new),
            None => drop(metadata.remove(field)),
        }
    }
    Ok(patch)
}

/// The patch without fields whose key is null. Kustomize loses these, but only those of the object itself: below, they
/// are refused when the object is printed.
pub(super) fn without_null_keys(patch: &Node) -> Cow<'_, Node> {
    match patch.as_mapping() {
        Some(map) if map.entries().iter().any(|entry| entry.key.is_null()) => {
            let mut patch = patch.clone();
            if let Some(map) = patch.as_mapping_mut() {
                map.retain(|entry| !entry.key.is_null());
            }
            Cow::Owned(patch)
        }
        _ => Cow::Borrowed(patch),
    }
}

/// The last one wins if keys repeat.
fn as_text(map: &Mapping, node: &Node) -> Node {
    let mut entries: indexmap::IndexMap<&str, Entry> = indexmap::IndexMap::with_capacity(map.entries().len());
    for entry in map.entries() {
        let Some(key) = entry.key.text() else { continue };
        let text = entry.value.text().unwrap_or_default();
        let key_node = Node::plain(key, scalar::resolve(key), entry.key.span);
        entries.insert(key, Entry { key: key_node, value: Node::string(text, entry.value.span) });
    }
    Node::mapping(entries.into_values().collect(), node.span)
}

fn list(field: &str, node: &Node) -> Diagnostic {
    Diagnostic::error(
        Code::PatchFailed,
        format!("`metadata.{field}` of a patch must be a map, but it is a list"),
    )
    .at(node.span)
}
