//! Prints the tree exactly as kustomize prints its objects.
//!
//! Kustomize encodes an object with go-yaml v3, reads that back, turns it into JSON, reads the JSON with go-yaml v2
//! and encodes it again. Here the sum of these steps is done in one pass: [`Scalar::value`] is what the round trip
//! makes of a scalar, `style` and `text` hold go-yaml v2's choice of style and its folding, `order` the order
//! of keys.
//!
//! The walk keeps its own stack, so the depth of the input costs memory but never the thread's stack.

mod next_line;
mod order;
mod scalar;
mod style;
mod text;
mod unicode;

use super::json;
use super::node::{Data, Entry, Mapping, Node, Scalar, Sequence, Style, Tag};
use super::refusal::{control_character, duplicate_key, no_scalar_key, refuse, value_error};
use super::scalar::{Place, is_string_key, key_text};
use crate::diag::Result;
use crate::source::Span;
use scalar::prints_plainly;
use style::{Shape, Unusual, is_name, shape};
pub(super) use text::write_quoted;
use text::{At, BEST_WIDTH, push_spaces, write_key, write_value};

/// Longest key, in bytes, that is not written with `?`.
const SIMPLE_KEY: usize = 128;
/// Longest key, in characters of its JSON form, that can be read back.
const READABLE_KEY: usize = 1024;

/// Appends one document, without a `---`.
///
/// Keys are printed in go-yaml's natural order. That order is not transitive (`2a` < `9Z` < `22` < `2a`), and for such
/// sets of keys kustomize's output varies from run to run. Here it is always the result of a stable merge sort that
/// starts from the order by characters (those that are no letters first), whatever the order of the source.
///
/// On an error nothing is appended.
///
/// # Errors
/// Code [`Output`](crate::diag::Code::Output), at the value: infinities and not-a-number, a scalar that does not fit
/// its tag, control characters that YAML forbids, keys that repeat, keys that are no strings (below the top), keys of
/// more than 1022 characters.
pub fn emit(node: &Node, out: &mut String) -> Result<()> {
    let start = out.len();
    let mut emitter = Emitter { out, order: Vec::new(), spare: Vec::new(), changes_keys: false };
    let mut done = emitter.document(node);
    if std::mem::take(&mut emitter.changes_keys) {
        emitter.out.truncate(start);
        done = emitter.document(&read_back_keys(node, false));
    }
    if done.is_err() {
        out.truncate(start);
    }
    done
}

/// Whether a string is printed without quotes.
pub(super) fn is_plain(text: &str) -> bool {
    matches!(shape(text), Ok(shape) if shape.look == style::Look::Plain)
}

/// A collection that is being printed.
struct Frame<'n> {
    content: Content<'n>,
    /// Index of the next child.
    next: usize,
    /// Column of the children.
    indent: usize,
    /// Stands in a `[…]` or `{…}` of its source.
    in_flow: bool,
    /// The first child goes to the line that is already begun.
    inline: bool,
}

enum Content<'n> {
    Items(&'n [Node]),
    Entries {
        entries: &'n [Entry],
        /// Where the order of printing begins in [`Emitter::order`], if it differs from the source's.
        sorted: Option<usize>,
    },
}

/// What stands before a value on its line.
#[derive(Clone, Copy)]
struct Slot {
    /// Column of the value if it follows on the line.
    column: usize,
    /// Indentation of the collection it is a child of.
    parent: usize,
    mark: Mark,
    in_flow: bool,
}

/// The sign before a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// `-`: a collection begins on the same line.
    Dash,
    /// The `:` of a key: a collection begins on the next line.
    Colon,
    /// The `:` below a key with `?`: a collection begins on the same line.
    LongColon,
}

struct Emitter<'o> {
    out: &'o mut String,
    /// Places of the entries of the sorted maps on the stack, one map after the other.
    order: Vec<u32>,
    spare: Vec<u32>,
    /// There are keys that read otherwise once kustomize has written them.
    changes_keys: bool,
}

