//! The way back from JSON: numbers as floats, strings with the quotes they need, everything in block style.

use super::Changed;
use super::rebuilt::Rebuilt;
use crate::diag::Result;
use crate::yaml::emit::is_plain;
use crate::yaml::float::write_general;
use crate::yaml::marks::Mark;
use crate::yaml::node::{Data, Entry, Mapping, Node, Scalar, Sequence, Style, Tag};
use crate::yaml::parse::expand_written;
use crate::yaml::refusal::value_error;
use crate::yaml::scalar::{ValueError, is_block_allowed};

/// The tree of a JSON value as kustomize keeps it.
///
/// # Errors
/// Texts of several lines that start with a tab: kustomize writes them as blocks and cannot read these.
pub fn from_json(node: &Node) -> Result<Node> {
    let mut tree = node.clone();
    come_from_json(&mut tree)?;
    Ok(tree)
}

/// [`from_json`] in place.
pub(crate) fn come_from_json(node: &mut Node) -> Result<()> {
    if let Some(tree) = back(node)? {
        *node = tree;
    }
    Ok(())
}

/// Calls itself once for each level, so it holds as little as it can.
pub(super) fn back(node: &Node) -> Result<Changed> {
    match &node.data {
        Data::Scalar(scalar) => back_scalar(scalar, node),
        Data::Sequence(list) if list.marks().has(Mark::FromJson) => Ok(None),
        Data::Mapping(map) if map.marks().has(Mark::FromJson) => Ok(None),
        Data::Sequence(list) => {
            let mut items = Rebuilt::of(list.items());
            for item in list.items() {
                items.next(back(item))?;
            }
            Ok(sequence(list, node, items.end()))
        }
        Data::Mapping(map) => {
            let mut entries = Rebuilt::of(map.entries());
            for entry in map.entries() {
                entries.next_entry(back_key(&entry.key), back(&entry.value))?;
            }
            Ok(mapping(map, node, entries.end()))
        }
    }
}

/// What a list becomes whose elements have become `items`.
fn sequence(list: &Sequence, node: &Node, items: Option<Vec<Node>>) -> Changed {
    let block = list.flow() && !list.items().is_empty();
    let Some(items) = items.or_else(|| block.then(|| list.items().to_vec())) else {
        list.marks().note(Mark::FromJson);
        return None;
    };
    let new = Sequence::new(items, false);
    new.marks().note(Mark::FromJson);
    Some(Node { span: node.span, data: Data::Sequence(new) })
}

/// What a map becomes whose fields have become `entries`.
fn mapping(map: &Mapping, node: &Node, entries: Option<Vec<Entry>>) -> Changed {
    let block = (map.flow() && !map.entries().is_empty()) || !map.schemas().is_empty();
    let merges = map.entries().iter().any(|entry| entry.key.is_text("<<"));
    let Some(entries) = entries.or_else(|| (block || merges).then(|| map.entries().to_vec())) else {
        map.marks().note(Mark::FromJson);
        return None;
    };
    let mut new = Mapping::new(entries, false);
    if merges {
        expand_written(&mut new);
    } else {
        new.marks().note(Mark::FromJson);
    }
    Some(Node { span: node.span, data: Data::Mapping(new) })
}

/// A key of several lines becomes a block like any text.
fn back_key(key: &Node) -> Changed {
    match &key.data {
        Data::Scalar(scalar)
            if scalar.tag == Tag::Str
                && scalar.style != Style::Literal
                && scalar.text.as_bytes().contains(&b'\n') =>
        {
            let style = Style::Literal;
            Some(Node::scalar(Scalar { style, ..Scalar::string(scalar.text.clone()) }, key.span))
        }
        _ => None,
    }
}

fn back_scalar(scalar: &Scalar, node: &Node) -> Result<Changed> {
    Ok(match scalar.tag {
        Tag::Int | Tag::Float => number(scalar, node),
        Tag::Null | Tag::Bool => None,
        _ => {
            let style = style_of(&scalar.text);
            if style == Style::Literal && scalar.text.starts_with('\t') && is_block_allowed(&scalar.text) {
                return Err(value_error(&ValueError::LeadingTab, node.span));
            }
            // Of all strings that need quotes, this one gets none.
            let tag = if scalar.text == "<<" { Tag::Merge } else { Tag::Str };
            let plain = !(scalar.tagged || scalar.untyped || scalar.shared != 0);
            let same = plain && scalar.style == style && scalar.tag == tag;
            let text = || Scalar { style, tag, ..Scalar::string(scalar.text.clone()) };
            (!same).then(|| Node::scalar(text(), node.span))
        }
    })
}

/// A string's style only matters to what replaces it: whether it is plain.
fn style_of(text: &str) -> Style {
    if is_plain(text) {
        Style::Plain
    } else if text.contains('\n') {
        Style::Literal
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
