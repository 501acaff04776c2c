//! The fast parser: the block YAML that Kubernetes files are made of, in one pass from bytes to nodes.
//!
//! It takes a text only if it is certain of every byte; `None` anywhere means "not mine", and the general parser gets
//! the whole text. So it reports no errors, and what it does not know costs time but never correctness. It leaves out
//! anchors, aliases, tags, merge keys, `?` keys, directives, tabs outside of block scalars and comments, carriage
//! returns, a root that is a lone scalar, flow maps with missing parts, and comments that carry a schema.
//!
//! Between two values the parser stands at the first byte of a line's content ([`Fast::next_line`] goes there), and
//! `indent` is that line's indentation, or -1 at the end. A value ends where a line is not indented deeper than its
//! parent.
//!
//! What is read goes onto a stack at once ([`Place`] says onto which), and a collection takes its children from there:
//! handing nodes from function to function costs more than reading them.

mod block;
mod block_scalar;
mod flow;
mod lines;
mod quoted;

use ecow::EcoString;

use super::Dialect;
use crate::source::{SourceId, Span};
use crate::yaml::{Entry, Mapping, Node, Scalar, Sequence, Style, Tag};

/// Nesting that is left to the general parser, as this one is recursive.
const MAX_DEPTH: usize = 128;

/// A key must end within 1024 characters. The general parser counts them.
const MAX_KEY: usize = 1024;

/// Parses a text if it is all familiar: `Some(None)` if it holds no document, `None` if it is not for this parser.
pub(super) fn parse(
    text: &str,
    source: SourceId,
    base: usize,
    dialect: Dialect,
    stacks: &mut Stacks,
) -> Option<Option<Node>> {
    stacks.clear();
    if !lines::familiar(text.as_bytes()) {
        return None;
    }
    let mut fast = Fast {
        text,
        bytes: text.as_bytes(),
        pos: 0,
        line_start: 0,
        indent: 0,
        blank_lines: 0,
        crossed_comment: false,
        source,
        base,
        dialect,
        stacks,
    };
    fast.document()
}

struct Fast<'a> {
    text: &'a str,
    bytes: &'a [u8],
    pos: usize,
    line_start: usize,
    /// Spaces before the content of the current line; -1 at the end of the text.
    indent: isize,
    /// Empty lines that [`Fast::next_line`] went over, and whether there were comments.
    blank_lines: usize,
    crossed_comment: bool,
    source: SourceId,
    base: usize,
    dialect: Dialect,
    stacks: &'a mut Stacks,
}

/// What grows while a text is parsed; worth keeping for the next one.
#[derive(Default)]
pub(super) struct Stacks {
    /// The children of all open collections: each collection knows where its own start.
    entries: Vec<Entry>,
    items: Vec<Node>,
    /// The keys of open collections that are not plain.
    keys: Vec<Node>,
    /// For the text of one scalar.
    buffer: String,
}

/// Few files have more open at once.
const USUAL_ENTRIES: usize = 32;

impl Stacks {
    fn clear(&mut self) {
        self.entries.clear();
        self.entries.reserve(USUAL_ENTRIES);
        self.items.clear();
        self.items.reserve(USUAL_ENTRIES / 2);
        self.keys.clear();
        self.buffer.clear();
    }

    /// The map of the entries from `first` on.
    fn mapping(&mut self, first: usize, flow: bool) -> Mapping {
        Mapping::collect(self.entries.drain(first..), flow)
    }

    /// The list of the items from `first` on.
    fn sequence(&mut self, first: usize, flow: bool) -> Sequence {
        Sequence::collect(self.items.drain(first..), flow)
    }
}

/// What a value that is read next will be.
#[derive(Clone, Copy)]
enum Place {
    /// The root, or an element of a list.
    Item,
    /// What belongs to the plain key of this range.
    Plain { start: usize, end: usize },
    /// What belongs to the last of the keys that are not plain.
    Quoted,
}

impl Fast<'_> {
    fn document(&mut self) -> Option<Option<Node>> {
        self.start_line()?;
        if self.indent == 0 && self.rest().starts_with(b"---") {
            self.pos += 3;
            self.end_line()?;
            if self.indent < 0 {
                return None;
            }
        }
        if self.indent < 0 {
            return Some(None);
        }
        self.block(Place::Item, -1, 0)?;
        let root = self.stacks.items.pop()?;
        let whole = self.indent < 0 && root.as_scalar().is_none();
        whole.then_some(Some(root))
    }

    #[inline]
    fn byte(&self) -> u8 {
        self.byte_at(self.pos)
    }

    #[inline]
    fn rest(&self) -> &[u8] {
        self.bytes.get(self.pos..).unwrap_or_default()
    }

    /// The byte at an offset; a line feed, which ends everything, at the end.
    #[inline]
    fn byte_at(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(b'\n')
    }

    #[inline]
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, self.base + start, self.base + end)
    }

    /// A plain scalar.
    #[inline]
    fn plain(&self, start: usize, end: usize) -> Node {
        let text = &self.text[start..end];
        let tag = self.dialect.resolve(text);
        self.scalar(EcoString::from(text), tag, Style::Plain, start, end)
    }

    fn null(&self, at: usize) -> Node {
        self.scalar(EcoString::new(), Tag::Null, Style::Plain, at, at)
    }

    #[inline]
    fn scalar(&self, text: EcoString, tag: Tag, style: Style, start: usize, end: usize) -> Node {
        Node::scalar(
            Scalar { text, tag, style, tagged: false, untyped: false, shared: 0 },
            self.span(start, end),
        )
    }

    /// The text that was put together, as a scalar.
    fn buffered(&mut self, tag: Tag, style: Style, start: usize, end: usize) -> Node {
        let text = EcoString::from(self.stacks.buffer.as_str());
        self.stacks.buffer.clear();
        self.scalar(text, tag, style, start, end)
    }

    /// Puts a value in its place.
    #[inline(always)]
    fn put(&mut self, place: Place, value: Node) -> Option<()> {
        let key = match place {
            Place::Item => {
                self.stacks.items.push(value);
                return Some(());
            }
            Place::Plain { start, end } => self.plain(start, end),
            Place::Quoted => self.stacks.keys.pop()?,
        };
        self.stacks.entries.push(Entry { key, value });
        Some(())
    }
}
