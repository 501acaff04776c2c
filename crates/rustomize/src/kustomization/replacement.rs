//! Items of `replacements`.

use serde::{Deserialize, Deserializer};

use super::{Selector, SourceSelector, Spanned, Text};
use crate::diag::{Code, Diagnostic, Result};
use crate::yaml::Node;
use crate::yaml::de::{Mode, from_node};

/// One item of `replacements`: a replacement, or the path of a file with some.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "Written")]
#[non_exhaustive]
pub struct ReplacementField {
    /// The file; empty if the replacement stands here.
    pub path: Text,
    /// The replacement that stands here.
    pub replacement: Replacement,
}

#[derive(Default, Deserialize)]
#[serde(rename = "ReplacementField|source,sourceValue,targets", default, rename_all = "camelCase")]
struct Written {
    path: Text,
    source: Option<Spanned<SourceSelector>>,
    source_value: Option<Text>,
    targets: Vec<Spanned<TargetSelector>>,
}

impl From<Written> for ReplacementField {
    fn from(written: Written) -> ReplacementField {
        let Written { path, source, source_value, targets } = written;
        ReplacementField { path, replacement: Replacement { source, source_value, targets } }
    }
}

/// Copies a value to fields.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Replacement {
    /// Where the value comes from.
    pub source: Option<Spanned<SourceSelector>>,
    /// The value itself.
    pub source_value: Option<Text>,
    /// Where it goes.
    pub targets: Vec<Spanned<TargetSelector>>,
}

impl Replacement {
    /// Decodes a file with one replacement or a list of them. Unknown fields are ignored there.
    ///
    /// # Errors
    /// The file holds neither; or a value has the wrong type.
    pub fn decode_file(node: &Node) -> Result<Vec<Spanned<Replacement>>> {
        if node.items().is_some() {
            from_node(node, Mode::PLUGIN)
        } else if node.as_mapping().is_some() {
            from_node(node, Mode::PLUGIN).map(|one| vec![one])
        } else {
            Err(Diagnostic::error(
                Code::WrongType,
                "a file of replacements holds one replacement or a list of them",
            )
            .at(node.span)
            .upstream("unsupported replacement type encountered within replacement path: invalid"))
        }
    }
}

/// The fields a value goes to.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct TargetSelector {
    /// The objects.
    pub select: Option<Spanned<Selector>>,
    /// Those of them that are left out.
    #[serde(deserialize_with = "no_nulls")]
    pub reject: Vec<Spanned<Selector>>,
    /// The fields; `metadata.name` if there are none.
    pub field_paths: Vec<Text>,
    /// How the value is put there.
    pub options: Option<FieldOptions>,
}

/// kustomize crashes on a null selector.
fn no_nulls<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Spanned<Selector>>, D::Error> {
    let list: Vec<Option<Spanned<Selector>>> = Deserialize::deserialize(deserializer)?;
    let all: Option<Vec<_>> = list.into_iter().collect();
    all.ok_or_else(|| serde::de::Error::custom("`reject` must not hold null"))
}

/// Parts of a value.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FieldOptions {
    /// What the parts are split at; empty for no parts.
    pub delimiter: Text,
    /// Which part.
    pub index: Spanned<i64>,
    /// Accepted, and of no effect.
    pub encoding: Text,
    /// Make the field if it is missing.
    pub create: bool,
}
