//! Applying the operations of a JSON patch to an object of the build.

use super::Patch;
use crate::diag::{Diagnostic, Result};
use crate::patch::JsonPatch;
use crate::resource::{Resource, unnamed};
use crate::schema::Schema;
use crate::yaml::Node;

impl Patch {
    pub(super) fn apply_json(&self, res: &mut Resource, patch: &JsonPatch, schema: &Schema) -> Result<()> {
        if self.keeps_history {
            res.push_former_id();
        }
        let blamed = |error: Diagnostic, res: &Resource| error.subject(res.id()).or_at(self.span);
        if res.origin.is_none() && !res.lineage().has_bookkeeping() {
            patch.apply_to(&mut res.node).map_err(|e| blamed(e, res))?;
        } else if patch.reaches_bookkeeping() {
            let mut node = res.with_bookkeeping()?;
            patch.apply_to(&mut node).map_err(|e| blamed(e, res))?;
            // The history survives the patch; where the object comes from does not.
            res.lineage().write(&mut node);
            res.take_bookkeeping(node, schema)?;
        } else {
            ensure_annotations(&mut res.node);
            patch.apply_to(&mut res.node).map_err(|e| blamed(e, res))?;
        }
        if let Some(nameless) = res.node.at(&["metadata", "annotations", ""]) {
            if !self.keeps_history {
                return Err(blamed(unnamed(nameless.span), res));
            }
            // Kustomize fails to write the annotations again, and does not notice.
            if let Some(metadata) = res.node.get_mut("metadata").and_then(Node::as_mapping_mut) {
                metadata.remove("annotations");
            }
            res.lineage_mut().forget();
            res.forget_origin();
        }
        res.settle_annotations();
        Ok(())
    }
}

fn ensure_annotations(node: &mut Node) {
    let span = node.span;
    if node.at(&["metadata", "annotations"]).is_some_and(|a| !a.is_null()) {
        return;
    }
    if let Some(metadata) = node.get_mut("metadata").and_then(Node::as_mapping_mut) {
        metadata.insert("annotations", Node::mapping(Vec::new(), span));
    }
}
