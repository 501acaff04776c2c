//! The last touch: kustomize rewrites the annotations of every object, and the marks of the build disappear.

use super::origins::Recorded;
use crate::diag::{Code, Diagnostic, Result};
use crate::resource::{Lineage, ORIGIN, TRANSFORMATIONS, clear_repeated_annotations, unnamed};
use crate::yaml::{Entry, Mapping, Node, Style, Tag};

/// Annotations that only mean something while a build runs, besides those for the history of an object.
const INTERNAL: &[&str] = &[
    "config.k8s.io/id",
    "config.kubernetes.io/index",
    "config.kubernetes.io/path",
    "internal.config.kubernetes.io/annotations-migration-resource-id",
    "internal.config.kubernetes.io/id",
    "internal.config.kubernetes.io/index",
    "internal.config.kubernetes.io/path",
    "internal.config.kubernetes.io/refBy",
    "internal.config.kubernetes.io/seqindent",
];

/// Removes the build's own annotations, makes every value a string, drops the map when nothing is left, and gives
/// an object without metadata an empty one. Annotations that repeat become one map.
pub(super) fn tidy(node: &mut Node, keep: Recorded) -> Result<()> {
    clear_repeated_annotations(node);
    tidy_first(node, keep)?;
    while join_repeated(node) {}
    Ok(())
}

/// Puts the first `annotations` into those that follow, if that is a map too: what comes first counts.
fn join_repeated(node: &mut Node) -> bool {
    let metadata = node.get("metadata").and_then(Node::as_mapping);
    let mut maps =
        metadata.into_iter().flat_map(|map| map.entries().iter().filter(|e| e.key.is_text("annotations")));
    if !(maps.next().is_some() && maps.next().is_some_and(|next| next.value.as_mapping().is_some())) {
        return false;
    }
    let Some(metadata) = node.get_mut("metadata").and_then(Node::as_mapping_mut) else { return false };
    let first = metadata.remove("annotations");
    let (Some(first), Some(next)) = (first, metadata.get_mut("annotations")) else { return false };
    *next = Node::string_map(next);
    let Some(map) = next.as_mapping_mut() else { return false };
    for Entry { key, value } in first.as_mapping().into_iter().flat_map(|map| map.entries()) {
        map.set(key.text().unwrap_or_default(), value.clone());
    }
    true
}

fn tidy_first(node: &mut Node, keep: Recorded) -> Result<()> {
    match node.at(&["metadata", "annotations"]) {
        None => {
            add_metadata(node);
            return Ok(());
        }
        Some(annotations) if annotations.is_null() => {}
        Some(annotations) => match annotations.as_mapping() {
            Some(map) if is_tidy(map, keep) => return Ok(()),
            Some(map) => check_keys(map)?,
            // Kustomize drops a single value and an empty list, and crashes on other lists. To an empty list it
            // cannot add origins.
            None if annotations.as_scalar().is_some() => {}
            None if is_empty_list(annotations) && !keep.origins && !keep.transformations => {}
            None => return Err(no_map(annotations)),
        },
    }
    let nameless = node.at(&["metadata", "annotations", ""]).map(|value| value.span);
    if let Some(span) = nameless {
        return Err(unnamed(span));
    }
    let Some(metadata) = node.get_mut("metadata").and_then(Node::as_mapping_mut) else { return Ok(()) };
    let Some(old) = metadata.remove("annotations") else { return Ok(()) };
    let mut written = Node::string_map(&old);
    if let Some(map) = written.as_mapping_mut() {
        map.retain(|entry| !is_internal(entry.key.text().unwrap_or_default(), keep));
        if !map.entries().is_empty() {
            metadata.insert("annotations", written);
        }
    }
    Ok(())
}

/// The problem that annotations are no map.
pub(super) fn no_map(annotations: &Node) -> Diagnostic {
    Diagnostic::error(Code::InvalidResource, "`metadata.annotations` must be a map")
        .at(annotations.span)
        .hint("write one annotation on a line: `name: value`")
        .upstream("wrong node kind: expected MappingNode")
}

fn is_empty_list(node: &Node) -> bool {
    node.items().is_some_and(<[_]>::is_empty)
}

/// Refuses keys that are maps or lists: kustomize crashes on them.
fn check_keys(map: &Mapping) -> Result<()> {
    match map.entries().iter().find(|entry| entry.key.as_scalar().is_none()) {
        Some(entry) => {
            Err(Diagnostic::error(Code::InvalidResource, "the name of an annotation must be a string")
                .at(entry.key.span))
        }
        None => Ok(()),
    }
}

fn add_metadata(node: &mut Node) {
    let span = node.span;
    if let Some(root) = node.as_mapping_mut().filter(|root| root.get("metadata").is_none_or(Node::is_null)) {
        root.insert("metadata", Node::mapping(Vec::new(), span));
    }
}

fn is_internal(key: &str, keep: Recorded) -> bool {
    match key {
        ORIGIN => !keep.origins,
        TRANSFORMATIONS => !keep.transformations,
        key => {
            let domain = key.strip_prefix("internal.").unwrap_or(key);
            domain.starts_with("config.k") && (INTERNAL.contains(&key) || Lineage::ANNOTATIONS.contains(&key))
        }
    }
}

/// Whether rewriting would change nothing.
fn is_tidy(map: &Mapping, keep: Recorded) -> bool {
    let plain = |entry: &Entry| {
        let (Some(key), Some(value)) = (entry.key.as_scalar(), entry.value.as_scalar()) else { return false };
        key.style == Style::Plain
            && key.tag == Tag::Str
            && value.tag == Tag::Str
            && value.style != Style::Folded
            && !value.text.starts_with('\t')
            && !key.text.is_empty()
            && !is_internal(&key.text, keep)
    };
    !map.entries().is_empty() && map.entries().iter().all(plain) && map.require_unique_keys().is_ok()
}
