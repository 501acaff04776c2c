//! From the text of a scalar to its type and value, as go-yaml reads it.
//!
//! Kustomize reads manifests with go-yaml v3 ([`resolve`]) and prints through go-yaml v2 ([`resolve_v2`]), which
//! also reads kustomization files. The two differ in the YAML 1.1 booleans (`yes`, `on`, …) and in `0o` octals.

mod block;
mod number;
mod timestamp;
mod value;

use std::borrow::Cow;

pub(super) use block::is_block_allowed;
pub use value::ValueError;
pub(super) use value::{Place, is_string_key, key_text};

use super::node::Tag;
use number::Number;

/// The value of a scalar in the terms of JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number above the range of [`Value::Int`].
    UInt(u64),
    /// Any other number; also the infinities and not-a-number, which cannot be printed.
    Float(f64),
    /// Text.
    String(Cow<'a, str>),
}

/// The type of a plain scalar in go-yaml v3.
///
/// `<<` alone is [`Tag::Merge`]; that only matters for keys, as a value it is text.
#[inline]
pub fn resolve(text: &str) -> Tag {
    if is_surely_text(text) { Tag::Str } else { read(text, Dialect::V3, true).0 }
}

/// The type of a plain scalar in go-yaml v2: kustomization files, and the question whether a string needs quotes.
#[inline]
pub fn resolve_v2(text: &str) -> Tag {
    if is_surely_text(text) { Tag::Str } else { read(text, Dialect::V2, true).0 }
}

/// The value of a plain scalar in go-yaml v2, or else in v3: configuration comes from both.
pub(super) fn config_value(text: &str) -> Value<'_> {
    match read(text, Dialect::V2, false).1 {
        Value::String(_) => read(text, Dialect::V3, false).1,
        value => value,
    }
}

impl Tag {
    /// What the full form of YAML's own tags starts with: `!!int` is short for `tag:yaml.org,2002:int`.
    pub(super) const NAMESPACE: &str = "tag:yaml.org,2002:";

    /// The type that YAML's own tag of this name stands for, such as `int`.
    pub(super) fn of_name(name: &str) -> Tag {
        match name {
            "null" => Tag::Null,
            "bool" => Tag::Bool,
            "int" => Tag::Int,
            "float" => Tag::Float,
            "timestamp" => Tag::Timestamp,
            "str" => Tag::Str,
            "binary" => Tag::Binary,
            "merge" => Tag::Merge,
            _ => Tag::Other,
        }
    }

    /// The short form that error messages use, such as `!!int`.
    pub const fn short(self) -> &'static str {
        match self {
            Tag::Null => "!!null",
            Tag::Bool => "!!bool",
            Tag::Int => "!!int",
            Tag::Float => "!!float",
            Tag::Timestamp => "!!timestamp",
            Tag::Str => "!!str",
            Tag::Binary => "!!binary",
            Tag::Merge => "!!merge",
            Tag::Other => "!other",
        }
    }
}

/// Which version of go-yaml reads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    V2,
    V3,
}

/// What the first byte of a plain scalar allows it to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hint {
    /// Nothing but text.
    Text,
    /// One of the fixed words.
    Word,
    /// A number or a timestamp.
    Number,
    /// A number, `.inf` or `.nan`.
    Dot,
    /// `<<`
    Merge,
}

const HINTS: [Hint; 256] = hints();

const fn hints() -> [Hint; 256] {
    let mut table = [Hint::Text; 256];
    let words = b"yYnNtTfFoO~";
    let mut i = 0;
    while i < words.len() {
        table[words[i] as usize] = Hint::Word;
        i += 1;
    }
    let numbers = b"0123456789+-";
    i = 0;
    while i < numbers.len() {
        table[numbers[i] as usize] = Hint::Number;
        i += 1;
    }
    table[b'.' as usize] = Hint::Dot;
    table[b'<' as usize] = Hint::Merge;
    table
}

/// Whether the text reads as a string in both versions, judged by its length, its first byte, and the third, which
/// is one of few in `yes`, `null`, `true`, `false` and `off`. One-sided.
#[inline]
pub(super) fn is_surely_text(text: &str) -> bool {
    let bytes = text.as_bytes();
    match bytes.first().map(|&b| HINTS[usize::from(b)]) {
        Some(Hint::Text) => true,
        Some(Hint::Word) => {
            text.len() > LONGEST_WORD || bytes.get(2).is_some_and(|third| !b"sSlLuUfF".contains(third))
        }
        _ => false,
    }
}

/// Length of `false`.
const LONGEST_WORD: usize = 5;

/// Type and value of a plain scalar. `dates` is false where another type was asked for by a tag.
fn read(text: &str, dialect: Dialect, dates: bool) -> (Tag, Value<'_>) {
    let Some(&first) = text.as_bytes().first() else { return (Tag::Null, Value::Null) };
    let found = match HINTS[first as usize] {
        Hint::Text => None,
        Hint::Word => word(text, dialect),
        Hint::Number => infinity(text).or_else(|| digits(text, dialect, dates)),
        Hint::Dot => infinity(text).or_else(|| number::dot(text).map(|f| (Tag::Float, Value::Float(f)))),
        Hint::Merge if text == "<<" && dialect == Dialect::V3 => return (Tag::Merge, string(text)),
        Hint::Merge => None,
    };
    found.unwrap_or_else(|| (Tag::Str, string(text)))
}

fn string(text: &str) -> Value<'_> {
    Value::String(Cow::Borrowed(text))
}

fn word(text: &str, dialect: Dialect) -> Option<(Tag, Value<'static>)> {
    if text.len() > LONGEST_WORD {
        return None;
    }
    match text {
        "~" | "null" | "Null" | "NULL" => Some((Tag::Null, Value::Null)),
        "true" | "True" | "TRUE" => Some((Tag::Bool, Value::Bool(true))),
        "false" | "False" | "FALSE" => Some((Tag::Bool, Value::Bool(false))),
        _ if dialect == Dialect::V3 => None,
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some((Tag::Bool, Value::Bool(true))),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some((Tag::Bool, Value::Bool(false))),
        _ => None,
    }
}

/// `.inf` with and without sign, `.nan` without.
fn infinity(text: &str) -> Option<(Tag, Value<'static>)> {
    if text.len() < 4 || text.len() > 5 {
        return None;
    }
    let (sign, rest) = match text.as_bytes()[0] {
        b'-' => (-1.0, &text[1..]),
        b'+' => (1.0, &text[1..]),
        _ => (1.0, text),
    };
    let value = match rest {
        ".inf" | ".Inf" | ".INF" => sign * f64::INFINITY,
        ".nan" | ".NaN" | ".NAN" if text.len() == 4 => f64::NAN,
        _ => return None,
    };
    Some((Tag::Float, Value::Float(value)))
}

fn digits(text: &str, dialect: Dialect, dates: bool) -> Option<(Tag, Value<'static>)> {
    if let Some(number) = number::short_decimal(text) {
        return Some((Tag::Int, Value::Int(number)));
    }
    if dates && let Some(time) = timestamp::parse(text) {
        return Some((Tag::Timestamp, Value::String(Cow::Owned(time.rfc3339()))));
    }
    Some(match number::parse(text, dialect)? {
        Number::Int(i) => (Tag::Int, Value::Int(i)),
        Number::UInt(u) => (Tag::Int, Value::UInt(u)),
        Number::Float(f) => (Tag::Float, Value::Float(f)),
    })
}

#[cfg(test)]
mod tests;
