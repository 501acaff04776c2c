//! Tokens and comments → tree.
//!
//! Comments that were met are held until a value comes that can take them: a scalar, an alias, or a flow collection
//! at its start and at its end. Block collections take only the comment that stands before the `-` of their list item.

use std::collections::HashSet;

use ecow::EcoString;

use super::comments::{Comment, Place, find};
use super::item::{Comments, Content, Document, Item, Text};
use crate::diag::{Code, Diagnostic, Result};
use crate::yaml::parse::{Token, TokenKind, tokens};
use crate::yaml::scalar::resolve;
use crate::yaml::{Style, Tag};

/// Reads the first document of a text.
pub(super) fn compose(text: &str) -> Result<Option<Document>> {
    let Some(mut tokens) = tokens(text)? else { return Ok(None) };
    let comments = find(text, &mut tokens);
    let composer = Composer {
        tokens,
        at: 0,
        comments,
        taken: 0,
        held: Comments::default(),
        stem: EcoString::new(),
        anchors: HashSet::new(),
    };
    composer.document().map(Some)
}

struct Composer {
    tokens: Vec<Token>,
    at: usize,
    comments: Vec<Comment>,
    taken: usize,
    /// Comments that wait for a value.
    held: Comments,
    /// A comment before a `-` that a block collection follows.
    stem: EcoString,
    anchors: HashSet<EcoString>,
}

impl Composer {
    fn document(mut self) -> Result<Document> {
        let explicit = matches!(self.peek(), TokenKind::DocumentStart);
        let head = if explicit {
            self.skip();
            EcoString::new()
        } else {
            split_header(&mut self.held.head)
        };
        let root = match self.peek() {
            TokenKind::End => empty(),
            _ => self.node(false)?,
        };
        self.peek();
        let held = std::mem::take(&mut self.held);
        let foot = if held.foot.is_empty() { held.head } else { held.foot };
        let some = |text: EcoString| Some(text).filter(|t| !t.is_empty());
        Ok(Document { root, head: some(head), foot: some(foot) })
    }

    /// The next token, with the comments before it held.
    fn peek(&mut self) -> &TokenKind {
        let token = &self.tokens[self.at.min(self.tokens.len() - 1)];
        while let Some(comment) = self.comments.get(self.taken) {
            let before_end = comment.place == Place::Head && matches!(token.kind, TokenKind::BlockEnd);
            if comment.taken_from > token.start || before_end {
                break;
            }
            let held = match comment.place {
                Place::Head => &mut self.held.head,
                Place::Line => &mut self.held.line,
                Place::Foot => &mut self.held.foot,
            };
            if !held.is_empty() {
                held.push('\n');
            }
            held.push_str(&comment.text);
            self.taken += 1;
        }
        &token.kind
    }

    fn skip(&mut self) {
        self.at += 1;
    }

    /// Gives the held comments to a value.
    fn give(&mut self, item: &mut Item) {
        let held = std::mem::take(&mut self.held);
        self.stem = EcoString::new();
        if !held.head.is_empty() || !held.line.is_empty() || !held.foot.is_empty() {
            item.comments = Some(Box::new(held));
        }
    }

    /// A value. `in_map` allows a list at the indentation of its key.
    fn node(&mut self, in_map: bool) -> Result<Item> {
        let mut item = empty();
        if let TokenKind::Alias(name) = self.peek() {
            item.content = Content::Alias(name.clone());
            return self.alias(item);
        }
        let mut tag = None;
        loop {
            match self.peek() {
                TokenKind::Anchor(name) => item.anchor = Some(name.clone()),
                TokenKind::Tag(name) => tag = Some(name.clone()).filter(|t| t != "!"),
                _ => break,
            }
            self.skip();
        }
        if let Some(name) = &item.anchor {
            self.anchors.insert(name.clone());
        }
        item.tag = tag.as_deref().map(printed_tag);
        match self.peek() {
            TokenKind::Scalar(..) => self.scalar(&mut item, tag.as_deref()),
            TokenKind::BlockEntry if in_map => self.indentless_sequence(&mut item)?,
            TokenKind::FlowSequenceStart => self.flow_sequence(&mut item)?,
            TokenKind::FlowMappingStart => self.flow_mapping(&mut item)?,
            TokenKind::BlockSequenceStart => self.block_sequence(&mut item)?,
            TokenKind::BlockMappingStart => self.block_mapping(&mut item)?,
            _ => set_scalar(
                &mut item,
                Text { text: "".into(), tag: Some(Tag::Null), style: Style::Plain },
                tag.as_deref(),
            ),
        }
        Ok(item)
    }

