//! Which style a string is printed in: what go-yaml v2 makes of its text.

use crate::yaml::node::Tag;
use crate::yaml::scalar::{is_surely_text, resolve_v2};

/// How a string is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Single,
    Double,
    Literal,
}

/// A string's style and what the writers need to know about its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub(super) look: Look,
    /// Columns are bytes.
    pub(super) ascii: bool,
    /// Has a line break of any kind: as a key it needs `?`.
    pub(super) breaks: bool,
}

/// What a text cannot be printed or read back with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unusual {
    /// A character that YAML text may not contain, even though an escape can bring it in.
    Control(char),
    /// U+0085, which is folded like a line break on the way.
    NextLine,
}

/// DEL or beyond ASCII.
const HIGH: u8 = 1;
/// A control character other than the line feed.
const CONTROL: u8 = 2;
const LINE_FEED: u8 = 4;
/// `:` or `#`.
const INDICATOR: u8 = 8;
/// Other signs than those of names.
const SIGN: u8 = 16;

/// What each byte is, of the kinds above; 0 for the bytes of names.
const KINDS: [u8; 256] = kinds();

const fn kinds() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'\n' => LINE_FEED,
            b':' | b'#' => INDICATOR,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => 0,
            0..=0x1f => CONTROL,
            0x7f.. => HIGH,
            _ => SIGN,
        };
        byte += 1;
    }
    table
}

/// Longer texts are looked at in blocks.
const LONGEST_NAME: usize = 24;

/// Whether the text is short, begins with a letter, has nothing but letters, digits and `-_./`, and is no word of
/// YAML: most keys and many values.
#[inline]
pub(super) fn is_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() <= LONGEST_NAME
        && bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && is_surely_text(text)
        && bytes.iter().fold(0, |found, &b| found | KINDS[usize::from(b)]) == 0
}

/// The style of a string.
///
/// # Errors
/// If the text has a character that needs treatment before.
#[inline]
pub(super) fn shape(text: &str) -> Result<Shape, Unusual> {
    if is_name(text) {
        return Ok(Shape { look: Look::Plain, ascii: true, breaks: false });
    }
    let found = scan(text.as_bytes());
    if found & (HIGH | CONTROL | LINE_FEED) == 0 {
        return Ok(Shape { look: single_line(text, found & INDICATOR != 0), ascii: true, breaks: false });
    }
    uncommon(text, found)
}

#[inline(never)]
fn uncommon(text: &str, found: u8) -> Result<Shape, Unusual> {
    if found & HIGH != 0 {
        return unicode(text);
    }
    let breaks = found & LINE_FEED != 0 || text.contains('\r');
    Ok(Shape { look: multi_line(text.as_bytes(), found & CONTROL != 0), ascii: true, breaks })
}

/// The kinds of all bytes. Whole blocks are looked at first, since most have no byte of any kind.
#[inline]
fn scan(text: &[u8]) -> u8 {
    match text.len() {
        0..8 => table_scan(text),
        8..16 => block_scan::<8>(text),
        _ => block_scan::<16>(text),
    }
}

#[inline]
fn table_scan(text: &[u8]) -> u8 {
    text.iter().fold(0, |found, &b| found | KINDS[usize::from(b)])
}

/// For texts of at least `N` bytes; the last block may overlap the one before.
#[inline]
fn block_scan<const N: usize>(text: &[u8]) -> u8 {
    let (blocks, _) = text.as_chunks::<N>();
    let mut found = 0;
    for block in blocks.iter().chain(text.last_chunk::<N>()) {
        if is_eventful(block) {
            found |= table_scan(block);
        }
    }
    found
}

/// Whether any byte is of a kind. Without branches, so that it becomes vector code.
#[inline]
fn is_eventful<const N: usize>(block: &[u8; N]) -> bool {
    let event =
        |b: u8| u8::from(b.wrapping_sub(b' ') > b'~' - b' ') | u8::from(b == b':') | u8::from(b == b'#');
    block.iter().fold(0, |any, &b| any | event(b)) != 0
}

/// ASCII without control characters.
#[inline]
fn single_line(text: &str, indicator: bool) -> Look {
    let bytes = text.as_bytes();
    if !is_surely_text(text) && reads_as_other(text) {
        return Look::Double;
    }
    let blocked = starts_badly(bytes)
        || bytes[0] == b' '
        || bytes[bytes.len() - 1] == b' '
        || (indicator && has_indicator(bytes));
    if blocked { Look::Single } else { Look::Plain }
}

