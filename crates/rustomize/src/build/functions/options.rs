//! What an object that a program made says about itself.

use crate::diag::{Code, Diagnostic, Result};
use crate::resource::{Behavior, Resource};
use crate::source::Span;
use crate::yaml::Node;

const NEEDS_HASH: &str = "kustomize.config.k8s.io/needs-hash";
const BEHAVIOR: &str = "kustomize.config.k8s.io/behavior";

/// The annotations by which an object that a program made says how it joins the others.
pub(super) fn take_options(res: &mut Resource) -> Result<()> {
    let needs_hash = match res.annotation(NEEDS_HASH) {
        None | Some("0" | "f" | "F" | "false" | "FALSE" | "False") => false,
        Some("1" | "t" | "T" | "true" | "TRUE" | "True") => true,
        Some(other) => {
            let span = res.node.at(&["metadata", "annotations", NEEDS_HASH]).map_or(Span::NONE, |n| n.span);
            let message = format!("the annotation `{NEEDS_HASH}` must be `true` or `false`, not `{other}`");
            return Err(Diagnostic::error(Code::InvalidValue, message).at(span).subject(res.id()).upstream(
                format!("the annotation \"{NEEDS_HASH}\" contains an invalid value (\"{other}\")"),
            ));
        }
    };
    let behavior = Behavior::parse(res.annotation(BEHAVIOR).unwrap_or_default());
    let metadata = res.node.get_mut("metadata").and_then(Node::as_mapping_mut);
    if let Some(map) = metadata.and_then(|m| m.get_mut("annotations")).and_then(Node::as_mapping_mut) {
        map.remove(NEEDS_HASH);
        map.remove(BEHAVIOR);
    }
    let lineage = res.lineage_mut();
    lineage.needs_hash |= needs_hash;
    lineage.behavior = behavior;
    lineage.generated = true;
    Ok(())
}
