//! Quoted scalars.

use ecow::EcoString;

use super::Fast;
use crate::yaml::{Node, Style, Tag};

impl Fast<'_> {
    /// A quoted scalar, and whether it is all on one line, so that it can be a key.
    pub(super) fn quoted(&mut self) -> Option<(Node, bool)> {
        let start = self.pos;
        let quote = self.byte();
        let style = if quote == b'"' { Style::DoubleQuoted } else { Style::SingleQuoted };
        let escape = if quote == b'"' { b'\\' } else { quote };
        let text = start + 1;
        let stop = text + memchr::memchr3(quote, escape, b'\n', &self.bytes[text..])?;
        let ends = self.bytes[stop] == quote && (quote == b'"' || self.byte_at(stop + 1) != b'\'');
        if ends {
            self.pos = stop + 1;
            no_tab(&self.text[text..stop])?;
            let text = EcoString::from(&self.text[text..stop]);
            return Some((self.scalar(text, Tag::Str, style, start, self.pos), true));
        }
        self.pos = text;
        self.stacks.buffer.clear();
        let one_line = self.quoted_parts(quote, escape)?;
        let node = self.buffered(Tag::Str, style, start, self.pos);
        Some((node, one_line))
    }

    /// Reads up to the closing quote, with escapes and line breaks.
    fn quoted_parts(&mut self, quote: u8, escape: u8) -> Option<bool> {
        let mut one_line = true;
        loop {
            let from = self.pos;
            let stop = from + memchr::memchr3(quote, escape, b'\n', &self.bytes[from..])?;
            let text = &self.text[from..stop];
            no_tab(text)?;
            self.pos = stop + 1;
            match self.bytes[stop] {
                b'\n' => {
                    one_line = false;
                    self.stacks.buffer.push_str(text.trim_end_matches(' '));
                    self.quoted_break()?;
                }
                b'\\' if quote == b'"' => {
                    self.stacks.buffer.push_str(text);
                    one_line &= self.escape()?;
                }
                _ if quote == b'\'' && self.byte() == b'\'' && self.pos < self.bytes.len() => {
                    self.stacks.buffer.push_str(text);
                    self.stacks.buffer.push('\'');
                    self.pos += 1;
                }
                _ => {
                    self.stacks.buffer.push_str(text);
                    return Some(one_line);
                }
            }
        }
    }

    /// From behind a line break to the text of the next line.
    fn quoted_break(&mut self) -> Option<()> {
        self.blank_lines = 0;
        loop {
            self.line_start = self.pos;
            if matches!(self.bytes.get(self.pos..self.pos + 3), Some(b"---" | b"...")) {
                return None;
            }
            while self.byte() == b' ' {
                self.pos += 1;
            }
            match self.bytes.get(self.pos)? {
                b'\n' => self.blank_lines += 1,
                b'\t' => return None,
                _ => break,
            }
            self.pos += 1;
        }
        self.fold();
        Some(())
    }

    /// An escape, from behind the backslash; false if it was one of a line break. Codes are left to the general parser.
    fn escape(&mut self) -> Option<bool> {
        let char = match *self.bytes.get(self.pos)? {
            b'n' => '\n',
            b'"' => '"',
            b'\\' => '\\',
            b't' => '\t',
            b'r' => '\r',
            b'\'' => '\'',
            b' ' => ' ',
            b'0' => '\0',
            b'e' => '\x1B',
            b'\n' => return self.escaped_break(),
            _ => return None,
        };
        self.stacks.buffer.push(char);
        self.pos += 1;
        Some(true)
    }

    fn escaped_break(&mut self) -> Option<bool> {
        self.pos += 1;
        self.line_start = self.pos;
        if matches!(self.bytes.get(self.pos..self.pos + 3), Some(b"---" | b"...")) {
            return None;
        }
        while self.byte() == b' ' {
            self.pos += 1;
        }
        // Empty lines after it are kept; too rare to be worth it.
        if matches!(self.byte(), b'\n' | b'\t') { None } else { Some(false) }
    }
}

/// Tabs at the edge of lines are folded like spaces: left to the general parser.
fn no_tab(text: &str) -> Option<()> {
    match memchr::memchr(b'\t', text.as_bytes()) {
        None => Some(()),
        Some(_) => None,
    }
}
