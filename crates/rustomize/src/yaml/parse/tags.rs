//! Anchors, aliases, tags and directives.

use super::error::{Step, SyntaxError};
use super::scan::{Lexeme, Scanner};

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

impl<'a> Scanner<'a> {
    fn scan_word(&mut self) -> &'a str {
        let start = self.pos;
        while is_word(self.byte()) {
            self.pos += 1;
        }
        &self.text[start..self.pos]
    }

    pub(super) fn scan_anchor(&mut self) -> Step<(Lexeme<'a>, usize)> {
        let start = self.pos;
        let alias = self.byte() == b'*';
        self.pos += 1;
        let name = self.scan_word();
        let ends =
            self.blankz_at(0) || matches!(self.byte(), b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`');
        if name.is_empty() || !ends {
            let context = if alias { "while scanning an alias" } else { "while scanning an anchor" };
            let problem = "did not find expected alphabetic or numeric character";
            return Err(SyntaxError::within(context, start, problem, self.pos));
        }
        Ok((if alias { Lexeme::Alias(name) } else { Lexeme::Anchor(name) }, self.pos))
    }

    pub(super) fn scan_tag(&mut self) -> Step<(Lexeme<'a>, usize)> {
        const CONTEXT: &str = "while scanning a tag";
        let start = self.pos;
        let (handle, suffix) = if self.byte_at(1) == b'<' {
            self.pos += 2;
            let suffix = self.scan_uri(String::new(), CONTEXT, start)?;
            if self.byte() != b'>' {
                return Err(SyntaxError::within(CONTEXT, start, "did not find the expected '>'", self.pos));
            }
            self.pos += 1;
            ("", suffix)
        } else {
            self.scan_short_tag(start)?
        };
        if !self.blankz_at(0) {
            let problem = "did not find expected whitespace or line break";
            return Err(SyntaxError::within(CONTEXT, start, problem, self.pos));
        }
        Ok((Lexeme::Tag { handle, suffix }, self.pos))
    }

    /// `!suffix`, `!!suffix` or `!handle!suffix`.
    fn scan_short_tag(&mut self, start: usize) -> Step<(&'a str, String)> {
        self.pos += 1;
        let word = self.scan_word();
        if self.byte() == b'!' {
            self.pos += 1;
            let handle = &self.text[start..self.pos];
            return Ok((handle, self.scan_uri(String::new(), "while parsing a tag", start)?));
        }
        if word.is_empty() && !self.is_uri_byte() {
            // A lone `!` is no tag at all.
            return Ok(("", "!".to_owned()));
        }
        Ok(("!", self.scan_uri(word.to_owned(), "while parsing a tag", start)?))
    }

    /// Unlike libyaml, go-yaml lets `,` `[` `]` be part of every tag: `[!x, a]` has one element, tagged `!x,`.
    fn is_uri_byte(&self) -> bool {
        let byte = self.byte();
        is_word(byte) || b";/?:@&=+$,.%!~*'()[]".contains(&byte)
    }

    fn scan_uri(&mut self, head: String, context: &'static str, start: usize) -> Step<String> {
        let mut uri = head.into_bytes();
        while self.is_uri_byte() {
            if self.byte() == b'%' {
                let digit = |i| char::from(self.byte_at(i)).to_digit(16);
                let (Some(high), Some(low)) = (digit(1), digit(2)) else {
                    return Err(SyntaxError::within(
                        context,
                        start,
                        "did not find URI escaped octet",
                        self.pos,
                    ));
                };
                uri.push((high * 16 + low) as u8);
                self.pos += 3;
            } else {
                uri.push(self.byte());
                self.pos += 1;
            }
        }
        if uri.is_empty() {
            return Err(SyntaxError::within(context, start, "did not find expected tag URI", self.pos));
        }
        let problem = "found an incorrect leading UTF-8 octet";
        String::from_utf8(uri).map_err(|_| SyntaxError::within(context, start, problem, start))
    }

    pub(super) fn scan_directive(&mut self) -> Step<Lexeme<'a>> {
        const CONTEXT: &str = "while scanning a directive";
        let start = self.pos;
        self.pos += 1;
        let name = self.scan_word();
        if name.is_empty() || !self.blankz_at(0) {
            let problem = match name {
                "" => "could not find expected directive name",
                _ => "found unexpected non-alphabetical character",
            };
            return Err(SyntaxError::within(CONTEXT, start, problem, self.pos));
        }
        self.skip_blanks();
        let lexeme = match name {
            "YAML" => self.scan_version(start)?,
            "TAG" => self.scan_tag_directive(start)?,
            _ => return Err(SyntaxError::within(CONTEXT, start, "found unknown directive name", start)),
        };
        self.skip_blanks();
        self.skip_comment();
        if !self.breakz_at(0) {
            let problem = "did not find expected comment or line break";
            return Err(SyntaxError::within(CONTEXT, start, problem, self.pos));
        }
        if self.break_at(0) > 0 {
            self.skip_break();
        }
        Ok(lexeme)
    }

    fn scan_version(&mut self, start: usize) -> Step<Lexeme<'a>> {
        const CONTEXT: &str = "while scanning a %YAML directive";
        let major = self.scan_number(start)?;
        if self.byte() != b'.' {
            let problem = "did not find expected digit or '.' character";
            return Err(SyntaxError::within(CONTEXT, start, problem, self.pos));
        }
        self.pos += 1;
        let minor = self.scan_number(start)?;
        if (major, minor) != (1, 1) {
            return Err(SyntaxError::new("found incompatible YAML document", start));
        }
        Ok(Lexeme::VersionDirective)
    }

    fn scan_number(&mut self, start: usize) -> Step<u32> {
        const CONTEXT: &str = "while scanning a %YAML directive";
        let from = self.pos;
        while self.byte().is_ascii_digit() {
            self.pos += 1;
        }
        let digits = &self.text[from..self.pos];
        match digits.len() {
            0 => Err(SyntaxError::within(CONTEXT, start, "did not find expected version number", from)),
            1..=2 => Ok(digits.parse().unwrap_or(u32::MAX)),
            _ => Err(SyntaxError::within(CONTEXT, start, "found extremely long version number", from)),
        }
    }

    fn scan_tag_directive(&mut self, start: usize) -> Step<Lexeme<'a>> {
        const CONTEXT: &str = "while scanning a %TAG directive";
        let from = self.pos;
        if self.byte() != b'!' {
            return Err(SyntaxError::within(CONTEXT, start, "did not find expected '!'", from));
        }
        self.pos += 1;
        let word = self.scan_word();
        if self.byte() == b'!' {
            self.pos += 1;
        } else if !word.is_empty() {
            return Err(SyntaxError::within(CONTEXT, start, "did not find expected '!'", self.pos));
        }
        let handle = &self.text[from..self.pos];
        if !self.blank_at(0) {
            return Err(SyntaxError::within(CONTEXT, start, "did not find expected whitespace", self.pos));
        }
        self.skip_blanks();
        let prefix = self.scan_uri(String::new(), CONTEXT, start)?;
        if !self.blankz_at(0) {
            let problem = "did not find expected whitespace or line break";
            return Err(SyntaxError::within(CONTEXT, start, problem, self.pos));
        }
        Ok(Lexeme::TagDirective { handle, prefix })
    }
}
