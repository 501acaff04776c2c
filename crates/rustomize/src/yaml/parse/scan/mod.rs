//! Text → tokens.
//!
//! YAML cannot be cut into tokens without knowing the indentation and without looking ahead: `a` is a key only if a
//! `:` follows on its line. Like libyaml, whose tokens these are, the scanner remembers where a key may have started
//! ([`SimpleKey`]) and inserts the `Key` token there when it meets the `:`. Where go-yaml differs from libyaml, and so
//! from the crates built on it, a comment says so: this follows go-yaml.

mod cursor;

use std::collections::VecDeque;

use ecow::EcoString;

use super::Dialect;
use super::error::{Step, SyntaxError};
use crate::yaml::Style;

/// Nesting that is refused. go-yaml allows 10,000, but later steps walk the tree recursively.
pub(in crate::yaml::parse) const MAX_DEPTH: usize = 1000;

/// What a token is.
#[derive(Debug)]
pub(in crate::yaml) enum Lexeme<'a> {
    StreamEnd,
    VersionDirective,
    TagDirective {
        handle: &'a str,
        prefix: String,
    },
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias(&'a str),
    Anchor(&'a str),
    /// Without a handle the suffix is the full tag; `!` alone stands for none.
    Tag {
        handle: &'a str,
        suffix: String,
    },
    Scalar(EcoString, Style),
}

/// A token and the bytes it was read from.
#[derive(Debug)]
pub(in crate::yaml) struct Token<'a> {
    pub(in crate::yaml) lexeme: Lexeme<'a>,
    pub(in crate::yaml) start: usize,
    pub(in crate::yaml) end: usize,
    /// The flow level whose [`SimpleKey`] started with this token.
    pub(in crate::yaml::parse) key_level: Option<usize>,
}

/// A place where a key may have started, one for each flow level.
#[derive(Clone, Copy, Default)]
pub(in crate::yaml::parse) struct SimpleKey {
    pub(in crate::yaml::parse) possible: bool,
    /// Nothing but a key can stand here.
    required: bool,
    pub(in crate::yaml::parse) token: usize,
    pub(in crate::yaml::parse) start: usize,
    line: usize,
    pub(in crate::yaml::parse) column: usize,
    /// Offset in characters: a key must end within 1024 of them.
    index: usize,
}

/// The scanner of one piece of text.
pub(in crate::yaml::parse) struct Scanner<'a> {
    pub(in crate::yaml::parse) text: &'a str,
    pub(in crate::yaml::parse) bytes: &'a [u8],
    pub(in crate::yaml::parse) pos: usize,
    pub(in crate::yaml::parse) dialect: Dialect,
    pub(in crate::yaml::parse) line: usize,
    line_start: usize,
    /// How far characters were counted, and how many there are up to there and up to `line_start`.
    counted: usize,
    index: usize,
    line_index: usize,
    pub(in crate::yaml::parse) flow_level: usize,
    pub(in crate::yaml::parse) tokens: VecDeque<Token<'a>>,
    pub(in crate::yaml::parse) taken: usize,
    pub(in crate::yaml::parse) ended: bool,
    pub(in crate::yaml::parse) indents: Vec<isize>,
    pub(in crate::yaml::parse) indent: isize,
    pub(in crate::yaml::parse) key_allowed: bool,
    pub(in crate::yaml::parse) keys: Vec<SimpleKey>,
    /// For the text of one scalar.
    pub(in crate::yaml::parse) buffer: String,
    /// Where the comments are that may hold a schema.
    pub(in crate::yaml::parse) comments: Vec<(usize, usize)>,
}

