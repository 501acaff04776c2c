//! The fields of a schema that kustomize looks at: the type, how lists are merged, the kinds it describes.

use std::borrow::Cow;

use ecow::EcoString;

use super::{owned, text, wrong};
use crate::diag::Result;
use crate::source::Span;
use crate::yaml::{Data, Mapping, Node};

const GVK: &str = "x-kubernetes-group-version-kind";
const STRATEGY: &str = "x-kubernetes-patch-strategy";
const MERGE_KEY: &str = "x-kubernetes-patch-merge-key";
const MAP_KEYS: &str = "x-kubernetes-list-map-keys";

/// How a list is merged.
#[derive(Debug, Default)]
pub(super) enum Merge {
    #[default]
    No,
    By(Vec<Cow<'static, str>>),
    /// An extension has the wrong type, or there is one schema for each element.
    Malformed(Span, &'static str),
}

/// Whether `type` is `array` and nothing else.
pub(super) fn is_array(map: &Mapping) -> Result<bool> {
    let Some(node) = map.get("type") else { return Ok(false) };
    let types = match &node.data {
        Data::Sequence(list) => list.items(),
        _ if node.is_null() => &[],
        _ => std::slice::from_ref(node),
    };
    if let Some(odd) = types.iter().find(|t| text(t).is_none()) {
        return Err(wrong(odd.span, "`type` must be a string or a list of strings"));
    }
    Ok(matches!(types, [only] if only.text() == Some("array")))
}

/// The strategy and keys of a schema; what is malformed matters only if a list is merged by it.
pub(super) fn merge(map: &Mapping) -> Merge {
    let Some(strategy) = map.get(STRATEGY) else { return Merge::No };
    let Some(strategies) = text(strategy) else {
        return Merge::Malformed(strategy.span, "`x-kubernetes-patch-strategy` must be a string");
    };
    let merge_key = map.get(MERGE_KEY);
    if let Some(odd) = merge_key.filter(|key| text(key).is_none()) {
        return Merge::Malformed(odd.span, "`x-kubernetes-patch-merge-key` must be a string");
    }
    if !strategies.split(',').any(|strategy| strategy == "merge") {
        return Merge::No;
    }
    if let Some(items) = map.get("items").filter(|items| items.items().is_some()) {
        return Merge::Malformed(items.span, "`items` must be one schema");
    }
    let keys = match map.get(MAP_KEYS) {
        Some(keys) => keys.items().and_then(|keys| keys.iter().map(owned).collect::<Option<_>>()),
        None => Some(merge_key.and_then(owned).into_iter().collect()),
    };
    match keys {
        Some(keys) => Merge::By(keys),
        None => Merge::Malformed(
            map.get(MAP_KEYS).map_or(Span::NONE, |k| k.span),
            "`x-kubernetes-list-map-keys` must be a list of strings",
        ),
    }
}

/// The kinds a definition describes. Anything but a list of maps describes none.
pub(super) fn kinds_of(schema: &Node) -> Result<Vec<EcoString>> {
    let list = schema.get(GVK).and_then(Node::items).unwrap_or_default();
    let mut keys = Vec::new();
    for entry in list.iter().filter_map(Node::as_mapping) {
        let part = |name| {
            let part = entry.get(name).and_then(text);
            part.ok_or_else(|| {
                wrong(schema.span, "`x-kubernetes-group-version-kind` needs `version` and `kind` as strings")
            })
        };
        keys.push(gvk_key(entry, part("version")?, part("kind")?));
    }
    Ok(keys)
}

/// The kind that the GET operation of a path returns.
pub(super) fn scope_key(item: &Node) -> Option<EcoString> {
    let entry = item.at(&["get", GVK])?.as_mapping()?;
    Some(gvk_key(entry, entry.get("version").and_then(text)?, entry.get("kind").and_then(text)?))
}

fn gvk_key(entry: &Mapping, version: &str, kind: &str) -> EcoString {
    match entry.get("group").and_then(text).map_or("", EcoString::as_str) {
        "" => kind_key(version, kind),
        group => ecow::eco_format!("{group}/{version} {kind}"),
    }
}

pub(super) fn kind_key(api_version: &str, kind: &str) -> EcoString {
    ecow::eco_format!("{api_version} {kind}")
}
