//! OpenAPI v2 documents (`openapi.path`) and the single schemas that comments carry.

mod extensions;

use std::borrow::Cow;
use std::collections::HashMap;

use ecow::EcoString;

use super::MergeKeys;
use crate::diag::{Code, Diagnostic, Result};
use crate::source::Span;
use crate::yaml::{Mapping, Node, Tag};
use extensions::{Merge, is_array, kind_key, kinds_of, merge, scope_key};

/// What an OpenAPI document says that merging and scope need.
#[derive(Debug, Default)]
pub(in crate::schema) struct Document {
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

/// One schema in its document or fragment.
#[derive(Clone, Copy, Debug)]
pub(in crate::schema) struct Ref<'a> {
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

    pub(in crate::schema) fn reference(self) -> Option<&'a str> {
        self.part().reference.as_deref()
    }

    pub(in crate::schema) fn field(self, name: &str) -> Option<Ref<'a>> {
        let part = self.part();
        part.properties.get(name).copied().or(part.additional).map(|at| self.to(at))
    }

    pub(in crate::schema) fn elements(self) -> Option<Ref<'a>> {
        let part = self.part();
        part.items.filter(|_| part.array).map(|at| self.to(at))
    }

    pub(in crate::schema) fn merge(self) -> Result<Option<MergeKeys<'a>>> {
        match &self.part().merge {
            Merge::No => Ok(None),
            Merge::By(keys) => Ok(Some(keys)),
            Merge::Malformed(span, what) => Err(wrong(*span, *what)),
        }
    }
}

impl Document {
    /// Reads a parsed document. Unknown fields are ignored.
    pub(in crate::schema) fn read(node: &Node) -> Result<Document> {
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

    pub(in crate::schema) fn kind(&self, api_version: &str, kind: &str) -> Option<Ref<'_>> {
        let at = *self.kinds.get(&kind_key(api_version, kind))?;
        Some(Ref { parts: &self.parts, at })
    }

    pub(in crate::schema) fn is_namespaced(&self, api_version: &str, kind: &str) -> Option<bool> {
        self.namespaced.get(&kind_key(api_version, kind)).copied()
    }

    /// Follows `#/definitions/NAME` and further down; references in between are not followed.
    pub(in crate::schema) fn pointer(&self, pointer: &str) -> Option<Ref<'_>> {
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

    pub(in crate::schema) fn root(&self) -> Ref<'_> {
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

/// The pairs of a map below a map; no map and null give none.
fn pairs<'a>(node: &'a Node, field: &str) -> Result<impl Iterator<Item = (&'a EcoString, &'a Node)>> {
    let map = match node.is_null() {
        true => None,
        false => require_map(node, "an OpenAPI document")?.get(field).filter(|value| !value.is_null()),
    };
    let entries = match map {
        Some(value) => require_map(value, &format!("`{field}`"))?.entries(),
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
