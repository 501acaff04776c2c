//! JSON patches (RFC 6902) as kustomize applies them.
//!
//! The object goes through JSON on the way (see [`to_json`](crate::yaml::to_json) and [`from_json`]): a patch changes
//! more than it says.
//! Deviations from the RFC: the part of a path before the first `/` is ignored; indexes may be negative and have
//! signs and leading zeros; the whole document cannot be the target of `add`, `remove`, `move` and `copy`; `test`
//! compares the text of numbers (`1.0` is not `1`), takes a missing key for null, and finds two nulls in lists
//! different.
//!
//! Internal bookkeeping is not looked at: in `patches`, kustomize has made `metadata.annotations` exist before;
//! doing that, and checking that the result still is an object with a name, are the caller's.

mod apply;
mod error;
mod pointer;

use ecow::EcoString;

use crate::diag::Result;
use crate::resource::leads_to_bookkeeping;
use crate::source::{SourceId, Span};
use crate::yaml::json::write_string;
use crate::yaml::{
    Data, Node, become_json, come_from_json, config_to_json, from_json, json_to_json, parse_json,
};
use pointer::Pointer;

/// A JSON patch whose form has been checked.
#[derive(Clone, Debug)]
pub struct JsonPatch {
    operations: Vec<Operation>,
}

#[derive(Clone, Debug)]
struct Operation {
    span: Span,
    action: Action,
}

#[derive(Clone, Debug)]
enum Action {
    Add { path: Pointer, value: Node },
    Remove { path: Pointer },
    Replace { path: Pointer, value: Node },
    Move { from: Pointer, path: Pointer },
    Copy { from: Pointer, path: Pointer },
    Test { path: Pointer, value: Node },
}

impl JsonPatch {
    /// Reads a patch written in YAML, that is a text parsed as [configuration](crate::yaml::parse::Dialect::V2).
    ///
    /// # Errors
    /// What is no list of operations: unknown `op`, `path` or `from` that is missing or no string, no `value` where
    /// one is needed. Null and an empty list are patches that do nothing.
    pub fn from_yaml(node: &Node) -> Result<JsonPatch> {
        JsonPatch::read(&config_to_json(node).map_err(error::unreadable)?)
    }

    /// Reads a patch written in JSON, which starts at an offset of its source.
    ///
    /// # Errors
    /// What is no JSON, and the same as for [`JsonPatch::from_yaml`].
    pub fn from_json_text(text: &str, source: SourceId, offset: usize) -> Result<JsonPatch> {
        let node = parse_json(text, source, offset).map_err(|e| error::syntax(&e, text, source, offset))?;
        let mut node = json_to_json(&node).map_err(error::unreadable)?;
        if source != SourceId::NONE && text.contains(['\\', '<', '>', '&', '\u{2028}', '\u{2029}']) {
            mark_spelling(&mut node, text, offset);
        }
        JsonPatch::read(&node)
    }

    fn read(node: &Node) -> Result<JsonPatch> {
        let items = match &node.data {
            Data::Sequence(list) => list.items(),
            _ if node.is_null() => &[],
            _ => return Err(error::shape(node.span, "a JSON patch must be a list of operations")),
        };
        Ok(JsonPatch { operations: items.iter().map(operation).collect::<Result<_>>()? })
    }

    /// Whether there is nothing to do; then the object does not even go through JSON.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// Whether it reads or writes annotations that a build keeps its bookkeeping in, or a map that holds them.
    pub(crate) fn reaches_bookkeeping(&self) -> bool {
        let reaches = |path: &Pointer| leads_to_bookkeeping(path.steps.iter().map(EcoString::as_str));
        self.operations.iter().any(|operation| match &operation.action {
            Action::Move { from, path } | Action::Copy { from, path } => reaches(from) || reaches(path),
            Action::Add { path, .. }
            | Action::Remove { path }
            | Action::Replace { path, .. }
            | Action::Test { path, .. } => reaches(path),
        })
    }

    /// The object with all operations applied in order.
    ///
    /// # Errors
    /// An operation that does not fit the object, and objects that JSON cannot hold.
    pub fn apply(&self, object: &Node) -> Result<Node> {
        let mut object = object.clone();
        self.apply_to(&mut object)?;
        Ok(object)
    }

