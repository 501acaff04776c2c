//! What a path can be followed in: objects, and structured text inside of them.

use std::borrow::Cow;

use super::error::Problem;
use crate::source::Span;
use crate::yaml::scalar::resolve;
use crate::yaml::text::{self, Content, Item};
use crate::yaml::{Data, Kind, Node, Scalar, Style, unshared};

/// A tree of scalars, sequences and mappings that can be changed in place.
pub(super) trait Tree: Sized {
    /// Scalar, sequence or mapping; `None` for what is neither (an alias).
    fn kind(&self) -> Option<Kind>;

    /// The text of a scalar; empty for anything else.
    fn text(&self) -> &str;

    /// Whether this is a scalar of type null.
    fn is_null(&self) -> bool;

    /// How many elements or entries there are.
    fn count(&self) -> usize;

    /// The place of a key in a mapping.
    fn position(&self, key: &str) -> Option<usize>;

    /// The element, or the value of the entry, at a place below [`count`](Tree::count).
    fn child(&self, at: usize) -> &Self;

    /// The same for changing.
    fn child_mut(&mut self, at: usize) -> &mut Self;

    /// A new node of a kind, as kustomize makes it: the type of a scalar follows from its text.
    fn made(kind: Kind, text: &str, span: Span) -> Self;

    /// Adds an element to a sequence, or an entry to a mapping.
    fn push(&mut self, key: &str, value: Self);

    /// Gives a scalar another text. Its type and style stay, or, if `untyped`, the type follows from the text.
    fn set_text(&mut self, text: &str, span: Span, untyped: bool);

    /// Replaces all of it by a value from an object.
    fn replace(&mut self, value: &Node);

    /// The node as go-yaml writes it: what the expressions in paths look at.
    fn encoded(&self) -> Cow<'_, str>;

    /// The problem that this is not what a part of a path needs.
    fn not(&self, expected: &'static str) -> Problem {
        let got = match self.kind() {
            Some(Kind::Scalar) => "ScalarNode",
            Some(Kind::Sequence) => "SequenceNode",
            Some(Kind::Mapping) => "MappingNode",
            None => "AliasNode",
        };
        Problem::Kind { expected, got, contents: self.encoded().into_owned() }
    }
}

impl Tree for Node {
    fn kind(&self) -> Option<Kind> {
        Some(Node::kind(self))
    }

    fn text(&self) -> &str {
        Node::text(self).unwrap_or_default()
    }

    fn is_null(&self) -> bool {
        Node::is_null(self)
    }

    fn count(&self) -> usize {
        match &self.data {
            Data::Scalar(_) => 0,
            Data::Sequence(sequence) => sequence.items().len(),
            Data::Mapping(mapping) => mapping.entries().len(),
        }
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.as_mapping()?.position(key)
    }

    fn child(&self, at: usize) -> &Node {
        match &self.data {
            Data::Scalar(_) => self,
            Data::Sequence(sequence) => &sequence.items()[at],
            Data::Mapping(mapping) => &mapping.entries()[at].value,
        }
    }

    fn child_mut(&mut self, at: usize) -> &mut Node {
        if matches!(self.data, Data::Scalar(_)) {
            return self;
        }
        match &mut self.data {
            Data::Scalar(_) => unreachable!("it was looked at"),
            Data::Sequence(sequence) => &mut sequence.items_mut()[at],
            Data::Mapping(mapping) => &mut mapping.entries_mut()[at].value,
        }
    }

    fn made(kind: Kind, text: &str, span: Span) -> Node {
        match kind {
            Kind::Scalar => Node::untyped(text, span),
            Kind::Sequence => Node::sequence(Vec::new(), span),
            Kind::Mapping => Node::mapping(Vec::new(), span),
        }
    }

    fn push(&mut self, key: &str, value: Node) {
        if let Some(list) = self.as_sequence_mut() {
            list.push(value);
        } else if let Some(mapping) = self.as_mapping_mut() {
            let key = Node::untyped(key, value.span);
            mapping.push(key, value);
        }
    }

