//! Where each token is recognised, and what it means for keys and indentation.

use super::error::{Step, SyntaxError};
use super::scan::{Lexeme, MAX_DEPTH, Scanner, SimpleKey, Token};

impl<'a> Scanner<'a> {
    pub(super) fn fetch(&mut self) -> Step<()> {
        self.skip_to_token();
        let column = self.column() as isize;
        self.unroll_indent(column);
        if self.at_end() {
            return self.fetch_stream_end();
        }
        if self.at_line_start() && self.byte() == b'%' {
            return self.fetch_directive();
        }
        match self.document_indicator() {
            Some(b'-') => return self.fetch_document(Lexeme::DocumentStart),
            Some(_) => return self.fetch_document(Lexeme::DocumentEnd),
            None => {}
        }
        let flow = self.flow_level > 0;
        match self.byte() {
            b'[' => self.fetch_flow_start(Lexeme::FlowSequenceStart),
            b'{' => self.fetch_flow_start(Lexeme::FlowMappingStart),
            b']' => self.fetch_flow_end(Lexeme::FlowSequenceEnd),
            b'}' => self.fetch_flow_end(Lexeme::FlowMappingEnd),
            b',' => self.fetch_flow_entry(),
            b'-' if self.blankz_at(1) => self.fetch_block_entry(),
            b'?' if flow || self.blankz_at(1) => self.fetch_key(),
            b':' if flow || self.blankz_at(1) => self.fetch_value(),
            b'*' | b'&' => self.fetch_with_key(Self::scan_anchor),
            b'!' => self.fetch_with_key(Self::scan_tag),
            b'|' | b'>' if !flow => self.fetch_block_scalar(),
            b'\'' => self.fetch_with_key(Self::scan_single_quoted),
            b'"' => self.fetch_with_key(Self::scan_double_quoted),
            b'-' | b'?' | b':' => self.fetch_with_key(Self::scan_plain),
            b'\t' | b'#' | b'|' | b'>' | b'%' | b'@' | b'`' => Err(SyntaxError::within(
                "while scanning for the next token",
                self.pos,
                "found character that cannot start any token",
                self.pos,
            )),
            _ => self.fetch_with_key(Self::scan_plain),
        }
    }

    fn skip_to_token(&mut self) {
        loop {
            while self.byte() == b' ' || (self.flow_level > 0 || !self.key_allowed) && self.byte() == b'\t' {
                self.pos += 1;
            }
            self.skip_comment();
            if self.break_at(0) == 0 {
                return;
            }
            self.skip_break();
            if self.flow_level == 0 {
                self.key_allowed = true;
            }
        }
    }

    /// Opens a block collection if its column is deeper than the current one.
    fn roll_indent(
        &mut self,
        column: usize,
        lexeme: Lexeme<'a>,
        start: usize,
        at: Option<usize>,
    ) -> Step<()> {
        if self.flow_level > 0 || self.indent >= column as isize {
            return Ok(());
        }
        self.check_depth(self.indents.len())?;
        self.indents.push(self.indent);
        self.indent = column as isize;
        let token = Token { lexeme, start, end: start, key_level: None };
        let at = at.map_or(self.tokens.len(), |number| number - self.taken);
        self.tokens.insert(at, token);
        Ok(())
    }

    fn check_depth(&self, depth: usize) -> Step<()> {
        if depth < MAX_DEPTH {
            return Ok(());
        }
        Err(SyntaxError::new(super::TOO_DEEP, self.pos))
    }

    fn unroll_indent(&mut self, column: isize) {
        if self.flow_level > 0 {
            return;
        }
        while self.indent > column {
            self.indent = self.indents.pop().expect("each indentation was pushed");
            self.push(Lexeme::BlockEnd, self.pos);
        }
    }

    fn fetch_stream_end(&mut self) -> Step<()> {
        self.unroll_indent(-1);
        self.remove_key()?;
        self.key_allowed = false;
        self.ended = true;
        self.line += 1;
        self.push(Lexeme::StreamEnd, self.pos);
        Ok(())
    }

    fn fetch_directive(&mut self) -> Step<()> {
        self.unroll_indent(-1);
        self.remove_key()?;
        self.key_allowed = false;
        let start = self.pos;
        let lexeme = self.scan_directive()?;
        self.push(lexeme, start);
        Ok(())
    }

