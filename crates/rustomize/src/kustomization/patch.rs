//! Items of `patches` and `patchesJson6902`.

use serde::Deserialize;

use super::{Selector, Spanned, Text};

/// A patch and what it is for.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Patch {
    /// The file with the patch.
    pub path: Text,
    /// The patch itself.
    pub patch: Text,
    /// The objects to patch. `Some` of an empty selector means all of them.
    pub target: Option<Spanned<Selector>>,
    /// What the patch may change.
    pub options: Option<PatchArgs>,
}

/// Options of a patch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct PatchArgs {
    /// The patch may change the name.
    pub allow_name_change: bool,
    /// The patch may change the kind.
    pub allow_kind_change: bool,
}
