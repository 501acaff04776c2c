//! Name references: fields that name another object follow it when it was renamed or moved.
//!
//! Example: with `namePrefix: p-` the field `spec.template.spec.volumes[].configMap.name: conf` of a Deployment
//! becomes `p-conf`, if a ConfigMap that was once called `conf` is now called `p-conf`.

mod candidates;
mod choose;
mod trie;

use crate::diag::Result;
use crate::field::FieldConfig;
use crate::resource::{Resource, ResourceSet};
use crate::schema::Schema;
use crate::yaml::Node;

use candidates::Candidates;
use choose::Choice;
use trie::{Leaf, Tries};

/// Rewrites all name references. Returns how many fields changed.
///
/// # Errors
/// A reference that fits several objects, or a field that cannot hold a reference.
pub(crate) fn fix(set: &mut ResourceSet, config: &FieldConfig, schema: &Schema) -> Result<usize> {
    let candidates = Candidates::of(set);
    let mut tries = Tries::of(config);
    let mut changes = Vec::new();
    for (at, referrer) in set.iter().enumerate() {
        if let Some(node) = fix_one(referrer, set, &candidates, &mut tries)? {
            changes.push((at, node));
        }
    }
    let count = changes.len();
    for (at, node) in changes {
        set.edit(at, schema, |res| {
            res.node = node;
            Ok(())
        })?;
    }
    Ok(count)
}

/// The manifest of one referrer with its references rewritten; `None` if nothing changes.
fn fix_one(
    referrer: &Resource,
    set: &ResourceSet,
    candidates: &Candidates,
    tries: &mut Tries<'_>,
) -> Result<Option<Node>> {
    let original = referrer.original_id();
    let Some(trie) = tries.for_referrer(&original.gvk) else { return Ok(None) };
    let choice = Choice::new(referrer, set, candidates);
    trie.rewrite(&referrer.node, &referrer.node, &mut |node: &Node, parent: &Node, leaf: &Leaf<'_>| {
        choice.at(node, parent, leaf).map_err(|e| e.subject(referrer.id()).or_at(node.span))
    })
}
