//! Fields whose text is JSON or YAML itself: a value is written inside of the text.

use super::matching::{Found, Match};
use super::path::Segment;
use super::tree::Tree;
use crate::source::SourceId;
use crate::yaml::parse::{self, Dialect};
use crate::yaml::{Kind, Node, json, text};

/// The text of a field after a value was written at a path inside of it. `None` if that cannot be done: the path does
/// not lead to a field of the text, or the result is not JSON where it should be.
pub(super) fn write(field: &Node, path: &[Segment], value: &Node, follow: Match) -> Option<(String, Found)> {
    let text = Tree::text(field);
    match text.trim_start().as_bytes().first()? {
        b'{' | b'[' => write_json(text, path, value, follow),
        _ => write_yaml(text, path, value, follow),
    }
}

fn write_yaml(text: &str, path: &[Segment], value: &Node, follow: Match) -> Option<(String, Found)> {
    let mut document = text::parse(text).ok()??;
    let found = change(&mut document.root, path, value, follow)?;
    Some((text::encode_document(&document).trim().to_owned(), found))
}

/// The keys are sorted; the text is on one line unless it was indented before.
fn write_json(text: &str, path: &[Segment], value: &Node, follow: Match) -> Option<(String, Found)> {
    // An alias stands for a copy here, which a value must not be written to.
    let mut document = text::parse(text).ok()??;
    let found = change(&mut document.root, path, value, follow)?;
    let changed = text::encode_document(&document);
    let node = parse::parse(&changed, SourceId::NONE, Dialect::V3).ok()??;
    let compact = compact(node)?;
    let indented = text.contains('\n') && text.contains("  ");
    Some((if indented { indent(&compact) } else { compact }, found))
}

/// JSON on one line. In a list, since only the keys of whole objects may look like numbers.
fn compact(node: Node) -> Option<String> {
    let mut listed = String::new();
    let span = node.span;
    json::write(&Node::sequence(vec![node], span), &mut listed).ok()?;
    listed.strip_prefix('[')?.strip_suffix(']').map(str::to_owned)
}

/// Only the text of a single value is copied; options for parts of a value do not count here.
fn change<T: Tree>(root: &mut T, path: &[Segment], value: &Node, follow: Match) -> Option<Found> {
    let found = follow.follow(root, path, &mut |field: &mut T, made| {
        match field.kind() {
            Some(Kind::Scalar) => field.set_text(Tree::text(value), value.span, made),
            _ => field.replace(value),
        }
        Ok(())
    });
    found.ok().filter(|found| found.nodes > 0)
}

/// JSON on one line → JSON with an entry on each.
fn indent(compact: &str) -> String {
    let mut out = String::with_capacity(compact.len() * 2);
    let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
    let mut chars = compact.chars().peekable();
    while let Some(c) = chars.next() {
        if in_string {
            out.push(c);
            in_string = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            continue;
        }
        match c {
            '{' | '[' => {
                out.push(c);
                if let Some(end) = chars.next_if(|n| matches!(n, '}' | ']')) {
                    out.push(end);
                } else {
                    depth += 1;
                    line(depth, &mut out);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(depth, &mut out);
                out.push(c);
            }
            ',' => {
                out.push(c);
                line(depth, &mut out);
            }
            ':' => out.push_str(": "),
            _ => {
                in_string = c == '"';
                out.push(c);
            }
        }
    }
    out
}

fn line(depth: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::indent;

    #[test]
    fn indents_json() {
        let compact = r#"{"a":[],"b":{"c":"x,\"{:","d":[1,null]}}"#;
        let want = "{\n  \"a\": [],\n  \"b\": {\n    \"c\": \"x,\\\"{:\",\n    \"d\": [\n      1,\n      null\n    ]\n  }\n}";
        assert_eq!(indent(compact), want);
    }
}
