//! Name references: fields that name another object follow it when it was renamed or moved.
//!
//! Example: with `namePrefix: p-` the field `spec.template.spec.volumes[].configMap.name: conf` of a Deployment
//! becomes `p-conf`, if a ConfigMap that was once called `conf` is now called `p-conf`.

mod candidates;
mod choose;
mod trie;

use crate::diag::{Code, Diagnostic, Result};
use crate::field::FieldConfig;
use crate::resource::{Resource, ResourceSet};
use crate::schema::Schema;
use crate::yaml::{Edits, Node, SharedWrites, Way};

use candidates::Candidates;
use choose::Choice;
use trie::{Leaf, Tries};

/// Rewrites all name references. Returns how many objects changed.
///
/// # Errors
/// A reference that fits several objects, or a field that cannot hold a reference.
pub(crate) fn fix(set: &mut ResourceSet, config: &FieldConfig, schema: &Schema) -> Result<usize> {
    // Fields that cannot hold references are refused even if nothing was renamed.
    let candidates = Candidates::of(set, config);
    let mut tries = Tries::of(config);
    let mut changes = Vec::new();
    for (at, referrer) in set.iter().enumerate() {
        let mut written = SharedWrites::default();
        let edits = edits_of(referrer, set, &candidates, &mut tries, &mut written)?;
        if !edits.is_empty() {
            changes.push((at, edits, written));
        }
    }
    let count = changes.len();
    for (at, edits, written) in changes {
        set.edit(at, schema, |res| {
            edits.apply(&mut res.node);
            written.spread(&mut res.node);
            Ok(())
        })?;
    }
    Ok(count)
}

/// What the references of one object become.
fn edits_of(
    referrer: &Resource,
    set: &ResourceSet,
    candidates: &Candidates,
    tries: &mut Tries<'_>,
    written: &mut SharedWrites,
) -> Result<Edits> {
    let mut edits = Edits::default();
    if let Some(trie) = tries.for_referrer(&referrer.original_gvk()) {
        refuse_null_api_version(referrer)?;
        let choice = Choice::new(referrer, set, candidates)?;
        let node = &referrer.node;
        trie.collect(
            node,
            node,
            &Way::Root,
            &mut edits,
            &mut |node: &Node, parent: &Node, leaf: &Leaf<'_>| {
                let new = choice.at(node, parent, leaf);
                let new = new.map_err(|e| e.subject(referrer.id()).or_at(node.span))?;
                Ok(new.map(|new| written.instead(node, new)))
            },
        )?;
    }
    Ok(edits)
}

/// An `apiVersion` that is written as a null is two things to kustomize: a text to those who look at ids, nothing to
/// those who look at objects. It refuses such an object if it may refer to others.
fn refuse_null_api_version(referrer: &Resource) -> Result<()> {
    let null = referrer.node.get("apiVersion").filter(|node| node.is_null());
    match null.and_then(|node| Some((node, node.text()?))) {
        None | Some((_, "")) => Ok(()),
        Some((node, text)) => {
            Err(Diagnostic::error(Code::InvalidValue, "the `apiVersion` of this object is null")
                .at(node.span)
                .subject(referrer.id())
                .hint("write the version, for example `apiVersion: apps/v1`")
                .upstream(format!("node-referrerOriginal 'APIVersion' mismatch '' != '{text}'")))
        }
    }
}
