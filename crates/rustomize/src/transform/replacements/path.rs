//! Field paths of replacements: `spec.containers.[name=web].env.0.value`.
//!
//! kustomize reads the same text in two ways. A *lookup* leads to at most one node: the paths of sources, and the way
//! to a text that a target writes into. A *match* may lead to many: the paths of targets.

use std::borrow::Cow;

use ecow::EcoString;
use regex::Regex;

use crate::diag::{Code, Diagnostic, Result};
use crate::field::split_dotted;
use crate::resource::{compile_regex, invalid_regex, leads_to_bookkeeping};
use crate::source::Span;
use crate::yaml::MAX_DEPTH;

/// A parsed path and where it is written.
#[derive(Clone, Debug)]
pub(crate) struct FieldPath {
    /// The path as written.
    pub(crate) text: EcoString,
    /// Its place in the kustomization, or that of the target if it is the default path.
    pub(crate) span: Span,
    /// Its parts.
    pub(crate) segments: Vec<Segment>,
    /// Whether it leads to annotations that a build keeps its bookkeeping in, or to a map that holds them.
    pub(crate) reaches_bookkeeping: bool,
}

/// One part of a path.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    /// The part as written, escapes removed.
    pub(crate) raw: EcoString,
    /// What it is in a match.
    pub(crate) part: Part,
}

/// What a part of a path selects.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// The value of a key.
    Field,
    /// The element at a place.
    Index(usize),
    /// `[key=value]`, or `[=value]` for elements that are themselves the value.
    Element {
        /// The key; empty for `[=value]`.
        key: EcoString,
        /// The value: exact in a lookup, and what a created element holds.
        value: EcoString,
        /// The value as what a match looks for.
        found: Contains,
    },
    /// `*`: every element; only in matches.
    Every,
    /// `[…]` without `=`: refused where it is reached.
    BadElement,
}

/// An expression that may match anywhere in a text. Plain words never become a regex.
#[derive(Clone, Debug)]
pub(crate) enum Contains {
    /// Contains this text.
    Word(EcoString),
    /// Matches by regular expression.
    Regex(Regex),
    /// No regular expression, and why: refused where something is compared with it.
    Invalid(EcoString),
}

impl Contains {
    fn compile(text: &str) -> Contains {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_/@:, =%&<>\"'~#;!".contains(&b);
        if text.bytes().all(plain) {
            return Contains::Word(text.into());
        }
        match compile_regex(text) {
            Ok(regex) => Contains::Regex(regex),
            Err(error) => Contains::Invalid(EcoString::from(
                invalid_regex(text, &error, Span::NONE).parts().message.as_str(),
            )),
        }
    }

    /// Whether the text has a match in it.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        match self {
            Contains::Word(word) => text.contains(word.as_str()),
            Contains::Regex(regex) => regex.is_match(text),
            Contains::Invalid(_) => false,
        }
    }
}

impl FieldPath {
    /// Parses a path.
    ///
    /// # Errors
    /// More parts than documents may be deep.
    pub(crate) fn parse(text: &str, span: Span) -> Result<FieldPath> {
        let parts = split_dotted(text.strip_prefix('.').unwrap_or(text));
        if parts.len() > MAX_DEPTH {
            let message = format!("a path of {} parts is too long: {MAX_DEPTH} are allowed", parts.len());
            return Err(Diagnostic::error(Code::InvalidValue, message).at(span));
        }
        let reaches_bookkeeping = leads_to_bookkeeping(parts.iter().map(AsRef::as_ref));
        let segments = parts.into_iter().map(Segment::parse).collect();
        Ok(FieldPath { text: text.into(), span, segments, reaches_bookkeeping })
    }
}

impl Segment {
    fn parse(raw: Cow<'_, str>) -> Segment {
        let part = match raw.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(inner) => match inner.split_once('=') {
                Some((key, value)) => {
                    Part::Element { key: key.into(), value: value.into(), found: Contains::compile(value) }
                }
                None => Part::BadElement,
            },
            None if raw == "*" => Part::Every,
            // Go's Atoi: a sign and leading zeros are allowed.
            None => {
                raw.parse::<usize>().ok().or_else(|| negative_zero(&raw)).map_or(Part::Field, Part::Index)
            }
        };
        Segment { raw: raw.into(), part }
    }
}

fn negative_zero(raw: &str) -> Option<usize> {
    let zeros = raw.strip_prefix('-')?;
    (!zeros.is_empty() && zeros.bytes().all(|b| b == b'0')).then_some(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_parts() {
        let part = |text: &str| FieldPath::parse(text, Span::NONE).map(|p| p.segments[0].part.clone());
        assert!(matches!(part("-0"), Ok(Part::Index(0))));
        assert!(matches!(part("+01"), Ok(Part::Index(1))));
        assert!(matches!(part("-1"), Ok(Part::Field)));
        assert!(matches!(part("-"), Ok(Part::Field)));
        assert!(matches!(part("*"), Ok(Part::Every)));
        assert!(matches!(part("[a]"), Ok(Part::BadElement)));
        assert!(matches!(part("[a=(]"), Ok(Part::Element { found: Contains::Invalid(_), .. })));
    }
}
