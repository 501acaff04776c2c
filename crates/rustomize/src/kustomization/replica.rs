//! Items of `replicas`.

use serde::Deserialize;

use super::{Spanned, Text};

/// A number of replicas.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Replica {
    /// The name of the objects.
    pub name: Text,
    /// How many; 0 if absent.
    pub count: Spanned<i64>,
}
