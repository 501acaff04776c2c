//! Items of `vars`.

use serde::Deserialize;

use super::Text;

/// A name for the value of a field.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Var {
    /// The name, as in `$(NAME)`.
    pub name: Text,
    /// The object.
    pub objref: Target,
    /// The field.
    pub fieldref: FieldSelector,
}

/// The object of a var.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename = "Target|group,version,kind", default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Target {
    /// API group and version.
    pub api_version: Text,
    /// API group.
    pub group: Text,
    /// API version.
    pub version: Text,
    /// Kind.
    pub kind: Text,
    /// Name.
    pub name: Text,
    /// Namespace; any if empty.
    pub namespace: Text,
}

/// The field of a var.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct FieldSelector {
    /// The path; `metadata.name` if empty.
    pub field_path: Text,
}
