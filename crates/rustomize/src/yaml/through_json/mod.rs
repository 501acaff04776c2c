//! What going through JSON does to a tree: kustomize sends every object through it that a JSON patch is applied to.
//!
//! [`to_json`] is the way in: all values become those that JSON has. [`from_json`] is the way back: numbers become
//! floats and are written as go-yaml v3 writes them (`1000000` as `1e+06`), strings lose their quotes unless they
//! need them, flow style and schema comments are gone. Both share with the old tree what does not change.

mod back;
mod rebuilt;
mod unique;

use std::borrow::Cow;

use super::emit::prints_as_written;
use super::float::write_json;
use super::marks::{Facts, Mark, Marks};
use super::node::{Data, Entry, Mapping, Node, Scalar, Sequence, Style, Tag};
use super::refusal::{duplicate_key, no_scalar_key, not_finite, value_error};
use super::scalar::{Place, Value, ValueError, config_value, is_string_key, key_text};
use crate::diag::Result;
pub(crate) use back::come_from_json;
pub use back::from_json;
use rebuilt::Rebuilt;
use unique::{last_ones, repeated};

/// An object of a manifest as JSON: numbers in JSON's form, dates as text, no tags.
///
/// # Errors
/// What cannot be printed either: infinities, values that do not fit their tag, repeated keys, keys that are no
/// strings.
pub fn to_json(node: &Node) -> Result<Node> {
    let mut json = node.clone();
    become_json(&mut json)?;
    Ok(json)
}

/// [`to_json`] in place.
pub(crate) fn become_json(node: &mut Node) -> Result<()> {
    let walk = ToJson { from: From::Manifest };
    if let Some(json) = walk.node(node, false, true)? {
        *node = json;
    }
    Ok(())
}

/// The same for a text read as configuration (go-yaml v2): dates stay as written, of repeated keys the last counts,
/// keys may be numbers and booleans.
///
/// # Errors
/// Infinities, values that do not fit their tag, keys that are null or no scalars.
pub fn config_to_json(node: &Node) -> Result<Node> {
    let walk = ToJson { from: From::Config };
    Ok(walk.node(node, false, true)?.unwrap_or_else(|| node.clone()))
}

/// The same for a text read as JSON: numbers stay as written, of repeated keys the last counts.
///
/// # Errors
/// Numbers beyond the range of a float.
pub fn json_to_json(node: &Node) -> Result<Node> {
    let walk = ToJson { from: From::Json };
    Ok(walk.node(node, false, true)?.unwrap_or_else(|| node.clone()))
}

/// What is known of a value that goes into an object: a change that puts it there keeps these facts of the collections
/// around it.
pub(crate) fn known_of(value: &Node) -> Facts {
    match &value.data {
        Data::Sequence(list) => list.marks().facts(),
        Data::Mapping(map) => map.marks().facts(),
        Data::Scalar(_) => {
            let walk = ToJson { from: From::Manifest };
            let is_json = matches!(walk.node(value, false, false), Ok(None));
            let is_back = matches!(back::back(value), Ok(None));
            let facts = if is_json { Facts::NONE.with(Mark::IsJson) } else { Facts::NONE };
            if is_back { facts.with(Mark::FromJson) } else { facts }
        }
    }
}

struct ToJson {
    from: From,
}

/// What a tree was read as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    /// An object, by go-yaml v3.
    Manifest,
    /// Configuration, by go-yaml v2.
    Config,
    /// JSON.
    Json,
}

/// A tree that changes: `None` stands for the old one.
type Changed = Option<Node>;

impl ToJson {
    /// This and [`mapping`](ToJson::mapping) call each other once for each level: they hold as little as they can.
    fn node(&self, node: &Node, in_flow: bool, top: bool) -> Result<Changed> {
        match &node.data {
            Data::Scalar(scalar) if scalar.tag == Tag::Str && self.keeps_text(scalar) => Ok(None),
            Data::Scalar(scalar) if prints_as_written(scalar) => Ok(None),
            Data::Scalar(scalar) => self.scalar(scalar, node, in_flow),
            Data::Sequence(list) if self.is_known(list.marks(), in_flow) => Ok(None),
            Data::Mapping(map) if self.is_known(map.marks(), in_flow) => Ok(None),
            Data::Sequence(list) => self.sequence(list, node, in_flow),
            Data::Mapping(map) => self.mapping(map, node, in_flow, top),
        }
    }

    /// Whether it is known that a collection stays as it is. That depends on the flow style around it, and mostly
    /// there is none.
    fn is_known(&self, marks: &Marks, in_flow: bool) -> bool {
        self.is_noted(in_flow) && marks.has(Mark::IsJson)
    }

    fn is_noted(&self, in_flow: bool) -> bool {
        self.from == From::Manifest && !in_flow
    }

    fn sequence(&self, list: &Sequence, node: &Node, around: bool) -> Result<Changed> {
        let in_flow = around || list.flow();
        let mut items = Rebuilt::of(list.items());
        for item in list.items() {
            items.next(self.node(item, in_flow, false))?;
        }
        let items = items.end();
        if items.is_none() && self.is_noted(around) {
            list.marks().note(Mark::IsJson);
        }
        Ok(items.map(|items| sequence(node, items, list.flow())))
    }

