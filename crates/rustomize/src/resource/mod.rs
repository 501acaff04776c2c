//! Objects and the set of them that a build works on.

mod bookkeeping;
mod expression;
mod labels;
mod lineage;
mod origin;
mod selector;
mod set;

pub(crate) use bookkeeping::{
    ORIGIN, TRANSFORMATIONS, clear_repeated_annotations, first_id, leads_to_bookkeeping, set_annotation,
    unnamed, unreadable,
};
pub(crate) use expression::compile as compile_regex;
pub use labels::LabelSelector;
pub(crate) use lineage::Former;
pub use lineage::{Behavior, Lineage};
pub use origin::{ConfiguredBy, Origin, Transformations};
pub(crate) use selector::invalid_regex;
pub use selector::{Pattern, Selector, Step as PatternStep};
pub use set::ResourceSet;

use std::borrow::Cow;
use std::sync::Arc;

use ecow::EcoString;

use crate::id::{Gvk, ResId};
use crate::schema::Schema;
use crate::yaml::Node;

/// One Kubernetes object: the manifest and what the build knows about it.
///
/// Architecture invariant: bookkeeping never enters the manifest.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The manifest. After changing what identifies it, call [`sync`](Resource::sync).
    pub node: Node,
    id: ResId,
    lineage: Arc<Lineage>,
    /// Where it came from; recorded only when the build's metadata asks for it.
    pub origin: Option<Arc<Origin>>,
    /// The transformers that touched it; recorded only when the build's metadata asks for it.
    pub transformations: Transformations,
    /// The names of the vars that were tied to it.
    vars: Vec<EcoString>,
    /// How many values have been set in several places at once.
    shared: u32,
}

impl Resource {
    /// An object with no history.
    pub fn new(node: Node, schema: &Schema) -> Resource {
        let id = id_of(&node, schema);
        let lineage = Arc::new(Lineage::of(&node, &id.gvk, schema));
        Resource {
            node,
            id,
            lineage,
            origin: None,
            transformations: Transformations::default(),
            vars: Vec::new(),
            shared: 0,
        }
    }

    /// The current id.
    pub fn id(&self) -> &ResId {
        &self.id
    }

    /// Its history.
    pub fn lineage(&self) -> &Lineage {
        &self.lineage
    }

    /// Its history, for changing.
    #[allow(clippy::disallowed_methods, reason = "a history has no marks")]
    pub fn lineage_mut(&mut self) -> &mut Lineage {
        Arc::make_mut(&mut self.lineage)
    }

    /// The first id it had; the current one if it was never renamed.
    pub fn original_id(&self) -> ResId {
        self.former_ids().next().unwrap_or_else(|| self.id.clone())
    }

    /// Group, version and kind of the first id it had.
    pub fn original_gvk(&self) -> Cow<'_, Gvk> {
        match self.lineage.former().first() {
            Some(first) if first.kind != self.id.gvk.kind => {
                Cow::Owned(Gvk { kind: first.kind.clone(), ..self.id.gvk.clone() })
            }
            _ => Cow::Borrowed(&self.id.gvk),
        }
    }

    /// The ids it had before, oldest first. Group and version are always the current ones.
    pub fn former_ids(&self) -> impl DoubleEndedIterator<Item = ResId> {
        self.lineage.former().iter().map(|former| ResId {
            gvk: Gvk { kind: former.kind.clone(), ..self.id.gvk.clone() },
            name: former.name.clone(),
            namespace: former.namespace.clone(),
            cluster_scoped: former.cluster_scoped,
        })
    }

    /// Whether the current id or any former one equals `id`.
    pub fn ever_was(&self, id: &ResId) -> bool {
        self.id == *id || self.former_ids().any(|former| former == *id)
    }

    /// Remembers the current id as a former one: done before every change that references may have to follow.
    pub fn push_former_id(&mut self) {
        let id = self.id.clone();
        self.lineage_mut().push(&id);
        bookkeeping::clear_repeated(&mut self.node, "metadata");
        clear_repeated_annotations(&mut self.node);
    }

    /// Reads the current id from the manifest again. Returns whether it changed.
    pub fn sync(&mut self, schema: &Schema) -> bool {
        let kind_stays = gvk_matches(&self.id.gvk, &self.node);
        let [name, namespace] = names(&self.node).map(|text| text.map_or("", EcoString::as_str));
        if kind_stays && self.id.name == name && self.id.namespace == namespace {
            return false;
        }
        if kind_stays {
            let [name, namespace] = names(&self.node).map(|text| text.cloned().unwrap_or_default());
            (self.id.name, self.id.namespace) = (name, namespace);
        } else {
            self.id = id_of(&self.node, schema);
        }
        true
    }

    /// Finds out again, under another schema, whether the kind has no namespace.
    pub(crate) fn rescope(&mut self, schema: &Schema) {
        self.id.cluster_scoped = schema.is_cluster_scoped(&self.id.gvk);
    }

    /// Forgets where it came from: what happens in kustomize when a patch removes all annotations.
    pub(crate) fn forget_origin(&mut self) {
        self.origin = None;
        self.transformations.clear();
    }

    /// Numbers for values that are set in several places at once; the first of them, if there are any left.
    pub(crate) fn share(&mut self, count: usize) -> Option<u32> {
        let first = self.shared.checked_add(1)?;
        self.shared = self.shared.checked_add(u32::try_from(count).ok()?)?;
        Some(first)
    }

    /// The names of the vars that take their value from this object.
    pub(crate) fn vars(&self) -> &[EcoString] {
        &self.vars
    }

    /// Takes over the vars that were tied to an object this one replaces.
    pub(crate) fn take_vars(&mut self, old: &Resource) {
        self.vars.clone_from(&old.vars);
    }

    /// Ties a var to this object.
    pub(crate) fn add_var(&mut self, name: EcoString) {
        self.vars.push(name);
    }

    /// A label's text.
    pub fn label(&self, key: &str) -> Option<&str> {
        self.node.text_at(&["metadata", "labels", key])
    }

    /// An annotation's text.
    pub fn annotation(&self, key: &str) -> Option<&str> {
        self.node.text_at(&["metadata", "annotations", key])
    }
}

fn id_of(node: &Node, schema: &Schema) -> ResId {
    let text = |key| node.get(key).and_then(Node::as_scalar).map_or("", |s| s.text.as_str());
    let gvk = Gvk::from_api_version(text("apiVersion"), text("kind"));
    let cluster_scoped = schema.is_cluster_scoped(&gvk);
    let [name, namespace] = names(node).map(|text| text.cloned().unwrap_or_default());
    ResId { gvk, name, namespace, cluster_scoped }
}

/// Name and namespace as written. A namespace that is null is none.
fn names(node: &Node) -> [Option<&EcoString>; 2] {
    let metadata = node.get("metadata");
    let scalar = |key| metadata?.get(key)?.as_scalar();
    let namespace = metadata.and_then(|metadata| metadata.get("namespace")).filter(|node| !node.is_null());
    [scalar("name").map(|name| &name.text), namespace.and_then(Node::as_scalar).map(|name| &name.text)]
}

/// Whether the manifest still says what its kind was, without building a new one.
fn gvk_matches(gvk: &Gvk, node: &Node) -> bool {
    let text = |key| node.get(key).and_then(Node::text).unwrap_or_default();
    let api_version = text("apiVersion");
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    gvk.kind == text("kind") && gvk.version == version && gvk.group == group
}
