//! Bytes → text, and the characters that YAML refuses.

use super::error::{Step, SyntaxError};
use crate::diag::{Code, Diagnostic, Result};
use crate::source::{SourceId, Sources, Span};

/// Decodes a file and registers it as a source. Like go-yaml, takes UTF-8, and UTF-16 with a byte order mark.
///
/// # Errors
/// Bytes that are neither, with their place; files over 4 GiB, which spans cannot address.
pub fn decode(bytes: Vec<u8>, name: impl Into<String>, sources: &Sources) -> Result<SourceId> {
    if bytes.len() > u32::MAX as usize {
        return Err(Diagnostic::error(Code::Unreadable, format!("{} is larger than 4 GiB", name.into())));
    }
    let big_endian = match bytes.get(..2) {
        Some([0xFE, 0xFF]) => Some(true),
        Some([0xFF, 0xFE]) => Some(false),
        _ => None,
    };
    let (text, bad) = match big_endian {
        Some(big_endian) => decode_utf16(&bytes[2..], big_endian),
        None => match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let (at, problem) = utf8_problem(error.as_bytes(), error.utf8_error().valid_up_to());
                // Up to the bad byte nothing changes, so its offset holds in the text that is shown.
                (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some((at, problem)))
            }
        },
    };
    let source = sources.add(name, text);
    match bad {
        None => Ok(source),
        Some((at, problem)) => Err(Diagnostic::error(Code::Syntax, problem)
            .at(Span::new(source, at, at + 3))
            .upstream(format!("yaml: {problem}"))
            .hint("save the file as UTF-8")),
    }
}

type Decoded = (String, Option<(usize, &'static str)>);

fn decode_utf16(bytes: &[u8], big_endian: bool) -> Decoded {
    let unit = if big_endian { u16::from_be_bytes } else { u16::from_le_bytes };
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let (mut text, mut bad) = (String::with_capacity(bytes.len() / 2), None);
    for char in char::decode_utf16(units) {
        let char = char.unwrap_or_else(|_| {
            bad.get_or_insert((text.len(), "incomplete UTF-16 surrogate pair"));
            char::REPLACEMENT_CHARACTER
        });
        text.push(char);
    }
    if bytes.len() % 2 == 1 {
        bad.get_or_insert((text.len(), "incomplete UTF-16 character"));
        text.push(char::REPLACEMENT_CHARACTER);
    }
    (text, bad)
}

/// What go-yaml calls the bad bytes at an offset.
fn utf8_problem(bytes: &[u8], at: usize) -> (usize, &'static str) {
    let bad = &bytes[at..];
    let width = match bad.first() {
        Some(0x00..=0x7F) | None => 1,
        Some(0xC0..=0xDF) => 2,
        Some(0xE0..=0xEF) => 3,
        Some(0xF0..=0xF7) => 4,
        Some(_) => return (at, "invalid leading UTF-8 octet"),
    };
    let problem = match bad.get(1..width) {
        None => "incomplete UTF-8 octet sequence",
        Some(rest) if rest.iter().any(|b| b & 0xC0 != 0x80) => "invalid trailing UTF-8 octet",
        Some(_) if matches!(bad, [0xC0 | 0xC1, ..] | [0xE0, 0x80..=0x9F, ..] | [0xF0, 0x80..=0x8F, ..]) => {
            "invalid length of a UTF-8 sequence"
        }
        Some(_) => "invalid Unicode character",
    };
    (at, problem)
}

/// Refuses the characters that YAML does: controls but tab and line breaks, and the two non-characters of the basic
/// plane.
pub(super) fn check_characters(text: &str) -> Step<()> {
    let bytes = text.as_bytes();
    let suspicious =
        |&b: &u8| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r') || matches!(b, 0x7F | 0xC2 | 0xEF);
    let mut from = 0;
    while let Some(i) = bytes[from..].iter().position(suspicious) {
        let at = from + i;
        let fine = match &bytes[at..] {
            [0xC2, next, ..] => *next >= 0xA0 || *next == 0x85,
            [0xEF, 0xBF, last, ..] => *last < 0xBE,
            [0xEF, ..] => true,
            _ => false,
        };
        if !fine {
            return Err(SyntaxError::new("control characters are not allowed", at));
        }
        from = at + 1;
    }
    Ok(())
}