impl Emitter<'_> {
    fn document(&mut self, node: &Node) -> Result<()> {
        let decoded = node.as_mapping().and_then(decode_binary_keys);
        let node = decoded.as_ref().unwrap_or(node);
        match &node.data {
            Data::Scalar(scalar) => self.scalar(scalar, node.span, At { column: 0, indent: 2 }, false),
            Data::Mapping(map) if map.entries.is_empty() => {
                self.out.push_str("{}\n");
                Ok(())
            }
            Data::Sequence(list) if list.items.is_empty() => {
                self.out.push_str("[]\n");
                Ok(())
            }
            Data::Mapping(map) => {
                let content = self.entries_of(map, Place { top: true, in_flow: map.flow })?;
                self.walk(Frame { content, next: 0, indent: 0, in_flow: map.flow, inline: true })
            }
            Data::Sequence(list) => {
                let content = Content::Items(&list.items);
                self.walk(Frame { content, next: 0, indent: 0, in_flow: list.flow, inline: true })
            }
        }
    }

    fn walk<'n>(&mut self, root: Frame<'n>) -> Result<()> {
        let mut outer = Vec::new();
        let mut frame = root;
        loop {
            let inner = match frame.content {
                Content::Items(items) => self.items(&mut frame, items)?,
                Content::Entries { entries, sorted } => self.entries(&mut frame, entries, sorted)?,
            };
            if let Some(inner) = inner {
                outer.push(std::mem::replace(&mut frame, inner));
                continue;
            }
            match outer.pop() {
                Some(parent) => frame = parent,
                None => return Ok(()),
            }
        }
    }

    /// Prints items up to the first that is a collection, and returns that.
    fn items<'n>(&mut self, frame: &mut Frame<'n>, items: &'n [Node]) -> Result<Option<Frame<'n>>> {
        let column = frame.indent + 2;
        let slot = Slot { column, parent: frame.indent, mark: Mark::Dash, in_flow: frame.in_flow };
        while let Some(item) = items.get(frame.next) {
            frame.next += 1;
            self.start_line(frame);
            if let Some(inner) = self.value(item, slot)? {
                return Ok(Some(inner));
            }
        }
        Ok(None)
    }

    /// Prints entries up to the first whose value is a collection, and returns that.
    fn entries<'n>(
        &mut self,
        frame: &mut Frame<'n>,
        entries: &'n [Entry],
        sorted: Option<usize>,
    ) -> Result<Option<Frame<'n>>> {
        while frame.next < entries.len() {
            let at = sorted.map_or(frame.next, |start| self.order[start + frame.next] as usize);
            frame.next += 1;
            if self.simple_line(&entries[at], frame) {
                continue;
            }
            self.start_line(frame);
            let slot = self.key(&entries[at].key, frame)?;
            if let Some(inner) = self.value(&entries[at].value, slot)? {
                return Ok(Some(inner));
            }
        }
        if let Some(start) = sorted {
            self.order.truncate(start);
        }
        Ok(None)
    }

    #[inline]
    fn start_line(&mut self, frame: &mut Frame<'_>) {
        if frame.inline {
            frame.inline = false;
        } else {
            push_spaces(frame.indent, self.out);
        }
    }

    /// Prints an entry if it is one of those that most are: a key and a value that print as they are, on one line.
    #[inline]
    fn simple_line(&mut self, entry: &Entry, frame: &mut Frame<'_>) -> bool {
        let (Data::Scalar(key), Data::Scalar(value)) = (&entry.key.data, &entry.value.data) else {
            return false;
        };
        let (key, text) = (key.text.as_str(), value.text.as_str());
        let fits = frame.indent + key.len() + 2 + text.len() <= BEST_WIDTH;
        if !fits || !is_name(key) || !prints_plainly(value) {
            return false;
        }
        self.start_line(frame);
        for part in [key, ": ", text, "\n"] {
            self.out.push_str(part);
        }
        true
    }

    /// Prints a key.
    #[inline]
    fn key(&mut self, key: &Node, frame: &Frame<'_>) -> Result<Slot> {
        let text = entry_text(key);
        let shape = self.key_shape(text, key.span)?;
        let indent = frame.indent;
        let slot = Slot { column: indent + 2, parent: indent, mark: Mark::LongColon, in_flow: frame.in_flow };
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

    /// Prints the mark and a scalar or an empty collection, and ends the line; begins any other collection.
    #[inline]
    fn value<'n>(&mut self, node: &'n Node, slot: Slot) -> Result<Option<Frame<'n>>> {
        let (content, step, in_flow) = match &node.data {
            Data::Scalar(scalar) => {
                self.out.push_str(if slot.mark == Mark::Dash { "- " } else { ": " });
                let at = At { column: slot.column, indent: slot.parent + 2 };
                self.scalar(scalar, node.span, at, slot.in_flow)?;
                return Ok(None);
            }
            Data::Mapping(map) if map.entries.is_empty() => {
                self.out.push_str(if slot.mark == Mark::Dash { "- {}\n" } else { ": {}\n" });
                return Ok(None);
            }
            Data::Sequence(list) if list.items.is_empty() => {
                self.out.push_str(if slot.mark == Mark::Dash { "- []\n" } else { ": []\n" });
                return Ok(None);
            }
            Data::Mapping(map) => {
                let in_flow = slot.in_flow || map.flow;
                (self.entries_of(map, Place { top: false, in_flow })?, 2, in_flow)
            }
            // A list stands in the column of its key.
            Data::Sequence(list) => {
                let step = if slot.mark == Mark::Colon { 0 } else { 2 };
                (Content::Items(&list.items), step, slot.in_flow || list.flow)
            }
        };
        self.out.push_str(match slot.mark {
            Mark::Dash => "- ",
            Mark::Colon => ":\n",
            Mark::LongColon => ": ",
        });
        let inline = slot.mark != Mark::Colon;
        Ok(Some(Frame { content, next: 0, indent: slot.parent + step, in_flow, inline }))
    }

    /// Checks the keys of a map and finds their order.
    fn entries_of<'n>(&mut self, map: &'n Mapping, place: Place) -> Result<Content<'n>> {
        let entries = map.entries.as_slice();
        for entry in entries {
            let Data::Scalar(key) = &entry.key.data else { return Err(no_scalar_key(&entry.key, place.top)) };
            if !is_string_key(key) {
                let text = key_text(key, place).map_err(|error| value_error(&error, entry.key.span))?;
                self.changes_keys |= key.tag == Tag::Str && text != key.text.as_str();
            }
        }
        if order::is_sorted(entries.iter().map(|entry| entry_text(&entry.key))) {
            return Ok(Content::Entries { entries, sorted: None });
        }
        let start = self.order.len();
        self.order.extend(0..entries.len() as u32);
        let text_at = |at: u32| entry_text(&entries[at as usize].key);
        match order::sort(&mut self.order[start..], &mut self.spare, text_at) {
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
fn decode_binary_keys(map: &Mapping) -> Option<Node> {
    let is_binary = |entry: &Entry| entry.key.as_scalar().is_some_and(|key| key.tag == Tag::Binary);
    if !map.entries.iter().any(is_binary) {
        return None;
    }
    let mut map = map.clone();
    for entry in &mut map.entries {
        let decoded = entry.key.as_scalar().filter(|key| key.tag == Tag::Binary).and_then(|key| {
            let text = key_text(key, Place { top: true, in_flow: map.flow }).ok()?;
            Some(Node::scalar(
                Scalar { style: Style::DoubleQuoted, ..Scalar::string(text.as_ref()) },
                entry.key.span,
            ))
        });
        if let Some(decoded) = decoded {
            entry.key = decoded;
        }
    }
    Some(Node { span: Span::NONE, data: Data::Mapping(map.into()) })
}

/// The tree with all keys as they read once kustomize has written them. Few trees have one that changes.
fn read_back_keys(node: &Node, in_flow: bool) -> Node {
    let data = match &node.data {
        Data::Scalar(_) => return node.clone(),
        Data::Sequence(list) => {
            let in_flow = in_flow || list.flow;
            let items = list.items.iter().map(|item| read_back_keys(item, in_flow)).collect();
            Data::Sequence(Sequence { items, flow: list.flow, ..Sequence::default() }.into())
        }
        Data::Mapping(map) => {
            let in_flow = in_flow || map.flow;
            let entries = map.entries.iter().map(|entry| Entry {
                key: read_back_key(&entry.key, in_flow),
                value: read_back_keys(&entry.value, in_flow),
            });
            Data::Mapping(Mapping { entries: entries.collect(), flow: map.flow, ..Mapping::default() }.into())
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

#[cfg(test)]
mod tests;
