//! Laying a partial object over an object of the build.

use std::borrow::Cow;

use super::Patch;
use crate::diag::Result;
use crate::patch::{Outcome, strategic};
use crate::resource::{Resource, ResourceSet};
use crate::schema::Schema;
use crate::yaml::Node;

impl Patch {
    pub(super) fn merge_into(
        &self,
        set: &mut ResourceSet,
        at: usize,
        patch: &Node,
        schema: &Schema,
    ) -> Result<()> {
        set.edit(at, schema, |res| {
            if res.node.is_null() {
                return Ok(());
            }
            let patch = self.fitted(patch, res);
            if self.allow_name_change || self.allow_kind_change {
                res.push_former_id();
            }
            if drops_annotations(&patch) {
                res.lineage_mut().forget();
                res.forget_origin();
            }
            let identity = Identity::of(&res.node);
            let merged = strategic::merge(&res.node, &patch, schema);
            match merged.map_err(|e| e.subject(res.id()).or_at(self.span))? {
                Outcome::Unchanged => {}
                Outcome::Deleted => res.node = Node::null(self.span),
                Outcome::Cleaned(node) | Outcome::Changed(node) => {
                    res.node = node;
                    self.note_options(res);
                }
            }
            if !res.node.is_null() {
                identity.restore(&mut res.node, self);
            }
            Ok(())
        })
    }

    /// In kustomize the options of a patch are annotations that are merged into the object.
    fn note_options(&self, res: &mut Resource) {
        if self.allow_name_change || self.allow_kind_change {
            res.lineage_mut().name_change_allowed |= self.allow_name_change;
            res.lineage_mut().kind_change_allowed |= self.allow_kind_change;
        }
    }

    /// With a target the patch takes over the object's apiVersion.
    fn fitted<'p>(&self, patch: &'p Node, res: &Resource) -> Cow<'p, Node> {
        let api_version = res.id().gvk.api_version();
        if self.target.is_none() || patch.text_at(&["apiVersion"]) == Some(&api_version) {
            return Cow::Borrowed(patch);
        }
        let mut fitted = patch.clone();
        if let Some(map) = fitted.as_mapping_mut() {
            map.insert("apiVersion", Node::untyped(api_version, patch.span));
        }
        Cow::Owned(fitted)
    }
}

/// What a strategic merge must not change, as it is written again behind the merge: without a type of its own.
struct Identity {
    kind: Option<Node>,
    name: Option<Node>,
    namespace: Option<Node>,
}

impl Identity {
    fn of(node: &Node) -> Identity {
        let copy = |path: &[&str]| {
            let node = node.at(path).filter(|node| !node.is_null())?;
            Some(node.text().map_or_else(|| node.clone(), |text| node.with_text(text)))
        };
        Identity {
            kind: copy(&["kind"]),
            name: copy(&["metadata", "name"]),
            namespace: copy(&["metadata", "namespace"]).filter(|n| n.text().is_some_and(|t| !t.is_empty())),
        }
    }

    fn restore(self, node: &mut Node, patch: &Patch) {
        if !patch.allow_kind_change {
            put(node, "kind", self.kind);
        }
        let Some(root) = node.as_mapping_mut() else { return };
        if root.get("metadata").is_none() && (self.name.is_some() || self.namespace.is_some()) {
            root.insert("metadata", Node::mapping(Vec::new(), patch.span));
        }
        let Some(metadata) = root.get_mut("metadata") else { return };
        if !patch.allow_name_change {
            // One that is missing is written too: empty.
            put(metadata, "name", Some(self.name.unwrap_or_else(|| Node::untyped("", patch.span))));
        }
        put(metadata, "namespace", self.namespace);
    }
}

fn put(node: &mut Node, key: &str, value: Option<Node>) {
    let unchanged = match (node.get(key), &value) {
        (Some(old), Some(new)) => old.as_scalar() == new.as_scalar(),
        (None, None) => true,
        _ => false,
    };
    let Some(map) = node.as_mapping_mut().filter(|_| !unchanged) else { return };
    match value {
        Some(value) => map.insert(key, value),
        None => drop(map.remove(key)),
    }
}

/// Kustomize keeps its history in annotations: a patch that removes them all makes it forget.
fn drops_annotations(patch: &Node) -> bool {
    let removes =
        |node: &Node| node.is_null() || matches!(node.text_at(&["$patch"]), Some("delete" | "replace"));
    match patch.get("metadata") {
        None => false,
        Some(metadata) => removes(metadata) || metadata.get("annotations").is_some_and(removes),
    }
}
