//! A file of resources → one node for each object in it.

use super::parse::{Dialect, Parser};
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
/// Those of [`Parser::parse`], and `---` lines with something behind them.
pub fn read(text: &str, source: SourceId) -> Result<Vec<Node>> {
    read_with(&mut Parser::default(), text, source)
}

/// [`read`] for one of many texts.
///
/// # Errors
/// Those of [`read`].
pub(crate) fn read_with(parser: &mut Parser, text: &str, source: SourceId) -> Result<Vec<Node>> {
    let pieces = split(text, source)?;
    let mut nodes = Vec::with_capacity(pieces.len());
    for piece in &pieces {
        if let Some(node) = parser.parse(&text[piece.clone()], source, piece.start, Dialect::V3)?
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
        Data::Sequence(sequence) => sequence.items().is_empty(),
        Data::Mapping(mapping) => mapping.entries().is_empty(),
    }
}

fn is_list(node: &Node) -> bool {
    matches!(node.text_at(&["kind"]), Some("List" | "ResourceList"))
        && (node.get("items").is_some() || node.get("functionConfig").is_some())
}

/// The items of a list. In place of a list kustomize also takes a map, and its keys and values for objects.
fn items(list: &Node) -> Vec<Node> {
    let items = match list.get("items").map(|items| &items.data) {
        Some(Data::Sequence(sequence)) => sequence.items().to_vec(),
        Some(Data::Mapping(mapping)) => {
            mapping.entries().iter().flat_map(|e| [e.key.clone(), e.value.clone()]).collect()
        }
        _ => Vec::new(),
    };
    items.into_iter().filter(|item| !is_empty(item)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of the objects of a file; `?` for nodes without.
    fn names(text: &str) -> Vec<String> {
        let nodes = read(text, SourceId::NONE).unwrap_or_else(|e| panic!("{text:?}: {e}"));
        nodes.iter().map(|node| node.text_at(&["name"]).unwrap_or("?").to_owned()).collect()
    }

    #[test]
    fn separators() {
        assert_eq!(names("name: a\n---\nname: b\n"), ["a", "b"]);
        assert_eq!(names("---\nname: a\n---\n---\n---  # c\nname: b\n---\n"), ["a", "b"]);
        assert_eq!(names("name: a\r\n---\r\nname: b\r\n"), ["a", "b"]);
        assert_eq!(names("name: a\n...\nname: b\n"), ["a"]);
        assert_eq!(names("name: a\n--- x"), ["a"]);
        assert_eq!(names("name: a\nk: |\n  x\n  --- y\n"), ["a"]);
        for bad in ["----", "--- x", "---x"] {
            let error =
                read(&format!("name: a\n{bad}\nname: b\n"), SourceId::NONE).expect_err("a bad separator");
            assert_eq!(error.to_string(), format!("invalid document separator: {bad}"));
        }
    }

    #[test]
    fn a_text_keeps_the_break_before_a_separator() {
        let nodes = read("name: |\n  x\n---\nname: |\n  y", SourceId::NONE).expect("fine");
        assert_eq!(nodes[0].text_at(&["name"]), Some("x\n"));
        assert_eq!(nodes[1].text_at(&["name"]), Some("y"));
    }

    #[test]
    fn nothing_is_no_object() {
        for text in ["", "# c\n", "null\n", "~ # c\n", "{}\n", "[]\n", "---\n", "!!null x\n", "{}{}\n"] {
            assert!(names(text).is_empty(), "{text:?}");
            assert_eq!(names(&format!("{text}\n---\nname: a\n")), ["a"], "{text:?}");
        }
    }

    #[test]
    fn a_lone_list_is_its_items() {
        assert_eq!(names("kind: List\nitems:\n- name: a\n-\n- {}\n- name: b\n"), ["a", "b"]);
        assert_eq!(names("kind: ResourceList\nfunctionConfig: {a: b}\n"), Vec::<String>::new());
        assert_eq!(names("kind: List\nname: l\n"), ["l"]);
        assert_eq!(names("name: a\n---\nkind: List\nname: l\nitems: [{name: b}]\n"), ["a", "l"]);
        assert_eq!(names("kind: List\nitems: {name: x}\n"), ["?", "?"]);
    }

    #[test]
    fn spans_are_those_of_the_file() {
        let text = "name: a\n---\nname: b\n---\n# c\nname: &x é\n";
        let nodes = read(text, SourceId::NONE).expect("fine");
        let places = nodes.iter().map(|n| n.get("name").expect("a name").span);
        let places: Vec<&str> = places.map(|s| &text[s.start() as usize..s.end() as usize]).collect();
        assert_eq!(places, ["a", "b", "é"]);
    }
}
