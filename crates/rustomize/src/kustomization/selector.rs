//! Which objects are meant.

use serde::Deserialize;

use super::{FieldOptions, Text};

/// Chooses objects by regular expressions over their ids and by selectors over labels and annotations.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename = "Selector|group,version,kind,name,namespace", default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Selector {
    /// API group.
    pub group: Text,
    /// API version.
    pub version: Text,
    /// Kind.
    pub kind: Text,
    /// Name.
    pub name: Text,
    /// Namespace.
    pub namespace: Text,
    /// Labels, in Kubernetes' syntax.
    pub label_selector: Text,
    /// Annotations, in the syntax of label selectors.
    pub annotation_selector: Text,
}

/// Chooses the one object, and its field, that a replacement takes its value from. Texts are exact.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename = "SourceSelector|group,version,kind,name,namespace", default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct SourceSelector {
    /// API group.
    pub group: Text,
    /// API version.
    pub version: Text,
    /// Kind.
    pub kind: Text,
    /// Name.
    pub name: Text,
    /// Namespace.
    pub namespace: Text,
    /// The field; `metadata.name` if empty.
    pub field_path: Text,
    /// Which part of the value is taken.
    pub options: Option<FieldOptions>,
}
