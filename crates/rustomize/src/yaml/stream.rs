//! A file of resources → one node for each object in it.

use super::parse::{self, Dialect};
use super::{Data, Node};
use crate::diag::{Code, Diagnostic, Result};
use crate::source::{SourceId, Span};

/// Reads all objects of a resource file or of an inline text that may hold several.
///
/// Pieces without content (nothing, comments, null, `{}`, `[]`) are left out; if the file is a single `List` or
/// `ResourceList`, its items are returned instead. Whether a node is an object that Kubernetes could take, and lists in
/// files of several pieces, are the caller's to look at.
///
/// # Errors
/// Those of [`parse::parse`], and `---` lines with something behind them.
pub fn read(text: &str, source: SourceId) -> Result<Vec<Node>> {
    let pieces = split(text, source)?;
    let mut nodes = Vec::with_capacity(pieces.len());
    for piece in &pieces {
        if let Some(node) = parse::parse(&text[piece.clone()], source, piece.start, Dialect::V3)?
            && !is_empty(&node)
        {
            nodes.push(node);
        }
    }
    match nodes.pop() {
        Some(list) if pieces.len() == 1 && is_list(&list) => Ok(items(&list)),
        Some(last) => {
            nodes.push(last);
            Ok(nodes)
        }
        None => Ok(nodes),
    }
}

type Piece = std::ops::Range<usize>;

/// Splits at the `---` lines that stand between two line breaks.
///
/// A break serves one separator only, so the second of two `---` lines in a row, one on the first line and one on an
/// unfinished last line belong to a piece: there they are YAML's own document start. The search knows nothing of YAML:
/// it also finds a line inside a block scalar or a quoted text.
fn split(text: &str, source: SourceId) -> Result<Vec<Piece>> {
    let bytes = text.as_bytes();
    let finder = memchr::memmem::Finder::new(b"\n---");
    let mut pieces = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some(i) = finder.find(&bytes[from..]) {
        let separator = from + i + 1;
        let Some(length) = memchr::memchr(b'\n', &bytes[separator..]) else { break };
        let rest = text[separator + 3..separator + length].trim();
        if !rest.is_empty() && !rest.starts_with('#') {
            return Err(bad_separator(text[separator..separator + length].trim(), source, separator));
        }
        // The break before a separator belongs to the text before it; the carriage return of one does not.
        pieces.push(start..separator);
        start = separator + length + 1;
        from = start;
    }
    pieces.push(start..bytes.len());
    Ok(pieces)
}

fn bad_separator(line: &str, source: SourceId, at: usize) -> Diagnostic {
    let message = format!("invalid document separator: {line}");
    Diagnostic::error(Code::Syntax, &message)
        .at(Span::new(source, at, at + line.len()))
        .upstream(message)
        .hint("only a comment may follow `---`; in a text of several lines, indent a line that starts with `---`")
}

/// Null, `{}` and `[]` stand for no object.
pub(crate) fn is_empty(node: &Node) -> bool {
    match &node.data {
        Data::Scalar(_) => node.is_null(),
        Data::Sequence(sequence) => sequence.items.is_empty(),
        Data::Mapping(mapping) => mapping.entries.is_empty(),
    }
}

fn is_list(node: &Node) -> bool {
    matches!(node.text_at(&["kind"]), Some("List" | "ResourceList"))
        && (node.get("items").is_some() || node.get("functionConfig").is_some())
}

/// The items of a list. In place of a list kustomize also takes a map, and its keys and values for objects.
fn items(list: &Node) -> Vec<Node> {
    let items = match list.get("items").map(|items| &items.data) {
        Some(Data::Sequence(sequence)) => sequence.items.clone(),
        Some(Data::Mapping(mapping)) => {
            mapping.entries.iter().flat_map(|e| [e.key.clone(), e.value.clone()]).collect()
        }
        _ => Vec::new(),
    };
    items.into_iter().filter(|item| !is_empty(item)).collect()
}
