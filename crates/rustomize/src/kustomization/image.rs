//! Items of `images`.

use serde::Deserialize;

use super::Text;

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