    fn mapping(&self, map: &Mapping, node: &Node, around: bool, top: bool) -> Result<Changed> {
        let in_flow = around || map.flow();
        let mut entries = Rebuilt::of(map.entries());
        for entry in map.entries() {
            let key = self.key(&entry.key, Place { top, in_flow })?;
            entries.next_entry(key, self.node(&entry.value, in_flow, false))?;
        }
        let entries = self.unique(map, entries.end())?;
        if entries.is_none() && self.is_noted(around) {
            map.marks().note(Mark::IsJson);
        }
        Ok(entries.map(|entries| mapping(node, entries, map.flow())))
    }

    /// The entries without repetitions.
    fn unique(&self, map: &Mapping, entries: Option<Vec<Entry>>) -> Result<Option<Vec<Entry>>> {
        let current = entries.as_deref().unwrap_or(map.entries());
        let unique = match repeated(current) {
            Some((first, second)) if self.from == From::Manifest => return Err(duplicate_key(first, second)),
            Some(_) => Some(last_ones(current)),
            None => None,
        };
        Ok(unique.or(entries))
    }

    /// Whether a string stays as it is: those of objects are written and read back before they become JSON.
    fn keeps_text(&self, scalar: &Scalar) -> bool {
        self.from != From::Manifest || scalar.is_read_back_as_is()
    }

    fn scalar(&self, scalar: &Scalar, node: &Node, in_flow: bool) -> Result<Changed> {
        let value = match self.from {
            From::Manifest => scalar.value(in_flow),
            From::Config => config(scalar),
            From::Json => return json_scalar(scalar, node),
        };
        let (tag, text): (Tag, Cow<'_, str>) = match value.map_err(|error| value_error(&error, node.span))? {
            Value::Null => (Tag::Null, "null".into()),
            Value::Bool(true) => (Tag::Bool, "true".into()),
            Value::Bool(false) => (Tag::Bool, "false".into()),
            Value::Int(number) => (Tag::Int, number.to_string().into()),
            Value::UInt(number) => (Tag::Int, number.to_string().into()),
            Value::Float(number) if !number.is_finite() => return Err(not_finite(number, node.span)),
            Value::Float(number) => (Tag::Float, json_text(number).into()),
            Value::String(text) => (Tag::Str, text),
        };
        let same =
            scalar.tag == tag && scalar.text == *text && scalar.style == Style::Plain && !scalar.tagged;
        Ok((!same).then(|| Node::plain(text.as_ref(), tag, node.span)))
    }

    fn key(&self, key: &Node, place: Place) -> Result<Changed> {
        let Some(scalar) = key.as_scalar() else { return Err(no_scalar_key(key, place.top)) };
        if is_string_key(scalar) || (self.from != From::Manifest && scalar.tag == Tag::Str) {
            return Ok(None);
        }
        let text = if self.from == From::Manifest { key_text(scalar, place) } else { config_key(scalar) };
        let text = text.map_err(|error| value_error(&error, key.span))?;
        let scalar = Scalar { style: Style::DoubleQuoted, ..Scalar::string(text.as_ref()) };
        Ok(Some(Node::scalar(scalar, key.span)))
    }
}

fn json_scalar(scalar: &Scalar, node: &Node) -> Result<Changed> {
    match scalar.text.parse::<f64>() {
        Ok(number) if scalar.tag != Tag::Str && !number.is_finite() => Err(not_finite(number, node.span)),
        _ => Ok(None),
    }
}

/// The value of a scalar in go-yaml v2.
fn config(scalar: &Scalar) -> Result<Value<'_>, ValueError> {
    let mismatch = |found| {
        let text = scalar.text.to_string();
        ValueError::Mismatch { text, found, wanted: scalar.tag }
    };
    match scalar.tag {
        Tag::Str | Tag::Other | Tag::Merge | Tag::Timestamp => {
            Ok(Value::String(Cow::Borrowed(scalar.text.as_str())))
        }
        Tag::Binary => scalar.value(false),
        Tag::Null => Ok(Value::Null),
        Tag::Bool | Tag::Int | Tag::Float => match (config_value(&scalar.text), scalar.tag) {
            (value @ Value::Bool(_), Tag::Bool) => Ok(value),
            (value @ (Value::Int(_) | Value::UInt(_)), Tag::Int | Tag::Float) => Ok(value),
            (value @ Value::Float(_), Tag::Float) => Ok(value),
            _ => Err(mismatch(Tag::Str)),
        },
    }
}

fn config_key(scalar: &Scalar) -> Result<Cow<'_, str>, ValueError> {
    Ok(match config(scalar)? {
        Value::String(text) => text,
        Value::Bool(value) => Cow::Borrowed(if value { "true" } else { "false" }),
        Value::Int(number) => Cow::Owned(number.to_string()),
        Value::UInt(number) => Cow::Owned(number.to_string()),
        Value::Float(number) => Cow::Owned(json_text(number)),
        Value::Null => return Err(ValueError::Key(Tag::Null)),
    })
}

fn json_text(number: f64) -> String {
    let mut text = String::new();
    write_json(number, &mut text);
    text
}

fn sequence(node: &Node, items: Vec<Node>, flow: bool) -> Node {
    Node { span: node.span, data: Data::Sequence(Sequence::new(items, flow)) }
}

fn mapping(node: &Node, entries: Vec<Entry>, flow: bool) -> Node {
    Node { span: node.span, data: Data::Mapping(Mapping::new(entries, flow)) }
}

#[cfg(test)]
mod tests;
