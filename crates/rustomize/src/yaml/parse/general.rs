//! The general parser: everything go-yaml reads, composed into our tree.

use std::collections::HashMap;

use ecow::EcoString;

use super::error::SyntaxError;
use super::events::{Event, Events, Properties};
use super::scan::{MAX_DEPTH, Scanner};
use super::{Dialect, merge, schema};
use crate::diag::{Code, Diagnostic, Result};
use crate::source::{SourceId, Span};
use crate::yaml::{Data, Entry, Mapping, Node, Scalar, Sequence, Style, Tag};

/// Nodes that aliases may stand for, all together: a few lines of aliases of aliases could mean billions.
const MAX_ALIASED: usize = 1_000_000;

/// Parses the first document of `text`, which lies at `base` in `source`. `None` if there is none.
pub(super) fn parse(text: &str, source: SourceId, base: usize, dialect: Dialect) -> Result<Option<Node>> {
    let diagnose = |e: Box<SyntaxError>| e.diagnose(text, source, base);
    super::text::check_characters(text).map_err(diagnose)?;
    let mut events = Events::new(Scanner::new(text, dialect));
    if !events.begin().map_err(diagnose)? {
        return Ok(None);
    }
    let composer = Composer {
        text,
        source,
        base,
        dialect,
        frames: Vec::new(),
        anchors: HashMap::new(),
        anchored: 0,
        aliased: 0,
    };
    composer.document(&mut events)
}

/// A collection that is being read.
struct Frame<'a> {
    items: Vec<Node>,
    entries: Vec<Entry>,
    key: Option<Node>,
    mapping: bool,
    flow: bool,
    merges: bool,
    start: usize,
    end: usize,
    anchor: Option<(&'a str, usize)>,
    size: Size,
}

/// How big a value is, aliases followed.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    height: usize,
}

enum Anchor {
    /// Its value is being read; numbered, since a name can be given again meanwhile.
    Open(usize),
    Done(Node, Size),
}

struct Composer<'a> {
    text: &'a str,
    source: SourceId,
    base: usize,
    dialect: Dialect,
    frames: Vec<Frame<'a>>,
    anchors: HashMap<&'a str, Anchor>,
    anchored: usize,
    aliased: usize,
}

