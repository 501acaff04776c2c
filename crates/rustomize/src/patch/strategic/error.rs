//! What a strategic merge refuses.

use crate::diag::{Code, Diagnostic};
use crate::patch::path::Path;
use crate::source::Span;
use crate::yaml::{Kind, Node};

/// A value of another kind than the one it should be merged into.
pub(super) fn kind(expected: Kind, found: &Node, dest: Span, at: &Path<'_>) -> Diagnostic {
    let (want, have) = (noun(expected), noun(found.kind()));
    Diagnostic::error(Code::PatchFailed, format!("cannot merge {have} into {want} at `{at}`"))
        .label(found.span, format!("{have} here"))
        .label(dest, format!("{want} there"))
        .hint(format!("a strategic merge keeps the kind of a value: give {want}, or remove the field with `null` in a patch before"))
        .upstream(format!("wrong node kind: expected {} but got {}: node contents:", go(expected), go(found.kind())))
}

/// An element of a list that cannot be compared by keys, or is none of the scalars the list consists of.
pub(super) fn element(expected: Kind, found: &Node, at: &Path<'_>) -> Diagnostic {
    let (want, have) = (noun(expected), noun(found.kind()));
    Diagnostic::error(
        Code::PatchFailed,
        format!("{have} in the list `{at}`, whose elements are merged as {}s", bare(expected)),
    )
    .label(found.span, format!("{have} instead of {want}"))
    .upstream(format!(
        "wrong node kind: expected {} but got {}: node contents:",
        go(expected),
        go(found.kind())
    ))
}

/// A `$patch` that means nothing.
pub(super) fn directive(value: &Node) -> Diagnostic {
    let text = value.text().unwrap_or_default();
    Diagnostic::error(Code::PatchFailed, format!("unknown patch directive `{text}`"))
        .at(value.span)
        .hint("`$patch` can be `delete`, `replace` or `merge`")
        .upstream(format!("unknown patch strategy '{text}'"))
}

fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Scalar => "a scalar",
        Kind::Sequence => "a list",
        Kind::Mapping => "a map",
    }
}

fn bare(kind: Kind) -> &'static str {
    noun(kind).trim_start_matches("a ")
}

fn go(kind: Kind) -> &'static str {
    match kind {
        Kind::Scalar => "ScalarNode",
        Kind::Sequence => "SequenceNode",
        Kind::Mapping => "MappingNode",
    }
}

pub(super) fn empty_name(key: &Node) -> Diagnostic {
    Diagnostic::error(Code::PatchFailed, "a field with an empty name cannot be merged")
        .at(key.span)
        .hint("give it a name, or change the object by a JSON patch")
        .upstream("wrong node kind: expected ScalarNode but got MappingNode")
}
