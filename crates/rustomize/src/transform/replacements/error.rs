//! What goes wrong on a path, and how it is told.

use ecow::EcoString;

use super::path::{FieldPath, Part};
use super::{lookup, lookup::is_empty};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::resource::Resource;
use crate::yaml::{MAX_DEPTH, Node, name_span};

/// Why a path cannot be followed, or a value not written.
#[derive(Debug)]
pub(super) enum Problem {
    /// A node of another kind than the next part of the path needs.
    Kind {
        /// Upstream's name of the kind.
        expected: &'static str,
        /// The same of what is there; empty if there is nothing.
        got: &'static str,
        /// The node as text.
        contents: String,
    },
    /// An index behind the end of a list.
    OutOfBounds { index: usize, count: usize },
    /// `[…]` without `=`.
    BadElement,
    /// `*` where one node is wanted.
    Wildcard,
    /// An index below zero where one node is wanted.
    Negative(i64),
    /// An element that is made but does not match: kustomize never ends.
    Endless { text: String },
    /// A text on the way that is not YAML.
    Text(Diagnostic),
    /// A value with too many levels: written again and again, it would grow without end.
    TooDeep,
    /// A list or map that should be split at a delimiter.
    Delimiter,
    /// `[key=value]` whose value is no regular expression, and why.
    Regex(EcoString),
}

impl Problem {
    /// The problem in our words.
    fn message(&self) -> String {
        let noun = |kind: &str| match kind {
            "ScalarNode" => "a single value",
            "SequenceNode" => "a list",
            "MappingNode" => "a map",
            "AliasNode" => "an alias",
            _ => "nothing",
        };
        match self {
            Problem::Kind { expected, got, .. } => {
                format!("expected {}, found {}", noun(expected), noun(got))
            }
            Problem::OutOfBounds { index, count } => format!("index {index} in a list of {count}"),
            Problem::BadElement => "`[…]` must be `[key=value]`".to_owned(),
            Problem::Wildcard => "`*` does not work in the path of a source".to_owned(),
            Problem::Negative(index) => format!("index {index} is negative"),
            Problem::Endless { text } => {
                format!("the element that would be made, `{text}`, does not match the path")
            }
            Problem::Text(error) => format!("the text there is not YAML: {error}"),
            Problem::Delimiter => "a `delimiter` can only split a single value".to_owned(),
            Problem::TooDeep => format!("this would be nested too deep: {MAX_DEPTH} levels are allowed"),
            Problem::Regex(why) => why.to_string(),
        }
    }

    /// The problem in kustomize's words, if it has any.
    fn upstream(&self) -> Option<String> {
        Some(match self {
            Problem::Kind { expected, got, contents } => {
                format!("wrong node kind: expected {expected} but got {got}: node contents:\n{contents}\n")
            }
            Problem::OutOfBounds { index, count } => {
                format!("index {index} specified but only {count} elements found")
            }
            Problem::BadElement => {
                "list path element must contain fieldName=fieldValue for element to match".to_owned()
            }
            Problem::Wildcard => "wildcard is not supported in PathGetter".to_owned(),
            Problem::Negative(index) => format!("array index {index} cannot be negative"),
            Problem::Delimiter => "delimiter option can only be used with scalar nodes".to_owned(),
            Problem::Text(error) => error.parts().upstream.clone()?,
            Problem::Endless { .. } | Problem::TooDeep | Problem::Regex(_) => return None,
        })
    }

    fn hint(&self) -> Option<&'static str> {
        match self {
            Problem::BadElement => {
                Some("to protect a dot in a key write `[a.b]` or `a\\.b`; a single word needs no brackets")
            }
            Problem::Wildcard => Some("name one element: by index, or as `[key=value]`"),
            Problem::Regex(_) => Some(
                "the value of `[key=value]` is a regular expression: escape special characters with `\\`",
            ),
            Problem::Negative(_) => Some("`-` is the last element"),
            Problem::Endless { .. } => {
                Some("without anchors or quotes in the expression the element can be made")
            }
            Problem::OutOfBounds { .. } => {
                Some("with `create: true` an element is added at the index behind the last")
            }
            Problem::Kind { .. } => {
                Some("a part that looks like a number, or `[key=value]`, stands for an element of a list")
            }
            _ => None,
        }
    }
}

/// The error that a target's path does not lead to a field, or only to one that cannot be written.
pub(super) fn target(
    problem: Option<&Problem>,
    path: &FieldPath,
    create: bool,
    res: &Resource,
) -> Diagnostic {
    if let Some(Problem::Delimiter) = problem {
        return Diagnostic::error(
            Code::Replacement,
            format!("`{}`: {}", path.text, Problem::Delimiter.message()),
        )
        .at(path.span)
        .label(name_span(&res.node), "in this object")
        .subject(res.id())
        .hint("remove `delimiter`, or let the path lead to a single value")
        .upstream("delimiter option can only be used with scalar nodes");
    }
    let detail = problem.map_or(String::new(), |p| format!(": {}", p.message()));
    let upstream = problem.and_then(Problem::upstream).map_or(String::new(), |text| format!(": {text}"));
    let meant = near_miss(&res.node, path);
    let verb = if create { "find or create" } else { "find" };
    let error = Diagnostic::error(Code::Replacement, format!("target has no field `{}`{detail}", path.text))
        .at(path.span)
        .label(name_span(&res.node), "in this object")
        .subject(res.id())
        .maybe_hint(meant.clone())
        .upstream(format!("unable to {verb} field {:?} in replacement target{upstream}", path.text.as_str()));
    match problem {
        Some(problem) => error.maybe_hint(problem.hint().map(str::to_owned)),
        None if !create && meant.is_none() => {
            error.hint("to make the field, set `options: {create: true}` in the target")
        }
        None => error,
    }
}

/// The error that a source's path cannot be followed.
pub(super) fn source(problem: &Problem, path: &FieldPath, res: &Resource) -> Diagnostic {
    let upstream = problem.upstream().unwrap_or_default();
    Diagnostic::error(
        Code::Replacement,
        format!("cannot follow `{}` in the source: {}", path.text, problem.message()),
    )
    .at(path.span)
    .label(name_span(&res.node), "in this object")
    .subject(res.id())
    .maybe_hint(near_miss(&res.node, path))
    .maybe_hint(problem.hint().map(str::to_owned))
    .upstream(format!("error looking up replacement source: {upstream}"))
}

/// The key that may have been meant where the path leaves the object.
pub(super) fn near_miss(root: &Node, path: &FieldPath) -> Option<String> {
    let mut node = root;
    for segment in path.segments.iter().filter(|s| !is_empty(s)) {
        match lookup::child(node, segment) {
            Ok(Some(at)) => node = super::tree::Tree::child(node, at),
            Ok(None) | Err(_) if matches!(segment.part, Part::Field) => {
                let map = node.as_mapping()?;
                return did_you_mean(&segment.raw, map.entries().iter().filter_map(|e| e.key.text()));
            }
            Ok(None) | Err(_) => return None,
        }
    }
    None
}
