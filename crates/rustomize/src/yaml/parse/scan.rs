//! Text → tokens.
//!
//! YAML cannot be cut into tokens without knowing the indentation and without looking ahead: `a` is a key only if a
//! `:` follows on its line. Like libyaml, whose tokens these are, the scanner remembers where a key may have started
//! ([`SimpleKey`]) and inserts the `Key` token there when it meets the `:`. Where go-yaml differs from libyaml, and so
//! from the crates built on it, a comment says so: this follows go-yaml.

use std::collections::VecDeque;

use ecow::EcoString;

use super::Dialect;
use super::error::{Step, SyntaxError};
use crate::yaml::Style;

/// Nesting that is refused. go-yaml allows 10,000, but later steps walk the tree recursively.
pub(super) const MAX_DEPTH: usize = 1000;

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
    pub(super) key_level: Option<usize>,
}

/// A place where a key may have started, one for each flow level.
#[derive(Clone, Copy, Default)]
pub(super) struct SimpleKey {
    pub(super) possible: bool,
    /// Nothing but a key can stand here.
    required: bool,
    pub(super) token: usize,
    pub(super) start: usize,
    line: usize,
    pub(super) column: usize,
    /// Offset in characters: a key must end within 1024 of them.
    index: usize,
}

/// The scanner of one piece of text.
pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) pos: usize,
    pub(super) dialect: Dialect,
    pub(super) line: usize,
    line_start: usize,
    /// How far characters were counted, and how many there are up to there and up to `line_start`.
    counted: usize,
    index: usize,
    line_index: usize,
    pub(super) flow_level: usize,
    pub(super) tokens: VecDeque<Token<'a>>,
    pub(super) taken: usize,
    pub(super) ended: bool,
    pub(super) indents: Vec<isize>,
    pub(super) indent: isize,
    pub(super) key_allowed: bool,
    pub(super) keys: Vec<SimpleKey>,
    /// For the text of one scalar.
    pub(super) buffer: String,
    /// Where the comments are that may hold a schema.
    pub(super) comments: Vec<(usize, usize)>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, dialect: Dialect) -> Scanner<'a> {
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
    pub(super) fn peek(&mut self) -> Step<&mut Token<'a>> {
        self.fill()?;
        Ok(self.tokens.front_mut().expect("fill leaves a token"))
    }

    /// Takes the token that was peeked at.
    pub(super) fn take(&mut self) -> Token<'a> {
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
    pub(super) fn key_is_valid(&mut self, level: usize) -> Step<bool> {
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

    pub(super) fn save_key(&mut self) -> Step<Option<usize>> {
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

    pub(super) fn remove_key(&mut self) -> Step<()> {
        let pos = self.pos;
        let key = self.keys.last_mut().expect("one key for each flow level and one for none");
        if key.possible && key.required {
            return Err(missing_colon(key.start, pos));
        }
        key.possible = false;
        Ok(())
    }

    /// Characters before the current position.
    fn index(&mut self) -> usize {
        if self.counted < self.line_start {
            self.index += chars(&self.bytes[self.counted..self.line_start]);
            self.counted = self.line_start;
            self.line_index = self.index;
        }
        self.index += chars(&self.bytes[self.counted..self.pos]);
        self.counted = self.pos;
        self.index
    }

    /// Characters before the current position on its line.
    pub(super) fn column(&mut self) -> usize {
        self.index() - self.line_index
    }

    pub(super) fn at_line_start(&self) -> bool {
        self.pos == self.line_start
    }

    pub(super) fn byte(&self) -> u8 {
        self.byte_at(0)
    }

    /// A byte further on; 0, which no text contains, at the end.
    pub(super) fn byte_at(&self, offset: usize) -> u8 {
        self.bytes.get(self.pos + offset).copied().unwrap_or(0)
    }

    pub(super) fn at_end(&self) -> bool {
        self.pos >= self.bytes.len()
    }

    /// The length of a line break at an offset; 0 if there is none.
    pub(super) fn break_at(&self, offset: usize) -> usize {
        let at = self.pos + offset;
        match self.bytes.get(at) {
            Some(b'\n') => 1,
            Some(b'\r') => 1 + usize::from(self.bytes.get(at + 1) == Some(&b'\n')),
            Some(0xC2) if self.bytes.get(at + 1) == Some(&0x85) => 2,
            Some(0xE2) if matches!(self.bytes.get(at + 1..at + 3), Some([0x80, 0xA8 | 0xA9])) => 3,
            _ => 0,
        }
    }

    pub(super) fn blank_at(&self, offset: usize) -> bool {
        matches!(self.byte_at(offset), b' ' | b'\t')
    }

    /// Whether a line break or the end follows.
    pub(super) fn breakz_at(&self, offset: usize) -> bool {
        self.pos + offset >= self.bytes.len() || self.break_at(offset) > 0
    }

    /// Whether a space, a tab, a line break or the end follows.
    pub(super) fn blankz_at(&self, offset: usize) -> bool {
        self.blank_at(offset) || self.breakz_at(offset)
    }

    pub(super) fn skip_break(&mut self) {
        let length = self.break_at(0);
        // What is left of the old line must be counted before `line_start` moves on twice.
        self.index();
        self.pos += length;
        self.line += 1;
        self.line_start = self.pos;
    }

    /// Takes a line break and returns what it means: all are line feeds but the two separators of Unicode.
    pub(super) fn read_break(&mut self) -> &'a str {
        let at = self.pos;
        let length = self.break_at(0);
        self.skip_break();
        if length == 3 { &self.text[at..at + 3] } else { "\n" }
    }

    pub(super) fn skip_blanks(&mut self) {
        while self.blank_at(0) {
            self.pos += 1;
        }
    }

    pub(super) fn skip_comment(&mut self) {
        if self.byte() != b'#' {
            return;
        }
        let start = self.pos;
        while !self.breakz_at(0) {
            self.pos += 1;
        }
        if super::schema::may_be_one(&self.bytes[start..self.pos]) {
            self.comments.push((start, self.pos));
        }
    }

    pub(super) fn push(&mut self, lexeme: Lexeme<'a>, start: usize) {
        self.push_key(lexeme, start, None);
    }

    pub(super) fn push_key(&mut self, lexeme: Lexeme<'a>, start: usize, key_level: Option<usize>) {
        self.tokens.push_back(Token { lexeme, start, end: self.pos, key_level });
    }

    pub(super) fn document_indicator(&self) -> Option<u8> {
        let mark = self.byte();
        let found = self.at_line_start()
            && matches!(mark, b'-' | b'.')
            && self.byte_at(1) == mark
            && self.byte_at(2) == mark
            && self.blankz_at(3);
        found.then_some(mark)
    }

    pub(super) fn at_document_indicator(&self) -> bool {
        self.document_indicator().is_some()
    }
}

fn chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count()
}

fn missing_colon(start: usize, at: usize) -> Box<SyntaxError> {
    SyntaxError::within("while scanning a simple key", start, "could not find expected ':'", at)
}
