//! Writes strings in each style, folded where go-yaml folds.

use super::style::{Look, Shape, is_break, is_printable};

/// A value is broken at the first single space beyond this column.
pub(super) const BEST_WIDTH: usize = 80;

/// Where a string is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    /// Column of its first character, counted in characters from zero.
    pub(super) column: usize,
    /// Indentation of its further lines.
    pub(super) indent: usize,
}

/// Appends `count` spaces: more than enough, and then some less. A number that is known beforehand takes no loop.
#[inline]
pub(super) fn push_spaces(count: usize, out: &mut String) {
    const SPACES: &str = "                ";
    let end = out.len() + count;
    while out.len() < end {
        out.push_str(SPACES);
    }
    out.truncate(end);
}

fn push_line(indent: usize, out: &mut String) {
    out.push('\n');
    push_spaces(indent, out);
}

/// Appends a string that may be folded, and ends the line.
#[inline]
pub(super) fn write_value(text: &str, shape: Shape, at: At, out: &mut String) {
    let fits = at.column + text.len() <= BEST_WIDTH;
    match shape.look {
        Look::Plain if fits => out.push_str(text),
        Look::Plain if shape.ascii => fold_ascii(text, at, out),
        Look::Plain => fold(text, at, false, out),
        Look::Single => {
            out.push('\'');
            let at = At { column: at.column + 1, ..at };
            match memchr::memchr(b'\'', text.as_bytes()) {
                None if shape.ascii => fold_ascii(text, at, out),
                _ => fold(text, at, true, out),
            }
            out.push('\'');
        }
        Look::Double => write_double(text, Some(at), out),
        Look::Literal => return write_literal(text, shape.ascii, at.indent, out),
    }
    out.push('\n');
}

/// Appends a string without line breaks as the key of a map, which is never folded.
#[inline]
pub(super) fn write_key(text: &str, look: Look, out: &mut String) {
    match look {
        Look::Plain => out.push_str(text),
        Look::Single => {
            out.push('\'');
            let mut rest = text;
            while let Some(at) = memchr::memchr(b'\'', rest.as_bytes()) {
                out.push_str(&rest[..=at]);
                out.push('\'');
                rest = &rest[at + 1..];
            }
            out.push_str(rest);
            out.push('\'');
        }
        Look::Double | Look::Literal => write_double(text, None, out),
    }
}

/// The inside of a long plain or single quoted scalar of ASCII without quotes: jumps from fold to fold.
fn fold_ascii(text: &str, at: At, out: &mut String) {
    let bytes = text.as_bytes();
    let mut start = 0;
    let mut from = (BEST_WIDTH + 1).saturating_sub(at.column);
    while let Some(space) = bytes.get(from..).and_then(|rest| memchr::memchr(b' ', rest)).map(|i| i + from) {
        from = space + 1;
        // Neither the first nor the last character, nor one of several spaces.
        let lone = space > 0 && bytes[space - 1] != b' ' && bytes.get(space + 1).is_some_and(|&b| b != b' ');
        if !lone {
            continue;
        }
        out.push_str(&text[start..space]);
        push_line(at.indent, out);
        start = space + 1;
        from = start + (BEST_WIDTH + 1).saturating_sub(at.indent);
    }
    out.push_str(&text[start..]);
}

/// The inside of any plain or single quoted scalar.
fn fold(text: &str, at: At, single: bool, out: &mut String) {
    let bytes = text.as_bytes();
    let (mut start, mut column) = (0, at.column);
    let (mut after_space, mut after_break) = (false, false);
    for (i, c) in text.char_indices() {
        if after_break && !is_break(c) {
            out.push_str(&text[start..i]);
            push_spaces(at.indent, out);
            (start, column) = (i, at.indent);
        }
        after_break = is_break(c);
        if c == ' ' && column > BEST_WIDTH && !after_space {
            let inside = !single || (i > 0 && i + 1 < bytes.len());
            if inside && bytes.get(i + 1) != Some(&b' ') {
                out.push_str(&text[start..i]);
                push_line(at.indent, out);
                (start, column) = (i + 1, at.indent);
                after_space = true;
                continue;
            }
        }
        if single && c == '\'' {
            // The quote is written again with what follows.
            out.push_str(&text[start..=i]);
            start = i;
            column += 1;
        }
        column = if after_break { 0 } else { column + 1 };
        after_space = c == ' ';
    }
    out.push_str(&text[start..]);
}

