//! Flow collections, which take comments at their start and at their end.

use super::{Composer, empty, move_foot};
use crate::diag::Result;
use crate::yaml::parse::Lexeme;
use crate::yaml::text::item::{Content, Item};

impl Composer<'_> {
    pub(super) fn flow_sequence(&mut self, item: &mut Item) -> Result<()> {
        self.give(item);
        self.skip();
        let mut items = Vec::new();
        loop {
            match self.peek() {
                Lexeme::FlowSequenceEnd => break,
                Lexeme::FlowEntry => self.skip(),
                Lexeme::Key => items.push(self.pair()?),
                _ => items.push(self.node(false)?),
            }
        }
        item.content = Content::Sequence(items);
        self.flow_end(item);
        Ok(())
    }

    /// `[key: value]`: a map of its own.
    fn pair(&mut self) -> Result<Item> {
        let mut key = self.flow_key()?;
        let mut value = self.flow_value()?;
        move_foot(&mut value, &mut key);
        Ok(Item { flow: true, ..Item::from(Content::Mapping(vec![(key, value)])) })
    }

    pub(super) fn flow_mapping(&mut self, item: &mut Item) -> Result<()> {
        self.give(item);
        self.skip();
        let mut entries = Vec::new();
        loop {
            let mut key = match self.peek() {
                Lexeme::FlowMappingEnd => break,
                Lexeme::FlowEntry => {
                    self.skip();
                    continue;
                }
                Lexeme::Key => self.flow_key()?,
                Lexeme::Value => empty(),
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

    /// What follows the mark of a key, if anything does.
    fn flow_key(&mut self) -> Result<Item> {
        self.skip();
        match self.peek() {
            Lexeme::Value | Lexeme::FlowEntry | Lexeme::FlowMappingEnd | Lexeme::FlowSequenceEnd => {
                Ok(empty())
            }
            _ => self.node(false),
        }
    }

    fn flow_value(&mut self) -> Result<Item> {
        if !matches!(self.peek(), Lexeme::Value) {
            return Ok(empty());
        }
        self.skip();
        match self.peek() {
            Lexeme::FlowEntry | Lexeme::FlowMappingEnd | Lexeme::FlowSequenceEnd => Ok(empty()),
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
