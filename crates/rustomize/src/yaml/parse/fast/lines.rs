//! Lines, comments, and the bytes that no familiar text has.

use super::super::schema;
use super::Fast;
use crate::yaml::bytes::{below, equal, find};

/// Whether a text has no control character but line feed and tab, and no character that YAML treats specially beyond
/// ASCII: C1 controls, line separators, byte order marks, non-characters.
pub(super) fn familiar(bytes: &[u8]) -> bool {
    let (mut control, mut high) = (false, 0);
    for &byte in bytes {
        control |= (byte < 0x20) & (byte != b'\n') & (byte != b'\t') | (byte == 0x7F);
        high |= byte;
    }
    !control && (high < 0x80 || memchr::memchr3_iter(0xC2, 0xE2, 0xEF, bytes).all(|at| is_text(&bytes[at..])))
}

fn is_text(bytes: &[u8]) -> bool {
    match bytes {
        [0xC2, second, ..] => *second >= 0xA0,
        [0xE2, 0x80, third, ..] => !matches!(third, 0xA8 | 0xA9),
        [0xEF, 0xBB, 0xBF, ..] | [0xEF, 0xBF, 0xBE | 0xBF, ..] => false,
        _ => true,
    }
}

/// How many spaces `bytes` starts with. Most lines of a deep file are indentation first of all, so sixteen at a time.
#[inline]
pub(super) fn spaces(bytes: &[u8]) -> usize {
    const SPACES: u128 = u128::from_ne_bytes([b' '; 16]);
    let (chunks, _) = bytes.as_chunks::<16>();
    let mut count = 0;
    for chunk in chunks {
        let other = u128::from_le_bytes(*chunk) ^ SPACES;
        if other != 0 {
            return count + other.trailing_zeros() as usize / 8;
        }
        count += 16;
    }
    count + bytes[count..].iter().take_while(|&&b| b == b' ').count()
}

/// Where the next `:`, `#`, tab or line feed is, from `at` on; the end if there is none.
#[inline]
pub(super) fn plain_stop(bytes: &[u8], at: usize) -> usize {
    // Only tab and line feed are below 0x10.
    let hits = |word| below(word, 0x10) | equal(word, b':') | equal(word, b'#');
    find(bytes, at, hits, |b| matches!(b, b':' | b'#' | b'\t' | b'\n'))
}

impl Fast<'_> {
    /// From behind a value to the content of the next line that has any. Nothing but spaces and a comment may follow
    /// the value.
    #[inline]
    pub(super) fn end_line(&mut self) -> Option<()> {
        self.crossed_comment = false;
        if self.byte() == b'\n' {
            return self.next_line();
        }
        let end = self.pos;
        self.pos += spaces(self.rest());
        match self.byte() {
            b'\n' => {}
            b'#' if self.pos > end => self.skip_comment()?,
            _ => return None,
        }
        self.next_line()
    }

    /// From a line feed (or the end) to the content of the next line that has any.
    #[inline]
    pub(super) fn next_line(&mut self) -> Option<()> {
        if self.pos >= self.bytes.len() {
            self.blank_lines = 0;
            self.indent = -1;
            return Some(());
        }
        self.pos += 1;
        self.start_line()
    }

    /// Like [`Fast::next_line`], from the start of a line.
    #[inline]
    pub(super) fn start_line(&mut self) -> Option<()> {
        self.blank_lines = 0;
        loop {
            self.line_start = self.pos;
            self.pos += spaces(self.rest());
            let Some(&byte) = self.bytes.get(self.pos) else {
                self.indent = -1;
                return Some(());
            };
            match byte {
                b'\n' => self.blank_lines += 1,
                b'#' => self.skip_comment()?,
                b'\t' => return None,
                _ => break,
            }
            self.pos += 1;
        }
        self.indent = (self.pos - self.line_start) as isize;
        if self.indent == 0 && self.at_document_end() { None } else { Some(()) }
    }

    /// Goes to the line feed behind a comment; comments with a schema are the general parser's.
    #[cold]
    fn skip_comment(&mut self) -> Option<()> {
        self.crossed_comment = true;
        let rest = self.rest();
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        if schema::may_be_one(&rest[..length]) {
            return None;
        }
        self.pos += length;
        Some(())
    }

    /// `---` or `...` at the start of a line, but for the very first line.
    pub(super) fn at_document_end(&self) -> bool {
        match self.byte() {
            b'-' => self.rest().starts_with(b"---") && self.pos > 0,
            b'.' => self.rest().starts_with(b"..."),
            _ => false,
        }
    }
}
