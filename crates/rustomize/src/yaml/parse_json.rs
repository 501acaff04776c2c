//! JSON text to nodes, as strict as Go's `encoding/json`: for texts that kustomize does not take for YAML.

use ecow::EcoString;

use super::node::{Entry, Node, Scalar, Style, Tag};
use crate::source::{SourceId, Span};

/// Why a text is no JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// Offset in bytes from the start of the text.
    pub at: usize,
    /// What is wrong there.
    pub what: &'static str,
}

impl std::fmt::Display for JsonError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.what)
    }
}

impl std::error::Error for JsonError {}

/// Values may be nested this deep.
const MAX_DEPTH: usize = 1000;

/// Parses a text that starts at an offset of a source; [`SourceId::NONE`] for a text that has none.
/// Keys that repeat are kept.
///
/// # Errors
/// Anything that is not exactly one JSON value, or is nested more than a thousand levels deep.
pub fn parse_json(text: &str, source: SourceId, offset: usize) -> Result<Node, JsonError> {
    let mut parser = Parser { text, bytes: text.as_bytes(), at: 0, source, offset };
    let node = parser.value(0)?;
    parser.space();
    match parser.at < text.len() {
        true => Err(parser.error("text after the JSON value")),
        false => Ok(node),
    }
}

/// The JSON value that a text starts with; what follows is not looked at.
///
/// # Errors
/// As for [`parse_json`], but for what follows.
pub(crate) fn parse_json_at_start(text: &str) -> Result<Node, JsonError> {
    Parser { text, bytes: text.as_bytes(), at: 0, source: SourceId::NONE, offset: 0 }.value(0)
}

struct Parser<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    source: SourceId,
    offset: usize,
}

impl Parser<'_> {
    fn error(&self, what: &'static str) -> JsonError {
        JsonError { at: self.at, what }
    }

    fn span(&self, start: usize) -> Span {
        match self.source {
            SourceId::NONE => Span::NONE,
            source => Span::new(source, self.offset + start, self.offset + self.at),
        }
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self, depth: usize) -> Result<Node, JsonError> {
        self.space();
        let start = self.at;
        match self.peek() {
            _ if depth > MAX_DEPTH => Err(self.error("nested too deeply")),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'a'..=b'z') => self.word(start),
            Some(_) => Err(self.error("not a JSON value")),
            None => Err(self.error("the JSON text ends too early")),
        }
    }

    fn word(&mut self, start: usize) -> Result<Node, JsonError> {
        for (word, tag) in [("null", Tag::Null), ("true", Tag::Bool), ("false", Tag::Bool)] {
            if self.text[start..].starts_with(word) {
                self.at += word.len();
                return Ok(Node::plain(word, tag, self.span(start)));
            }
        }
        Err(self.error("not a JSON value"))
    }

    fn object(&mut self, depth: usize) -> Result<Node, JsonError> {
        let start = self.at;
        self.at += 1;
        let mut entries = Vec::new();
        self.space();
        if !self.eat(b'}') {
            loop {
                self.space();
                if self.peek() != Some(b'"') {
                    return Err(self.error("expected a key in quotes"));
                }
                let key = self.string()?;
                self.space();
                if !self.eat(b':') {
                    return Err(self.error("expected a colon after the key"));
                }
                entries.push(Entry { key, value: self.value(depth + 1)? });
                if !self.more(b'}', "expected a comma or a closing brace")? {
                    break;
                }
            }
        }
        Ok(Node::mapping(entries, self.span(start)))
    }

    fn array(&mut self, depth: usize) -> Result<Node, JsonError> {
        let start = self.at;
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if !self.eat(b']') {
            loop {
                items.push(self.value(depth + 1)?);
                if !self.more(b']', "expected a comma or a closing bracket")? {
                    break;
                }
            }
        }
        Ok(Node::sequence(items, self.span(start)))
    }

    /// Whether a comma promises another element; else the collection must end.
    fn more(&mut self, end: u8, what: &'static str) -> Result<bool, JsonError> {
        self.space();
        if self.eat(b',') {
            return Ok(true);
        }
        if self.eat(end) { Ok(false) } else { Err(self.error(what)) }
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(self.error("expected a digit")) } else { Ok(()) }
    }

    fn number(&mut self) -> Result<Node, JsonError> {
        let start = self.at;
        let mut tag = Tag::Int;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            tag = Tag::Float;
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            tag = Tag::Float;
            let _signed = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        Ok(Node::plain(&self.text[start..self.at], tag, self.span(start)))
    }

    fn string(&mut self) -> Result<Node, JsonError> {
        let start = self.at;
        self.at += 1;
        let mut text = EcoString::new();
        loop {
            let from = self.at;
            while self.peek().is_some_and(|b| b >= 0x20 && b != b'"' && b != b'\\') {
                self.at += 1;
            }
            text.push_str(&self.text[from..self.at]);
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => return Err(self.error("a control character in a string")),
                None => return Err(self.error("the string does not end")),
            }
        }
        self.at += 1;
        let scalar = Scalar { style: Style::DoubleQuoted, ..Scalar::string(text) };
        Ok(Node::scalar(scalar, self.span(start)))
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        self.at += 1;
        let found = match self.peek() {
            Some(b'u') => return self.unicode(),
            Some(b @ (b'"' | b'\\' | b'/')) => char::from(b),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            _ => return Err(self.error("unknown escape")),
        };
        self.at += 1;
        Ok(found)
    }

    /// `uXXXX`, two of them for a character beyond the basic plane; half a pair is U+FFFD.
    fn unicode(&mut self) -> Result<char, JsonError> {
        let high = self.hex()?;
        if let Some(found) = char::from_u32(high) {
            return Ok(found);
        }
        let back = self.at;
        if (0xd800..0xdc00).contains(&high) && self.eat(b'\\') && self.peek() == Some(b'u') {
            let low = self.hex()?;
            if (0xdc00..0xe000).contains(&low) {
                let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
        }
        self.at = back;
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn hex(&mut self) -> Result<u32, JsonError> {
        self.at += 1;
        let digits = self.bytes.get(self.at..self.at + 4).and_then(|digits| {
            digits.iter().try_fold(0, |sum, digit| Some(sum * 16 + char::from(*digit).to_digit(16)?))
        });
        let code = digits.ok_or_else(|| self.error("expected four hexadecimal digits"))?;
        self.at += 4;
        Ok(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Node, JsonError> {
        parse_json(text, SourceId::NONE, 0)
    }

    #[test]
    fn reads_what_json_allows() {
        let node = parse(r#" {"a": [1, -0.5e+3, true, null, "x\n\u00e9\ud83d\ude00\ud83d"], "a": {}} "#)
            .expect("JSON");
        let map = node.as_mapping().expect("a map");
        assert_eq!(map.entries().len(), 2);
        let list = map.entries()[0].value.items().expect("a list");
        assert_eq!(list[1].text(), Some("-0.5e+3"));
        assert_eq!(list[4].text(), Some("x\né😀\u{fffd}"));
    }

    #[test]
    fn refuses_what_json_does_not_allow() {
        for text in [
            "",
            "{a: 1}",
            "[1,]",
            "{\"a\" 1}",
            "01",
            "1.",
            "'a'",
            "\"a",
            "\"\\x\"",
            "nul",
            "[1] 2",
            "\"\t\"",
            "\"\\u12\"",
            "-",
            "{\"a\":1,}",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&"[".repeat(100_000)).is_err());
    }
}
