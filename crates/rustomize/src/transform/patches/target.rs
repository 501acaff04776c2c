//! The objects that a patch is for.

use super::Patch;
use crate::diag::{Code, Diagnostic, Result, did_you_mean};
use crate::id::{Gvk, ResId};
use crate::kustomization::{self, Spanned, Text};
use crate::resource::{LabelSelector, Pattern, Resource, ResourceSet, Selector};
use crate::schema::Schema;
use crate::yaml::{Node, name_span};

/// Compiles a selector.
pub(in crate::transform) fn compiled(target: &Spanned<kustomization::Selector>) -> Result<Selector> {
    let pattern = |text: &Text| Pattern::compile(text, text.span);
    Ok(Selector {
        group: pattern(&target.group)?,
        version: pattern(&target.version)?,
        kind: pattern(&target.kind)?,
        name: pattern(&target.name)?,
        namespace: pattern(&target.namespace)?,
        labels: LabelSelector::parse(&target.label_selector, target.label_selector.span)?,
        annotations: LabelSelector::parse(&target.annotation_selector, target.annotation_selector.span)?,
    })
}

/// The positions of the objects that a selector selects.
pub(in crate::transform) fn select(set: &ResourceSet, target: &Selector) -> Vec<usize> {
    set.iter().enumerate().filter(|(_, res)| target.selects(res)).map(|(at, _)| at).collect()
}

impl Patch {
    /// The one object that a strategic merge without a target is for.
    pub(super) fn unique_target(&self, patch: &Node, set: &ResourceSet, schema: &Schema) -> Result<usize> {
        // What it carries of kustomize's bookkeeping tells the id that counts.
        let id = Resource::read(patch.clone(), schema)?.original_id();
        match set.by_any_id(&id).as_slice() {
            [one] => Ok(*one),
            [] => Err(self.no_target(patch, &id, set)),
            several => {
                let error = Diagnostic::error(
                    Code::PatchTarget,
                    format!("{} objects have or had the id {id} of this patch", several.len()),
                )
                .at(patch.span);
                let labelled = several
                    .iter()
                    .filter_map(|at| set.get(*at))
                    .fold(error, |error, res| error.label(name_span(&res.node), format!("now {}", res.id())));
                Err(labelled.hint("use their present names, or select them with `target`").upstream(format!(
                    "multiple matches for Id {id}; failed to find unique target for patch {id}"
                )))
            }
        }
    }

    fn no_target(&self, patch: &Node, id: &ResId, set: &ResourceSet) -> Diagnostic {
        let error = Diagnostic::error(Code::PatchTarget, format!("no object matches the patch for {id}"))
            .at(name_span(patch))
            .label(self.span, "declared here")
            .upstream(format!("no matches for Id {id}; failed to find unique target for patch {id}"));
        error.hint(near_miss(id, set))
    }
}

/// Says how the id of a patch fails to be that of an object.
fn near_miss(id: &ResId, set: &ResourceSet) -> String {
    let same = |gvk: &Gvk| gvk.kind == id.gvk.kind;
    let by_name = set.by_any_name(&id.name);
    let found = by_name.iter().filter_map(|at| set.get(*at)).max_by_key(|res| same(&res.id().gvk));
    if let Some(res) = found {
        let other = res.id();
        return if !same(&other.gvk) {
            format!("`{}` is a {}, not a {}", id.name, other.gvk.kind, id.gvk.kind)
        } else if other.gvk != id.gvk {
            format!("{} `{}` has apiVersion {}", other.gvk.kind, id.name, other.gvk.api_version())
        } else {
            format!("{} `{}` is in namespace `{}`", other.gvk.kind, id.name, other.effective_namespace())
        };
    }
    let names = || set.iter().filter(|res| same(&res.id().gvk)).map(|res| res.id().name.as_str());
    did_you_mean(&id.name, names()).unwrap_or_else(|| match names().next() {
        Some(_) => format!(
            "the objects of kind {} are: {}",
            id.gvk.kind,
            names().take(8).collect::<Vec<_>>().join(", ")
        ),
        None => format!("there is no object of kind {} here", id.gvk.kind),
    })
}
