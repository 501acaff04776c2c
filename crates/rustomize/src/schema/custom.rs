//! OpenAPI v2 documents (`openapi.path`) and the single schemas that comments carry.

use std::borrow::Cow;
use std::collections::HashMap;

use ecow::EcoString;

use super::MergeKeys;
use crate::diag::{Code, Diagnostic, Result};
use crate::source::Span;
use crate::yaml::{Data, Mapping, Node, Tag};

const GVK: &str = "x-kubernetes-group-version-kind";
const STRATEGY: &str = "x-kubernetes-patch-strategy";
const MERGE_KEY: &str = "x-kubernetes-patch-merge-key";
const MAP_KEYS: &str = "x-kubernetes-list-map-keys";

/// What an OpenAPI document says that merging and scope need.
#[derive(Debug, Default)]
pub(super) struct Document {
    parts: Parts,
    definitions: HashMap<EcoString, u32>,
    /// By apiVersion and kind, the two joined by a space.
    kinds: HashMap<EcoString, u32>,
    namespaced: HashMap<EcoString, bool>,
}

/// A schema of its own, outside of any document: what a comment on a field holds.
#[derive(Debug)]
pub struct Fragment {
    parts: Parts,
    root: u32,
}

/// Schemas that point to each other by their position.
#[derive(Debug, Default)]
struct Parts(Vec<Part>);

#[derive(Debug, Default)]
struct Part {
    reference: Option<EcoString>,
    properties: HashMap<EcoString, u32>,
    additional: Option<u32>,
    items: Option<u32>,
    array: bool,
    merge: Merge,
}

/// How a list is merged.
#[derive(Debug, Default)]
enum Merge {
    #[default]
    No,
    By(Vec<Cow<'static, str>>),
    /// An extension has the wrong type, or there is one schema for each element.
    Malformed(Span, &'static str),
}

/// One schema in its document or fragment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ref<'a> {
    parts: &'a Parts,
    at: u32,
}

impl<'a> Ref<'a> {
    fn part(self) -> &'a Part {
        &self.parts.0[self.at as usize]
    }

    fn to(self, at: u32) -> Ref<'a> {
        Ref { parts: self.parts, at }
    }

    pub(super) fn reference(self) -> Option<&'a str> {
        self.part().reference.as_deref()
    }

    pub(super) fn field(self, name: &str) -> Option<Ref<'a>> {
        let part = self.part();
        part.properties.get(name).copied().or(part.additional).map(|at| self.to(at))
    }

    pub(super) fn elements(self) -> Option<Ref<'a>> {
        let part = self.part();
        part.items.filter(|_| part.array).map(|at| self.to(at))
    }

    pub(super) fn merge(self) -> Result<Option<MergeKeys<'a>>> {
        match &self.part().merge {
            Merge::No => Ok(None),
            Merge::By(keys) => Ok(Some(keys)),
            Merge::Malformed(span, what) => Err(wrong(*span, *what)),
        }
    }
}

impl Document {
    /// Reads a parsed document. Unknown fields are ignored.
    pub(super) fn read(node: &Node) -> Result<Document> {
        let mut document = Document::default();
        for (name, schema) in pairs(node, "definitions")? {
            let at = document.parts.add(schema)?;
            document.definitions.insert(name.clone(), at);
            for key in kinds_of(schema)? {
                document.kinds.insert(key, at);
            }
        }
        for (path, item) in pairs(node, "paths")? {
            require_map(item, "a path")?;
            if let Some(key) = path.starts_with('/').then(|| scope_key(item)).flatten() {
                let namespaced = path.contains("namespaces/{namespace}");
                *document.namespaced.entry(key).or_insert(namespaced) |= namespaced;
            }
        }
        Ok(document)
    }

    pub(super) fn kind(&self, api_version: &str, kind: &str) -> Option<Ref<'_>> {
        let at = *self.kinds.get(&kind_key(api_version, kind))?;
        Some(Ref { parts: &self.parts, at })
    }

    pub(super) fn is_namespaced(&self, api_version: &str, kind: &str) -> Option<bool> {
        self.namespaced.get(&kind_key(api_version, kind)).copied()
    }

    /// Follows `#/definitions/NAME` and further down; references in between are not followed.
    pub(super) fn pointer(&self, pointer: &str) -> Option<Ref<'_>> {
        let mut steps = pointer.strip_prefix("#/definitions/")?.split('/').map(unescape);
        let at = *self.definitions.get(steps.next()?.as_ref())?;
        let mut node = Ref { parts: &self.parts, at };
        while let Some(step) = steps.next() {
            let part = node.part();
            let at = match step.as_ref() {
                "properties" => part.properties.get(steps.next()?.as_ref()).copied(),
                "items" => part.items,
                "additionalProperties" => part.additional,
                _ => None,
            };
            node = node.to(at?);
        }
        Some(node)
    }
}

