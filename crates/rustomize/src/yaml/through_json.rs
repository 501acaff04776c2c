//! What going through JSON does to a tree: kustomize sends every object through it that a JSON patch is applied to.
//!
//! [`to_json`] is the way in: all values become those that JSON has. [`from_json`] is the way back: numbers become
//! floats and are written as go-yaml v3 writes them (`1000000` as `1e+06`), strings lose their quotes unless they
//! need them, flow style and schema comments are gone. Both share with the old tree what does not change.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::emit::is_plain;
use super::float::{write_general, write_json};
use super::marks::{Mark, Marks};
use super::node::{Data, Entry, Mapping, Node, Scalar, Sequence, Style, Tag};
use super::parse::expand_written;
use super::refusal::{duplicate_key, no_scalar_key, not_finite, value_error};
use super::scalar::{Place, Value, config_value, is_string_key, key_text};
use crate::diag::Result;

/// An object of a manifest as JSON: numbers in JSON's form, dates as text, no tags.
///
/// # Errors
/// What cannot be printed either: infinities, values that do not fit their tag, repeated keys, keys that are no
/// strings.
pub fn to_json(node: &Node) -> Result<Node> {
    let walk = ToJson { from: From::Manifest };
    Ok(walk.node(node, false, true)?.unwrap_or_else(|| node.clone()))
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

/// The tree of a JSON value as kustomize keeps it.
pub fn from_json(node: &Node) -> Node {
    back(node).unwrap_or_else(|| node.clone())
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
    fn node(&self, node: &Node, in_flow: bool, top: bool) -> Result<Changed> {
        match &node.data {
            Data::Scalar(scalar) if scalar.tag == Tag::Str && self.keeps_text(scalar) => Ok(None),
            Data::Scalar(scalar) => self.scalar(scalar, node, in_flow),
            Data::Sequence(list) => self.unless_known(&list.marks, in_flow, || {
                let in_flow = in_flow || list.flow;
                let items = rebuild(&list.items, |item| self.node(item, in_flow, false))?;
                Ok(items.map(|items| sequence(node, items, list.flow)))
            }),
            Data::Mapping(map) => {
                self.unless_known(&map.marks, in_flow, || self.mapping(map, node, in_flow || map.flow, top))
            }
        }
    }

    /// Does not walk what is known to stay as it is. What that is depends on the flow style around it, and mostly
    /// there is none.
    fn unless_known(
        &self,
        marks: &Marks,
        in_flow: bool,
        walk: impl FnOnce() -> Result<Changed>,
    ) -> Result<Changed> {
        if self.from != From::Manifest || in_flow {
            return walk();
        }
        unless_marked(marks, Mark::IsJson, walk)
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

    fn mapping(&self, map: &Mapping, node: &Node, in_flow: bool, top: bool) -> Result<Changed> {
        let entries = rebuild_entries(&map.entries, |entry| {
            let key = self.key(&entry.key, Place { top, in_flow })?;
            Ok((key, self.node(&entry.value, in_flow, false)?))
        })?;
        let current = entries.as_ref().unwrap_or(&map.entries);
        let unique = match repeated(current) {
            Some((first, second)) if self.from == From::Manifest => return Err(duplicate_key(first, second)),
            Some(_) => Some(last_ones(current)),
            None => None,
        };
        let entries = unique.or(entries);
        Ok(entries.map(|entries| mapping(node, entries, map.flow)))
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
fn config(scalar: &Scalar) -> Result<Value<'_>, super::scalar::ValueError> {
    let mismatch = |found| {
        let text = scalar.text.to_string();
        super::scalar::ValueError::Mismatch { text, found, wanted: scalar.tag }
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

fn config_key(scalar: &Scalar) -> Result<Cow<'_, str>, super::scalar::ValueError> {
    Ok(match config(scalar)? {
        Value::String(text) => text,
        Value::Bool(value) => Cow::Borrowed(if value { "true" } else { "false" }),
        Value::Int(number) => Cow::Owned(number.to_string()),
        Value::UInt(number) => Cow::Owned(number.to_string()),
        Value::Float(number) => Cow::Owned(json_text(number)),
        Value::Null => return Err(super::scalar::ValueError::Key(Tag::Null)),
    })
}

fn json_text(number: f64) -> String {
    let mut text = String::new();
    write_json(number, &mut text);
    text
}

/// What the walk makes of a collection, unless it is known that it stays as it is.
fn unless_marked(marks: &Marks, mark: Mark, walk: impl FnOnce() -> Result<Changed>) -> Result<Changed> {
    if marks.has(mark) {
        return Ok(None);
    }
    let changed = walk()?;
    if changed.is_none() {
        marks.note(mark);
    }
    Ok(changed)
}

fn back(node: &Node) -> Changed {
    match &node.data {
        Data::Scalar(scalar) => back_scalar(scalar, node),
        Data::Sequence(list) => infallible(unless_marked(&list.marks, Mark::FromJson, || {
            let items = rebuild(&list.items, |item| Ok(back(item)))?;
            let block = list.flow && !list.items.is_empty();
            let items = items.or_else(|| block.then(|| list.items.clone()));
            Ok(items.map(|items| {
                let list = Sequence { items, ..Sequence::default() };
                list.marks.note(Mark::FromJson);
                Node { span: node.span, data: Data::Sequence(Arc::new(list)) }
            }))
        })),
        Data::Mapping(map) => infallible(unless_marked(&map.marks, Mark::FromJson, || {
            let entries =
                rebuild_entries(&map.entries, |entry| Ok((back_key(&entry.key), back(&entry.value))))?;
            let block = (map.flow && !map.entries.is_empty()) || map.schemas.is_some();
            let merges = map.entries.iter().any(|entry| entry.key.text() == Some("<<"));
            let entries = entries.or_else(|| (block || merges).then(|| map.entries.clone()));
            Ok(entries.map(|entries| {
                let mut new = Mapping { entries, ..Mapping::default() };
                if merges {
                    expand_written(&mut new);
                } else {
                    new.marks.note(Mark::FromJson);
                }
                Node { span: node.span, data: Data::Mapping(Arc::new(new)) }
            }))
        })),
    }
}

/// A key of several lines becomes a block like any text.
fn back_key(key: &Node) -> Changed {
    match &key.data {
        Data::Scalar(scalar) if scalar.tag == Tag::Str && scalar.text.contains('\n') => {
            let style = Style::Literal;
            Some(Node::scalar(Scalar { style, ..Scalar::string(scalar.text.clone()) }, key.span))
        }
        _ => None,
    }
}

/// The closures that are passed here return no errors.
fn infallible<T>(result: Result<Option<T>>) -> Option<T> {
    result.ok().flatten()
}

fn back_scalar(scalar: &Scalar, node: &Node) -> Changed {
    match scalar.tag {
        Tag::Int | Tag::Float => number(scalar, node),
        Tag::Null | Tag::Bool => None,
        _ => {
            let style = style_of(&scalar.text);
            // Of all strings that need quotes, this one gets none.
            let tag = if scalar.text == "<<" { Tag::Merge } else { Tag::Str };
            let text = Scalar { style, tag, ..Scalar::string(scalar.text.clone()) };
            (*scalar != text).then(|| Node::scalar(text, node.span))
        }
    }
}

/// A string's style only matters to what replaces it: whether it is plain.
fn style_of(text: &str) -> Style {
    if text.contains('\n') {
        Style::Literal
    } else if is_plain(text) {
        Style::Plain
    } else {
        Style::DoubleQuoted
    }
}

/// Below a million whole numbers are written in digits only, and JSON's form is go-yaml's.
const SURELY_SAME: usize = 6;

fn number(scalar: &Scalar, node: &Node) -> Changed {
    let digits = scalar.text.strip_prefix('-').unwrap_or(&scalar.text);
    if scalar.tag == Tag::Int && digits.len() <= SURELY_SAME {
        return None;
    }
    let value: f64 = scalar.text.parse().ok()?;
    let mut text = String::new();
    write_general(value, &mut text);
    let tag = if text.contains(['.', 'e']) { Tag::Float } else { Tag::Int };
    let number = Scalar { text: text.into(), tag, ..Scalar::string("") };
    (*scalar != number).then(|| Node::scalar(number, node.span))
}

/// The items with some changed, if any is.
fn rebuild(items: &[Node], change: impl Fn(&Node) -> Result<Changed>) -> Result<Option<Vec<Node>>> {
    let mut result: Option<Vec<Node>> = None;
    for (i, item) in items.iter().enumerate() {
        match (change(item)?, &mut result) {
            (Some(new), Some(result)) => result.push(new),
            (Some(new), None) => {
                let mut started = Vec::with_capacity(items.len());
                started.extend_from_slice(&items[..i]);
                started.push(new);
                result = Some(started);
            }
            (None, Some(result)) => result.push(item.clone()),
            (None, None) => {}
        }
    }
    Ok(result)
}

/// The entries with some keys and values changed, if any is.
fn rebuild_entries(
    entries: &[Entry],
    change: impl Fn(&Entry) -> Result<(Changed, Changed)>,
) -> Result<Option<Vec<Entry>>> {
    let mut result: Option<Vec<Entry>> = None;
    for (i, entry) in entries.iter().enumerate() {
        let (key, value) = change(entry)?;
        if key.is_some() || value.is_some() {
            result.get_or_insert_with(|| entries[..i].to_vec()).push(Entry {
                key: key.unwrap_or_else(|| entry.key.clone()),
                value: value.unwrap_or_else(|| entry.value.clone()),
            });
        } else if let Some(result) = &mut result {
            result.push(entry.clone());
        }
    }
    Ok(result)
}

fn sequence(node: &Node, items: Vec<Node>, flow: bool) -> Node {
    let list = Sequence { items, flow, ..Sequence::default() };
    Node { span: node.span, data: Data::Sequence(Arc::new(list)) }
}

fn mapping(node: &Node, entries: Vec<Entry>, flow: bool) -> Node {
    let map = Mapping { entries, flow, ..Mapping::default() };
    Node { span: node.span, data: Data::Mapping(Arc::new(map)) }
}

/// Up to this many keys are compared with each other.
const FEW: usize = 16;

/// The first key that repeats, and the key before.
fn repeated(entries: &[Entry]) -> Option<(&Node, &Node)> {
    if entries.len() <= FEW {
        return entries.iter().enumerate().find_map(|(i, second)| {
            let first = entries[..i].iter().find(|first| first.key.text() == second.key.text())?;
            Some((&first.key, &second.key))
        });
    }
    let mut seen: HashSet<_, RandomState> = HashSet::default();
    let second = entries.iter().find(|entry| !seen.insert(entry.key.text()))?;
    let first = entries.iter().find(|first| first.key.text() == second.key.text())?;
    Some((&first.key, &second.key))
}

/// The entries without those whose key comes again.
fn last_ones(entries: &[Entry]) -> Vec<Entry> {
    let last: HashMap<Option<&str>, usize> =
        entries.iter().enumerate().map(|(i, entry)| (entry.key.text(), i)).collect();
    let is_last = |(i, entry): &(usize, &Entry)| last.get(&entry.key.text()) == Some(i);
    entries.iter().enumerate().filter(is_last).map(|(_, entry)| entry.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;
    use crate::yaml::parse::{Dialect, parse};
    use crate::yaml::{emit, json};

    fn read(text: &str, dialect: Dialect) -> Node {
        parse(text, SourceId::NONE, dialect).expect("YAML").expect("a value")
    }

    fn through(text: &str) -> Node {
        from_json(&to_json(&read(text, Dialect::V3)).expect("JSON"))
    }

    /// Style and text of the value of `a`.
    fn scalar(text: &str) -> (Style, String) {
        let node = through(&format!("a: {text}\n"));
        let scalar = node.get("a").and_then(Node::as_scalar).expect("a scalar").clone();
        (scalar.style, scalar.text.to_string())
    }

    #[test]
    fn numbers_become_floats() {
        for (text, expected) in [
            ("1", "1"),
            ("0x10", "16"),
            ("999999", "999999"),
            ("1000000", "1e+06"),
            ("123456789", "1.23456789e+08"),
            ("9007199254740993", "9.007199254740992e+15"),
            ("-1234567", "-1.234567e+06"),
            ("1.0", "1"),
            ("1e3", "1000"),
            ("0.00001", "1e-05"),
        ] {
            assert_eq!(scalar(text), (Style::Plain, expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn strings_are_quoted_only_if_they_must_be() {
        for text in ["'x'", "\"x\"", "é", "\"0x\"", "\"=\"", "\"a, b\"", "':a'"] {
            assert_eq!(scalar(text).0, Style::Plain, "{text}");
        }
        for text in [
            "\"1\"",
            "'yes'",
            "\"a: b\"",
            "\" x\"",
            "\"\"",
            "'null'",
            "\"1:30\"",
            "\"y\"",
            "2020-01-01",
            "\"*a\"",
        ] {
            assert_eq!(scalar(text).0, Style::DoubleQuoted, "{text}");
        }
        assert_eq!(scalar("\"a\\nb\"").0, Style::Literal);
    }

    #[test]
    fn empty_values_become_null() {
        let node = through("a:\nb: {c: }\n");
        assert_eq!(node.text_at(&["a"]), Some("null"));
        assert_eq!(node.text_at(&["b", "c"]), Some(""));
        assert!(!node.at(&["b", "c"]).expect("a value").is_null());
    }

    #[test]
    fn shares_what_does_not_change() {
        let node = read("a: {}\nb:\n- x\n- {c: 1}\n", Dialect::V3);
        let new = from_json(&to_json(&node).expect("JSON"));
        let (Some(Data::Mapping(old)), Some(Data::Mapping(new))) =
            (node.get("a").map(|n| &n.data), new.get("a").map(|n| &n.data))
        else {
            panic!("two maps")
        };
        assert!(Arc::ptr_eq(old, new));
    }

    #[test]
    fn a_change_is_seen_after_a_walk() {
        let mut node = through("a: {b: {c: [x]}}\n");
        for _ in 0..2 {
            node = from_json(&to_json(&node).expect("JSON"));
        }
        let list =
            node.get_mut("a").and_then(|a| a.get_mut("b")).and_then(|b| b.get_mut("c")).expect("a list");
        list.items_mut().expect("items")[0] = Node::plain("0x10", Tag::Int, crate::source::Span::NONE);
        let new = from_json(&to_json(&node).expect("JSON"));
        assert_eq!(new.at(&["a", "b", "c"]).and_then(|c| c.items()?[0].text()), Some("16"));
    }

    #[test]
    fn refuses_what_json_cannot_hold() {
        for text in ["a: .inf", "a: {x: 1, x: 2}", "a: {5: 1}", "~: 1"] {
            assert!(to_json(&read(text, Dialect::V3)).is_err(), "{text}");
        }
        let many: String = (0..20).map(|i| format!("k{}: 1\n", i % 19)).collect();
        assert!(to_json(&read(&many, Dialect::V3)).is_err());
    }

    #[test]
    fn configuration_is_yaml_1_1() {
        let node =
            read("[{1: a, yes: b, 1.5: c}, 0o17, 1_0, on, 2020-01-01, {a: 1, a: 2}, !!str 5]", Dialect::V2);
        let mut out = String::new();
        json::write(&config_to_json(&node).expect("JSON"), &mut out).expect("JSON");
        assert_eq!(out, r#"[{"1":"a","1.5":"c","true":"b"},15,10,true,"2020-01-01",{"a":2},"5"]"#);
        for text in ["{~: a}", ".inf"] {
            assert!(config_to_json(&read(text, Dialect::V2)).is_err(), "{text}");
        }
        let mut out = String::new();
        emit(&through("a: 1000000\n"), &mut out).expect("printable");
        assert_eq!(out, "a: 1000000\n");
    }
}
