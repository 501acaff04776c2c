//! Items of `labels`.

use serde::Deserialize;

use super::Pairs;
use crate::field::FieldSpec;

/// Labels, and where they go.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Label {
    /// The labels.
    pub pairs: Pairs,
    /// Into selectors and templates too.
    pub include_selectors: bool,
    /// Into templates too.
    pub include_templates: bool,
    /// Fields of the user's own.
    #[serde(rename = "fields")]
    pub field_specs: Vec<FieldSpec>,
}
