//! The steps that happen once, on the complete result: hash, references, local objects, order, labels.

use super::accumulate::Accumulator;
use super::origins::{self, Recorded};
use super::session::Session;
use super::{annotations, sorting};
use crate::diag::{Code, Diagnostic, Result};
use crate::id::ResId;
use crate::load::Layer;
use crate::resolve::{hash, references};
use crate::resource::{Resource, ResourceSet};
use crate::transform::{Transformer, on_metadata};
use crate::yaml::{Node, name_span};

const LOCAL_CONFIG: &str = "config.kubernetes.io/local-config";
const MANAGED_BY: &str = "app.kubernetes.io/managed-by";

/// From what was collected to the final objects.
pub(super) fn finish(
    session: &mut Session<'_>,
    layer: &Layer,
    collected: Accumulator,
) -> Result<Vec<Resource>> {
    let Accumulator { resources: mut set, config, vars } = collected;
    let schema = &session.schema.clone();
    hash::append(&mut set, schema)?;
    set.iter().try_for_each(can_be_listed)?;
    references::fix(&mut set, &config, schema)?;
    session.warnings.extend(vars.resolve(&mut set, &config, schema)?);
    drop_local(&mut set)?;
    sorting::sort(&mut set, session, layer)?;
    if session.options.managed_by_label || asks_for(layer, "managedByLabel") {
        let version = &session.options.label_version;
        let label = on_metadata(MANAGED_BY, format!("kustomize-{version}"));
        label.apply(&mut set, schema).map_err(|e| e.hint(format!("the label `{MANAGED_BY}` goes here")))?;
    }
    tidy_annotations(&mut set, session.recorded)?;
    Ok(set.into_vec())
}

/// Refuses an object whose former names kustomize cannot tell apart: it keeps them in lists with commas.
fn can_be_listed(res: &Resource) -> Result<()> {
    let commas = |text: &str| text.bytes().filter(|b| *b == b',').count();
    for former in res.lineage().former() {
        let names = commas(&former.name);
        if names != commas(&former.namespace) || names != commas(&former.kind) {
            return Err(Diagnostic::error(
                Code::InvalidResource,
                format!("the former name `{}` of this object has a comma in it", former.name),
            )
            .at(name_span(&res.node))
            .subject(res.id())
            .hint("Kubernetes does not allow commas in names")
            .upstream(
                "number of previous names, number of previous namespaces, number of previous kinds not equal",
            ));
        }
    }
    Ok(())
}

fn asks_for(layer: &Layer, metadata: &str) -> bool {
    layer.kustomization.build_metadata.iter().any(|m| **m == metadata)
}

/// Drops objects that are for the build only, then checks that what is left can be told apart.
///
/// # Errors
/// Two objects that came to have the same id, or one that lost its kind or name.
fn drop_local(set: &mut ResourceSet) -> Result<()> {
    set.retain(|res| res.annotation(LOCAL_CONFIG).is_none_or(|value| value == "false"));
    set.iter().try_for_each(identified)?;
    match set.duplicate() {
        None => Ok(()),
        Some((later, earlier)) => Err(Diagnostic::error(
            Code::IdConflict,
            format!("two objects ended up with the id {}", later.id()),
        )
        .label(name_span(&later.node), "this one")
        .label(name_span(&earlier.node), "and this one")
        .hint("a patch or replacement gave them the same name")),
    }
}

fn identified(res: &Resource) -> Result<()> {
    let ResId { gvk, name, .. } = res.id();
    let lost = |what: &str| {
        Err(Diagnostic::error(Code::InvalidResource, format!("an object lost its {what}"))
            .at(res.node.span)
            .subject(res.original_id())
            .hint("a patch removed it or made it null"))
    };
    // A patch may also have made it null: the text of that is no kind or name.
    let is_null = |path: &[&str]| res.node.at(path).is_some_and(Node::is_null);
    if gvk.kind.is_empty() || is_null(&["kind"]) {
        return lost("kind");
    }
    if (name.is_empty() || is_null(&["metadata", "name"])) && !gvk.kind.ends_with("List") {
        return lost("metadata.name");
    }
    Ok(())
}

/// Brings the annotations of all objects into the form kustomize prints.
fn tidy_annotations(set: &mut ResourceSet, recorded: Recorded) -> Result<()> {
    let mut problem = None;
    set.rearrange(|items| {
        problem = items.iter_mut().find_map(|res| {
            let done = origins::write(recorded, res);
            done.and_then(|()| annotations::tidy(&mut res.node, recorded))
                .map_err(|e| e.subject(res.id()))
                .err()
        });
    });
    problem.map_or(Ok(()), Err)
}
