//! The fast and the general parser must make the same of every text, spans included.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{Dialect, parse_both};

/// A value as it will be written.
#[derive(Clone, Debug)]
enum Value {
    /// One or more lines of plain text, with this many breaks between them.
    Plain(Vec<(String, usize)>),
    Single(Vec<(String, usize)>),
    Double(Vec<(String, usize)>),
    /// Header and lines of a block scalar.
    Block(String, Vec<String>),
    Flow(String),
    Null,
    Sequence(Vec<Noted>),
    Mapping(Vec<(String, Noted)>),
}

/// A value with what surrounds it.
#[derive(Clone, Debug)]
struct Noted {
    value: Value,
    /// How much deeper than its parent a collection is written; lists in maps may have 0.
    step: usize,
    /// Written on the line of its dash, if it can be.
    compact: bool,
    /// What stands between this value and the next.
    behind: &'static str,
}

fn lines(text: &'static str) -> impl Strategy<Value = Vec<(String, usize)>> {
    prop::collection::vec((text, 1..4usize), 1..4)
}

fn scalar() -> impl Strategy<Value = Value> {
    let word = "[a-zA-Z0-9./_$é-][a-z0-9A-Z./:#,'\"{}é中 -]{0,12}[a-z0-9é/]";
    prop_oneof![
        4 => word.prop_map(|w| Value::Plain(vec![(w, 0)])),
        2 => prop::sample::select(vec!["true", "yes", "null", "~", "1", "0x1F", "-1.5", "2020-01-01", "<<", "~x"])
            .prop_map(|w| Value::Plain(vec![(w.to_owned(), 0)])),
        1 => lines(word).prop_map(Value::Plain),
        1 => lines("[a-z#:,\\[{}é]( ?[a-z:#é]|''){0,9}").prop_map(Value::Single),
        1 => lines("[a-z#:,'é]( ?[a-z:#é']|\\\\[nt\"]){0,9}").prop_map(Value::Double),
        1 => ("[|>][+-]?", prop::collection::vec("( {0,3}[a-z:#\t'-][a-z: ]{0,9})?", 0..5))
            .prop_map(|(header, mut lines)| {
                // The first line sets the indentation.
                lines.insert(0, "x".to_owned());
                Value::Block(header, lines)
            }),
        1 => prop::sample::select(vec!["[]", "{}", "[a, \"b\"]", "{a: b, c: [1, d e]}", "[ 'x' , {y: z} ]", "[a,\n b]"])
            .prop_map(|f| Value::Flow(f.to_owned())),
        1 => Just(Value::Null),
    ]
}

fn noted(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Noted> {
    let behind = prop::sample::select(vec!["", "", "", "", "\n", "  # c\n", "# é: [\n\n", "\n \n"]);
    (value, 0..4usize, any::<bool>(), behind).prop_map(|(value, step, compact, behind)| Noted {
        value,
        step,
        compact,
        behind,
    })
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        5 => "[a-zA-Z$/][a-z0-9./:-]{0,20}[a-z0-9é]",
        1 => "\"[a-z :#é]{0,6}\"",
        1 => "'[a-z :#é]{0,6}'",
        1 => Just("-x".to_owned()),
    ]
}

fn collection(inner: impl Strategy<Value = Noted> + Clone) -> impl Strategy<Value = Value> {
    prop_oneof![
        prop::collection::vec(inner.clone(), 1..4).prop_map(Value::Sequence),
        prop::collection::vec((key(), inner), 1..4).prop_map(Value::Mapping),
    ]
}

fn document() -> impl Strategy<Value = String> {
    let tree = noted(scalar()).prop_recursive(5, 40, 4, |inner| noted(collection(inner)));
    let start = prop::sample::select(vec!["", "", "---\n", "--- # c\n", "# c\n\n"]);
    (start, collection(tree), any::<bool>()).prop_map(|(start, root, unfinished)| {
        let mut text = start.to_owned();
        write_collection(&root, 0, &mut text);
        if unfinished {
            text.truncate(text.trim_end().len());
        }
        text
    })
}

fn write_collection(value: &Value, column: usize, text: &mut String) {
    let indent = " ".repeat(column);
    match value {
        Value::Sequence(items) => {
            for (i, item) in items.iter().enumerate() {
                if i > 0 || !text.ends_with(' ') {
                    text.push_str(&indent);
                }
                text.push('-');
                write_value(item, column, false, text);
            }
        }
        Value::Mapping(entries) => {
            for (i, (key, value)) in entries.iter().enumerate() {
                if i > 0 || !text.ends_with(' ') {
                    text.push_str(&indent);
                }
                text.push_str(key);
                text.push(':');
                write_value(value, column, true, text);
            }
        }
        _ => unreachable!("only collections"),
    }
}

