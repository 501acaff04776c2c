//! Sub-trees as they are: a field of type [`Node`] in a typed configuration.
//!
//! serde knows no foreign types, so a node is handed out in parts and put together again.

use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, SeqAccessDeserializer, U32Deserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, SeqAccess, Visitor,
};

use super::map::{Items, check_key};
use super::number::float;
use super::spanned::{part, read_span, span_part};
use super::{Error, Mode, Place};
use crate::diag::{Code, Diagnostic};
use crate::yaml::{Data, Entry, Mapping, Node, Scalar, Sequence, Style, Tag};

/// The name that tells the deserializer to hand out the node in parts.
pub(super) const NAME: &str = "$rustomize::Node";

/// The same, for maps only.
pub(super) const MAP_NAME: &str = "$rustomize::Node::Mapping";

const TAGS: [Tag; 9] = [
    Tag::Null,
    Tag::Bool,
    Tag::Int,
    Tag::Float,
    Tag::Timestamp,
    Tag::Str,
    Tag::Binary,
    Tag::Merge,
    Tag::Other,
];
const STYLES: [Style; 5] =
    [Style::Plain, Style::SingleQuoted, Style::DoubleQuoted, Style::Literal, Style::Folded];

const SCALAR: u32 = 0;
const SEQUENCE: u32 = 1;

impl<'de> Deserialize<'de> for Node {
    /// Works from another node only.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_newtype_struct(NAME, NodeVisitor)
    }
}

/// Decodes a sub-tree that must be a map, or null: for `deserialize_with` of a field of type `Option<Node>`.
///
/// # Errors
/// The value is neither.
pub fn map_node<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Node>, D::Error> {
    deserializer.deserialize_option(MapVisitor)
}

struct MapVisitor;

impl<'de> Visitor<'de> for MapVisitor {
    type Value = Option<Node>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Option<Node>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Node>, D::Error> {
        deserializer.deserialize_newtype_struct(MAP_NAME, NodeVisitor).map(Some)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML node")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Node, A::Error> {
        let span = read_span(&mut parts)?;
        let data = match part::<u32, A>(&mut parts)? {
            SCALAR => Data::Scalar(scalar(&mut parts)?),
            SEQUENCE => {
                let flow = part::<u32, A>(&mut parts)? != 0;
                Data::Sequence(Sequence::new(part(&mut parts)?, flow))
            }
            _ => {
                let flow = part::<u32, A>(&mut parts)? != 0;
                Data::Mapping(Mapping::new(part(&mut parts)?, flow))
            }
        };
        Ok(Node { span, data })
    }
}

fn scalar<'de, A: SeqAccess<'de>>(parts: &mut A) -> Result<Scalar, A::Error> {
    let pick = |at: u32| A::Error::custom(format!("no such kind of scalar: {at}"));
    let (tag, style, tagged): (u32, u32, u32) = (part(parts)?, part(parts)?, part(parts)?);
    Ok(Scalar {
        tag: *TAGS.get(tag as usize).ok_or_else(|| pick(tag))?,
        style: *STYLES.get(style as usize).ok_or_else(|| pick(style))?,
        tagged: tagged != 0,
        untyped: false,
        shared: 0,
        text: part(parts)?,
    })
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Entry, D::Error> {
        let (key, value) = Deserialize::deserialize(deserializer)?;
        Ok(Entry { key, value })
    }
}

/// The parts of a node: its span, its shape as numbers, its content.
pub(super) struct Parts<'de> {
    node: &'de Node,
    mode: Mode,
    next: usize,
}

impl<'de> Parts<'de> {
    pub(super) fn new(node: &'de Node, mode: Mode) -> Parts<'de> {
        Parts { node, mode, next: 0 }
    }

    fn place(&self, node: &'de Node) -> Place<'de> {
        Place { node, field: "", entry: false, mode: self.mode, coerce: false }
    }

    /// The numbers after the span.
    fn number(&self, at: usize) -> Option<u32> {
        let place_in = |found: Option<usize>| found.unwrap_or_default() as u32;
        let numbers = match &self.node.data {
            Data::Scalar(s) => [
                Some(SCALAR),
                Some(place_in(TAGS.iter().position(|t| *t == s.tag))),
                Some(place_in(STYLES.iter().position(|t| *t == s.style))),
                Some(u32::from(s.tagged)),
            ],
            Data::Sequence(s) => [Some(SEQUENCE), Some(u32::from(s.flow())), None, None],
            Data::Mapping(m) => [Some(SEQUENCE + 1), Some(u32::from(m.flow())), None, None],
        };
        numbers.get(at).copied().flatten()
    }
}

impl<'de> SeqAccess<'de> for Parts<'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let at = self.next;
        self.next += 1;
        if let Some(number) = span_part(self.node.span, at).or_else(|| self.number(at - 3)) {
            let number: U32Deserializer<Error> = number.into_deserializer();
            return seed.deserialize(number).map(Some);
        }
        match &self.node.data {
            Data::Scalar(scalar) => {
                check(scalar, self.node)?;
                seed.deserialize(BorrowedStrDeserializer::<Error>::new(&scalar.text))
            }
            Data::Sequence(list) => {
                seed.deserialize(SeqAccessDeserializer::new(Items::new(self.place(self.node), list.items())))
            }
            Data::Mapping(map) => {
                let entries = Entries { parts: self.place(self.node), entries: map.entries().iter() };
                seed.deserialize(SeqAccessDeserializer::new(entries))
            }
        }
        .map(Some)
    }
}

/// Configuration goes through JSON, which has no infinity.
fn check(scalar: &Scalar, node: &Node) -> Result<(), Error> {
    if scalar.tag != Tag::Float || float(&scalar.text).is_none_or(f64::is_finite) {
        return Ok(());
    }
    let message = format!("`{}` is not a number that JSON can hold", scalar.text);
    Err(Diagnostic::error(Code::InvalidValue, message).at(node.span).into())
}

struct Entries<'de> {
    parts: Place<'de>,
    entries: std::slice::Iter<'de, Entry>,
}

impl<'de> SeqAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some(entry) = self.entries.next() else { return Ok(None) };
        check_key(entry)?;
        let pair = Pair { parts: self.parts, nodes: [&entry.key, &entry.value].into_iter() };
        seed.deserialize(SeqAccessDeserializer::new(pair)).map(Some)
    }
}

struct Pair<'de> {
    parts: Place<'de>,
    nodes: std::array::IntoIter<&'de Node, 2>,
}

impl<'de> SeqAccess<'de> for Pair<'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some(node) = self.nodes.next() else { return Ok(None) };
        seed.deserialize(Place { node, ..self.parts }).map(Some)
    }
}
