//! Flow collections: `[…]` and `{…}`.

use super::{Event, Events, Placed, Properties, State};
use crate::yaml::parse::error::Step;
use crate::yaml::parse::scan::Lexeme;

impl<'a> Events<'a> {
    pub(super) fn flow_sequence(&mut self, first: bool) -> Step<Placed<'a>> {
        if !first {
            self.flow_comma(
                Lexeme::FlowSequenceEnd,
                "while parsing a flow sequence",
                "did not find expected ',' or ']'",
            )?;
        }
        let at = self.at()?;
        match self.peek()? {
            Lexeme::FlowSequenceEnd => self.close(),
            Lexeme::Key => {
                self.take();
                self.states.extend([State::FlowSequence { first: false }, State::PairKey]);
                Ok((Event::MappingStart { flow: true, properties: Properties::default() }, at, at))
            }
            _ => {
                self.states.push(State::FlowSequence { first: false });
                self.node(false, false)
            }
        }
    }

    /// Takes the comma before an element, unless the collection ends here.
    fn flow_comma(&mut self, end: Lexeme<'a>, context: &'static str, problem: &'static str) -> Step<()> {
        let at = self.at()?;
        let next = self.peek()?;
        if std::mem::discriminant(next) == std::mem::discriminant(&end) {
            return Ok(());
        }
        if !matches!(next, Lexeme::FlowEntry) {
            return Err(self.unexpected(context, problem, at));
        }
        self.take();
        Ok(())
    }

    pub(super) fn pair_key(&mut self) -> Step<Placed<'a>> {
        self.states.push(State::PairValue);
        match self.peek()? {
            // libyaml takes this token without looking at it, so that `[?]` and `[? : a]` are errors.
            Lexeme::Value | Lexeme::FlowEntry | Lexeme::FlowSequenceEnd => {
                let empty = self.empty();
                self.take();
                Ok(empty)
            }
            _ => self.node(false, false),
        }
    }

    pub(super) fn pair_value(&mut self) -> Step<Placed<'a>> {
        self.states.push(State::PairEnd);
        if matches!(self.peek()?, Lexeme::Value) {
            self.take();
            if !matches!(self.peek()?, Lexeme::FlowEntry | Lexeme::FlowSequenceEnd) {
                return self.node(false, false);
            }
        }
        Ok(self.empty())
    }

    pub(super) fn flow_key(&mut self, first: bool) -> Step<Placed<'a>> {
        if !first {
            self.flow_comma(
                Lexeme::FlowMappingEnd,
                "while parsing a flow mapping",
                "did not find expected ',' or '}'",
            )?;
        }
        match self.peek()? {
            Lexeme::FlowMappingEnd => self.close(),
            Lexeme::Key => {
                self.take();
                self.states.push(State::FlowValue);
                match self.peek()? {
                    Lexeme::Value | Lexeme::FlowEntry | Lexeme::FlowMappingEnd => Ok(self.empty()),
                    _ => self.node(false, false),
                }
            }
            _ => {
                self.states.push(State::FlowEmptyValue);
                self.node(false, false)
            }
        }
    }

    pub(super) fn flow_value(&mut self) -> Step<Placed<'a>> {
        self.states.push(State::FlowKey { first: false });
        if matches!(self.peek()?, Lexeme::Value) {
            self.take();
            if !matches!(self.peek()?, Lexeme::FlowEntry | Lexeme::FlowMappingEnd) {
                return self.node(false, false);
            }
        }
        Ok(self.empty())
    }
}
