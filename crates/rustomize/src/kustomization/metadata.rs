//! `metadata` of a kustomization file.

use serde::Deserialize;

use super::{Pairs, Text};

/// The metadata a kustomization file may have. It has no effect on the output.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ObjectMeta {
    /// A name.
    pub name: Text,
    /// A namespace.
    pub namespace: Text,
    /// Labels.
    pub labels: Pairs,
    /// Annotations.
    pub annotations: Pairs,
}
