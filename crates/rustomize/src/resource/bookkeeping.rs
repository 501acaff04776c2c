//! The bookkeeping of an object where kustomize has it: in annotations.
//!
//! Here it lives beside the manifest. A few steps can see it in kustomize: a patch that copies all annotations, a
//! replacement that carries metadata from one object to another, a program that reads objects. They work on a manifest
//! that shows it.

use std::sync::Arc;

use ecow::EcoString;

use super::annotations::{rewrite_annotations, set_annotation};
use super::{Behavior, Former, Lineage, Origin, Resource, Transformations};
use crate::diag::{Code, Diagnostic, Result};
use crate::id::Gvk;
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::{Mapping, Node};

/// The annotation with where an object came from.
pub(crate) const ORIGIN: &str = "config.kubernetes.io/origin";
/// The annotation with what worked on an object.
pub(crate) const TRANSFORMATIONS: &str = "alpha.config.kubernetes.io/transformations";

/// What the annotations start with in which kustomize keeps the history of an object.
const INTERNAL: &str = "internal.config.kubernetes.io/";

const NAME_CHANGE: &str = "internal.config.kubernetes.io/allowNameChange";
const KIND_CHANGE: &str = "internal.config.kubernetes.io/allowKindChange";
const BEHAVIOR: &str = "internal.config.kubernetes.io/generatorBehavior";
const NEEDS_HASH: &str = "internal.config.kubernetes.io/needsHashSuffix";
const PREFIXES: &str = "internal.config.kubernetes.io/prefixes";
const KINDS: &str = "internal.config.kubernetes.io/previousKinds";
const NAMES: &str = "internal.config.kubernetes.io/previousNames";
const NAMESPACES: &str = "internal.config.kubernetes.io/previousNamespaces";
const SUFFIXES: &str = "internal.config.kubernetes.io/suffixes";

/// Whether keys lead to bookkeeping, or to a map that holds it.
pub(crate) fn leads_to_bookkeeping<'k>(mut keys: impl Iterator<Item = &'k str>) -> bool {
    keys.next().is_none_or(|key| key == "metadata")
        && keys.next().is_none_or(|key| key == "annotations")
        && keys.next().is_none_or(is_bookkeeping)
}

fn is_bookkeeping(key: &str) -> bool {
    Lineage::ANNOTATIONS.contains(&key) || key == ORIGIN || key == TRANSFORMATIONS
}

impl Lineage {
    /// The annotations in which kustomize keeps it.
    pub(crate) const ANNOTATIONS: [&str; 9] =
        [NAME_CHANGE, KIND_CHANGE, BEHAVIOR, NEEDS_HASH, PREFIXES, KINDS, NAMES, NAMESPACES, SUFFIXES];

    /// Writes it into the annotations of a manifest.
    pub(crate) fn write(&self, node: &mut Node) {
        let mut set = |key: &str, text: &str| {
            if !text.is_empty() {
                set_annotation(node, key, text.into());
            }
        };
        let list = |part: fn(&Former) -> &EcoString| {
            self.former.iter().map(|former| part(former).as_str()).collect::<Vec<_>>().join(",")
        };
        let enabled = |flag: bool| if flag { "enabled" } else { "" };
        set(NAME_CHANGE, enabled(self.name_change_allowed));
        set(KIND_CHANGE, enabled(self.kind_change_allowed));
        set(BEHAVIOR, if self.generated { self.behavior.as_str() } else { "" });
        set(NEEDS_HASH, enabled(self.needs_hash));
        set(PREFIXES, &self.prefixes.join(","));
        set(SUFFIXES, &self.suffixes.join(","));
        if !self.former.is_empty() {
            set(KINDS, &list(|former| &former.kind));
            set(NAMES, &list(|former| &former.name));
            set(NAMESPACES, &list(|former| &former.namespace));
        }
    }

