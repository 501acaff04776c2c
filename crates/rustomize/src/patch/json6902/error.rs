//! What a JSON patch is refused for, when it is read and when it is applied.

use super::apply::child;
use super::pointer::{IndexError, Pointer};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::source::{SourceId, Span};
use crate::yaml::{JsonError, MAX_DEPTH, Node, json};

const OPERATIONS: [&str; 6] = ["add", "remove", "replace", "move", "copy", "test"];

pub(super) fn shape(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::InvalidPatch, message).at(span)
}

/// A value that JSON cannot hold.
pub(super) fn unreadable(error: Diagnostic) -> Diagnostic {
    let parts = error.parts();
    let message = format!("this JSON patch cannot be read: {}", parts.message);
    parts.labels.iter().fold(Diagnostic::error(Code::InvalidPatch, message), |error, label| {
        error.label(label.span, label.text.as_str())
    })
}

pub(super) fn syntax(error: &JsonError, text: &str, source: SourceId, offset: usize) -> Diagnostic {
    let at = Span::new(source, offset + error.at, offset + (error.at + 1).min(text.len()));
    shape(at, format!("this patch begins with `[`, so it must be JSON: {error}"))
        .hint("put keys and strings in double quotes, or write the patch as a block of YAML with `- op: …`")
}

pub(super) fn missing(span: Span, field: &str) -> Diagnostic {
    let hint = match field {
        "op" => format!("add `op:` with one of {}", OPERATIONS.join(", ")),
        "path" | "from" => format!("add `{field}:` with a place, such as `/spec/replicas`"),
        _ => format!("add `{field}:`"),
    };
    shape(span, format!("this operation has no `{field}`")).hint(hint)
}

pub(super) fn not_text(node: &Node, field: &str) -> Diagnostic {
    shape(node.span, format!("`{field}` must be a string"))
}

pub(super) fn operation(op: &Node) -> Diagnostic {
    let text = op.text().unwrap_or_default();
    shape(op.span, format!("unknown operation `{text}`"))
        .maybe_hint(did_you_mean(text, OPERATIONS))
        .hint(format!("operations are {}", OPERATIONS.join(", ")))
}

/// An operation that does not fit the object.
pub(super) struct Failed {
    diagnostic: Box<Diagnostic>,
}

impl Failed {
    fn new(path: &Pointer, message: String, upstream: String) -> Failed {
        let diagnostic = Diagnostic::error(Code::PatchFailed, message).at(path.span).upstream(upstream);
        Failed { diagnostic: Box::new(diagnostic) }
    }

    fn map(self, change: impl FnOnce(Diagnostic) -> Diagnostic) -> Failed {
        Failed { diagnostic: Box::new(change(*self.diagnostic)) }
    }

    /// The diagnostic of an operation at a place, if the path has none of its own.
    pub(super) fn at(self, operation: Span) -> Diagnostic {
        self.diagnostic.or_at(operation)
    }
}

/// The target's collection does not exist.
pub(super) fn no_parent(document: &Node, path: &Pointer, op: &'static str) -> Failed {
    let text = &path.text;
    let upstream = match op {
        "add" | "remove" => {
            format!("{op} operation does not apply: doc is missing path: {text:?}: missing value")
        }
        "replace" => format!("{op} operation does not apply: doc is missing path: {text}: missing value"),
        "test" => format!("{op} operation does not apply: is missing path: {text}: missing value"),
        _ => format!("{op} operation does not apply: doc is missing destination path: {text}: missing value"),
    };
    lost(document, path, op, upstream)
}

/// The collection to move or copy from does not exist.
pub(super) fn no_source(document: &Node, from: &Pointer, op: &'static str) -> Failed {
    let text = &from.text;
    lost(
        document,
        from,
        op,
        format!("{op} operation does not apply: doc is missing from path: {text}: missing value"),
    )
}

/// Says where the path leaves the document.
fn lost(document: &Node, path: &Pointer, op: &'static str, upstream: String) -> Failed {
    if path.steps.is_empty() {
        let message = format!("`{op}` needs a path that begins with `/`, but this is `{}`", path.text);
        return Failed::new(path, message, upstream).map(|d| d.hint(with_slash(&path.text)));
    }
    let mut node = document;
    let mut way = String::new();
    for step in &path.steps {
        match child(node, step) {
            Some(next) => node = next,
            None => break,
        }
        way.push('/');
        way.push_str(step);
    }
    let step = path.steps.get(way.matches('/').count()).map_or("", |step| step.as_str());
    let place = if way.is_empty() { "the object".to_owned() } else { format!("`{way}`") };
    let message = format!("`{op}` does not find `{}`: {}", path.text, reason(node, step, &place));
    Failed::new(path, message, upstream)
        .map(|d| d.label(node.span, "this is as far as the path leads").maybe_hint(nearest(node, step)))
        .map(|d| match op {
            "add" => d.hint("`add` makes the last part of a path only: add the collections before it first"),
            _ => d,
        })
}

