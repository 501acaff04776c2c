//! Tokens → events: the grammar of YAML as a machine with a stack, so that depth costs no stack of ours.

mod block;
mod flow;
mod node;

use ecow::EcoString;

use super::error::{Step, SyntaxError};
use super::scan::{Lexeme, Scanner};
use crate::yaml::Style;

/// What stands before a value.
#[derive(Debug, Default)]
pub(in crate::yaml::parse) struct Properties<'a> {
    pub(in crate::yaml::parse) anchor: Option<&'a str>,
    /// The full tag; `!` alone counts as none.
    pub(in crate::yaml::parse) tag: Option<String>,
}

/// What happens next in a document.
#[derive(Debug)]
pub(in crate::yaml::parse) enum Event<'a> {
    Scalar(EcoString, Style, Properties<'a>),
    Alias(&'a str),
    SequenceStart {
        flow: bool,
        properties: Properties<'a>,
    },
    MappingStart {
        flow: bool,
        properties: Properties<'a>,
    },
    /// The end of the innermost open collection.
    End,
}

/// An event and the bytes it was read from. A block collection starts and ends without taking any.
pub(in crate::yaml::parse) type Placed<'a> = (Event<'a>, usize, usize);

#[derive(Clone, Copy, PartialEq)]
enum State {
    /// The root after `---`, which may be empty, or without.
    Root {
        explicit: bool,
    },
    BlockSequence,
    IndentlessSequence,
    BlockKey,
    BlockValue,
    FlowSequence {
        first: bool,
    },
    PairKey,
    PairValue,
    PairEnd,
    FlowKey {
        first: bool,
    },
    FlowValue,
    FlowEmptyValue,
}

/// The events of the first document of a text.
pub(in crate::yaml::parse) struct Events<'a> {
    pub(in crate::yaml::parse) scanner: Scanner<'a>,
    states: Vec<State>,
    /// Where the open collections started, for messages.
    starts: Vec<usize>,
    directives: Vec<(&'a str, String)>,
    /// Where the last token that takes space ended: empty values are placed there.
    last_end: usize,
}

impl<'a> Events<'a> {
    pub(in crate::yaml::parse) fn new(scanner: Scanner<'a>) -> Events<'a> {
        Events { scanner, states: Vec::new(), starts: Vec::new(), directives: Vec::new(), last_end: 0 }
    }

    fn peek(&mut self) -> Step<&Lexeme<'a>> {
        Ok(&self.scanner.peek()?.lexeme)
    }

    fn at(&mut self) -> Step<usize> {
        Ok(self.scanner.peek()?.start)
    }

    fn take(&mut self) -> (Lexeme<'a>, usize, usize) {
        let token = self.scanner.take();
        if token.end > token.start {
            self.last_end = token.end;
        }
        (token.lexeme, token.start, token.end)
    }

    /// Starts the document; false if the text holds none.
    pub(in crate::yaml::parse) fn begin(&mut self) -> Step<bool> {
        let explicit = match self.peek()? {
            Lexeme::StreamEnd => return Ok(false),
            Lexeme::VersionDirective | Lexeme::TagDirective { .. } | Lexeme::DocumentStart => {
                self.read_directives()?;
                true
            }
            _ => false,
        };
        self.states.push(State::Root { explicit });
        Ok(true)
    }

    fn read_directives(&mut self) -> Step<()> {
        let mut version = false;
        loop {
            let at = self.at()?;
            match self.peek()? {
                Lexeme::VersionDirective | Lexeme::TagDirective { .. } | Lexeme::DocumentStart => {}
                _ => return Err(SyntaxError::new("did not find expected <document start>", at)),
            }
            match self.take().0 {
                Lexeme::VersionDirective if version => {
                    return Err(SyntaxError::new("found duplicate %YAML directive", at));
                }
                Lexeme::VersionDirective => version = true,
                Lexeme::TagDirective { handle, prefix } => {
                    if self.directives.iter().any(|d| d.0 == handle) {
                        return Err(SyntaxError::new("found duplicate %TAG directive", at));
                    }
                    self.directives.push((handle, prefix));
                }
                _ => return Ok(()),
            }
        }
    }

    /// The next event; `None` after the root value.
    pub(in crate::yaml::parse) fn next(&mut self) -> Step<Option<Placed<'a>>> {
        let Some(state) = self.states.pop() else {
            // go-yaml looks at what ends the document, and so finds errors there.
            self.peek()?;
            return Ok(None);
        };
        match state {
            State::Root { explicit } => self.root(explicit),
            State::BlockSequence => self.block_sequence(),
            State::IndentlessSequence => self.indentless_sequence(),
            State::BlockKey => self.block_key(),
            State::BlockValue => self.block_value(),
            State::FlowSequence { first } => self.flow_sequence(first),
            State::PairKey => self.pair_key(),
            State::PairValue => self.pair_value(),
            State::PairEnd => Ok(self.end(self.last_end)),
            State::FlowKey { first } => self.flow_key(first),
            State::FlowValue => self.flow_value(),
            State::FlowEmptyValue => {
                self.states.push(State::FlowKey { first: false });
                Ok(self.empty())
            }
        }
        .map(Some)
    }

    fn empty(&self) -> Placed<'a> {
        (Event::Scalar(EcoString::new(), Style::Plain, Properties::default()), self.last_end, self.last_end)
    }

    fn end(&self, at: usize) -> Placed<'a> {
        (Event::End, at, at)
    }

    fn root(&mut self, explicit: bool) -> Step<Placed<'a>> {
        let nothing = matches!(
            self.peek()?,
            Lexeme::VersionDirective
                | Lexeme::TagDirective { .. }
                | Lexeme::DocumentStart
                | Lexeme::DocumentEnd
                | Lexeme::StreamEnd
        );
        if explicit && nothing { Ok(self.empty()) } else { self.node(true, false) }
    }

    /// Takes the token that ends the innermost collection.
    fn close(&mut self) -> Step<Placed<'a>> {
        self.starts.pop();
        let (lexeme, start, end) = self.take();
        Ok(match lexeme {
            Lexeme::BlockEnd => self.end(self.last_end),
            _ => (Event::End, start, end),
        })
    }

    fn unexpected(&self, context: &'static str, problem: &'static str, at: usize) -> Box<SyntaxError> {
        match self.starts.last() {
            Some(&start) => SyntaxError::within(context, start, problem, at),
            None => SyntaxError::new(problem, at),
        }
    }
}