    fn alias(&mut self, mut item: Item) -> Result<Item> {
        if let Content::Alias(name) = &item.content
            && !self.anchors.contains(name)
        {
            let message = format!("unknown anchor '{name}' referenced");
            return Err(Diagnostic::error(Code::Structure, &message).upstream(format!("yaml: {message}")));
        }
        self.give(&mut item);
        self.skip();
        Ok(item)
    }

    fn scalar(&mut self, item: &mut Item, tag: Option<&str>) {
        if let TokenKind::Scalar(text, style) = &self.tokens[self.at].kind {
            let implied = if *style == Style::Plain { resolve(text) } else { Tag::Str };
            set_scalar(item, Text { text: text.clone(), tag: Some(implied), style: *style }, tag);
        }
        self.give(item);
        self.skip();
    }

    fn block_start(&mut self, item: &mut Item) {
        let stem = std::mem::take(&mut self.stem);
        if !stem.is_empty() {
            item.comments_mut().head = stem;
        }
        self.skip();
    }

    fn block_sequence(&mut self, item: &mut Item) -> Result<()> {
        self.block_start(item);
        let mut items = Vec::new();
        while matches!(self.peek(), TokenKind::BlockEntry) {
            items.push(self.entry()?);
        }
        self.skip();
        item.content = Content::Sequence(items);
        Ok(())
    }

    fn indentless_sequence(&mut self, item: &mut Item) -> Result<()> {
        let mut items = Vec::new();
        while matches!(self.peek(), TokenKind::BlockEntry) {
            items.push(self.entry()?);
        }
        item.content = Content::Sequence(items);
        Ok(())
    }

    /// A `-` and its value. A comment before the `-` goes to a block collection that follows as a whole.
    fn entry(&mut self) -> Result<Item> {
        let stem = self.held.head.len();
        self.skip();
        let block = matches!(self.peek(), TokenKind::BlockSequenceStart | TokenKind::BlockMappingStart);
        if stem > 0 && block {
            let head = std::mem::take(&mut self.held.head);
            self.stem = head[..stem].into();
            self.held.head = head.get(stem + 1..).unwrap_or_default().into();
        }
        match self.peek() {
            TokenKind::BlockEntry
            | TokenKind::BlockEnd
            | TokenKind::Key
            | TokenKind::Value
            | TokenKind::End => Ok(empty()),
            _ => self.node(false),
        }
    }

    fn block_mapping(&mut self, item: &mut Item) -> Result<()> {
        self.block_start(item);
        let mut entries: Vec<(Item, Item)> = Vec::new();
        loop {
            let mut key = match self.peek() {
                TokenKind::Key => {
                    self.skip();
                    match self.peek() {
                        TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => empty(),
                        _ => self.node(true)?,
                    }
                }
                TokenKind::Value => empty(),
                _ => break,
            };
            // It stands behind the value before.
            if let Some((before, _)) = entries.last_mut()
                && let Some(foot) = take_foot(&mut key)
            {
                before.comments_mut().foot = foot;
            }
            let mut value = match self.peek() {
                TokenKind::Value => {
                    self.skip();
                    match self.peek() {
                        TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => empty(),
                        _ => self.node(true)?,
                    }
                }
                _ => empty(),
            };
            move_foot(&mut value, &mut key);
            entries.push((key, value));
        }
        let mut end = empty();
        self.give(&mut end);
        self.skip();
        if let (Some(foot), Some((key, _))) = (take_foot(&mut end), entries.last_mut()) {
            key.comments_mut().foot = foot;
        }
        item.content = Content::Mapping(entries);
        Ok(())
    }

    fn flow_sequence(&mut self, item: &mut Item) -> Result<()> {
        self.give(item);
        self.skip();
        let mut items = Vec::new();
        loop {
            match self.peek() {
                TokenKind::FlowSequenceEnd => break,
                TokenKind::FlowEntry => self.skip(),
                TokenKind::Key => items.push(self.pair()?),
                _ => items.push(self.node(false)?),
            }
        }
        item.content = Content::Sequence(items);
        self.flow_end(item);
        Ok(())
    }

    /// `[key: value]`: a map of its own.
    fn pair(&mut self) -> Result<Item> {
        self.skip();
        let key = match self.peek() {
            TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowSequenceEnd => empty(),
            _ => self.node(false)?,
        };
        let value = self.flow_value()?;
        let mut entry = (key, value);
        move_foot(&mut entry.1, &mut entry.0);
        Ok(Item { flow: true, ..Item::from(Content::Mapping(vec![entry])) })
    }