    /// The history an object starts with: none, unless it carries kustomize's own annotations, which count.
    ///
    /// # Errors
    /// Former ids that contradict each other: kustomize crashes on them.
    pub(crate) fn of(node: &Node, gvk: &Gvk, schema: &Schema) -> Result<Lineage> {
        match node.at(&["metadata", "annotations"]).and_then(Node::as_mapping) {
            Some(annotations) if has_history(annotations) => Lineage::written(annotations, gvk, schema),
            _ => Ok(Lineage::default()),
        }
    }

    /// The history that annotations tell, as lists with commas. An empty list has one item without a text.
    fn written(annotations: &Mapping, gvk: &Gvk, schema: &Schema) -> Result<Lineage> {
        let given = |key: &str| annotations.get(key).and_then(Node::text);
        let text = |key: &str| given(key).unwrap_or_default();
        let list = |key: &str| given(key).into_iter().flat_map(|text| text.split(',')).map(EcoString::from);
        Ok(Lineage {
            former: former(annotations, gvk, schema)?,
            prefixes: list(PREFIXES).collect(),
            suffixes: list(SUFFIXES).collect(),
            needs_hash: text(NEEDS_HASH) == "enabled",
            generated: !text(BEHAVIOR).is_empty(),
            behavior: Behavior::parse(text(BEHAVIOR)),
            from_helm: false,
            name_change_allowed: !text(NAME_CHANGE).is_empty(),
            kind_change_allowed: !text(KIND_CHANGE).is_empty(),
        })
    }
}

fn has_history(annotations: &Mapping) -> bool {
    annotations.entries().iter().any(|entry| entry.key.text().is_some_and(|key| key.starts_with(INTERNAL)))
}

/// The former ids that annotations tell: none without names. Kinds or namespaces that are missing are one that is
/// empty.
fn former(annotations: &Mapping, gvk: &Gvk, schema: &Schema) -> Result<Vec<Former>> {
    let Some((at, names)) = annotations.get(NAMES).and_then(|node| Some((node.span, node.text()?))) else {
        return Ok(Vec::new());
    };
    let list = |key: &str| annotations.get(key).and_then(Node::text).unwrap_or_default().split(',');
    let (names, namespaces, kinds) = (names.split(','), list(NAMESPACES), list(KINDS));
    let count = names.clone().count();
    if namespaces.clone().count() != count || kinds.clone().count() != count {
        let message = "this object has not as many former names as former namespaces and kinds";
        return Err(Diagnostic::error(Code::InvalidResource, message)
            .at(at)
            .hint("remove the annotations whose names start with `internal.config.kubernetes.io/`"));
    }
    let former = names.zip(namespaces).zip(kinds).map(|((name, namespace), kind)| {
        let gvk = Gvk { kind: kind.into(), ..gvk.clone() };
        let cluster_scoped = schema.is_cluster_scoped(&gvk);
        Former { kind: gvk.kind, name: name.into(), namespace: namespace.into(), cluster_scoped }
    });
    Ok(former.collect())
}

impl Resource {
    /// An object that a program printed. What kustomize would have in annotations leaves the manifest.
    ///
    /// # Errors
    /// As [`Resource::read`].
    pub(crate) fn returned(node: Node, schema: &Schema) -> Result<Resource> {
        let mut res = Resource::read(node, schema)?;
        res.remove_annotations(|key| Lineage::ANNOTATIONS.contains(&key));
        Ok(res)
    }

    fn remove_annotations(&mut self, gone: impl Fn(&str) -> bool) {
        let metadata = self.node.get_mut("metadata");
        if let Some(map) = metadata.and_then(|m| m.get_mut("annotations")).and_then(Node::as_mapping_mut) {
            map.retain(|entry| !entry.key.text().is_some_and(&gone));
        }
    }

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
        self.lineage = Arc::new(Lineage::of(&self.node, &gvk, schema)?);
        self.lineage_mut().from_helm = from_helm;
        if self.origin.is_some() {
            self.take_origin()?;
        }
        self.remove_annotations(is_bookkeeping);
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
}

/// The problem that an annotation of the build does not say what it should.
pub(crate) fn unreadable(key: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::InvalidResource, format!("the annotation `{key}` cannot be read"))
        .at(span)
        .hint("remove it: it is written anew")
}
