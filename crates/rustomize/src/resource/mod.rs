//! Objects and the set of them that a build works on.

mod annotations;
mod bookkeeping;
mod expression;
mod labels;
mod lineage;
mod origin;
mod selector;
mod set;

pub(crate) use annotations::{clear_repeated_annotations, set_annotation, unnamed};
pub(crate) use bookkeeping::{ORIGIN, TRANSFORMATIONS, leads_to_bookkeeping, unreadable};
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

use crate::diag::Result;
use crate::id::{Gvk, ResId};
use crate::schema::Schema;
use crate::yaml::{Entry, Node, same};

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
    /// An object with no history but what its annotations tell; what contradicts itself there is forgotten.
    pub fn new(node: Node, schema: &Schema) -> Resource {
        let id = id_of(&node, schema);
        let lineage = Lineage::of(&node, &id.gvk, schema).unwrap_or_default();
        Resource::with_history(node, id, lineage)
    }

    /// An object as it comes from outside.
    ///
    /// # Errors
    /// A history in its annotations that contradicts itself.
    pub(crate) fn read(node: Node, schema: &Schema) -> Result<Resource> {
        let id = id_of(&node, schema);
        let lineage = Lineage::of(&node, &id.gvk, schema)?;
        Ok(Resource::with_history(node, id, lineage))
    }

    fn with_history(node: Node, id: ResId, lineage: Lineage) -> Resource {
        Resource {
            node,
            id,
            lineage: Arc::new(lineage),
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
        Arc::make_mut(&mut self.lineage).push(&self.id);
        if annotations::are_usual(&self.node) {
            return;
        }
        annotations::clear_repeated(&mut self.node, "metadata");
        clear_repeated_annotations(&mut self.node);
        annotations::make_room(&mut self.node);
    }

    /// Reads the current id from the manifest again. Returns whether it changed.
    pub fn sync(&mut self, schema: &Schema) -> bool {
        let written = Identity::of(&self.node);
        if !written.is_kind(&self.id.gvk) {
            self.id = id_of(&self.node, schema);
            return true;
        }
        let renamed = take_over(&mut self.id.name, written.name);
        let moved = take_over(&mut self.id.namespace, written.namespace);
        renamed || moved
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

    /// A label's text, as selectors see it.
    pub fn label(&self, key: &str) -> Option<&str> {
        labelled(self.node.at(&["metadata", "labels"])?, key)
    }

    /// An annotation's text, as selectors see it.
    pub fn annotation(&self, key: &str) -> Option<&str> {
        labelled(self.node.at(&["metadata", "annotations"])?, key)
    }
}

/// The text at a key of labels or annotations. Like kustomize, takes lists and maps for empty texts, and a list in the
/// place of the map for keys and values in turn.
fn labelled<'n>(labels: &'n Node, key: &str) -> Option<&'n str> {
    let value = match labels.items() {
        Some(items) => &items.chunks_exact(2).rev().find(|pair| pair[0].text() == Some(key))?[1],
        None => labels.get(key)?,
    };
    Some(value.text().unwrap_or_default())
}

fn id_of(node: &Node, schema: &Schema) -> ResId {
    let written = Identity::of(node);
    let gvk = Gvk::from_api_version(text(written.api_version), text(written.kind));
    let cluster_scoped = schema.is_cluster_scoped(&gvk);
    let mut id = ResId { gvk, name: EcoString::new(), namespace: EcoString::new(), cluster_scoped };
    take_over(&mut id.name, written.name);
    take_over(&mut id.namespace, written.namespace);
    id
}

/// What a manifest says of its id.
#[derive(Default)]
struct Identity<'n> {
    api_version: Option<&'n Node>,
    kind: Option<&'n Node>,
    name: Option<&'n Node>,
    namespace: Option<&'n Node>,
}

impl<'n> Identity<'n> {
    /// Looks at each field once: this is done after every change of an object.
    fn of(node: &'n Node) -> Identity<'n> {
        let mut found = Identity::default();
        let mut metadata = None;
        for entry in entries(Some(node)) {
            let place = match entry.key.text() {
                Some("apiVersion") => &mut found.api_version,
                Some("kind") => &mut found.kind,
                Some("metadata") => &mut metadata,
                _ => continue,
            };
            place.get_or_insert(&entry.value);
        }
        for entry in entries(metadata) {
            let place = match entry.key.text() {
                Some("name") => &mut found.name,
                Some("namespace") => &mut found.namespace,
                _ => continue,
            };
            place.get_or_insert(&entry.value);
        }
        // A namespace that is null is none.
        found.namespace = found.namespace.filter(|node| !node.is_null());
        found
    }

    /// Whether this is the kind, without building a new one.
    fn is_kind(&self, gvk: &Gvk) -> bool {
        let api_version = text(self.api_version);
        let (group, version) = Gvk::group_and_version(api_version);
        same(&gvk.kind, text(self.kind)) && same(&gvk.version, version) && same(&gvk.group, group)
    }
}

/// Puts the text of a node into a part of an id. Returns whether that was another one.
fn take_over(part: &mut EcoString, node: Option<&Node>) -> bool {
    let changes = !same(part, text(node));
    if changes {
        *part = node.and_then(Node::as_scalar).map(|scalar| scalar.text.clone()).unwrap_or_default();
    }
    changes
}

fn entries(node: Option<&Node>) -> &[Entry] {
    node.and_then(Node::as_mapping).map_or(&[], |map| map.entries())
}

fn text(node: Option<&Node>) -> &str {
    node.and_then(Node::text).unwrap_or_default()
}
