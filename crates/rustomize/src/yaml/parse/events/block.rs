//! Block collections: by indentation.

use super::{Events, Placed, State};
use crate::yaml::parse::error::Step;
use crate::yaml::parse::scan::Lexeme;

impl<'a> Events<'a> {
    pub(super) fn block_sequence(&mut self) -> Step<Placed<'a>> {
        let at = self.at()?;
        match self.peek()? {
            Lexeme::BlockEntry => {
                self.take();
                self.states.push(State::BlockSequence);
                if matches!(self.peek()?, Lexeme::BlockEntry | Lexeme::BlockEnd) {
                    return Ok(self.empty());
                }
                self.node(true, false)
            }
            Lexeme::BlockEnd => self.close(),
            _ => Err(self.unexpected(
                "while parsing a block collection",
                "did not find expected '-' indicator",
                at,
            )),
        }
    }

    pub(super) fn indentless_sequence(&mut self) -> Step<Placed<'a>> {
        if !matches!(self.peek()?, Lexeme::BlockEntry) {
            self.starts.pop();
            return Ok(self.end(self.last_end));
        }
        self.take();
        self.states.push(State::IndentlessSequence);
        match self.peek()? {
            Lexeme::BlockEntry | Lexeme::Key | Lexeme::Value | Lexeme::BlockEnd => Ok(self.empty()),
            _ => self.node(true, false),
        }
    }

    pub(super) fn block_key(&mut self) -> Step<Placed<'a>> {
        let at = self.at()?;
        match self.peek()? {
            Lexeme::Key => {
                self.take();
                self.states.push(State::BlockValue);
                self.block_node_or_empty()
            }
            Lexeme::BlockEnd => self.close(),
            _ => Err(self.unexpected("while parsing a block mapping", "did not find expected key", at)),
        }
    }

    pub(super) fn block_value(&mut self) -> Step<Placed<'a>> {
        self.states.push(State::BlockKey);
        if !matches!(self.peek()?, Lexeme::Value) {
            return Ok(self.empty());
        }
        self.take();
        self.block_node_or_empty()
    }

    fn block_node_or_empty(&mut self) -> Step<Placed<'a>> {
        match self.peek()? {
            Lexeme::Key | Lexeme::Value | Lexeme::BlockEnd => Ok(self.empty()),
            _ => self.node(true, true),
        }
    }
}