/// Appends a double quoted scalar on one line.
pub(in crate::yaml) fn write_quoted(text: &str, out: &mut String) {
    write_double(text, None, out);
}

/// A double quoted scalar; folded if it is told where it stands.
fn write_double(text: &str, at: Option<At>, out: &mut String) {
    let bytes = text.as_bytes();
    // go-yaml takes every character of a text for a byte order mark when the text starts with one.
    let all = text.starts_with('\u{feff}');
    let (mut start, mut column) = (0, at.map_or(0, |at| at.column) + 1);
    let mut after_space = false;
    out.push('"');
    for (i, c) in text.char_indices() {
        if all || is_escaped(c) {
            out.push_str(&text[start..i]);
            column += push_escape(c, out);
            start = i + c.len_utf8();
            after_space = false;
            continue;
        }
        if c == ' '
            && column > BEST_WIDTH
            && !after_space
            && i > 0
            && i + 1 < bytes.len()
            && let Some(at) = at
        {
            out.push_str(&text[start..i]);
            push_line(at.indent, out);
            (start, column) = (i + 1, at.indent);
            if bytes[i + 1] == b' ' {
                out.push('\\');
                column += 1;
            }
        } else {
            column += 1;
        }
        after_space = c == ' ';
    }
    out.push_str(&text[start..]);
    out.push('"');
}

#[inline]
fn is_escaped(c: char) -> bool {
    match c {
        ' '..='~' => matches!(c, '"' | '\\'),
        _ => !is_printable(c) || is_break(c),
    }
}

/// Appends the escape of a character and returns its width.
fn push_escape(c: char, out: &mut String) -> usize {
    let short = match c {
        '\0' => '0',
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\u{b}' => 'v',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{1b}' => 'e',
        '"' => '"',
        '\\' => '\\',
        '\u{85}' => 'N',
        '\u{a0}' => '_',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        _ => return push_hex_escape(c, out),
    };
    out.push('\\');
    out.push(short);
    2
}

fn push_hex_escape(c: char, out: &mut String) -> usize {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let code = u32::from(c);
    let (letter, digits) = match code {
        0..=0xff => ('x', 2),
        0x100..=0xffff => ('u', 4),
        _ => ('U', 8),
    };
    out.push('\\');
    out.push(letter);
    for place in (0..digits).rev() {
        out.push(HEX[(code >> (place * 4) & 0xf) as usize] as char);
    }
    2 + digits
}

/// A literal block after its `|`, with the end of its line.
fn write_literal(text: &str, ascii: bool, indent: usize, out: &mut String) {
    out.push('|');
    if text.starts_with(|c| c == ' ' || is_break(c)) {
        out.push('2');
    }
    let mut from_end = text.chars().rev();
    let ends_in_break = from_end.next().is_some_and(is_break);
    if !ends_in_break {
        out.push('-');
    } else if from_end.next().is_none_or(is_break) {
        out.push('+');
    }
    out.push('\n');
    if ascii {
        write_lines(text, indent, out)
    } else {
        write_lines_of_any_break(text, indent, out)
    }
    if !ends_in_break {
        out.push('\n');
    }
}

/// Indents the lines; empty ones stay empty.
fn write_lines(text: &str, indent: usize, out: &mut String) {
    let mut rest = text;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |i| i + 1);
        if !rest.starts_with('\n') {
            push_spaces(indent, out);
        }
        out.push_str(&rest[..end]);
        rest = &rest[end..];
    }
}

fn write_lines_of_any_break(text: &str, indent: usize, out: &mut String) {
    for line in text.split_inclusive(is_break) {
        if !line.starts_with(is_break) {
            push_spaces(indent, out);
        }
        out.push_str(line);
    }
}
