//! `|` and `>`: text by indentation.

use crate::yaml::Style;
use crate::yaml::parse::error::{Step, SyntaxError};
use crate::yaml::parse::scan::{Lexeme, Scanner};

impl<'a> Scanner<'a> {
    pub(in crate::yaml::parse) fn scan_block_scalar(&mut self) -> Step<(Lexeme<'a>, usize)> {
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
