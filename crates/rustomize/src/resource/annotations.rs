//! The steps that all annotations go through.

use ecow::EcoString;

use super::Resource;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::yaml::{Entry, Mapping, Node, Tag, unshared};

impl Resource {
    /// Ends what the annotations share with other fields: kustomize writes all of them anew where it records a
    /// transformer.
    pub(crate) fn own_annotations(&mut self) {
        let metadata = self.node.get_mut("metadata").filter(|_| self.shared != 0);
        if let Some(annotations) = metadata.and_then(|metadata| metadata.get_mut("annotations")) {
            *annotations = unshared(annotations);
        }
    }

    /// Brings the annotations into the form in which kustomize writes them: strings, and no map without any. Where
    /// there is bookkeeping, there is a map.
    pub(crate) fn settle_annotations(&mut self) {
        let kept = self.origin.is_some() || self.lineage.has_bookkeeping();
        let Some(annotations) = self.node.at(&["metadata", "annotations"]) else { return };
        let nothing = match annotations.as_mapping() {
            Some(map) => map.entries().is_empty(),
            None => makes_way(annotations),
        };
        if !nothing {
            return rewrite_annotations(&mut self.node);
        }
        let span = annotations.span;
        let Some(metadata) = self.node.get_mut("metadata").and_then(Node::as_mapping_mut) else { return };
        match kept {
            true => metadata.insert("annotations", Node::mapping(Vec::new(), span)),
            false => drop(metadata.remove("annotations")),
        }
    }
}

/// Whether there is nothing to do for [`clear_repeated`], [`clear_repeated_annotations`] and [`make_room`].
pub(super) fn are_usual(object: &Node) -> bool {
    let mut metadata = fields(object, "metadata");
    let (Some(first), None) = (metadata.next(), metadata.next()) else { return false };
    let mut annotations = fields(first, "annotations");
    annotations.next().is_none_or(|first| !makes_way(first)) && annotations.next().is_none()
}

/// Whether kustomize puts a map in the place of this value when it sets an annotation: of single values and of lists
/// without elements.
fn makes_way(annotations: &Node) -> bool {
    annotations.as_scalar().is_some() || annotations.items().is_some_and(<[_]>::is_empty)
}

fn fields<'n>(node: &'n Node, key: &'static str) -> impl Iterator<Item = &'n Node> {
    let entries = node.as_mapping().map_or(&[][..], |map| map.entries());
    entries.iter().filter(move |entry| entry.key.is_text(key)).map(|entry| &entry.value)
}

/// Removes a field that repeats where it is empty: kustomize does so with `metadata` and `annotations` whenever it sets
/// an annotation.
pub(super) fn clear_repeated(node: &mut Node, key: &str) {
    if node.as_mapping().is_some_and(|map| repeats(map, key))
        && let Some(map) = node.as_mapping_mut()
    {
        map.retain(|entry| entry.key.text() != Some(key) || !is_empty(&entry.value));
    }
}

/// The same for the annotations of an object.
pub(crate) fn clear_repeated_annotations(object: &mut Node) {
    let metadata = object.get("metadata").and_then(Node::as_mapping);
    if metadata.is_some_and(|map| repeats(map, "annotations"))
        && let Some(metadata) = object.get_mut("metadata")
    {
        clear_repeated(metadata, "annotations");
    }
}

/// Puts a map in the place of annotations that make way for one: kustomize keeps former names there.
pub(super) fn make_room(object: &mut Node) {
    let annotations = object.at(&["metadata", "annotations"]);
    let Some(span) = annotations.filter(|found| makes_way(found)).map(|found| found.span) else {
        return;
    };
    if let Some(metadata) = object.get_mut("metadata").and_then(Node::as_mapping_mut) {
        metadata.insert("annotations", Node::mapping(Vec::new(), span));
    }
}

fn repeats(map: &Mapping, key: &str) -> bool {
    map.entries().iter().filter(|entry| entry.key.is_text(key)).nth(1).is_some()
}

fn is_empty(node: &Node) -> bool {
    node.is_null() || node.as_mapping().is_some_and(|map| map.entries().is_empty())
}

/// Makes all annotations strings.
pub(super) fn rewrite_annotations(node: &mut Node) {
    let is_written = |entry: &Entry| entry.value.as_scalar().is_some_and(|value| value.tag == Tag::Str);
    let Some(map) = node.at(&["metadata", "annotations"]).and_then(Node::as_mapping) else { return };
    if map.entries().iter().all(is_written) {
        return;
    }
    if let Some(annotations) = node.get_mut("metadata").and_then(|metadata| metadata.get_mut("annotations")) {
        *annotations = Node::string_map(annotations);
    }
}

/// Sets an annotation of a manifest. What is no map makes way for one.
pub(crate) fn set_annotation(node: &mut Node, key: &str, text: EcoString) {
    let span = node.span;
    let empty = || Node::mapping(Vec::new(), span);
    let child = |map: &mut Mapping, key: &str| {
        let child = map.get_or_insert_with(key, empty);
        if makes_way(child) {
            *child = empty();
        }
    };
    let Some(()) = node.as_mapping_mut().map(|root| child(root, "metadata")) else { return };
    let Some(metadata) = node.get_mut("metadata") else { return };
    let Some(()) = metadata.as_mapping_mut().map(|map| child(map, "annotations")) else { return };
    if let Some(annotations) = metadata.get_mut("annotations").and_then(Node::as_mapping_mut) {
        annotations.set(key, Node::string(text, Span::NONE));
    }
}

/// The problem that an annotation has an empty name. Most of the times kustomize crashes on it.
pub(crate) fn unnamed(span: Span) -> Diagnostic {
    Diagnostic::error(Code::InvalidResource, "an annotation has no name").at(span)
}