/// ASCII with line feeds or control characters: literal, unless something forces escapes.
fn multi_line(bytes: &[u8], control: bool) -> Look {
    let space_before_break = || memchr::memchr_iter(b'\n', bytes).any(|i| i > 0 && bytes[i - 1] == b' ');
    if control || bytes.last() == Some(&b' ') || space_before_break() { Look::Double } else { Look::Literal }
}

/// Whether go-yaml v2 would read the text as something else than a string, or YAML 1.1 as a base 60 number.
fn reads_as_other(text: &str) -> bool {
    resolve_v2(text) != Tag::Str || is_base_60(text)
}

/// `[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?`
fn is_base_60(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = bytes.strip_prefix(b"-").or_else(|| bytes.strip_prefix(b"+")).unwrap_or(bytes);
    if !digits.first().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let is_digit = |b: &&u8| b.is_ascii_digit() || **b == b'_';
    let mut rest = &digits[digits.iter().take_while(is_digit).count()..];
    if rest.first() != Some(&b':') {
        return false;
    }
    while let [b':', after @ ..] = rest {
        rest = match after {
            [b'0'..=b'5', b'0'..=b'9', after @ ..] | [b'0'..=b'9', after @ ..] => after,
            _ => return false,
        };
    }
    match rest {
        [] => true,
        [b'.', fraction @ ..] => fraction.iter().all(|b| is_digit(&b)),
        _ => false,
    }
}

/// Whether the first characters forbid a plain scalar.
#[inline]
fn starts_badly(bytes: &[u8]) -> bool {
    match bytes[0] {
        b'#' | b',' | b'[' | b']' | b'{' | b'}' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"' | b'%'
        | b'@' | b'`' => true,
        b'-' => bytes.starts_with(b"---") || is_blank_or_end(bytes.get(1)),
        b'?' | b':' => is_blank_or_end(bytes.get(1)),
        b'.' => bytes.starts_with(b"..."),
        _ => false,
    }
}

/// Whether a `:` ends a word or a `#` starts one.
fn has_indicator(bytes: &[u8]) -> bool {
    memchr::memchr2_iter(b':', b'#', bytes).any(|i| match bytes[i] {
        b':' => is_blank_or_end(bytes.get(i + 1)),
        _ => i > 0 && matches!(bytes[i - 1], b' ' | b'\t'),
    })
}

fn is_blank_or_end(byte: Option<&u8>) -> bool {
    matches!(byte, None | Some(b' ' | b'\t'))
}

/// Whether a character can be printed without an escape; the line feed counts.
pub(super) fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}') && c != '\u{feff}'
}

/// The characters YAML 1.1 ends a line with.
pub(super) fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether YAML text may contain the character at all, given that JSON escapes those below the space.
fn is_refused(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

/// Any text, character by character.
fn unicode(text: &str) -> Result<Shape, Unusual> {
    let (mut special, mut breaks, mut break_space) = (false, false, false);
    let mut previous = '\0';
    let mut next_line = false;
    for c in text.chars() {
        if !is_printable(c) {
            special = true;
            next_line |= c == '\u{85}';
            if is_refused(c) && c != '\u{85}' {
                return Err(Unusual::Control(c));
            }
        }
        if is_break(c) {
            breaks = true;
            special |= previous == ' ';
        }
        break_space |= c == ' ' && is_break(previous);
        previous = c;
    }
    if next_line {
        return Err(Unusual::NextLine);
    }
    let look = unicode_look(text, special, breaks, break_space);
    Ok(Shape { look, ascii: false, breaks })
}

fn unicode_look(text: &str, special: bool, breaks: bool, break_space: bool) -> Look {
    if special {
        return Look::Double;
    }
    if text.contains('\n') {
        return if text.ends_with(' ') { Look::Double } else { Look::Literal };
    }
    if breaks {
        return if break_space { Look::Double } else { Look::Single };
    }
    // No digit or word of the number syntax goes beyond ASCII, so the text is a string.
    single_line(text, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_60() {
        for yes in ["1:30", "12:30:45.5", "190:20:30", "-1:30", "+12:00", "1_0:30", "-1:5.", "1:5._", "0:0"] {
            assert!(is_base_60(yes), "{yes}");
        }
        for no in ["1:60", "1:", "1:5:", "1:2_3", "1:05:61", ":30", "a:1", "1", "1:005"] {
            assert!(!is_base_60(no), "{no}");
        }
    }
}