    /// [`apply`](JsonPatch::apply) in place, which spares copies of what is not shared. After an error the object is
    /// of no use.
    pub(crate) fn apply_to(&self, object: &mut Node) -> Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        become_json(object)?;
        for operation in &self.operations {
            apply::apply(object, operation)?;
        }
        come_from_json(object)
    }
}

/// A text as it will come back from JSON, so that this is known each time it is put into an object. A text whose spelling
/// still counts stays as it is.
fn settled(value: Node) -> Node {
    match value.as_scalar() {
        Some(scalar) if scalar.tag == crate::yaml::Tag::Str && !scalar.tagged => {
            from_json(&value).unwrap_or(value)
        }
        _ => value,
    }
}

fn operation(node: &Node) -> Result<Operation> {
    let Some(map) = node.as_mapping() else {
        let error = error::shape(node.span, "an operation of a JSON patch must be a map");
        return Err(error.hint("write it like `- {op: replace, path: /spec/replicas, value: 3}`"));
    };
    let pointer = |field: &str| -> Result<Pointer> {
        let found = map.get(field).ok_or_else(|| error::missing(node.span, field))?;
        let text = found.as_scalar().filter(|s| s.tag == crate::yaml::Tag::Str);
        let pointer = Pointer::new(&text.ok_or_else(|| error::not_text(found, field))?.text, found.span);
        if pointer.room().is_none() { Err(error::deep(found.span)) } else { Ok(pointer) }
    };
    let value = || map.get("value").cloned();
    let written = |path: &Pointer| {
        let value = value().ok_or_else(|| error::missing(node.span, "value"))?;
        if path.takes(&value) { Ok(settled(value)) } else { Err(error::deep(value.span)) }
    };
    let op = map.get("op").ok_or_else(|| error::missing(node.span, "op"))?;
    let action = match op.as_scalar().filter(|s| s.tag == crate::yaml::Tag::Str).map(|s| s.text.as_str()) {
        Some("add") => {
            let path = pointer("path")?;
            Action::Add { value: written(&path)?, path }
        }
        Some("remove") => Action::Remove { path: pointer("path")? },
        Some("replace") => {
            let path = pointer("path")?;
            Action::Replace { value: written(&path)?, path }
        }
        Some("move") => Action::Move { from: pointer("from")?, path: pointer("path")? },
        Some("copy") => Action::Copy { from: pointer("from")?, path: pointer("path")? },
        Some("test") => {
            Action::Test { path: pointer("path")?, value: value().unwrap_or_else(|| Node::null(node.span)) }
        }
        _ => return Err(error::operation(op)),
    };
    Ok(Operation { span: node.span, action })
}

/// Marks strings that are spelled in another way than Go spells them: `test` compares spellings.
///
/// In the JSON form of a tree no scalar has a tag, so `tagged` is free to be the mark; [`from_json`] removes it.
fn mark_spelling(node: &mut Node, text: &str, offset: usize) {
    let span = node.span;
    match &mut node.data {
        Data::Scalar(scalar) if scalar.tag == crate::yaml::Tag::Str => {
            let start = (span.start() as usize).checked_sub(offset);
            let written = start.and_then(|start| text.get(start..)).map(string_at_start);
            let mut canonical = String::new();
            write_string(&scalar.text, &mut canonical);
            scalar.tagged = written.is_some_and(|written| written != canonical);
        }
        Data::Scalar(_) => {}
        Data::Sequence(list) => {
            for item in list.items_mut() {
                mark_spelling(item, text, offset);
            }
        }
        Data::Mapping(map) => {
            for entry in map.entries_mut() {
                mark_spelling(&mut entry.value, text, offset);
            }
        }
    }
}

/// The JSON string that a text starts with, quotes included.
fn string_at_start(text: &str) -> &str {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(stop) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += stop;
        if bytes[at] == b'"' {
            return &text[..=at];
        }
        at += 2;
    }
    text
}

#[cfg(test)]
mod tests;
