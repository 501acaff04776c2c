//! Block collections, and the comments at their ends.

use super::{Composer, empty, move_foot, take_foot};
use crate::diag::Result;
use crate::yaml::parse::Lexeme;
use crate::yaml::text::item::{Content, Item};

impl Composer<'_> {
    fn block_start(&mut self, item: &mut Item) {
        let stem = std::mem::take(&mut self.stem);
        if !stem.is_empty() {
            item.comments_mut().head = stem;
        }
        self.skip();
    }

    pub(super) fn block_sequence(&mut self, item: &mut Item) -> Result<()> {
        self.block_start(item);
        let mut items = Vec::new();
        while matches!(self.peek(), Lexeme::BlockEntry) {
            items.push(self.entry()?);
        }
        self.skip();
        item.content = Content::Sequence(items);
        Ok(())
    }

    pub(super) fn indentless_sequence(&mut self, item: &mut Item) -> Result<()> {
        let mut items = Vec::new();
        while matches!(self.peek(), Lexeme::BlockEntry) {
            items.push(self.entry()?);
        }
        item.content = Content::Sequence(items);
        Ok(())
    }

    /// A `-` and its value. A comment before the `-` goes to a block collection that follows as a whole.
    fn entry(&mut self) -> Result<Item> {
        let stem = self.held.head.len();
        self.skip();
        let block = matches!(self.peek(), Lexeme::BlockSequenceStart | Lexeme::BlockMappingStart);
        if stem > 0 && block {
            let head = std::mem::take(&mut self.held.head);
            self.stem = head[..stem].into();
            self.held.head = head.get(stem + 1..).unwrap_or_default().into();
        }
        match self.peek() {
            Lexeme::BlockEntry | Lexeme::BlockEnd | Lexeme::Key | Lexeme::Value | Lexeme::StreamEnd => {
                Ok(empty())
            }
            _ => self.node(false),
        }
    }

    pub(super) fn block_mapping(&mut self, item: &mut Item) -> Result<()> {
        self.block_start(item);
        let mut entries: Vec<(Item, Item)> = Vec::new();
        loop {
            let mut key = match self.peek() {
                Lexeme::Key => self.key_or_value()?,
                Lexeme::Value => empty(),
                _ => break,
            };
            // It stands behind the value before.
            if let Some((before, _)) = entries.last_mut()
                && let Some(foot) = take_foot(&mut key)
            {
                before.comments_mut().foot = foot;
            }
            let mut value = match self.peek() {
                Lexeme::Value => self.key_or_value()?,
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

    /// What follows the mark of a key or of a value, if anything does.
    fn key_or_value(&mut self) -> Result<Item> {
        self.skip();
        match self.peek() {
            Lexeme::Key | Lexeme::Value | Lexeme::BlockEnd => Ok(empty()),
            _ => self.node(true),
        }
    }
}