fn with_slash(path: &str) -> String {
    match path {
        "" => "name a field, such as `/spec/replicas`".to_owned(),
        path if path.contains('/') => format!("write `/{path}`"),
        path => format!("write `/{}`: the parts of a path stand behind a `/` each", path.replace('.', "/")),
    }
}

fn reason(node: &Node, step: &str, place: &str) -> String {
    match (node.items(), node.as_mapping()) {
        (Some(items), _) => format!("{place} is a list of {} and has no element `{step}`", items.len()),
        (None, Some(_)) => format!("{place} has no field `{step}`"),
        (None, None) if node.is_null() => format!("{place} is null"),
        (None, None) => format!("{place} is a scalar"),
    }
}

fn nearest(node: &Node, step: &str) -> Option<String> {
    did_you_mean(step, node.as_mapping()?.entries().iter().filter_map(|entry| entry.key.text()))
}

/// The collection has no such key.
pub(super) fn no_key(parent: &Node, path: &Pointer, last: &str, op: &'static str) -> Failed {
    let text = &path.text;
    let upstream = match op {
        "remove" => format!(
            "error in remove for path: '{text}': unable to remove nonexistent key: {last}: missing value"
        ),
        "replace" => format!("replace operation does not apply: doc is missing key: {text}: missing value"),
        "copy" => {
            format!("error in copy for from: '{text}': unable to get nonexistent key: {last}: missing value")
        }
        _ => {
            format!("error in {op} for path: '{last}': unable to get nonexistent key: {last}: missing value")
        }
    };
    let message = format!("`{op}` does not find `{text}`: {}", reason(parent, last, "the value before it"));
    Failed::new(path, message, upstream)
        .map(|d| d.label(parent.span, "not in here").maybe_hint(nearest(parent, last)))
        .map(|d| if op == "replace" { d.hint("use `add` to set a field that may not exist") } else { d })
}

/// The last step is no index of the list, for `op` on the way in (`insert`) or elsewhere.
pub(super) fn index(
    error: IndexError,
    path: &Pointer,
    last: &str,
    length: usize,
    (op, insert): (&'static str, bool),
) -> Failed {
    let subject = match (op, insert) {
        ("copy", true) => "error while adding value during copy".to_owned(),
        ("copy", false) => format!("error in copy for from: '{}'", path.text),
        ("move", false) => format!("error in move for path: '{last}'"),
        _ => format!("error in {op} for path: '{}'", path.text),
    };
    let improper =
        if insert { format!("value was not a proper array index: '{last}': ") } else { String::new() };
    let atoi = |problem: &str| format!("{improper}strconv.Atoi: parsing {last:?}: {problem}");
    let (message, upstream) = match error {
        IndexError::Syntax => (format!("`{last}` is no index of a list"), atoi("invalid syntax")),
        IndexError::Range => (format!("`{last}` is no index of a list"), atoi("value out of range")),
        IndexError::Bounds => (
            format!("the index {last} is outside of the list, which has {length} elements"),
            format!("Unable to access invalid index: {last}: invalid index referenced"),
        ),
    };
    Failed::new(
        path,
        format!("`{op}` does not find `{}`: {message}", path.text),
        format!("{subject}: {upstream}"),
    )
}

pub(super) fn test(path: &Pointer, found: &Node, wanted: &Node) -> Failed {
    let text = |node: &Node| {
        let mut out = String::new();
        match json::write(node, &mut out) {
            Ok(()) if out.chars().count() <= 60 => format!("`{out}`"),
            _ => "another value".to_owned(),
        }
    };
    let (have, want) = (text(found), text(wanted));
    let message = match have == want {
        true => format!("`{}` is not written as the patch tests it: {have}", path.text),
        false => format!("`{}` is {have}, but the patch tests for {want}", path.text),
    };
    Failed::new(path, message, format!("testing value {} failed: test failed", path.text)).map(|d| {
        let d = d.label(found.span, "the value");
        match have == want {
            true => d.hint(
                "values are compared as JSON text: in a patch written as JSON, `<`, `>` and `&` must be \
                 `\\u003c`, `\\u003e` and `\\u0026`, and 1.0 is not 1; nulls in lists are never equal",
            ),
            false => d,
        }
    })
}

/// A path with too many steps, or a value with too many levels for its place.
pub(super) fn deep(span: Span) -> Diagnostic {
    shape(span, format!("this would be nested too deep: {MAX_DEPTH} levels are allowed"))
}

impl From<Diagnostic> for Failed {
    fn from(diagnostic: Diagnostic) -> Failed {
        Failed { diagnostic: Box::new(diagnostic) }
    }
}

/// A list in place of the whole object.
pub(super) fn no_object(value: &Node) -> Failed {
    let upstream = "json: cannot unmarshal array into Go value of type map[string]interface {}";
    let diagnostic =
        Diagnostic::error(Code::PatchFailed, "an object cannot be replaced by a list").at(value.span);
    Failed { diagnostic: Box::new(diagnostic.upstream(upstream)) }
}
