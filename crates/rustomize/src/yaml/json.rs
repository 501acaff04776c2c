//! JSON text as Go's `encoding/json` writes it: the input of content hashes.

use super::bytes::{below, equal, find, without};
use super::float;
use super::node::{Data, Entry, Mapping, Node, Scalar, Tag};
use super::refusal::{duplicate_key, no_scalar_key, not_finite, value_error};
use super::scalar::{Place, Value, key_text};
use crate::diag::Result;
use crate::source::Span;

/// Appends a node without spaces, the keys of its maps sorted by bytes.
///
/// The walk keeps its own stack. On an error nothing is appended.
///
/// # Errors
/// Code [`Output`](crate::diag::Code::Output): what [`emit`](super::emit()) refuses, but for control characters and
/// long keys.
pub fn write(node: &Node, out: &mut String) -> Result<()> {
    let start = out.len();
    let mut writer = Writer { out, order: Vec::new() };
    let done = writer.document(node);
    if done.is_err() {
        out.truncate(start);
    }
    done
}

/// Appends a string in quotes. `<`, `>`, `&`, U+2028 and U+2029 are escaped as in text for HTML.
pub fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let (mut from, mut seen) = (0, 0);
    let bytes = text.as_bytes();
    while let Some(i) = next_look(bytes, seen) {
        let b = bytes[i];
        seen = i + 1;
        // U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
        let (skip, escape) = match &bytes[i..] {
            [0xe2, 0x80, 0xa8, ..] => (3, "\\u2028"),
            [0xe2, 0x80, 0xa9, ..] => (3, "\\u2029"),
            [0xe2, ..] => continue,
            _ => (1, short_escape(b)),
        };
        out.push_str(&text[from..i]);
        if escape.is_empty() {
            const HEX: &[u8; 16] = b"0123456789abcdef";
            out.push_str("\\u00");
            out.push(HEX[usize::from(b >> 4)] as char);
            out.push(HEX[usize::from(b & 0xf)] as char);
        } else {
            out.push_str(escape);
        }
        from = i + skip;
    }
    out.push_str(&text[from..]);
    out.push('"');
}

/// The next byte that is, or may begin, something to escape.
fn next_look(text: &[u8], from: usize) -> Option<usize> {
    // `"` and `&`, and `<` and `>`, differ in one bit.
    let hits = |word| {
        let quotes = equal(without(word, 4), b'"') | equal(word, b'\\');
        below(word, 0x20) | quotes | equal(without(word, 2), b'<') | equal(word, 0xe2)
    };
    let at = find(text, from, hits, |b| matches!(b, 0..0x20 | b'"' | b'\\' | b'<' | b'>' | b'&' | 0xe2));
    (at < text.len()).then_some(at)
}

/// Length in characters of a string's JSON form, quotes included.
pub(super) fn width(text: &str) -> usize {
    let mut quoted = String::with_capacity(text.len() + 2);
    write_string(text, &mut quoted);
    quoted.chars().count()
}

/// Empty for characters without one.
fn short_escape(byte: u8) -> &'static str {
    match byte {
        b'"' => "\\\"",
        b'\\' => "\\\\",
        0x8 => "\\b",
        0xc => "\\f",
        b'\n' => "\\n",
        b'\r' => "\\r",
        b'\t' => "\\t",
        _ => "",
    }
}

struct Frame<'n> {
    content: Content<'n>,
    next: usize,
    in_flow: bool,
    /// Keys of any type become text.
    top: bool,
}

#[derive(Clone, Copy)]
enum Content<'n> {
    Items(&'n [Node]),
    /// Entries and where their order begins in [`Writer::order`].
    Entries(&'n [Entry], usize),
}

struct Writer<'o> {
    out: &'o mut String,
    order: Vec<u32>,
}

