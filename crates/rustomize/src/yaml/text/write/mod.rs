//! Tree → text, as go-yaml v3 writes it.

mod block;
mod flow;
mod waiting;

use super::item::{Content, Document, Item, Text};
use super::scalar::{self, Slot};
use super::sink::Sink;
use crate::yaml::scalar::resolve;
use crate::yaml::{Style, Tag};

/// Keys longer than this many bytes, or with line breaks, need a `?`.
const SIMPLE_KEY: usize = 128;

/// Writes a document with its comments.
pub(in crate::yaml::text) fn document(document: &Document) -> String {
    let mut writer = Writer::new();
    if let Some(head) = &document.head {
        writer.head = head;
        writer.write_head();
        writer.sink.line_break();
    }
    writer.root(&document.root);
    writer.sink.foot_indent = Some(0);
    if let Some(foot) = &document.foot {
        writer.foot = foot;
    }
    writer.write_foot();
    writer.sink.foot_indent = None;
    writer.sink.indent(0);
    writer.sink.out
}

/// Writes a value as a document.
pub(in crate::yaml::text) fn item(item: &Item) -> String {
    let mut writer = Writer::new();
    writer.root(item);
    writer.sink.indent(0);
    writer.sink.out
}

/// Where a value stands.
#[derive(Clone, Copy, Default)]
struct Place {
    in_map: bool,
    simple_key: bool,
}

/// The writer and the comments that wait for their place.
struct Writer<'d> {
    sink: Sink,
    /// Indentation of the open collection; `None` outside of all.
    indent: Option<usize>,
    flow: usize,
    head: &'d str,
    line: &'d str,
    foot: &'d str,
    /// The foot of an entry waits for the next key, since its value is written after its key.
    tail: &'d str,
    key_line: &'d str,
}

impl<'d> Writer<'d> {
    fn new() -> Writer<'d> {
        Writer {
            sink: Sink::new(),
            indent: None,
            flow: 0,
            head: "",
            line: "",
            foot: "",
            tail: "",
            key_line: "",
        }
    }

    fn root(&mut self, item: &'d Item) {
        self.open(item, "");
        self.write_head();
        self.value(item, Place::default(), false);
    }

    fn at(&self) -> usize {
        self.indent.unwrap_or(0)
    }

    /// A value and the comments that wait to stand behind it: behind the start of a collection, that is.
    fn value(&mut self, item: &'d Item, place: Place, in_flow: bool) {
        self.start(item, place);
        if in_flow && self.has_trail() {
            self.sink.indicator(",", false, false, false);
        }
        self.write_line();
        self.write_foot();
        self.content(item, place);
    }

    /// A key: comments go elsewhere.
    fn key(&mut self, key: &'d Item, simple_key: bool) {
        let place = Place { in_map: true, simple_key };
        self.start(key, place);
        self.content(key, place);
    }

    /// A scalar, or what stands before a collection.
    fn start(&mut self, item: &'d Item, place: Place) {
        if let Content::Alias(name) = &item.content {
            self.sink.indicator("*", true, false, false);
            self.sink.text(name);
            return;
        }
        if let Some(anchor) = &item.anchor {
            self.sink.indicator("&", true, false, false);
            self.sink.text(anchor);
        }
        match &item.content {
            Content::Scalar(text) => self.scalar(item, text, place),
            _ => self.tag(item.tag.as_deref()),
        }
    }

    fn content(&mut self, item: &'d Item, place: Place) {
        let in_flow = self.flow > 0 || item.flow;
        match &item.content {
            Content::Sequence(items) if in_flow || items.is_empty() => self.flow_sequence(item, items),
            Content::Sequence(items) => self.block_sequence(items, place),
            Content::Mapping(entries) if in_flow || entries.is_empty() => self.flow_mapping(item, entries),
            Content::Mapping(entries) => self.block_mapping(entries),
            Content::Scalar(_) | Content::Alias(_) => {}
        }
    }

    fn tag(&mut self, tag: Option<&str>) {
        if let Some(tag) = tag {
            self.sink.blank();
            self.sink.text(tag);
            self.sink.whitespace = false;
            self.sink.indention = false;
        }
    }

    fn scalar(&mut self, item: &'d Item, text: &'d Text, place: Place) {
        let (tag, quoted) = printed(item, text);
        self.tag(tag);
        let slot = Slot { in_flow: self.flow > 0, simple_key: place.simple_key };
        let style = scalar::choose(&text.text, wanted(text, quoted), scalar::allowed(&text.text), slot);
        let indent = self.indent.map_or(2, |at| at + 2);
        match style {
            Style::Plain => scalar::plain(&text.text, &mut self.sink),
            Style::SingleQuoted => scalar::single(&text.text, indent, &mut self.sink),
            Style::DoubleQuoted => scalar::double(&text.text, &mut self.sink),
            Style::Literal => self.block_scalar(text, "|", indent),
            Style::Folded => self.block_scalar(text, ">", indent),
        }
    }

    /// A comment on the line of a block scalar stands behind its header.
    fn block_scalar(&mut self, text: &'d Text, mark: &str, indent: usize) {
        scalar::block_header(&text.text, mark, &mut self.sink);
        if self.line.is_empty() && text.text.starts_with('\n') {
            self.sink.line_break();
        }
        self.write_line();
        if mark == "|" {
            scalar::literal(&text.text, indent, &mut self.sink);
        } else {
            scalar::folded(&text.text, indent, &mut self.sink);
        }
    }
}

/// The tag that has to be written, and whether the text needs quotes instead.
fn printed<'i>(item: &'i Item, text: &Text) -> (Option<&'i str>, bool) {
    if let Some(tag) = &item.tag {
        return (Some(tag), false);
    }
    let Some(tag) = text.tag else { return (None, false) };
    let implied = match resolve(&text.text) {
        Tag::Merge => Tag::Str,
        implied => implied,
    };
    match tag {
        _ if tag == implied => (None, false),
        Tag::Str => (None, true),
        tag => (Some(tag.short()), false),
    }
}

fn wanted(text: &Text, quoted: bool) -> Style {
    match text.style {
        Style::Plain if text.text.contains('\n') => Style::Literal,
        Style::Plain if quoted => Style::DoubleQuoted,
        style => style,
    }
}

/// Whether a key can stand before its `:` on one line.
fn is_simple(key: &Item) -> bool {
    let properties = key.anchor.as_ref().map_or(0, |a| a.len());
    let length = match &key.content {
        Content::Alias(name) => name.len(),
        Content::Scalar(text) => {
            if scalar::allowed(&text.text).multiline {
                return false;
            }
            printed(key, text).0.map_or(0, str::len) + text.text.len()
        }
        Content::Sequence(items) if items.is_empty() => key.tag.as_ref().map_or(0, |t| t.len()),
        Content::Mapping(entries) if entries.is_empty() => key.tag.as_ref().map_or(0, |t| t.len()),
        Content::Sequence(_) | Content::Mapping(_) => return false,
    };
    properties + length <= SIMPLE_KEY
}
