//! Scalars: plain, quoted and block. A text is put together in one buffer, run by run.

use ecow::EcoString;

use super::error::{Step, SyntaxError};
use super::scan::{Lexeme, Scanner};
use crate::yaml::Style;

/// The white space between two runs of text.
#[derive(Default)]
struct Gap<'a> {
    /// Blanks on the line of the text before.
    blanks: &'a str,
    /// The first line break, and those after it.
    first: Option<&'a str>,
    more: String,
}

impl Gap<'_> {
    /// Folds the gap: a single break is a space, of several the first is dropped.
    fn fold_into(&mut self, text: &mut String) {
        match self.first.take() {
            None => text.push_str(self.blanks),
            Some("\n") if self.more.is_empty() => text.push(' '),
            Some("\n") => text.push_str(&self.more),
            Some(separator) => {
                text.push_str(separator);
                text.push_str(&self.more);
            }
        }
        self.blanks = "";
        self.more.clear();
    }
}

impl<'a> Scanner<'a> {
    fn finish(&mut self, style: Style) -> Lexeme<'a> {
        let text = EcoString::from(self.buffer.as_str());
        self.buffer.clear();
        Lexeme::Scalar(text, style)
    }

    /// Reads blanks and line breaks; `first_is_escaped` if an escaped break came before them.
    fn scan_gap(
        &mut self,
        gap: &mut Gap<'a>,
        mut at_line_start: bool,
        indent: isize,
        start: usize,
    ) -> Step<bool> {
        let blanks = self.pos;
        let mut blanks_end = self.pos;
        loop {
            if self.blank_at(0) {
                if at_line_start && self.byte() == b'\t' && (self.column() as isize) < indent {
                    return Err(SyntaxError::within(
                        "while scanning a plain scalar",
                        start,
                        "found a tab character that violates indentation",
                        self.pos,
                    ));
                }
                self.pos += 1;
                if !at_line_start {
                    blanks_end = self.pos;
                }
            } else if self.break_at(0) > 0 {
                let text = self.read_break();
                if at_line_start {
                    gap.more.push_str(text);
                } else {
                    gap.first = Some(text);
                    at_line_start = true;
                }
            } else {
                break;
            }
        }
        gap.blanks = if gap.first.is_some() { "" } else { &self.text[blanks..blanks_end] };
        Ok(at_line_start)
    }

    pub(super) fn scan_plain(&mut self) -> Step<(Lexeme<'a>, usize)> {
        let start = self.pos;
        let mut end = start;
        let indent = self.indent + 1;
        let mut gap = Gap::default();
        let mut crossed_line = false;
        while !self.at_document_indicator() && self.byte() != b'#' {
            let run = self.pos;
            while !self.blankz_at(0) && !self.ends_plain() {
                self.pos += 1;
            }
            if self.pos > run {
                gap.fold_into(&mut self.buffer);
                self.buffer.push_str(&self.text[run..self.pos]);
                end = self.pos;
                crossed_line = false;
            }
            if !self.blank_at(0) && self.break_at(0) == 0 {
                break;
            }
            crossed_line = self.scan_gap(&mut gap, crossed_line, indent, start)?;
            if self.flow_level == 0 && (self.column() as isize) < indent {
                break;
            }
        }
        if crossed_line {
            self.key_allowed = true;
        }
        Ok((self.finish(Style::Plain), end))
    }

    /// Indicators that end a plain scalar. In flow collections go-yaml takes `?` as one anywhere, and `:` only before
    /// white space: `[a:]` holds the text `a:`.
    fn ends_plain(&self) -> bool {
        match self.byte() {
            b':' => self.blankz_at(1),
            b',' | b'?' | b'[' | b']' | b'{' | b'}' => self.flow_level > 0,
            _ => false,
        }
    }

    pub(super) fn scan_single_quoted(&mut self) -> Step<(Lexeme<'a>, usize)> {
        self.scan_quoted(b'\'')
    }

    pub(super) fn scan_double_quoted(&mut self) -> Step<(Lexeme<'a>, usize)> {
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

    pub(super) fn scan_block_scalar(&mut self) -> Step<(Lexeme<'a>, usize)> {
        let start = self.pos;
        let literal = self.byte() == b'|';
        let (keep, increment) = self.scan_block_header(start)?;
        let mut end = self.pos;
        self.skip_blanks();
        self.skip_comment();
        if !self.breakz_at(0) {
            let problem = "did not find expected comment or line break";
            return Err(SyntaxError::within("while scanning a block scalar", start, problem, self.pos));
        }
        if self.break_at(0) > 0 {
            self.skip_break();
        }
        let mut indent = increment.map_or(0, |n| self.indent.max(0) as usize + n);
        let mut breaks = String::new();
        let mut last_break = "";
        let mut after_blank = false;
        self.scan_block_breaks(&mut indent, &mut breaks, start)?;
        while self.column() == indent && !self.at_end() {
            let blank = self.blank_at(0);
            let folds = !literal && last_break == "\n" && !after_blank && !blank;
            if !folds {
                self.buffer.push_str(last_break);
            } else if breaks.is_empty() {
                self.buffer.push(' ');
            }
            self.buffer.push_str(&breaks);
            breaks.clear();
            after_blank = blank;
            let run = self.pos;
            while !self.breakz_at(0) {
                self.pos += 1;
            }
            self.buffer.push_str(&self.text[run..self.pos]);
            end = self.pos;
            last_break = if self.at_end() { "" } else { self.read_break() };
            self.scan_block_breaks(&mut indent, &mut breaks, start)?;
        }
        if keep != Some(false) {
            self.buffer.push_str(last_break);
        }
        if keep == Some(true) {
            self.buffer.push_str(&breaks);
        }
        Ok((self.finish(if literal { Style::Literal } else { Style::Folded }), end))
    }

    /// The indicators after `|` or `>`: whether trailing breaks are kept, and the indentation; in any order.
    fn scan_block_header(&mut self, start: usize) -> Step<(Option<bool>, Option<usize>)> {
        let (mut keep, mut increment) = (None, None);
        self.pos += 1;
        loop {
            match self.byte() {
                sign @ (b'+' | b'-') if keep.is_none() => keep = Some(sign == b'+'),
                b'0' if increment.is_none() => {
                    let problem = "found an indentation indicator equal to 0";
                    return Err(SyntaxError::within(
                        "while scanning a block scalar",
                        start,
                        problem,
                        self.pos,
                    ));
                }
                digit @ b'1'..=b'9' if increment.is_none() => increment = Some(usize::from(digit - b'0')),
                _ => return Ok((keep, increment)),
            }
            self.pos += 1;
        }
    }

    /// Reads indentation and empty lines, and finds the indentation of the block if it is not known (0).
    fn scan_block_breaks(&mut self, indent: &mut usize, breaks: &mut String, start: usize) -> Step<()> {
        let mut deepest = 0;
        loop {
            let mut column = self.column();
            while (*indent == 0 || column < *indent) && self.byte() == b' ' {
                self.pos += 1;
                column += 1;
            }
            deepest = deepest.max(column);
            if (*indent == 0 || column < *indent) && self.byte() == b'\t' {
                let problem = "found a tab character where an indentation space is expected";
                return Err(SyntaxError::within("while scanning a block scalar", start, problem, self.pos));
            }
            if self.break_at(0) == 0 {
                break;
            }
            breaks.push_str(self.read_break());
        }
        if *indent == 0 {
            *indent = deepest.max((self.indent + 1).max(1) as usize);
        }
        Ok(())
    }
}
