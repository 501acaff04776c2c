//! One value: an alias, a scalar or the start of a collection, with the anchor and the tag before it.

use ecow::EcoString;

use super::{Event, Events, Placed, Properties, State};
use crate::yaml::parse::error::{Step, SyntaxError};
use crate::yaml::parse::scan::Lexeme;
use crate::yaml::{Style, Tag};

impl<'a> Events<'a> {
    /// A value with what stands before it.
    pub(super) fn node(&mut self, block: bool, indentless: bool) -> Step<Placed<'a>> {
        let start = self.at()?;
        if let Lexeme::Alias(name) = *self.peek()? {
            let (_, start, end) = self.take();
            return Ok((Event::Alias(name), start, end));
        }
        let properties = self.properties()?;
        let at = self.at()?;
        let (flow, sequence, first) = match self.peek()? {
            Lexeme::BlockEntry if indentless => {
                self.starts.push(at);
                self.states.push(State::IndentlessSequence);
                return Ok((Event::SequenceStart { flow: false, properties }, at, at));
            }
            Lexeme::Scalar(..) => {
                let (Lexeme::Scalar(text, style), start, end) = self.take() else {
                    unreachable!("it was peeked at")
                };
                return Ok((Event::Scalar(text, style, properties), start, end));
            }
            Lexeme::FlowSequenceStart => (true, true, State::FlowSequence { first: true }),
            Lexeme::FlowMappingStart => (true, false, State::FlowKey { first: true }),
            Lexeme::BlockSequenceStart if block => (false, true, State::BlockSequence),
            Lexeme::BlockMappingStart if block => (false, false, State::BlockKey),
            _ if properties.anchor.is_some() || properties.tag.is_some() => {
                return Ok((
                    Event::Scalar(EcoString::new(), Style::Plain, properties),
                    self.last_end,
                    self.last_end,
                ));
            }
            _ => {
                let context = if block { "while parsing a block node" } else { "while parsing a flow node" };
                return Err(SyntaxError::within(context, start, "did not find expected node content", at));
            }
        };
        let (_, start, end) = self.take();
        self.starts.push(start);
        self.states.push(first);
        let event = match sequence {
            true => Event::SequenceStart { flow, properties },
            false => Event::MappingStart { flow, properties },
        };
        Ok((event, start, end))
    }

    /// An anchor and a tag, at most one of each, in any order.
    fn properties(&mut self) -> Step<Properties<'a>> {
        let mut properties = Properties::default();
        let mut tagged = false;
        loop {
            match self.peek()? {
                Lexeme::Anchor(_) if properties.anchor.is_none() => {
                    let (Lexeme::Anchor(name), ..) = self.take() else { unreachable!("it was peeked at") };
                    properties.anchor = Some(name);
                }
                Lexeme::Tag { .. } if !tagged => {
                    tagged = true;
                    let (Lexeme::Tag { handle, suffix }, start, _) = self.take() else {
                        unreachable!("it was peeked at")
                    };
                    properties.tag = Some(self.full_tag(handle, suffix, start)?);
                }
                _ => return Ok(properties),
            }
        }
    }

    fn full_tag(&self, handle: &str, suffix: String, at: usize) -> Step<String> {
        let prefix = match self.directives.iter().find(|d| d.0 == handle) {
            Some((_, prefix)) => prefix.as_str(),
            None => match handle {
                "" => return Ok(suffix),
                "!" => "!",
                "!!" => Tag::NAMESPACE,
                _ => {
                    return Err(SyntaxError::within(
                        "while parsing a node",
                        at,
                        "found undefined tag handle",
                        at,
                    ));
                }
            },
        };
        Ok(format!("{prefix}{suffix}"))
    }
}
