//! The errors that printing as YAML or JSON can end with.

use super::node::{Kind, Node};
use super::scalar::ValueError;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

pub(super) fn refuse(span: Span, message: impl Into<String>, upstream: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::Output, message).at(span).upstream(upstream)
}

pub(super) fn value_error(error: &ValueError, span: Span) -> Diagnostic {
    let diagnostic = refuse(span, error.to_string(), error.upstream());
    match error {
        ValueError::Key(_) => diagnostic.hint("put the key in quotes"),
        ValueError::LeadingTab => {
            diagnostic.hint("begin it with something else, such as a space or a line break")
        }
        _ => diagnostic,
    }
}

pub(super) fn not_finite(value: f64, span: Span) -> Diagnostic {
    let name = match value {
        v if v.is_nan() => "NaN",
        v if v > 0.0 => "+Inf",
        _ => "-Inf",
    };
    let message = format!("the number {name} cannot be printed");
    refuse(span, message, format!("json: unsupported value: {name}"))
}

pub(super) fn duplicate_key(first: &Node, second: &Node) -> Diagnostic {
    let key = second.text().unwrap_or_default();
    refuse(
        second.span,
        format!("the key `{key}` is already defined"),
        format!("yaml: unmarshal errors: mapping key {key:?} already defined"),
    )
    .label(first.span, "first defined here")
    .hint("remove one of them")
}

pub(super) fn no_scalar_key(key: &Node, top: bool) -> Diagnostic {
    let (what, upstream) = match (key.kind(), top) {
        (Kind::Mapping, true) => ("a map", "yaml: unmarshal errors: cannot unmarshal !!map into string"),
        (Kind::Mapping, false) => ("a map", "yaml: invalid map key"),
        (_, true) => ("a list", "yaml: unmarshal errors: cannot unmarshal !!seq into string"),
        (_, false) => ("a list", "yaml: invalid map key"),
    };
    refuse(key.span, format!("{what} as a key, but only strings can be keys"), upstream)
}

pub(super) fn control_character(c: char, span: Span) -> Diagnostic {
    let message = format!("the character U+{:04X} cannot be printed", u32::from(c));
    refuse(span, message, "yaml: control characters are not allowed")
}