impl<'a> Composer<'a> {
    fn document(mut self, events: &mut Events<'a>) -> Result<Option<Node>> {
        let mut root = None;
        while let Some((event, start, end)) =
            events.next().map_err(|e| e.diagnose(self.text, self.source, self.base))?
        {
            let done = match event {
                Event::Scalar(text, style, properties) => {
                    Some(self.scalar(text, style, properties, start, end))
                }
                Event::Alias(name) => Some(self.alias(name, start, end)?),
                Event::SequenceStart { flow, properties } => self.open(false, flow, properties, start)?,
                Event::MappingStart { flow, properties } => self.open(true, flow, properties, start)?,
                Event::End => Some(self.close(end, &events.scanner.comments)?),
            };
            if let Some((node, size)) = done {
                match self.frames.last_mut() {
                    Some(frame) => frame.add(node, size, end),
                    None => root = Some(node),
                }
            }
        }
        Ok(root)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, self.base + start, self.base + end)
    }

    fn scalar(
        &mut self,
        text: EcoString,
        style: Style,
        properties: Properties<'a>,
        start: usize,
        end: usize,
    ) -> (Node, Size) {
        let explicit = properties.tag.as_deref().filter(|&tag| tag != "!");
        let tag = match explicit {
            Some(tag) => named_tag(tag),
            None if style != Style::Plain => Tag::Str,
            None => self.dialect.resolve(&text),
        };
        let scalar = Scalar { text, tag, style, tagged: explicit.is_some(), untyped: false, shared: 0 };
        let node = Node::scalar(scalar, self.span(start, end));
        let size = Size { nodes: 1, height: 0 };
        if let Some(name) = properties.anchor {
            self.anchors.insert(name, Anchor::Done(node.clone(), size));
        }
        (node, size)
    }

    fn alias(&mut self, name: &str, start: usize, end: usize) -> Result<(Node, Size)> {
        let span = self.span(start, end);
        let (node, size) = match self.anchors.get(name) {
            Some(Anchor::Done(node, size)) => (node, *size),
            Some(Anchor::Open(_)) => {
                let message = format!("anchor '{name}' value contains itself");
                return Err(Diagnostic::error(Code::Structure, message).at(span));
            }
            None => {
                let message = format!("unknown anchor '{name}' referenced");
                return Err(Diagnostic::error(Code::Structure, &message)
                    .at(span)
                    .upstream(format!("yaml: {message}"))
                    .hint("an anchor (`&name`) must stand before its alias, in the same document")
                    .hint("a text that starts with `*` must be quoted"));
            }
        };
        self.aliased += size.nodes;
        if self.aliased > MAX_ALIASED {
            return Err(Diagnostic::error(Code::Structure, "document contains excessive aliasing")
                .at(span)
                .hint(format!("written out, its aliases would be more than {MAX_ALIASED} values")));
        }
        if self.frames.len() + size.height >= MAX_DEPTH {
            return Err(Diagnostic::error(Code::Structure, super::TOO_DEEP).at(span));
        }
        Ok((Node { span, data: node.data.clone() }, size))
    }

    fn open(
        &mut self,
        mapping: bool,
        flow: bool,
        properties: Properties<'a>,
        start: usize,
    ) -> Result<Option<(Node, Size)>> {
        if self.frames.len() >= MAX_DEPTH {
            let span = self.span(start, start);
            return Err(Diagnostic::error(Code::Structure, super::TOO_DEEP).at(span));
        }
        let anchor = properties.anchor.map(|name| {
            self.anchored += 1;
            self.anchors.insert(name, Anchor::Open(self.anchored));
            (name, self.anchored)
        });
        self.frames.push(Frame {
            items: Vec::new(),
            entries: Vec::new(),
            key: None,
            mapping,
            flow,
            merges: false,
            start,
            end: start,
            anchor,
            size: Size { nodes: 1, height: 0 },
        });
        Ok(None)
    }

    fn close(&mut self, end: usize, comments: &[(usize, usize)]) -> Result<(Node, Size)> {
        let frame = self.frames.pop().expect("every end has its start");
        let span = self.span(frame.start, if frame.flow { end.max(frame.end) } else { frame.end });
        let data = if frame.mapping {
            let mut mapping = Mapping::new(frame.entries, frame.flow);
            if !comments.is_empty() {
                schema::attach(&mut mapping, comments, self.text, self.base);
            }
            if self.dialect == Dialect::V2 {
                check_keys(&mapping)?;
            }
            if frame.merges {
                merge::expand(&mut mapping, self.dialect, |node| self.is_alias(node))?;
            }
            Data::Mapping(mapping)
        } else {
            Data::Sequence(Sequence::new(frame.items, frame.flow))
        };
        let node = Node { span, data };
        if let Some((name, number)) = frame.anchor
            && matches!(self.anchors.get(name), Some(Anchor::Open(n)) if *n == number)
        {
            self.anchors.insert(name, Anchor::Done(node.clone(), frame.size));
        }
        Ok((node, frame.size))
    }

    /// An alias is the only value whose text starts with `*`.
    fn is_alias(&self, node: &Node) -> bool {
        let start = (node.span.start() as usize).saturating_sub(self.base);
        self.text.as_bytes().get(start) == Some(&b'*')
    }
}

impl Frame<'_> {
    fn add(&mut self, node: Node, size: Size, end: usize) {
        self.end = self.end.max(end);
        self.size.nodes = self.size.nodes.saturating_add(size.nodes);
        self.size.height = self.size.height.max(size.height + 1);
        if !self.mapping {
            self.items.push(node);
            return;
        }
        match self.key.take() {
            None => {
                self.merges |= merge::concerns(&node);
                self.key = Some(node);
            }
            Some(key) => self.entries.push(Entry { key, value: node }),
        }
    }
}

/// go-yaml v2 has no use for lists and maps as keys. Version 3 reads them; they fail when the object is printed.
fn check_keys(mapping: &Mapping) -> Result<()> {
    match mapping.entries().iter().find(|e| e.key.as_scalar().is_none()) {
        None => Ok(()),
        Some(entry) => Err(Diagnostic::error(Code::Structure, "invalid map key")
            .at(entry.key.span)
            .hint("a key must be a plain or quoted text; a template such as `{{ x }}` must be quoted")),
    }
}

/// The type that a written-out tag names.
fn named_tag(tag: &str) -> Tag {
    let name = tag.strip_prefix(Tag::NAMESPACE).or_else(|| tag.strip_prefix("!!"));
    name.map_or(Tag::Other, Tag::of_name)
}
