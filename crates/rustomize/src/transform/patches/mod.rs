//! `patches`, `patchesStrategicMerge`, `patchesJson6902`: changes to single objects.

mod configure;
mod json6902;
mod strategic;
mod target;

pub(super) use configure::{
    configure, configure_json6902, configure_strategic, from_config, json6902_from_config,
    strategic_from_config,
};
pub(super) use target::{compiled, select};

use super::{Changes, Transformer};
use crate::diag::Result;
use crate::patch::JsonPatch;
use crate::resource::{ResourceSet, Selector};
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::Node;

/// One patch of either form and the objects it is for.
#[derive(Default)]
pub(crate) struct Patch {
    /// What it changes.
    pub(crate) change: Change,
    /// The objects; `None` for strategic merges that name their object themselves.
    pub(crate) target: Option<Selector>,
    /// `allowNameChange`
    pub(crate) allow_name_change: bool,
    /// `allowKindChange`
    pub(crate) allow_kind_change: bool,
    /// Whether a JSON patch makes kustomize remember the id first: in `patches`, not in `patchesJson6902`.
    pub(crate) keeps_history: bool,
    /// Where the patch is declared.
    pub(crate) span: Span,
}

impl Default for Change {
    fn default() -> Change {
        Change::Strategic(Vec::new())
    }
}

/// The two forms of a patch.
pub(crate) enum Change {
    /// Partial objects to lay over.
    Strategic(Vec<Node>),
    /// Operations on paths.
    Json(JsonPatch),
}

impl Change {
    /// Whether it says nothing.
    fn is_empty(&self) -> bool {
        match self {
            Change::Strategic(objects) => objects.is_empty(),
            Change::Json(patch) => patch.is_empty(),
        }
    }
}

impl Transformer for Patch {
    fn apply(&self, set: &mut ResourceSet, schema: &Schema) -> Result<Changes> {
        match (&self.change, &self.target) {
            (Change::Strategic(patches), None) => {
                let mut patched = Vec::with_capacity(patches.len());
                for patch in patches {
                    let at = self.unique_target(patch, set, schema)?;
                    self.merge_into(set, at, patch, schema)?;
                    patched.push(at);
                }
                remove_deleted(set, &patched);
                Ok(Changes::of(patches.len()))
            }
            (Change::Strategic(patches), Some(target)) => {
                let selected = select(set, target);
                for patch in patches {
                    for at in &selected {
                        self.merge_into(set, *at, patch, schema)?;
                    }
                }
                remove_deleted(set, &selected);
                Ok(Changes::of(selected.len()))
            }
            (Change::Json(patch), target) => {
                let selected = target.as_ref().map_or_else(Vec::new, |t| select(set, t));
                for at in &selected {
                    set.edit(*at, schema, |res| self.apply_json(res, patch, schema))?;
                    if patch.reaches_bookkeeping() {
                        set.learn_history(*at);
                    }
                }
                Ok(Changes::of(selected.len()))
            }
        }
    }
}

/// Objects deleted by a patch are null until the whole patch is through.
fn remove_deleted(set: &mut ResourceSet, patched: &[usize]) {
    if patched.iter().any(|at| set.get(*at).is_some_and(|res| res.node.is_null())) {
        set.retain(|res| !res.node.is_null());
    }
}