    fn flow_mapping(&mut self, item: &mut Item) -> Result<()> {
        self.give(item);
        self.skip();
        let mut entries = Vec::new();
        loop {
            let mut key = match self.peek() {
                TokenKind::FlowMappingEnd => break,
                TokenKind::FlowEntry => {
                    self.skip();
                    continue;
                }
                TokenKind::Key => {
                    self.skip();
                    match self.peek() {
                        TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowMappingEnd => empty(),
                        _ => self.node(false)?,
                    }
                }
                TokenKind::Value => empty(),
                _ => self.node(false)?,
            };
            let mut value = self.flow_value()?;
            move_foot(&mut value, &mut key);
            entries.push((key, value));
        }
        item.content = Content::Mapping(entries);
        self.flow_end(item);
        Ok(())
    }

    fn flow_value(&mut self) -> Result<Item> {
        if !matches!(self.peek(), TokenKind::Value) {
            return Ok(empty());
        }
        self.skip();
        match self.peek() {
            TokenKind::FlowEntry | TokenKind::FlowMappingEnd | TokenKind::FlowSequenceEnd => Ok(empty()),
            _ => self.node(false),
        }
    }

    /// The comments at the end of a flow collection take the place of those of its start, but for the head.
    fn flow_end(&mut self, item: &mut Item) {
        item.flow = true;
        let mut end = empty();
        self.give(&mut end);
        self.skip();
        let ending = end.comments.map(|c| *c).unwrap_or_default();
        if item.comments.is_some() || !ending.line.is_empty() || !ending.foot.is_empty() {
            let comments = item.comments_mut();
            comments.line = ending.line;
            comments.foot = ending.foot;
        }
    }
}

fn empty() -> Item {
    Item::from(Content::Scalar(Text { text: "".into(), tag: Some(Tag::Null), style: Style::Plain }))
}

fn set_scalar(item: &mut Item, text: Text, tag: Option<&str>) {
    let tag = match tag {
        None => text.tag,
        Some(tag) => Some(named_tag(tag)),
    };
    item.content = Content::Scalar(Text { tag, ..text });
}

fn take_foot(item: &mut Item) -> Option<EcoString> {
    let comments = item.comments.as_mut()?;
    Some(std::mem::take(&mut comments.foot)).filter(|foot| !foot.is_empty())
}

/// The comment behind a value is kept with its key, as that of the whole entry.
fn move_foot(value: &mut Item, key: &mut Item) {
    let has_one = key.comments.as_ref().is_some_and(|c| !c.foot.is_empty());
    if let Some(foot) = if has_one { None } else { take_foot(value) } {
        key.comments_mut().foot = foot;
    }
}

/// Takes off the part of a comment before its last empty line: that belongs to the document.
fn split_header(head: &mut EcoString) -> EcoString {
    let text = std::mem::take(head);
    let cut = match text.strip_suffix('\n') {
        Some(header) => Some((header.len(), text.len())),
        None => text.rfind("\n\n").map(|at| (at, at + 2)),
    };
    let Some((end, rest)) = cut else {
        *head = text;
        return EcoString::new();
    };
    *head = text[rest..].into();
    text[..end].into()
}

/// The type that a tag names.
fn named_tag(tag: &str) -> Tag {
    match tag.strip_prefix("tag:yaml.org,2002:") {
        Some("null") => Tag::Null,
        Some("bool") => Tag::Bool,
        Some("int") => Tag::Int,
        Some("float") => Tag::Float,
        Some("timestamp") => Tag::Timestamp,
        Some("str") => Tag::Str,
        Some("binary") => Tag::Binary,
        Some("merge") => Tag::Merge,
        _ => Tag::Other,
    }
}

fn printed_tag(tag: &str) -> EcoString {
    match (tag.strip_prefix("tag:yaml.org,2002:"), tag.strip_prefix('!')) {
        (Some(short), _) => ecow::eco_format!("!!{}", escaped(short)),
        (None, Some(local)) => ecow::eco_format!("!{}", escaped(local)),
        (None, None) => ecow::eco_format!("!<{}>", escaped(tag)),
    }
}

/// Writes what a tag cannot hold as `%` and two digits.
fn escaped(tag: &str) -> EcoString {
    let mut out = EcoString::new();
    for b in tag.bytes() {
        if b.is_ascii_alphanumeric() || b"-;/?:@&=+$,_.~*'()[]".contains(&b) {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}
