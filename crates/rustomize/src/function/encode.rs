//! Prints what functions read: as go-yaml v3, every scalar in the style it has, without folding.

use std::fmt::Write as _;

use crate::yaml::{Data, Mapping, Node, Scalar, Sequence, Style};

/// Appends a node as one document. Its depth must be bounded: that of parsed text is.
pub(super) fn encode(node: &Node, out: &mut String) {
    match &node.data {
        Data::Mapping(map) if !map.entries().is_empty() => mapping(map, 0, false, out),
        Data::Sequence(list) if !list.items().is_empty() => sequence(list, 0, false, out),
        _ => {
            value(node, 0, out);
        }
    }
}

fn mapping(map: &Mapping, indent: usize, mut on_line: bool, out: &mut String) {
    for entry in map.entries() {
        if !std::mem::take(&mut on_line) {
            spaces(indent, out);
        }
        if let Some(scalar) = entry.key.as_scalar() {
            inline(scalar, out);
        }
        out.push(':');
        match &entry.value.data {
            Data::Mapping(map) if !map.entries().is_empty() => {
                out.push('\n');
                mapping(map, indent + 2, false, out);
            }
            Data::Sequence(list) if !list.items().is_empty() => {
                out.push('\n');
                sequence(list, indent, false, out);
            }
            _ => {
                out.push(' ');
                value(&entry.value, indent + 2, out);
            }
        }
    }
}

fn sequence(list: &Sequence, indent: usize, mut on_line: bool, out: &mut String) {
    for item in list.items() {
        if !std::mem::take(&mut on_line) {
            spaces(indent, out);
        }
        out.push_str("- ");
        match &item.data {
            Data::Mapping(map) if !map.entries().is_empty() => mapping(map, indent + 2, true, out),
            Data::Sequence(list) if !list.items().is_empty() => sequence(list, indent + 2, true, out),
            _ => value(item, indent + 2, out),
        }
    }
}

/// A scalar or an empty collection, and the end of its line. `indent` is that of a block scalar's lines.
fn value(node: &Node, indent: usize, out: &mut String) {
    match &node.data {
        Data::Mapping(_) => out.push_str("{}"),
        Data::Sequence(_) => out.push_str("[]"),
        Data::Scalar(scalar) if matches!(scalar.style, Style::Literal | Style::Folded) => {
            return block(&scalar.text, indent, out);
        }
        Data::Scalar(scalar) => inline(scalar, out),
    }
    out.push('\n');
}

fn block(text: &str, indent: usize, out: &mut String) {
    out.push('|');
    if text.starts_with([' ', '\n']) {
        out.push('2');
    }
    let body = text.strip_suffix('\n');
    out.push_str(match body {
        None => "-",
        Some(body) if body.is_empty() || body.ends_with('\n') => "+",
        Some(_) => "",
    });
    out.push('\n');
    for line in body.unwrap_or(text).split('\n') {
        if !line.is_empty() {
            spaces(indent, out);
            out.push_str(line);
        }
        out.push('\n');
    }
}

fn inline(scalar: &Scalar, out: &mut String) {
    match scalar.style {
        Style::Plain => out.push_str(&scalar.text),
        Style::SingleQuoted => {
            out.push('\'');
            out.push_str(&scalar.text.replace("'", "''"));
            out.push('\'');
        }
        Style::DoubleQuoted | Style::Literal | Style::Folded => double_quoted(&scalar.text, out),
    }
}

fn double_quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        let short = match c {
            '\0' => '0',
            '\x07' => 'a',
            '\x08' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\x0b' => 'v',
            '\x0c' => 'f',
            '\r' => 'r',
            '\x1b' => 'e',
            '"' | '\\' => c,
            '\u{85}' => 'N',
            '\u{2028}' => 'L',
            '\u{2029}' => 'P',
            _ if is_printable(c) => {
                out.push(c);
                continue;
            }
            _ => {
                let code = u32::from(c);
                // A String takes everything.
                let _ = match code {
                    0..=0xff => write!(out, "\\x{code:02X}"),
                    0x100..=0xffff => write!(out, "\\u{code:04X}"),
                    _ => write!(out, "\\U{code:08X}"),
                };
                continue;
            }
        };
        out.push('\\');
        out.push(short);
    }
    out.push('"');
}

/// What go-yaml does not escape: nothing beyond the basic plane.
fn is_printable(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}') && c != '\u{feff}'
}

fn spaces(count: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', count));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;
    use crate::yaml::parse::{Dialect, parse};

    /// Text in the form kustomize 5.8.1 sends to functions comes back as it was.
    #[test]
    fn fixed_point() {
        let text = r#"a: b
'a: b': c
"y": "n"
emoji: "\U0001F600 x"
crlf: "a\r\nb"
nul: "a\0b"
nbsp: "a b"
long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb ccccccccccccccccccccccccccccccccccccccc
lead: |2-
   a
  b
nl: |2+

nl2: |2-


  a
keep: |+
  keep

null: null
empty: ""
it's: '''quoted'''
map: {}
list:
- - - a
  - |
    x
    y
- []
- k: |
    l
  m:
  - "n"
- |
  x
  y
"#;
        let text = text.replace("nbsp: \"a b\"", "nbsp: \"a\u{a0}b\"");
        let node = parse(&text, SourceId::NONE, Dialect::V3).unwrap().unwrap();
        let mut out = String::new();
        encode(&node, &mut out);
        assert_eq!(out, text);
    }
}
