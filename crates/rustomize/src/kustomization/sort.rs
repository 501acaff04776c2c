//! `sortOptions`.

use serde::Deserialize;

use super::{Spanned, Text};

/// The order of the output.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct SortOptions {
    /// `legacy` or `fifo`.
    pub order: Text,
    /// The kinds that come first and last.
    pub legacy_sort_options: Option<Spanned<LegacySortOptions>>,
}

/// Kinds with a place of their own. Both lists replace the built-in ones.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct LegacySortOptions {
    /// Kinds before all others, in order.
    pub order_first: Vec<Text>,
    /// Kinds after all others, in order.
    pub order_last: Vec<Text>,
}
