//! Whether the text of a patch is a strategic merge or a JSON patch.

use super::json6902::JsonPatch;
use crate::diag::{Code, Diagnostic, Result};
use crate::source::{SourceId, Span};
use crate::yaml::parse::{Dialect, parse};
use crate::yaml::{Kind, Node, stream};

/// What a patch's text holds.
#[derive(Clone, Debug)]
pub enum Form {
    /// Nothing: the patch does nothing.
    Empty,
    /// Objects to merge, at least one. Whether they have kinds and names is the caller's to check.
    Strategic(Vec<Node>),
    /// Operations.
    Json(JsonPatch),
}

/// Tells by the text what it is, and reads it.
///
/// A text that begins with `[` must be JSON to be a JSON patch, even though it may be good YAML: `[{op: remove, …}]`
/// is refused, while the same behind a space or a comment is not. Of a JSON patch in YAML only the first document
/// counts.
///
/// # Errors
/// Code [`InvalidPatch`](Code::InvalidPatch) or [`Syntax`](Code::Syntax): a text that is neither.
pub fn detect(text: &str, source: SourceId) -> Result<Form> {
    let objects = stream::read(text, source);
    match &objects {
        Ok(nodes) if nodes.is_empty() => return Ok(Form::Empty),
        Ok(nodes) if nodes.iter().all(|node| node.kind() == Kind::Mapping) => {
            return objects.map(Form::Strategic);
        }
        _ => {}
    }
    if text.starts_with('[') {
        return json(text, source).map(Form::Json);
    }
    match (parse(text, source, Dialect::V2), objects) {
        (Ok(Some(node)), _) if node.kind() == Kind::Sequence => JsonPatch::from_yaml(&node).map(Form::Json),
        (_, Err(error)) => Err(error),
        (_, Ok(nodes)) => Err(neither(&nodes)),
    }
}

/// Reads a text that can only be a JSON patch, by the same rules.
///
/// # Errors
/// The same.
pub fn json(text: &str, source: SourceId) -> Result<JsonPatch> {
    if text.starts_with('[') {
        return JsonPatch::from_json_text(text, source, 0);
    }
    JsonPatch::from_yaml(&parse(text, source, Dialect::V2)?.unwrap_or_else(|| Node::null(Span::NONE)))
}

fn neither(nodes: &[Node]) -> Diagnostic {
    let odd = nodes.iter().find(|node| node.kind() != Kind::Mapping);
    let message = "this is neither a strategic merge patch nor a JSON patch";
    let error = Diagnostic::error(Code::InvalidPatch, message)
        .hint("a strategic merge patch is an object with apiVersion, kind and metadata; a JSON patch is a list of `- op: …`");
    odd.into_iter().fold(error, |error, node| error.at(node.span))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> &'static str {
        match detect(text, SourceId::NONE) {
            Ok(Form::Empty) => "empty",
            Ok(Form::Strategic(_)) => "strategic",
            Ok(Form::Json(_)) => "json",
            Err(_) => "neither",
        }
    }

    #[test]
    fn tells_forms_apart() {
        // measured with kustomize 5.8.1
        for (text, expected) in [
            ("", "empty"),
            ("# x\n", "empty"),
            ("[]", "empty"),
            (" [] ", "empty"),
            ("null", "empty"),
            ("kind: A\n", "strategic"),
            ("kind: A\n---\nkind: B\n", "strategic"),
            ("{\"op\": \"remove\"}", "strategic"),
            ("- op: remove\n  path: /a\n", "json"),
            ("- op: remove\n  path: /a\n---\n- op: foo\n", "json"),
            ("[{\"op\": \"remove\", \"path\": \"/a\"}]", "json"),
            ("[{\"op\":\t\"remove\", \"path\": \"/a\"}]", "json"),
            ("[{op: remove, path: /a}]", "neither"),
            (" [{op: remove, path: /a}]", "json"),
            ("\n[{op: remove, path: /a}]", "json"),
            ("# c\n[{op: remove, path: /a}]", "json"),
            ("---\n[{op: remove, path: /a}]", "json"),
            ("[{\"op\": \"remove\", \"path\": \"/a\"}] x", "neither"),
            ("[{\"op\": \"remove\", \"path\": \"/a\"}][]", "neither"),
            ("foo", "neither"),
            ("[null]", "neither"),
            ("[[]]", "neither"),
            ("[{}]", "neither"),
            ("a: [", "neither"),
        ] {
            assert_eq!(form(text), expected, "{text:?}");
        }
    }
}
