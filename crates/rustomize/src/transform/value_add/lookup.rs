//! The way to one field: keys, places and elements of lists. What is missing is made, but for elements at a place.

use ecow::EcoString;

use crate::diag::{Code, Diagnostic, Result};
use crate::field::split_escaped;
use crate::source::Span;
use crate::yaml::{Data, Entry, Kind, Node, Tag};

/// A path to at most one field of an object.
pub(super) struct Path {
    text: EcoString,
    span: Span,
    parts: Vec<Part>,
}

enum Part {
    /// The value of a key.
    Key(EcoString),
    /// The element at a place.
    Index(usize),
    /// The last element.
    Last,
    /// The first element whose `key` is `value`; with no key, that is `value` itself.
    Element { key: EcoString, value: EcoString },
    /// What cannot be followed, and why.
    Refused(&'static str),
}

impl Path {
    /// Splits at the slashes that are not escaped. Every text is a path; what makes no sense fails when it is followed.
    pub(super) fn parse(text: &str, span: Span) -> Path {
        let pieces = split_escaped(text, '/');
        let parts =
            pieces.iter().map(|piece| piece.trim()).filter(|piece| !piece.is_empty()).map(Part::parse);
        Path { text: text.into(), span, parts: parts.collect() }
    }

    /// The scalar the path leads to; `None` if there is none and it cannot be made. New nodes come from `origin`.
    ///
    /// # Errors
    /// The object has something of another shape on the way or at its end.
    pub(super) fn reach<'n>(&self, object: &'n mut Node, origin: Span) -> Result<Option<&'n mut Node>> {
        let mut node = object;
        for (at, part) in self.parts.iter().enumerate() {
            let rest = &self.parts[at + 1..];
            node = match self.child(node, part, rest, origin)? {
                Some(child) if child.is_null() && !rest.is_empty() => return Ok(None),
                Some(child) => child,
                None => return Ok(None),
            };
        }
        match node.kind() {
            Kind::Scalar => Ok(Some(node)),
            _ => Err(self.failure(node, "a single value")),
        }
    }

    fn child<'n>(
        &self,
        node: &'n mut Node,
        part: &Part,
        rest: &[Part],
        origin: Span,
    ) -> Result<Option<&'n mut Node>> {
        let at = match part {
            Part::Refused(why) => {
                return Err(Diagnostic::error(Code::Transformer, format!("the path `{}` {why}", self.text))
                    .at(self.span)
                    .label(node.span, "needed here"));
            }
            Part::Key(key) => return self.value(node, key, rest, origin),
            Part::Index(at) => {
                let count = self.elements(node)?;
                Some(*at).filter(|at| *at < count)
            }
            Part::Last => match self.elements(node)? {
                0 => {
                    return Err(self.failure(node, "a list with elements"));
                }
                count => Some(count - 1),
            },
            Part::Element { key, value } => {
                self.elements(node)?;
                let found = node.items().unwrap_or_default().iter().position(|item| is(item, key, value));
                if found.is_none() {
                    let new = element(key, value, origin);
                    node.as_sequence_mut().into_iter().for_each(|list| list.push(new.clone()));
                }
                found.or_else(|| node.items().and_then(|items| items.len().checked_sub(1)))
            }
        };
        Ok(at.and_then(|at| node.items_mut()?.get_mut(at)))
    }

    fn value<'n>(
        &self,
        node: &'n mut Node,
        key: &str,
        rest: &[Part],
        origin: Span,
    ) -> Result<Option<&'n mut Node>> {
        if node.kind() != Kind::Mapping {
            return Err(self.failure(node, &format!("a map with `{key}`")));
        }
        let Some(map) = node.as_mapping_mut() else { return Ok(None) };
        Ok(Some(map.get_or_insert_with(key, || match rest.first() {
            None => Node::string("", origin),
            Some(Part::Index(_) | Part::Element { .. }) => Node::sequence(Vec::new(), origin),
            Some(_) => Node::mapping(Vec::new(), origin),
        })))
    }

    fn elements(&self, node: &Node) -> Result<usize> {
        let count = node.items().map(<[Node]>::len);
        count.ok_or_else(|| self.failure(node, "a list"))
    }

    /// The error that the path leads to no field.
    pub(super) fn nowhere(&self) -> Diagnostic {
        Diagnostic::error(Code::Transformer, format!("the path `{}` leads to no field", self.text))
            .at(self.span)
            .hint("`filePathPosition` needs a text to put the value into; list elements at a place are not made")
    }

    fn failure(&self, node: &Node, wanted: &str) -> Diagnostic {
        let found = match node.data {
            Data::Scalar(_) => "a single value",
            Data::Sequence(_) => "a list",
            Data::Mapping(_) => "a map",
        };
        Diagnostic::error(
            Code::Transformer,
            format!("the path `{}` needs {wanted} here, but this is {found}", self.text),
        )
        .at(node.span)
        .label(self.span, "the path")
    }
}

impl Part {
    fn parse(text: &str) -> Part {
        if text == "-" {
            return Part::Last;
        }
        if text == "*" {
            return Part::Refused("has a wildcard");
        }
        if let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return match inner.split_once('=') {
                Some((key, value)) => Part::Element { key: key.into(), value: value.into() },
                None => {
                    Part::Refused("chooses an element without saying by which value: write `[key=value]`")
                }
            };
        }
        match text.parse::<i64>() {
            Ok(at) => usize::try_from(at).map_or(Part::Refused("has a negative index"), Part::Index),
            Err(_) => Part::Key(text.into()),
        }
    }
}

fn is(item: &Node, key: &str, value: &str) -> bool {
    let found = if key.is_empty() { Some(item) } else { item.get(key) };
    found.and_then(Node::text) == Some(value)
}

fn element(key: &str, value: &str, origin: Span) -> Node {
    let value = match Node::untyped(value, origin) {
        node if node.is_null() && node.text() == Some("") => Node::plain("", Tag::Str, origin),
        node => node,
    };
    match key {
        "" => value,
        key => Node::mapping(vec![Entry { key: Node::untyped(key, origin), value }], origin),
    }
}
