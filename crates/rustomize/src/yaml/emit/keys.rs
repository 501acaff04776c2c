//! Keys: how they are printed, in which order, and what kustomize makes of unusual ones.

use super::style::{Shape, Unusual, is_name, shape};
use super::text::{At, push_spaces, write_key, write_value};
use super::{Content, Emitter, Frame, Mark, Slot, order};
use crate::diag::Result;
use crate::source::Span;
use crate::yaml::json;
use crate::yaml::node::{Data, Entry, Mapping, Node, Scalar, Sequence, Style, Tag};
use crate::yaml::refusal::{control_character, duplicate_key, no_scalar_key, refuse, value_error};
use crate::yaml::scalar::{Place, is_string_key, key_text};

/// Longest key, in bytes, that is not written with `?`.
const SIMPLE_KEY: usize = 128;
/// Longest key, in characters of its JSON form, that can be read back.
const READABLE_KEY: usize = 1024;

impl Emitter<'_> {
    /// Prints a key.
    #[inline]
    pub(super) fn key(&mut self, key: &Node, frame: &Frame<'_>) -> Result<Slot> {
        let text = entry_text(key);
        let (indent, in_flow) = (frame.indent, frame.in_flow);
        if is_name(text) {
            self.out.push_str(text);
            return Ok(Slot { column: indent + text.len() + 2, parent: indent, mark: Mark::Colon, in_flow });
        }
        self.unusual_key(
            text,
            key.span,
            Slot { column: indent + 2, parent: indent, mark: Mark::LongColon, in_flow },
        )
    }

    fn unusual_key(&mut self, text: &str, span: Span, slot: Slot) -> Result<Slot> {
        let shape = self.key_shape(text, span)?;
        let indent = slot.parent;
        if shape.breaks || text.len() > SIMPLE_KEY {
            self.out.push_str("? ");
            write_value(text, shape, At { column: indent + 2, indent: indent + 2 }, self.out);
            push_spaces(indent, self.out);
            return Ok(slot);
        }
        let start = self.out.len();
        write_key(text, shape.look, self.out);
        let written = &self.out[start..];
        let width = if shape.ascii { written.len() } else { written.chars().count() };
        Ok(Slot { column: indent + width + 2, mark: Mark::Colon, ..slot })
    }

    #[inline]
    fn key_shape(&self, text: &str, span: Span) -> Result<Shape> {
        let unreadable = "yaml: did not find expected ',' or '}'";
        if text.len() > SIMPLE_KEY && json::width(text) > READABLE_KEY {
            return Err(refuse(span, "a key of more than 1022 characters cannot be printed", unreadable));
        }
        shape(text).map_err(|unusual| match unusual {
            Unusual::Control(c) => control_character(c, span),
            Unusual::NextLine => {
                refuse(span, "a key with the line break U+0085 cannot be printed", unreadable)
            }
        })
    }

    /// Checks the keys of a map and finds their order.
    pub(super) fn entries_of<'n>(&mut self, map: &'n Mapping, place: Place) -> Result<Content<'n>> {
        let entries = map.entries();
        for entry in entries {
            let Data::Scalar(key) = &entry.key.data else { return Err(no_scalar_key(&entry.key, place.top)) };
            if !is_string_key(key) {
                let text = key_text(key, place).map_err(|error| value_error(&error, entry.key.span))?;
                self.changes_keys |= key.tag == Tag::Str && text != key.text.as_str();
            }
        }
        let Some(unsorted) = order::first_unsorted(entries.iter().map(|entry| entry_text(&entry.key))) else {
            return Ok(Content::Entries { entries, sorted: None });
        };
        let start = self.order.len();
        self.order.extend(0..entries.len() as u32);
        let text_at = |at: u32| entry_text(&entries[at as usize].key);
        match order::sort(&mut self.order[start..], unsorted, &mut self.spare, text_at) {
            Ok(()) => Ok(Content::Entries { entries, sorted: Some(start) }),
            Err((first, second)) => {
                Err(duplicate_key(&entries[first as usize].key, &entries[second as usize].key))
            }
        }
    }
}

/// The text of a key that was checked to be a scalar.
#[inline]
fn entry_text(key: &Node) -> &str {
    key.text().unwrap_or_default()
}

/// The top map with its `!!binary` keys decoded, if it has any: there, and only there, they are allowed.
pub(super) fn decode_binary_keys(map: &Mapping) -> Option<Node> {
    let is_binary = |entry: &Entry| entry.key.as_scalar().is_some_and(|key| key.tag == Tag::Binary);
    if !map.entries().iter().any(is_binary) {
        return None;
    }
    let (mut map, in_flow) = (map.clone(), map.flow());
    for entry in map.entries_mut() {
        let decoded = entry.key.as_scalar().filter(|key| key.tag == Tag::Binary).and_then(|key| {
            let text = key_text(key, Place { top: true, in_flow }).ok()?;
            Some(Node::scalar(
                Scalar { style: Style::DoubleQuoted, ..Scalar::string(text.as_ref()) },
                entry.key.span,
            ))
        });
        if let Some(decoded) = decoded {
            entry.key = decoded;
        }
    }
    Some(Node { span: Span::NONE, data: Data::Mapping(map) })
}

/// The tree with all keys as they read once kustomize has written them. Few trees have one that changes.
pub(super) fn read_back_keys(node: &Node, in_flow: bool) -> Node {
    let data = match &node.data {
        Data::Scalar(_) => return node.clone(),
        Data::Sequence(list) => {
            let in_flow = in_flow || list.flow();
            let items = list.items().iter().map(|item| read_back_keys(item, in_flow));
            Data::Sequence(Sequence::collect(items, list.flow()))
        }
        Data::Mapping(map) => {
            let in_flow = in_flow || map.flow();
            let entries = map.entries().iter().map(|entry| Entry {
                key: read_back_key(&entry.key, in_flow),
                value: read_back_keys(&entry.value, in_flow),
            });
            Data::Mapping(Mapping::collect(entries, map.flow()))
        }
    };
    Node { span: node.span, data }
}

fn read_back_key(key: &Node, in_flow: bool) -> Node {
    let changed = key.as_scalar().filter(|scalar| scalar.tag == Tag::Str && !is_string_key(scalar));
    match changed.map(|scalar| key_text(scalar, Place { top: false, in_flow })) {
        Some(Ok(text)) => {
            Node::scalar(Scalar { style: Style::DoubleQuoted, ..Scalar::string(text.as_ref()) }, key.span)
        }
        _ => key.clone(),
    }
}
