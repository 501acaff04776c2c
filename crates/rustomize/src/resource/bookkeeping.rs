//! The bookkeeping of an object where kustomize has it: in annotations.
//!
//! Here it lives beside the manifest. A few steps can see it in kustomize: a patch that copies all annotations, a
//! replacement that carries metadata from one object to another. They work on a manifest that shows it.

use std::sync::Arc;

use ecow::EcoString;

use super::{Lineage, Origin, Resource, Transformations};
use crate::diag::{Code, Diagnostic, Result};
use crate::id::ResId;
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::{Entry, Mapping, Node, Tag};

/// The annotation with where an object came from.
pub(crate) const ORIGIN: &str = "config.kubernetes.io/origin";
/// The annotation with what worked on an object.
pub(crate) const TRANSFORMATIONS: &str = "alpha.config.kubernetes.io/transformations";

/// Whether keys lead to bookkeeping, or to a map that holds it.
pub(crate) fn leads_to_bookkeeping<'k>(mut keys: impl Iterator<Item = &'k str>) -> bool {
    keys.next().is_none_or(|key| key == "metadata")
        && keys.next().is_none_or(|key| key == "annotations")
        && keys.next().is_none_or(is_bookkeeping)
}

fn is_bookkeeping(key: &str) -> bool {
    Lineage::ANNOTATIONS.contains(&key) || key == ORIGIN || key == TRANSFORMATIONS
}

/// The id by which a patch names its object: if it carries bookkeeping, the first one that this tells.
pub(crate) fn first_id(patch: &Node, schema: &Schema) -> ResId {
    let mut res = Resource::new(patch.clone(), schema);
    if patch.at(&["metadata", "annotations"]).is_some() {
        res.lineage = Arc::new(Lineage::of(patch, &res.id().gvk, schema));
    }
    res.original_id()
}

impl Resource {
    /// The manifest as kustomize has it at this point of a build.
    ///
    /// # Errors
    /// Paths that cannot be written as YAML.
    pub(crate) fn with_bookkeeping(&self) -> Result<Node> {
        let mut node = self.node.clone();
        self.lineage.write(&mut node);
        if let Some(origin) = &self.origin {
            set_annotation(&mut node, ORIGIN, origin.to_yaml()?);
            if !self.transformations.is_empty() {
                set_annotation(&mut node, TRANSFORMATIONS, self.transformations.to_yaml()?);
            }
            rewrite_annotations(&mut node);
        }
        Ok(node)
    }

    /// Takes over a manifest with bookkeeping. What is missing is forgotten.
    ///
    /// # Errors
    /// Annotations that cannot be read.
    pub(crate) fn take_bookkeeping(&mut self, node: Node, schema: &Schema) -> Result<()> {
        self.node = node;
        let gvk = super::id_of(&self.node, schema).gvk;
        let from_helm = self.lineage.from_helm;
        self.lineage = Arc::new(Lineage::of(&self.node, &gvk, schema));
        self.lineage_mut().from_helm = from_helm;
        if self.origin.is_some() {
            self.take_origin()?;
        }
        let metadata = self.node.get_mut("metadata");
        if let Some(map) = metadata.and_then(|m| m.get_mut("annotations")).and_then(Node::as_mapping_mut) {
            map.entries.retain(|entry| !entry.key.text().is_some_and(is_bookkeeping));
        }
        Ok(())
    }

    fn take_origin(&mut self) -> Result<()> {
        let found = |key: &str| self.node.at(&["metadata", "annotations", key]);
        let text = |node: &Node| EcoString::from(node.text().unwrap_or_default());
        let origin = match found(ORIGIN) {
            Some(node) => Some(Origin::read(&text(node)).ok_or_else(|| unreadable(ORIGIN, node.span))?),
            None => None,
        };
        let transformations = match found(TRANSFORMATIONS) {
            Some(node) => {
                Transformations::parse(&text(node)).ok_or_else(|| unreadable(TRANSFORMATIONS, node.span))?
            }
            None => Transformations::default(),
        };
        self.origin = origin.map(Arc::new);
        self.transformations = transformations;
        Ok(())
    }

    /// Brings the annotations into the form in which kustomize writes them: strings, and no map without any. Where
    /// there is bookkeeping, there is a map.
    pub(crate) fn settle_annotations(&mut self) {
        let kept = self.origin.is_some() || self.lineage.has_bookkeeping();
        let Some(annotations) = self.node.at(&["metadata", "annotations"]) else { return };
        let nothing = match annotations.as_mapping() {
            Some(map) => map.entries.is_empty(),
            None => annotations.as_scalar().is_some() || annotations.items().is_some_and(<[_]>::is_empty),
        };
        let span = annotations.span;
        match self.node.get_mut("metadata").and_then(Node::as_mapping_mut) {
            Some(metadata) if nothing && kept => {
                metadata.insert("annotations", Node::mapping(Vec::new(), span));
            }
            Some(metadata) if nothing => drop(metadata.remove("annotations")),
            _ => rewrite_annotations(&mut self.node),
        }
    }
}

/// Removes a field that repeats where it is empty: kustomize does so with `metadata` and `annotations` whenever it sets
/// an annotation.
pub(super) fn clear_repeated(node: &mut Node, key: &str) {
    if node.as_mapping().is_some_and(|map| repeats(map, key))
        && let Some(map) = node.as_mapping_mut()
    {
        map.entries.retain(|entry| entry.key.text() != Some(key) || !is_empty(&entry.value));
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

fn repeats(map: &Mapping, key: &str) -> bool {
    map.entries.iter().filter(|entry| entry.key.text() == Some(key)).nth(1).is_some()
}

fn is_empty(node: &Node) -> bool {
    node.is_null() || node.as_mapping().is_some_and(|map| map.entries.is_empty())
}

/// Makes all annotations strings.
fn rewrite_annotations(node: &mut Node) {
    let is_written = |entry: &Entry| entry.value.as_scalar().is_some_and(|value| value.tag == Tag::Str);
    let Some(map) = node.at(&["metadata", "annotations"]).and_then(Node::as_mapping) else { return };
    if map.entries.iter().all(is_written) {
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
        if child.as_scalar().is_some() {
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

/// The problem that an annotation of the build does not say what it should.
pub(crate) fn unreadable(key: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::InvalidResource, format!("the annotation `{key}` cannot be read"))
        .at(span)
        .hint("remove it: it is written anew")
}