impl<'a> Scanner<'a> {
    pub(in crate::yaml::parse) fn new(text: &'a str, dialect: Dialect) -> Scanner<'a> {
        // go-yaml takes a byte order mark only at the very start; elsewhere it is a character like any other.
        let pos = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Scanner {
            text,
            bytes: text.as_bytes(),
            pos,
            dialect,
            line: 0,
            line_start: pos,
            counted: pos,
            index: 0,
            line_index: 0,
            flow_level: 0,
            tokens: VecDeque::with_capacity(16),
            taken: 0,
            ended: false,
            indents: Vec::new(),
            indent: -1,
            key_allowed: true,
            keys: vec![SimpleKey::default()],
            buffer: String::new(),
            comments: Vec::new(),
        }
    }

    /// The next token, left in place.
    pub(in crate::yaml::parse) fn peek(&mut self) -> Step<&mut Token<'a>> {
        self.fill()?;
        Ok(self.tokens.front_mut().expect("fill leaves a token"))
    }

    /// Takes the token that was peeked at.
    pub(in crate::yaml::parse) fn take(&mut self) -> Token<'a> {
        self.taken += 1;
        self.tokens.pop_front().expect("only a peeked token is taken")
    }

    fn fill(&mut self) -> Step<()> {
        // go-yaml v3 looks two tokens further for the sake of comments, and so finds errors that far behind the end of
        // a document.
        let wanted = if self.dialect == Dialect::V3 { 3 } else { 1 };
        while !self.ended && (self.tokens.len() < wanted || self.head_may_be_key()?) {
            self.fetch()?;
        }
        if self.ended {
            // The end is a line of its own: a key that had to be one is known to be missing its `:` now.
            self.head_may_be_key()?;
        }
        if self.tokens.is_empty() {
            self.push(Lexeme::StreamEnd, self.pos);
        }
        Ok(())
    }

    fn head_may_be_key(&mut self) -> Step<bool> {
        let Some(level) = self.tokens.front().and_then(|t| t.key_level) else { return Ok(false) };
        match self.keys.get(level) {
            Some(key) if key.possible && key.token == self.taken => self.key_is_valid(level),
            _ => Ok(false),
        }
    }

    /// Whether the key of a level can still end here: it must be on one line and short.
    pub(in crate::yaml::parse) fn key_is_valid(&mut self, level: usize) -> Step<bool> {
        let (index, line, pos) = (self.index(), self.line, self.pos);
        let key = &mut self.keys[level];
        if key.possible && (key.line < line || key.index + 1024 < index) {
            if key.required {
                return Err(missing_colon(key.start, pos));
            }
            key.possible = false;
        }
        Ok(key.possible)
    }

    pub(in crate::yaml::parse) fn save_key(&mut self) -> Step<Option<usize>> {
        if !self.key_allowed {
            return Ok(None);
        }
        self.remove_key()?;
        let column = self.column();
        let level = self.keys.len() - 1;
        self.keys[level] = SimpleKey {
            possible: true,
            required: self.flow_level == 0 && self.indent == column as isize,
            token: self.taken + self.tokens.len(),
            start: self.pos,
            line: self.line,
            column,
            index: self.index(),
        };
        Ok(Some(level))
    }

    pub(in crate::yaml::parse) fn remove_key(&mut self) -> Step<()> {
        let pos = self.pos;
        let key = self.keys.last_mut().expect("one key for each flow level and one for none");
        if key.possible && key.required {
            return Err(missing_colon(key.start, pos));
        }
        key.possible = false;
        Ok(())
    }

    pub(in crate::yaml::parse) fn push(&mut self, lexeme: Lexeme<'a>, start: usize) {
        self.push_key(lexeme, start, None);
    }

    pub(in crate::yaml::parse) fn push_key(
        &mut self,
        lexeme: Lexeme<'a>,
        start: usize,
        key_level: Option<usize>,
    ) {
        self.tokens.push_back(Token { lexeme, start, end: self.pos, key_level });
    }
}

fn missing_colon(start: usize, at: usize) -> Box<SyntaxError> {
    SyntaxError::within("while scanning a simple key", start, "could not find expected ':'", at)
}
