//! Tokens and comments → tree.
//!
//! Comments that were met are held until a value comes that can take them: a scalar, an alias, or a flow collection
//! at its start and at its end. Block collections take only the comment that stands before the `-` of their list item.

mod block;
mod flow;

use std::collections::HashSet;

use ecow::EcoString;

use super::comments::{Comment, Place, find};
use super::item::{Comments, Content, Document, Item, Text};
use super::tag::{named_tag, printed_tag};
use crate::diag::{Code, Diagnostic, Result};
use crate::yaml::parse::{Lexeme, Token, tokens};
use crate::yaml::scalar::resolve;
use crate::yaml::{Style, Tag};

/// Reads the first document of a text.
pub(in crate::yaml::text) fn compose(text: &str) -> Result<Option<Document>> {
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

struct Composer<'t> {
    tokens: Vec<Token<'t>>,
    at: usize,
    comments: Vec<Comment>,
    taken: usize,
    /// Comments that wait for a value.
    held: Comments,
    /// A comment before a `-` that a block collection follows.
    stem: EcoString,
    anchors: HashSet<&'t str>,
}

impl<'t> Composer<'t> {
    fn document(mut self) -> Result<Document> {
        let explicit = matches!(self.peek(), Lexeme::DocumentStart);
        let head = if explicit {
            self.skip();
            EcoString::new()
        } else {
            split_header(&mut self.held.head)
        };
        let root = match self.peek() {
            Lexeme::StreamEnd => empty(),
            _ => self.node(false)?,
        };
        self.peek();
        let held = std::mem::take(&mut self.held);
        let foot = if held.foot.is_empty() { held.head } else { held.foot };
        let some = |text: EcoString| Some(text).filter(|t| !t.is_empty());
        Ok(Document { root, head: some(head), foot: some(foot) })
    }

    /// The next token, with the comments before it held.
    fn peek(&mut self) -> &Lexeme<'t> {
        let token = &self.tokens[self.at.min(self.tokens.len() - 1)];
        while let Some(comment) = self.comments.get(self.taken) {
            let before_end = comment.place == Place::Head && matches!(token.lexeme, Lexeme::BlockEnd);
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
        &token.lexeme
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
        if let Lexeme::Alias(name) = self.peek() {
            item.content = Content::Alias((*name).into());
            return self.alias(item);
        }
        let mut tag = None;
        loop {
            match self.peek() {
                Lexeme::Anchor(name) => {
                    let name = *name;
                    item.anchor = Some(name.into());
                    self.anchors.insert(name);
                }
                Lexeme::Tag { suffix: full, .. } => tag = Some(full.clone()).filter(|t| t != "!"),
                _ => break,
            }
            self.skip();
        }
        item.tag = tag.as_deref().map(printed_tag);
        match self.peek() {
            Lexeme::Scalar(..) => self.scalar(&mut item, tag.as_deref()),
            Lexeme::BlockEntry if in_map => self.indentless_sequence(&mut item)?,
            Lexeme::FlowSequenceStart => self.flow_sequence(&mut item)?,
            Lexeme::FlowMappingStart => self.flow_mapping(&mut item)?,
            Lexeme::BlockSequenceStart => self.block_sequence(&mut item)?,
            Lexeme::BlockMappingStart => self.block_mapping(&mut item)?,
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
            && !self.anchors.contains(name.as_str())
        {
            let message = format!("unknown anchor '{name}' referenced");
            return Err(Diagnostic::error(Code::Structure, &message).upstream(format!("yaml: {message}")));
        }
        self.give(&mut item);
        self.skip();
        Ok(item)
    }

    fn scalar(&mut self, item: &mut Item, tag: Option<&str>) {
        if let Lexeme::Scalar(text, style) = &self.tokens[self.at].lexeme {
            let implied = if *style == Style::Plain { resolve(text) } else { Tag::Str };
            set_scalar(item, Text { text: text.clone(), tag: Some(implied), style: *style }, tag);
        }
        self.give(item);
        self.skip();
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
