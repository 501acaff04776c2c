//! Tokens → events: the grammar of YAML as a machine with a stack, so that depth costs no stack of ours.

use ecow::EcoString;

use super::error::{Step, SyntaxError};
use super::scan::{Lexeme, Scanner};
use crate::yaml::Style;

/// What stands before a value.
#[derive(Debug, Default)]
pub(super) struct Properties<'a> {
    pub(super) anchor: Option<&'a str>,
    /// The full tag; `!` alone counts as none.
    pub(super) tag: Option<String>,
}

/// What happens next in a document.
#[derive(Debug)]
pub(super) enum Event<'a> {
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
pub(super) type Placed<'a> = (Event<'a>, usize, usize);

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
pub(super) struct Events<'a> {
    pub(super) scanner: Scanner<'a>,
    states: Vec<State>,
    /// Where the open collections started, for messages.
    starts: Vec<usize>,
    directives: Vec<(&'a str, String)>,
    /// Where the last token that takes space ended: empty values are placed there.
    last_end: usize,
}

impl<'a> Events<'a> {
    pub(super) fn new(scanner: Scanner<'a>) -> Events<'a> {
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
    pub(super) fn begin(&mut self) -> Step<bool> {
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
    pub(super) fn next(&mut self) -> Step<Option<Placed<'a>>> {
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

    fn block_sequence(&mut self) -> Step<Placed<'a>> {
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

    fn indentless_sequence(&mut self) -> Step<Placed<'a>> {
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

    fn block_key(&mut self) -> Step<Placed<'a>> {
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

    fn block_value(&mut self) -> Step<Placed<'a>> {
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

    fn flow_sequence(&mut self, first: bool) -> Step<Placed<'a>> {
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

    fn pair_key(&mut self) -> Step<Placed<'a>> {
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

    fn pair_value(&mut self) -> Step<Placed<'a>> {
        self.states.push(State::PairEnd);
        if matches!(self.peek()?, Lexeme::Value) {
            self.take();
            if !matches!(self.peek()?, Lexeme::FlowEntry | Lexeme::FlowSequenceEnd) {
                return self.node(false, false);
            }
        }
        Ok(self.empty())
    }

    fn flow_key(&mut self, first: bool) -> Step<Placed<'a>> {
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

    fn flow_value(&mut self) -> Step<Placed<'a>> {
        self.states.push(State::FlowKey { first: false });
        if matches!(self.peek()?, Lexeme::Value) {
            self.take();
            if !matches!(self.peek()?, Lexeme::FlowEntry | Lexeme::FlowMappingEnd) {
                return self.node(false, false);
            }
        }
        Ok(self.empty())
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

    /// A value with what stands before it.
    fn node(&mut self, block: bool, indentless: bool) -> Step<Placed<'a>> {
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
                "!!" => "tag:yaml.org,2002:",
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