    fn set_text(&mut self, text: &str, span: Span, untyped: bool) {
        match &mut self.data {
            Data::Scalar(scalar) if scalar.untyped && scalar.style == Style::Plain => {
                scalar.text = text.into();
                scalar.tag = resolve(text);
            }
            Data::Scalar(scalar) if !untyped => scalar.text = text.into(),
            _ => *self = Node::untyped(text, span),
        }
        self.span = span;
    }

    fn replace(&mut self, value: &Node) {
        *self = unshared(value);
    }

    fn encoded(&self) -> Cow<'_, str> {
        match &self.data {
            Data::Scalar(scalar) if is_plain_word(scalar) => Cow::Borrowed(scalar.text.as_str()),
            _ => Cow::Owned(text::encode(self).trim().to_owned()),
        }
    }
}

/// Whether a scalar surely is written as its text alone: the common case.
fn is_plain_word(scalar: &Scalar) -> bool {
    let mut bytes = scalar.text.bytes();
    scalar.style == Style::Plain
        && !scalar.tagged
        && crate::yaml::scalar::resolve(&scalar.text) == scalar.tag
        && bytes.next().is_some_and(|b| b.is_ascii_alphanumeric())
        && bytes.all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b))
}

impl Tree for Item {
    fn kind(&self) -> Option<Kind> {
        match &self.content {
            Content::Scalar(_) => Some(Kind::Scalar),
            Content::Sequence(_) => Some(Kind::Sequence),
            Content::Mapping(_) => Some(Kind::Mapping),
            Content::Alias(_) => None,
        }
    }

    fn text(&self) -> &str {
        match &self.content {
            Content::Scalar(scalar) => &scalar.text,
            _ => "",
        }
    }

    fn is_null(&self) -> bool {
        matches!(&self.content, Content::Scalar(scalar) if scalar.tag == Some(crate::yaml::Tag::Null))
    }

    fn count(&self) -> usize {
        match &self.content {
            Content::Sequence(items) => items.len(),
            Content::Mapping(entries) => entries.len(),
            Content::Scalar(_) | Content::Alias(_) => 0,
        }
    }

    fn position(&self, key: &str) -> Option<usize> {
        match &self.content {
            Content::Mapping(entries) => entries.iter().position(|(k, _)| k.text() == key),
            _ => None,
        }
    }

    fn child(&self, at: usize) -> &Item {
        match &self.content {
            Content::Sequence(items) => &items[at],
            Content::Mapping(entries) => &entries[at].1,
            Content::Scalar(_) | Content::Alias(_) => self,
        }
    }

    fn child_mut(&mut self, at: usize) -> &mut Item {
        if matches!(self.content, Content::Scalar(_) | Content::Alias(_)) {
            return self;
        }
        match &mut self.content {
            Content::Sequence(items) => &mut items[at],
            Content::Mapping(entries) => &mut entries[at].1,
            Content::Scalar(_) | Content::Alias(_) => unreachable!("it was looked at"),
        }
    }

    fn made(kind: Kind, text: &str, _: Span) -> Item {
        Item::from(match kind {
            Kind::Scalar => Content::Scalar(Item::untyped(text)),
            Kind::Sequence => Content::Sequence(Vec::new()),
            Kind::Mapping => Content::Mapping(Vec::new()),
        })
    }

    fn push(&mut self, key: &str, value: Item) {
        match &mut self.content {
            Content::Sequence(items) => items.push(value),
            Content::Mapping(entries) => {
                entries.push((Item::from(Content::Scalar(Item::untyped(key))), value))
            }
            Content::Scalar(_) | Content::Alias(_) => {}
        }
    }

    fn set_text(&mut self, text: &str, _: Span, untyped: bool) {
        match &mut self.content {
            Content::Scalar(scalar) if !untyped => scalar.text = text.into(),
            content => *content = Content::Scalar(Item::untyped(text)),
        }
    }

    fn replace(&mut self, value: &Node) {
        *self = Item::from(value);
    }

    fn encoded(&self) -> Cow<'_, str> {
        Cow::Owned(text::encode_item(self).trim().to_owned())
    }
}