/// Writes what follows a dash or a key, up to the end of its last line.
fn write_value(noted: &Noted, column: usize, of_key: bool, text: &mut String) {
    match &noted.value {
        Value::Null => text.push('\n'),
        Value::Plain(lines) => write_lines(lines, ' ', "", column, text),
        Value::Single(lines) => write_lines(lines, ' ', "'", column, text),
        Value::Double(lines) => write_lines(lines, ' ', "\"", column, text),
        Value::Flow(flow) => text.push_str(&format!(" {flow}\n")),
        Value::Block(header, lines) => {
            text.push_str(&format!(" {header}\n"));
            for line in lines {
                let indent = if line.is_empty() { 0 } else { column + 1 + noted.step };
                text.push_str(&format!("{}{line}\n", " ".repeat(indent)));
            }
        }
        Value::Sequence(_) | Value::Mapping(_) => {
            let is_list = matches!(noted.value, Value::Sequence(_));
            if noted.compact && !of_key {
                text.push_str(&" ".repeat(1 + noted.step));
                write_collection(&noted.value, column + 2 + noted.step, text);
            } else {
                text.push('\n');
                let least = usize::from(!(of_key && is_list));
                write_collection(&noted.value, column + noted.step.max(least), text);
            }
        }
    }
    if !matches!(noted.value, Value::Block(..)) {
        text.push_str(noted.behind);
    }
}

fn write_lines(lines: &[(String, usize)], space: char, quote: &str, column: usize, text: &mut String) {
    text.push(space);
    text.push_str(quote);
    for (i, (line, breaks)) in lines.iter().enumerate() {
        if i > 0 {
            text.push_str(&"\n".repeat((*breaks).max(1)));
            text.push_str(&" ".repeat(column + 2));
        }
        text.push_str(line);
    }
    text.push_str(quote);
    text.push('\n');
}

/// Compares, and returns whether the fast parser took the text.
fn agree(text: &str, dialect: Dialect) -> Result<bool, TestCaseError> {
    match parse_both(text, dialect) {
        (None, _) => Ok(false),
        (Some(fast), Ok(general)) => {
            prop_assert_eq!(format!("{fast:#?}"), format!("{general:#?}"));
            Ok(true)
        }
        (Some(fast), Err(error)) => {
            let message = format!("only the fast parser reads it: {error}\n{fast:#?}");
            Err(TestCaseError::fail(message))
        }
    }
}

/// Whether a text may hold what the fast parser leaves: a plain text with `: ` in it is a key, and a comment can
/// then follow directly on a quote.
fn left(text: &str) -> bool {
    text.contains("'#") || text.contains("\"#")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn on_block_yaml(text in document()) {
        for dialect in [Dialect::V3, Dialect::V2] {
            let taken = agree(&text, dialect)?;
            prop_assert!(taken || left(&text) || parse_both(&text, dialect).1.is_err(), "left to the general parser");
        }
    }

    #[test]
    fn on_pieces_of_yaml(pieces in prop::collection::vec(prop::sample::select(vec![
        "a", "b: ", "c:", "\n", "\n", "\n  ", "\n- ", "- ", " ", ": ", "'", "\"", "#", " #", "|\n", ">-\n", "|2+\n",
        "[", "]", "{", "}", ", ", "&a ", "*a", "!!int ", "!", "%", "---", "...", "? ", "<<: ", "\t", "\r\n", "é",
        "\u{85}", "\u{2028}", "\u{feff}", "\\", "\\n", "@", "null", "''", "1.5", "\n    ", "x:\n  ", "\n\n",
    ]), 0..24)) {
        let text = pieces.concat();
        agree(&text, Dialect::V3)?;
        agree(&text, Dialect::V2)?;
    }
}

#[test]
fn the_fast_parser_takes_ordinary_manifests() {
    let text = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web # the front
  labels: {app: web, \"tier\": front}
  annotations:
    note: >-
      folded
      text
    long: it goes on
      over two lines
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: web
        image: \"example.com/web:1.2\"
        args: [\"-v\", '--port=80']
        command:
          - sh
          - -c
          - |
            # comment
            exec \"$@\"
        env: []
status: {}
";
    assert!(agree(text, Dialect::V3).expect("both agree"), "left to the general parser");
}
