//! The tree every stage works on.
//!
//! A [`Node`] keeps what decides the printed bytes (text, tag, style) and the [`Span`] it was read from.
//! Children sit in blocks that are counted: a clone costs a reference count, a change copies only the path to it.

mod collection;
mod mapping;
mod rewrite;
mod scalar;
mod sequence;

use ecow::EcoString;

use super::bytes::same;
use super::scalar::resolve;
use crate::source::Span;
pub use collection::{Collection, Mapping, Sequence};
pub use mapping::Entry;
pub use scalar::{Scalar, Style, Tag};

/// A YAML value with the place it came from.
#[derive(Clone, Debug)]
pub struct Node {
    /// The range of text that gave this value.
    pub span: Span,
    /// The value itself.
    pub data: Data,
}

/// Whatever makes it larger makes every build slower.
#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<Node>() == 32);

/// The three shapes of a YAML value.
#[derive(Clone, Debug)]
pub enum Data {
    /// Text with a type.
    Scalar(Scalar),
    /// A list.
    Sequence(Sequence),
    /// A map.
    Mapping(Mapping),
}

impl Default for Node {
    /// A null from nowhere.
    fn default() -> Node {
        Node::plain("", Tag::Null, Span::NONE)
    }
}

/// What a [`Node`] is, without its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text with a type; null is one too.
    Scalar,
    /// A list.
    Sequence,
    /// A map.
    Mapping,
}

/// How deep a value may be that is written into another one, and how long a path: trees are walked by recursion.
pub(crate) const MAX_DEPTH: usize = 1000;

impl Node {
    /// A scalar.
    pub fn scalar(scalar: Scalar, span: Span) -> Node {
        Node { span, data: Data::Scalar(scalar) }
    }

    /// A string, whatever its text looks like.
    pub fn string(text: impl Into<EcoString>, span: Span) -> Node {
        Node::scalar(Scalar::string(text), span)
    }

    /// A plain scalar whose type is `tag`.
    pub fn plain(text: impl Into<EcoString>, tag: Tag, span: Span) -> Node {
        Node::scalar(
            Scalar { text: text.into(), tag, style: Style::Plain, tagged: false, untyped: false, shared: 0 },
            span,
        )
    }

    /// The null that is written as `null`.
    pub fn null(span: Span) -> Node {
        Node::plain("null", Tag::Null, span)
    }

    /// A list written in block style.
    pub fn sequence(items: Vec<Node>, span: Span) -> Node {
        Node { span, data: Data::Sequence(Sequence::new(items, false)) }
    }

    /// A map written in block style.
    pub fn mapping(entries: Vec<Entry>, span: Span) -> Node {
        Node { span, data: Data::Mapping(Mapping::new(entries, false)) }
    }

    /// A plain scalar whose text decides its type: how kustomize writes names, keys and numbers of its own.
    pub fn untyped(text: impl Into<EcoString>, span: Span) -> Node {
        let text = text.into();
        let tag = resolve(&text);
        Node::scalar(Scalar { tag, untyped: true, ..Scalar::string(text) }, span)
    }

    /// A map as kustomize writes labels and annotations: plain keys, string values, no key twice. What is no scalar
    /// becomes an empty string; what is no map becomes an empty one.
    pub(crate) fn string_map(old: &Node) -> Node {
        let mut kept: indexmap::IndexMap<&str, Node> = indexmap::IndexMap::new();
        for entry in old.as_mapping().into_iter().flat_map(|map| map.entries()) {
            let value = Node::string(entry.value.text().unwrap_or_default(), entry.value.span);
            kept.insert(entry.key.text().unwrap_or_default(), value);
        }
        let entries = kept
            .into_iter()
            .map(|(key, value)| Entry { key: Node::untyped(key, value.span), value })
            .collect();
        Node::mapping(entries, old.span)
    }

    /// The scalar with another text in the same style: a quoted one stays a string, a plain one takes the type
    /// that its text looks like.
    #[must_use]
    pub fn with_text(&self, text: impl Into<EcoString>) -> Node {
        let style = self.as_scalar().map_or(Style::Plain, |s| s.style);
        match style {
            Style::Plain => Node::untyped(text, self.span),
            _ => Node::scalar(Scalar { style, ..Scalar::string(text) }, self.span),
        }
    }

    /// The node as coming from another place.
    #[must_use]
    pub fn with_span(mut self, span: Span) -> Node {
        self.span = span;
        self
    }

    /// Scalar, sequence or mapping.
    pub fn kind(&self) -> Kind {
        match self.data {
            Data::Scalar(_) => Kind::Scalar,
            Data::Sequence(_) => Kind::Sequence,
            Data::Mapping(_) => Kind::Mapping,
        }
    }

    /// The scalar, if it is one.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.data {
            Data::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The text of a scalar of any type.
    pub fn text(&self) -> Option<&str> {
        self.as_scalar().map(|s| s.text.as_str())
    }

    /// Whether it is a scalar with this text.
    #[inline]
    pub(crate) fn is_text(&self, text: &str) -> bool {
        self.text().is_some_and(|own| {
            // Most keys of a map differ in length or in the first byte.
            own.len() == text.len() && own.as_bytes().first() == text.as_bytes().first() && same(own, text)
        })
    }

    /// The elements, if it is a sequence.
    pub fn items(&self) -> Option<&[Node]> {
        match &self.data {
            Data::Sequence(sequence) => Some(sequence.items()),
            _ => None,
        }
    }

    /// The list for changing, if it is one.
    pub fn as_sequence_mut(&mut self) -> Option<&mut Sequence> {
        match &mut self.data {
            Data::Sequence(sequence) => Some(sequence),
            _ => None,
        }
    }

    /// The elements for changing, if it is a sequence.
    pub fn items_mut(&mut self) -> Option<&mut [Node]> {
        self.as_sequence_mut().map(Sequence::items_mut)
    }

    /// The map, if it is one.
    pub fn as_mapping(&self) -> Option<&Mapping> {
        match &self.data {
            Data::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The map for changing, if it is one.
    pub fn as_mapping_mut(&mut self) -> Option<&mut Mapping> {
        match &mut self.data {
            Data::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// Whether collections in it lie more than so many levels below this one.
    pub(crate) fn is_deeper_than(&self, levels: usize) -> bool {
        let deeper = |node: &Node| levels == 0 || node.is_deeper_than(levels - 1);
        match &self.data {
            Data::Scalar(_) => false,
            Data::Sequence(list) => list.items().iter().any(deeper),
            Data::Mapping(map) => map.entries().iter().any(|entry| deeper(&entry.value)),
        }
    }

    /// Whether this is a scalar of type null, however it was written. One without a type of its own is none.
    pub fn is_null(&self) -> bool {
        self.as_scalar().is_some_and(|s| s.tag == Tag::Null && !s.untyped)
    }

    /// The value of a key, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_mapping()?.get(key)
    }

    /// The value of a key for changing. Copies shared parents only when the key exists.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let at = self.as_mapping()?.position(key)?;
        Some(&mut self.as_mapping_mut()?.entries_mut()[at].value)
    }

    /// Follows keys down nested maps.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The text of the scalar at a path of keys.
    pub fn text_at(&self, path: &[&str]) -> Option<&str> {
        self.at(path)?.text()
    }
}

/// The place an object is best pointed to: its name, or all of it.
pub(crate) fn name_span(node: &Node) -> Span {
    node.at(&["metadata", "name"]).map_or(node.span, |name| name.span)
}