impl Fragment {
    /// Reads a schema that stands alone.
    ///
    /// # Errors
    /// A part that is read has the wrong shape.
    pub fn read(node: &Node) -> Result<Fragment> {
        let mut parts = Parts::default();
        let root = parts.add(node)?;
        Ok(Fragment { parts, root })
    }

    pub(super) fn root(&self) -> Ref<'_> {
        Ref { parts: &self.parts, at: self.root }
    }
}

impl Parts {
    fn add(&mut self, node: &Node) -> Result<u32> {
        if node.is_null() {
            return Ok(self.push(Part::default()));
        }
        let map = require_map(node, "a schema")?;
        let mut properties = HashMap::new();
        for (name, schema) in pairs(node, "properties")? {
            properties.insert(name.clone(), self.add(schema)?);
        }
        let part = Part {
            reference: map.get("$ref").and_then(text).cloned(),
            properties,
            additional: self.additional(map)?,
            items: self.items(map)?,
            array: is_array(map)?,
            merge: merge(map),
        };
        Ok(self.push(part))
    }

    fn push(&mut self, part: Part) -> u32 {
        self.0.push(part);
        (self.0.len() - 1) as u32
    }

    fn additional(&mut self, map: &Mapping) -> Result<Option<u32>> {
        match map.get("additionalProperties") {
            None => Ok(None),
            Some(node) if node.as_scalar().is_some_and(|s| matches!(s.tag, Tag::Bool | Tag::Null)) => {
                Ok(None)
            }
            Some(node) => self.add(node).map(Some),
        }
    }

    /// Only one schema for all elements counts.
    fn items(&mut self, map: &Mapping) -> Result<Option<u32>> {
        match map.get("items") {
            Some(node) if node.as_mapping().is_some() => self.add(node).map(Some),
            _ => Ok(None),
        }
    }
}

/// Whether `type` is `array` and nothing else.
fn is_array(map: &Mapping) -> Result<bool> {
    let Some(node) = map.get("type") else { return Ok(false) };
    let types = match &node.data {
        Data::Sequence(list) => list.items.as_slice(),
        _ if node.is_null() => &[],
        _ => std::slice::from_ref(node),
    };
    if let Some(odd) = types.iter().find(|t| text(t).is_none()) {
        return Err(wrong(odd.span, "`type` must be a string or a list of strings"));
    }
    Ok(matches!(types, [only] if only.text() == Some("array")))
}

/// The strategy and keys of a schema; what is malformed matters only if a list is merged by it.
fn merge(map: &Mapping) -> Merge {
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
fn kinds_of(schema: &Node) -> Result<Vec<EcoString>> {
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
fn scope_key(item: &Node) -> Option<EcoString> {
    let entry = item.at(&["get", GVK])?.as_mapping()?;
    Some(gvk_key(entry, entry.get("version").and_then(text)?, entry.get("kind").and_then(text)?))
}

fn gvk_key(entry: &Mapping, version: &str, kind: &str) -> EcoString {
    match entry.get("group").and_then(text).map_or("", EcoString::as_str) {
        "" => kind_key(version, kind),
        group => ecow::eco_format!("{group}/{version} {kind}"),
    }
}

fn kind_key(api_version: &str, kind: &str) -> EcoString {
    ecow::eco_format!("{api_version} {kind}")
}

/// The pairs of a map below a map; no map and null give none.
fn pairs<'a>(node: &'a Node, field: &str) -> Result<impl Iterator<Item = (&'a EcoString, &'a Node)>> {
    let map = match node.is_null() {
        true => None,
        false => require_map(node, "an OpenAPI document")?.get(field).filter(|value| !value.is_null()),
    };
    let entries = match map {
        Some(value) => require_map(value, &format!("`{field}`"))?.entries.as_slice(),
        None => &[],
    };
    Ok(entries.iter().filter_map(|e| Some((&e.key.as_scalar()?.text, &e.value))))
}

fn require_map<'a>(node: &'a Node, what: &str) -> Result<&'a Mapping> {
    node.as_mapping().ok_or_else(|| wrong(node.span, format!("{what} must be a map")))
}

/// The text of a string, quoted or not.
fn text(node: &Node) -> Option<&EcoString> {
    node.as_scalar().filter(|s| matches!(s.tag, Tag::Str | Tag::Timestamp)).map(|s| &s.text)
}

fn owned(node: &Node) -> Option<Cow<'static, str>> {
    text(node).map(|text| Cow::Owned(text.to_string()))
}

fn unescape(step: &str) -> Cow<'_, str> {
    match step.contains('~') {
        true => Cow::Owned(step.replace("~1", "/").replace("~0", "~")),
        false => Cow::Borrowed(step),
    }
}

fn wrong(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::Schema, message).at(span)
}
