//! Items of `images` and `replicas`.

use serde::Deserialize;

use super::{Spanned, Text};

/// A change of an image. Empty parts change nothing.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Image {
    /// The name to look for, without tag.
    pub name: Text,
    /// The new name.
    pub new_name: Text,
    /// What goes after the tag.
    pub tag_suffix: Text,
    /// The new tag.
    pub new_tag: Text,
    /// The new digest.
    pub digest: Text,
}

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
