//! Where the scanner is in the text, and what stands there.

use super::Scanner;
use crate::yaml::parse::schema;

impl<'a> Scanner<'a> {
    /// Characters before the current position.
    pub(super) fn index(&mut self) -> usize {
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
    pub(in crate::yaml::parse) fn column(&mut self) -> usize {
        self.index() - self.line_index
    }

    pub(in crate::yaml::parse) fn at_line_start(&self) -> bool {
        self.pos == self.line_start
    }

    pub(in crate::yaml::parse) fn byte(&self) -> u8 {
        self.byte_at(0)
    }

    /// A byte further on; 0, which no text contains, at the end.
    pub(in crate::yaml::parse) fn byte_at(&self, offset: usize) -> u8 {
        self.bytes.get(self.pos + offset).copied().unwrap_or(0)
    }

    pub(in crate::yaml::parse) fn at_end(&self) -> bool {
        self.pos >= self.bytes.len()
    }

    /// The length of a line break at an offset; 0 if there is none.
    pub(in crate::yaml::parse) fn break_at(&self, offset: usize) -> usize {
        let at = self.pos + offset;
        match self.bytes.get(at) {
            Some(b'\n') => 1,
            Some(b'\r') => 1 + usize::from(self.bytes.get(at + 1) == Some(&b'\n')),
            Some(0xC2) if self.bytes.get(at + 1) == Some(&0x85) => 2,
            Some(0xE2) if matches!(self.bytes.get(at + 1..at + 3), Some([0x80, 0xA8 | 0xA9])) => 3,
            _ => 0,
        }
    }

    pub(in crate::yaml::parse) fn blank_at(&self, offset: usize) -> bool {
        matches!(self.byte_at(offset), b' ' | b'\t')
    }

    /// Whether a line break or the end follows.
    pub(in crate::yaml::parse) fn breakz_at(&self, offset: usize) -> bool {
        self.pos + offset >= self.bytes.len() || self.break_at(offset) > 0
    }

    /// Whether a space, a tab, a line break or the end follows.
    pub(in crate::yaml::parse) fn blankz_at(&self, offset: usize) -> bool {
        self.blank_at(offset) || self.breakz_at(offset)
    }

    pub(in crate::yaml::parse) fn skip_break(&mut self) {
        let length = self.break_at(0);
        // What is left of the old line must be counted before `line_start` moves on twice.
        self.index();
        self.pos += length;
        self.line += 1;
        self.line_start = self.pos;
    }

    /// Takes a line break and returns what it means: all are line feeds but the two separators of Unicode.
    pub(in crate::yaml::parse) fn read_break(&mut self) -> &'a str {
        let at = self.pos;
        let length = self.break_at(0);
        self.skip_break();
        if length == 3 { &self.text[at..at + 3] } else { "\n" }
    }

    pub(in crate::yaml::parse) fn skip_blanks(&mut self) {
        while self.blank_at(0) {
            self.pos += 1;
        }
    }

    pub(in crate::yaml::parse) fn skip_comment(&mut self) {
        if self.byte() != b'#' {
            return;
        }
        let start = self.pos;
        while !self.breakz_at(0) {
            self.pos += 1;
        }
        if schema::may_be_one(&self.bytes[start..self.pos]) {
            self.comments.push((start, self.pos));
        }
    }

    pub(in crate::yaml::parse) fn document_indicator(&self) -> Option<u8> {
        let mark = self.byte();
        let found = self.at_line_start()
            && matches!(mark, b'-' | b'.')
            && self.byte_at(1) == mark
            && self.byte_at(2) == mark
            && self.blankz_at(3);
        found.then_some(mark)
    }

    pub(in crate::yaml::parse) fn at_document_indicator(&self) -> bool {
        self.document_indicator().is_some()
    }
}

fn chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count()
}
