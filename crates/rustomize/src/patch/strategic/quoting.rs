//! The quotes that a merge puts around strings as it passes them.

use super::Edit;
use crate::source::SourceId;
use crate::yaml::parse::{Dialect, parse};
use crate::yaml::scalar::resolve_v2;
use crate::yaml::{Data, Node, Scalar, Style, Tag};

/// What becomes of a field's scalar that is set to itself: a plain string that go-yaml v2 would not read as a string
/// gets double quotes. They are not seen in the output, but they stay when a later patch replaces the value, and
/// make that a string.
pub(super) fn quoted(node: &Node) -> Edit {
    match &node.data {
        Data::Scalar(scalar) if is_plain_string(scalar) && reads_as_other(&scalar.text) => {
            Edit::Set(Node::scalar(Scalar { style: Style::DoubleQuoted, ..scalar.clone() }, node.span))
        }
        _ => Edit::Keep,
    }
}

fn is_plain_string(scalar: &Scalar) -> bool {
    scalar.tag == Tag::Str && scalar.style == Style::Plain
}

/// Whether the text is a YAML document of something else than a string. Base 60 and dates count as strings here.
fn reads_as_other(text: &str) -> bool {
    match resolve_v2(text) {
        _ if text.is_empty() || text.contains('\n') => false,
        Tag::Str if may_be_more(text) => document_is_other(text),
        Tag::Null | Tag::Bool | Tag::Int | Tag::Float => true,
        _ => false,
    }
}

/// Whether the text could be anything but one plain scalar.
fn may_be_more(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins =
        matches!(bytes[0], b'-' | b'?' | b':' | b'[' | b'{' | b'#' | b'&' | b'*' | b'!' | b' ' | b'\t')
            || matches!(bytes[0], b'\'' | b'"' | b'|' | b'>' | b'%' | b'@' | b'`');
    begins
        || text.contains(" #")
        || memchr::memchr_iter(b':', bytes).any(|i| matches!(bytes.get(i + 1), None | Some(b' ' | b'\t')))
}

fn document_is_other(text: &str) -> bool {
    match parse(text, SourceId::NONE, Dialect::V2) {
        Err(_) => false,
        Ok(None) => true,
        Ok(Some(node)) => match &node.data {
            Data::Scalar(scalar) => matches!(scalar.tag, Tag::Null | Tag::Bool | Tag::Int | Tag::Float),
            Data::Sequence(_) | Data::Mapping(_) => true,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_what_go_yaml_v2_would_misread() {
        // measured with kustomize 5.8.1
        for text in [
            "y", "5", "null", "1_0", "08", "~", "on", "-", "a: b", "--- 5", "5 # c", "#c", "{a: b}", "? a",
            "a:", "- a", ".inf",
        ] {
            assert!(reads_as_other(text), "{text}");
        }
        for text in [
            "abc",
            "1:30",
            "2020-01-01",
            " x",
            "",
            "=",
            "a\nb",
            "[a",
            "*a",
            "'x'",
            "@a",
            "%a",
            "|",
            "&a b",
            "a: b: c",
            "!x",
            "1e400",
            ": a",
            "\"x",
            "a #b",
            "nginx:1.0",
        ] {
            assert!(!reads_as_other(text), "{text}");
        }
    }
}
