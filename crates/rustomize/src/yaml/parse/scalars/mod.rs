//! Scalars: plain, quoted and block. A text is put together in one buffer, run by run.

mod block;
mod quoted;

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

    pub(in crate::yaml::parse) fn scan_plain(&mut self) -> Step<(Lexeme<'a>, usize)> {
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
}
