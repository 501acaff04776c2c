//! The quotes that kustomize puts around strings it sets.

use crate::source::{SourceId, Span};
use crate::yaml::parse::{Dialect, parse};
use crate::yaml::scalar::resolve_v2;
use crate::yaml::{Data, Node, Scalar, Style, Tag};

/// The style of a string in a new field: with double quotes if go-yaml v2 would not read it as a string.
///
/// The quotes are not seen in the output, but they stay when a later patch replaces the value, and make that a string.
pub(crate) fn style_of_new(text: &str) -> Style {
    if reads_as_other(text) { Style::DoubleQuoted } else { Style::Plain }
}

/// A string in a new field.
pub(crate) fn new_string(text: impl Into<ecow::EcoString>, span: Span) -> Node {
    let scalar = Scalar::string(text);
    Node::scalar(Scalar { style: style_of_new(&scalar.text), ..scalar }, span)
}

/// The same for the data of a ConfigMap or Secret, where several lines become a block.
pub(crate) fn new_data(text: impl Into<ecow::EcoString>, span: Span) -> Node {
    let scalar = Scalar::string(text);
    let style = if scalar.text.contains('\n') { Style::Literal } else { style_of_new(&scalar.text) };
    Node::scalar(Scalar { style, ..scalar }, span)
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
        || memchr::memchr2_iter(b':', b'#', bytes).any(|i| match bytes[i] {
            b'#' => i > 0 && bytes[i - 1] == b' ',
            _ => matches!(bytes.get(i + 1), None | Some(b' ' | b'\t')),
        })
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
