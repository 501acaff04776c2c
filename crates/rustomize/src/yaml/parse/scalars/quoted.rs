//! `'single'` and `"double"` quotes.

use super::Gap;
use crate::yaml::Style;
use crate::yaml::parse::error::{Step, SyntaxError};
use crate::yaml::parse::scan::{Lexeme, Scanner};

impl<'a> Scanner<'a> {
    pub(in crate::yaml::parse) fn scan_single_quoted(&mut self) -> Step<(Lexeme<'a>, usize)> {
        self.scan_quoted(b'\'')
    }

    pub(in crate::yaml::parse) fn scan_double_quoted(&mut self) -> Step<(Lexeme<'a>, usize)> {
        self.scan_quoted(b'"')
    }

    fn scan_quoted(&mut self, quote: u8) -> Step<(Lexeme<'a>, usize)> {
        const CONTEXT: &str = "while scanning a quoted scalar";
        let start = self.pos;
        self.pos += 1;
        let mut gap = Gap::default();
        loop {
            if self.at_document_indicator() {
                return Err(SyntaxError::within(
                    CONTEXT,
                    start,
                    "found unexpected document indicator",
                    self.pos,
                ));
            }
            if self.at_end() {
                return Err(SyntaxError::new("found unexpected end of stream", start));
            }
            let escaped_break = self.scan_quoted_run(quote, start)?;
            if self.byte() == quote {
                break;
            }
            self.scan_gap(&mut gap, escaped_break, 0, start)?;
            if escaped_break {
                // The escaped break itself means nothing; the breaks after it stay.
                self.buffer.push_str(&gap.more);
                gap = Gap::default();
            } else {
                gap.fold_into(&mut self.buffer);
            }
        }
        self.pos += 1;
        let style = if quote == b'"' { Style::DoubleQuoted } else { Style::SingleQuoted };
        Ok((self.finish(style), self.pos))
    }

    /// Reads up to white space, the closing quote, or over an escaped line break: then it returns true.
    fn scan_quoted_run(&mut self, quote: u8, start: usize) -> Step<bool> {
        let mut run = self.pos;
        while !self.blankz_at(0) {
            match self.byte() {
                b'\'' if quote == b'\'' && self.byte_at(1) == b'\'' => {
                    self.buffer.push_str(&self.text[run..=self.pos]);
                    self.pos += 2;
                    run = self.pos;
                }
                byte if byte == quote => break,
                b'\\' if quote == b'"' => {
                    self.buffer.push_str(&self.text[run..self.pos]);
                    if self.break_at(1) > 0 {
                        self.pos += 1;
                        self.skip_break();
                        return Ok(true);
                    }
                    self.scan_escape(start)?;
                    run = self.pos;
                }
                _ => self.pos += 1,
            }
        }
        self.buffer.push_str(&self.text[run..self.pos]);
        Ok(false)
    }

    /// The escapes of go-yaml: unlike libyaml's they include `\'` and lack the `\/` of JSON.
    fn scan_escape(&mut self, start: usize) -> Step<()> {
        const CONTEXT: &str = "while parsing a quoted scalar";
        let char = match self.byte_at(1) {
            b'0' => '\0',
            b'a' => '\x07',
            b'b' => '\x08',
            b't' | b'\t' => '\t',
            b'n' => '\n',
            b'v' => '\x0B',
            b'f' => '\x0C',
            b'r' => '\r',
            b'e' => '\x1B',
            b' ' => ' ',
            b'"' => '"',
            b'\'' => '\'',
            b'\\' => '\\',
            b'N' => '\u{85}',
            b'_' => '\u{A0}',
            b'L' => '\u{2028}',
            b'P' => '\u{2029}',
            b'x' => return self.scan_code(2, start),
            b'u' => return self.scan_code(4, start),
            b'U' => return self.scan_code(8, start),
            _ => return Err(SyntaxError::within(CONTEXT, start, "found unknown escape character", self.pos)),
        };
        self.buffer.push(char);
        self.pos += 2;
        Ok(())
    }

    fn scan_code(&mut self, digits: usize, start: usize) -> Step<()> {
        const CONTEXT: &str = "while parsing a quoted scalar";
        let mut value: u32 = 0;
        for i in 0..digits {
            let Some(digit) = char::from(self.byte_at(2 + i)).to_digit(16) else {
                let problem = "did not find expected hexdecimal number";
                return Err(SyntaxError::within(CONTEXT, start, problem, self.pos));
            };
            value = (value << 4) | digit;
        }
        let Some(char) = char::from_u32(value) else {
            let problem = "found invalid Unicode character escape code";
            return Err(SyntaxError::within(CONTEXT, start, problem, self.pos));
        };
        self.buffer.push(char);
        self.pos += 2 + digits;
        Ok(())
    }
}