    fn fetch_document(&mut self, lexeme: Lexeme<'a>) -> Step<()> {
        self.unroll_indent(-1);
        self.remove_key()?;
        self.key_allowed = false;
        let start = self.pos;
        self.pos += 3;
        self.push(lexeme, start);
        Ok(())
    }

    fn fetch_flow_start(&mut self, lexeme: Lexeme<'a>) -> Step<()> {
        let level = self.save_key()?;
        self.check_depth(self.flow_level)?;
        self.keys.push(SimpleKey::default());
        self.flow_level += 1;
        self.key_allowed = true;
        self.pos += 1;
        self.push_key(lexeme, self.pos - 1, level);
        Ok(())
    }

    fn fetch_flow_end(&mut self, lexeme: Lexeme<'a>) -> Step<()> {
        self.remove_key()?;
        if self.flow_level > 0 {
            self.flow_level -= 1;
            self.keys.pop();
        }
        self.key_allowed = false;
        self.pos += 1;
        self.push(lexeme, self.pos - 1);
        Ok(())
    }

    fn fetch_flow_entry(&mut self) -> Step<()> {
        self.remove_key()?;
        self.key_allowed = true;
        self.pos += 1;
        self.push(Lexeme::FlowEntry, self.pos - 1);
        Ok(())
    }

    fn fetch_block_entry(&mut self) -> Step<()> {
        if self.flow_level == 0 {
            self.expect_key_allowed("block sequence entries are not allowed in this context")?;
            let column = self.column();
            self.roll_indent(column, Lexeme::BlockSequenceStart, self.pos, None)?;
        }
        self.remove_key()?;
        self.key_allowed = true;
        self.pos += 1;
        self.push(Lexeme::BlockEntry, self.pos - 1);
        Ok(())
    }

    fn fetch_key(&mut self) -> Step<()> {
        if self.flow_level == 0 {
            self.expect_key_allowed("mapping keys are not allowed in this context")?;
            let column = self.column();
            self.roll_indent(column, Lexeme::BlockMappingStart, self.pos, None)?;
        }
        self.remove_key()?;
        self.key_allowed = self.flow_level == 0;
        self.pos += 1;
        self.push(Lexeme::Key, self.pos - 1);
        Ok(())
    }

    fn fetch_value(&mut self) -> Step<()> {
        let level = self.keys.len() - 1;
        if self.key_is_valid(level)? {
            let key = self.keys[level];
            let token = Token { lexeme: Lexeme::Key, start: key.start, end: key.start, key_level: None };
            self.tokens.insert(key.token - self.taken, token);
            self.roll_indent(key.column, Lexeme::BlockMappingStart, key.start, Some(key.token))?;
            self.keys[level].possible = false;
            self.key_allowed = false;
        } else {
            if self.flow_level == 0 {
                self.expect_key_allowed("mapping values are not allowed in this context")?;
                let column = self.column();
                self.roll_indent(column, Lexeme::BlockMappingStart, self.pos, None)?;
            }
            self.key_allowed = self.flow_level == 0;
        }
        self.pos += 1;
        self.push(Lexeme::Value, self.pos - 1);
        Ok(())
    }

    fn expect_key_allowed(&self, problem: &'static str) -> Step<()> {
        if self.key_allowed { Ok(()) } else { Err(SyntaxError::new(problem, self.pos)) }
    }

    /// Reads a token that a key can start with.
    fn fetch_with_key(&mut self, scan: impl FnOnce(&mut Self) -> Step<(Lexeme<'a>, usize)>) -> Step<()> {
        let level = self.save_key()?;
        self.key_allowed = false;
        let start = self.pos;
        let (lexeme, end) = scan(self)?;
        self.tokens.push_back(Token { lexeme, start, end, key_level: level });
        Ok(())
    }

    fn fetch_block_scalar(&mut self) -> Step<()> {
        self.remove_key()?;
        self.key_allowed = true;
        let start = self.pos;
        let (lexeme, end) = self.scan_block_scalar()?;
        self.tokens.push_back(Token { lexeme, start, end, key_level: None });
        Ok(())
    }
}
