//! Prints the tree exactly as kustomize prints its objects.
//!
//! Kustomize encodes an object with go-yaml v3, reads that back, turns it into JSON, reads the JSON with go-yaml v2
//! and encodes it again. Here the sum of these steps is done in one pass:
//! [`Scalar::value`](super::Scalar::value) is what the round trip makes of a scalar, `style` and `text` hold
//! go-yaml v2's choice of style and its folding, `keys` and `order` what becomes of keys and in which order.
//!
//! The walk keeps its own stack, so the depth of the input costs memory but never the thread's stack.

mod keys;
mod next_line;
mod order;
mod scalar;
mod style;
mod text;
mod unicode;

use super::node::{Data, Entry, Node};
use super::scalar::Place;
use crate::diag::Result;
use keys::{decode_binary_keys, read_back_keys};
pub(crate) use next_line::read_back;
pub(in crate::yaml) use scalar::prints_as_written;
use scalar::prints_plainly;
use style::{is_name, shape};
pub(super) use text::write_quoted;
use text::{At, BEST_WIDTH, push_spaces};

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
    let (order, spare) = (Vec::with_capacity(USUAL_KEYS), Vec::new());
    let mut emitter = Emitter { out, order, spare, changes_keys: false };
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

/// Few objects are deeper, or have more keys from the top down to where the printing is.
const USUAL_DEPTH: usize = 16;
const USUAL_KEYS: usize = 64;

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
            Data::Mapping(map) if map.entries().is_empty() => {
                self.out.push_str("{}\n");
                Ok(())
            }
            Data::Sequence(list) if list.items().is_empty() => {
                self.out.push_str("[]\n");
                Ok(())
            }
            Data::Mapping(map) => {
                let content = self.entries_of(map, Place { top: true, in_flow: map.flow() })?;
                self.walk(Frame { content, next: 0, indent: 0, in_flow: map.flow(), inline: true })
            }
            Data::Sequence(list) => {
                let content = Content::Items(list.items());
                self.walk(Frame { content, next: 0, indent: 0, in_flow: list.flow(), inline: true })
            }
        }
    }

    fn walk(&mut self, root: Frame<'_>) -> Result<()> {
        let mut frames = Vec::with_capacity(USUAL_DEPTH);
        frames.push(root);
        while let Some(frame) = frames.last_mut() {
            let inner = match frame.content {
                Content::Items(items) => self.items(frame, items)?,
                Content::Entries { entries, sorted } => self.entries(frame, entries, sorted)?,
            };
            match inner {
                Some(inner) => frames.push(inner),
                None => frames.truncate(frames.len() - 1),
            }
        }
        Ok(())
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
            Data::Mapping(map) if map.entries().is_empty() => {
                self.out.push_str(if slot.mark == Mark::Dash { "- {}\n" } else { ": {}\n" });
                return Ok(None);
            }
            Data::Sequence(list) if list.items().is_empty() => {
                self.out.push_str(if slot.mark == Mark::Dash { "- []\n" } else { ": []\n" });
                return Ok(None);
            }
            Data::Mapping(map) => {
                let in_flow = slot.in_flow || map.flow();
                (self.entries_of(map, Place { top: false, in_flow })?, 2, in_flow)
            }
            // A list stands in the column of its key.
            Data::Sequence(list) => {
                let step = if slot.mark == Mark::Colon { 0 } else { 2 };
                (Content::Items(list.items()), step, slot.in_flow || list.flow())
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
}

#[cfg(test)]
mod tests;