impl Writer<'_> {
    fn document(&mut self, node: &Node) -> Result<()> {
        let Some(mut frame) = self.open(node, false, true)? else { return Ok(()) };
        let mut outer = Vec::new();
        loop {
            match self.next(&mut frame)? {
                Some(inner) => outer.push(std::mem::replace(&mut frame, inner)),
                None => match outer.pop() {
                    Some(parent) => frame = parent,
                    None => return Ok(()),
                },
            }
        }
    }

    /// Writes children up to the first that is a collection, and returns that.
    fn next<'n>(&mut self, frame: &mut Frame<'n>) -> Result<Option<Frame<'n>>> {
        loop {
            let at = frame.next;
            frame.next += 1;
            let child = match frame.content {
                Content::Items(items) => items.get(at),
                Content::Entries(entries, order) if at < entries.len() => {
                    Some(&entries[self.order[order + at] as usize].value)
                }
                Content::Entries(..) => None,
            };
            let Some(child) = child else {
                self.close(frame);
                return Ok(None);
            };
            if at > 0 {
                self.out.push(',');
            }
            if let Content::Entries(entries, order) = frame.content {
                let place = Place { top: frame.top, in_flow: frame.in_flow };
                self.key(&entries[self.order[order + at] as usize].key, place)?;
            }
            if let Some(inner) = self.open(child, frame.in_flow, false)? {
                return Ok(Some(inner));
            }
        }
    }

    fn close(&mut self, frame: &Frame<'_>) {
        match frame.content {
            Content::Items(_) => self.out.push(']'),
            Content::Entries(_, order) => {
                self.order.truncate(order);
                self.out.push('}');
            }
        }
    }

    fn key(&mut self, key: &Node, place: Place) -> Result<()> {
        let Some(scalar) = key.as_scalar() else { return Err(no_scalar_key(key, place.top)) };
        let text = key_text(scalar, place).map_err(|error| value_error(&error, key.span))?;
        write_string(&text, self.out);
        self.out.push(':');
        Ok(())
    }

    /// Writes a scalar, begins a collection.
    fn open<'n>(&mut self, node: &'n Node, in_flow: bool, top: bool) -> Result<Option<Frame<'n>>> {
        let (content, in_flow) = match &node.data {
            Data::Scalar(scalar) => {
                self.scalar(scalar, node.span, in_flow)?;
                return Ok(None);
            }
            Data::Sequence(list) => {
                self.out.push('[');
                (Content::Items(list.items()), in_flow || list.flow())
            }
            Data::Mapping(map) => {
                self.out.push('{');
                (Content::Entries(map.entries(), self.sort(map)?), in_flow || map.flow())
            }
        };
        Ok(Some(Frame { content, next: 0, in_flow, top }))
    }

    /// Sorts the keys of a map by their bytes and returns where their places begin in `order`.
    fn sort(&mut self, map: &Mapping) -> Result<usize> {
        let text_at = |at: u32| map.entries()[at as usize].key.text();
        let start = self.order.len();
        self.order.extend(0..map.entries().len() as u32);
        let order = &mut self.order[start..];
        order.sort_unstable_by(|&a, &b| text_at(a).cmp(&text_at(b)).then(a.cmp(&b)));
        let repeated = order.windows(2).find(|pair| text_at(pair[0]) == text_at(pair[1]));
        match repeated {
            Some(pair) => {
                let key = |at: u32| &map.entries()[at as usize].key;
                Err(duplicate_key(key(pair[0]), key(pair[1])))
            }
            None => Ok(start),
        }
    }

    fn scalar(&mut self, scalar: &Scalar, span: Span, in_flow: bool) -> Result<()> {
        if scalar.tag == Tag::Str && scalar.is_read_back_as_is() {
            write_string(&scalar.text, self.out);
            return Ok(());
        }
        match scalar.value(in_flow).map_err(|error| value_error(&error, span))? {
            Value::Null => self.out.push_str("null"),
            Value::Bool(value) => self.out.push_str(if value { "true" } else { "false" }),
            Value::Int(value) => self.out.push_str(&value.to_string()),
            Value::UInt(value) => self.out.push_str(&value.to_string()),
            Value::Float(value) if value.is_finite() => float::write_json(value, self.out),
            Value::Float(value) => return Err(not_finite(value, span)),
            Value::String(text) => write_string(&text, self.out),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::scalar::resolve;

    #[test]
    fn strings() {
        let mut out = String::new();
        write_string("a\"\\\u{8}\u{c}\n\r\t\u{1}\u{1f}<>&\u{2028}\u{2029}\u{2020}é\u{7f}😀", &mut out);
        assert_eq!(
            out,
            "\"a\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\\u003c\\u003e\\u0026\\u2028\\u2029\u{2020}é\u{7f}😀\""
        );
        assert_eq!(width("é\n"), 5);
    }

    #[test]
    fn tree() {
        let plain = |text: &str| Node::plain(text, resolve(text), Span::NONE);
        let entry = |key: &str, value| Entry { key: plain(key), value };
        let list =
            Node::sequence(vec![plain("1e3"), plain("~"), plain("2020-01-01"), plain("1e-7")], Span::NONE);
        let map = Node::mapping(
            vec![entry("b", list), entry("a10", plain("x")), entry("a2", Node::mapping(vec![], Span::NONE))],
            Span::NONE,
        );
        let mut out = String::new();
        write(&map, &mut out).expect("a tree that can be written");
        assert_eq!(out, r#"{"a10":"x","a2":{},"b":[1000,null,"2020-01-01T00:00:00Z",1e-7]}"#);
    }
}
