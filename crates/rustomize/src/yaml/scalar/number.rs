//! Numbers as go-yaml reads them: Go's integer notation, then decimal floats.

use super::Dialect;

/// A number that was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    Int(i64),
    UInt(u64),
    Float(f64),
}

/// Reads a number that starts with a digit or a sign. Underscores may stand anywhere after the first byte.
pub(super) fn parse(text: &str, dialect: Dialect) -> Option<Number> {
    if !text.bytes().all(may_stand_in_number) {
        return None;
    }
    if text.contains('_') {
        return parse_bare(&text.replace('_', ""), dialect);
    }
    parse_bare(text, dialect)
}

/// The numbers that most are.
#[inline]
pub(super) fn short_decimal(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let usual = (1..=9).contains(&bytes.len()) && (bytes[0] != b'0' || bytes.len() == 1);
    let add = |number: i64, digit: &u8| digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0'));
    if usual { bytes.iter().try_fold(0, add) } else { None }
}

/// Rejects `10Gi`, `1.2.3-rc1`, `12:30` and the like before anything is tried.
fn may_stand_in_number(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || matches!(byte, b'+' | b'-' | b'.' | b'_' | b'x' | b'X' | b'o' | b'O')
}

fn parse_bare(text: &str, dialect: Dialect) -> Option<Number> {
    integer(text).or_else(|| float(text)).or_else(|| sign_after_prefix(text, dialect))
}

/// Decimal, `0x`, `0b`, `0o` and leading-zero octal; negative down to −2⁶³, unsigned up to 2⁶⁴−1.
fn integer(text: &str) -> Option<Number> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (0, text),
    };
    let magnitude = magnitude(digits)?;
    match sign {
        -1 => 0i64.checked_sub_unsigned(magnitude).map(Number::Int),
        1 => i64::try_from(magnitude).ok().map(Number::Int),
        _ => Some(i64::try_from(magnitude).map_or(Number::UInt(magnitude), Number::Int)),
    }
}

fn magnitude(text: &str) -> Option<u64> {
    let (radix, digits) = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &text[2..]),
        [b'0', b'b' | b'B', ..] => (2, &text[2..]),
        [b'0', b'o' | b'O', ..] => (8, &text[2..]),
        [b'0', _, ..] => (8, &text[1..]),
        _ => (10, text),
    };
    unsigned(digits, radix)
}

/// Digits only: the standard library would also take a plus sign.
fn unsigned(digits: &str, radix: u32) -> Option<u64> {
    if digits.starts_with('+') {
        return None;
    }
    u64::from_str_radix(digits, radix).ok()
}

/// A quirk: after a lower-case `0b`, and in v3 `0o`, a sign may stand (`0b-1` is −1).
fn sign_after_prefix(text: &str, dialect: Dialect) -> Option<Number> {
    let (radix, rest) = match text.as_bytes() {
        [b'0', b'b', ..] => (2, &text[2..]),
        [b'0', b'o', ..] if dialect == Dialect::V3 => (8, &text[2..]),
        _ => return None,
    };
    i64::from_str_radix(rest, radix).ok().map(Number::Int)
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?` within the range of a double.
fn float(text: &str) -> Option<Number> {
    let bytes = text.as_bytes();
    let at = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let whole = digits_end(bytes, at);
    let mut end = whole;
    if bytes.get(end) == Some(&b'.') {
        end = digits_end(bytes, whole + 1);
        if end == whole + 1 && whole == at {
            return None;
        }
    } else if whole == at {
        return None;
    }
    exponent_end(bytes, end).filter(|&end| end == bytes.len())?;
    finite(text).map(Number::Float)
}

fn digits_end(bytes: &[u8], from: usize) -> usize {
    from + bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count()
}

/// Where an optional exponent that starts at `from` ends; `None` if it has no digits.
fn exponent_end(bytes: &[u8], from: usize) -> Option<usize> {
    if !matches!(bytes.get(from), Some(b'e' | b'E')) {
        return Some(from);
    }
    let start = from + 1 + usize::from(matches!(bytes.get(from + 1), Some(b'+' | b'-')));
    let end = digits_end(bytes, start);
    (end > start).then_some(end)
}

fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|f: &f64| f.is_finite())
}

/// A float that starts with a dot, which goes through Go's own float syntax: underscores only between digits.
pub(super) fn dot(text: &str) -> Option<f64> {
    if !text.contains('_') {
        return float(text).and_then(as_float);
    }
    let bytes = text.as_bytes();
    let between_digits =
        |i: usize| i > 0 && bytes[i - 1].is_ascii_digit() && bytes.get(i + 1).is_some_and(u8::is_ascii_digit);
    let placed = bytes.iter().enumerate().all(|(i, &b)| b != b'_' || between_digits(i));
    if placed { float(&text.replace('_', "")).and_then(as_float) } else { None }
}

fn as_float(number: Number) -> Option<f64> {
    match number {
        Number::Float(f) => Some(f),
        _ => None,
    }
}
