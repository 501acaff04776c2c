//! What kustomize makes of a text when it writes `hello` to its key `zz`.

use super::{Content, encode, encode_document, parse};
use crate::source::SourceId;
use crate::yaml::parse::{Dialect, parse as parse_node};

/// Texts and what kustomize 5.8.1 made of them.
const RECORDED: &[(&str, &str)] = &[
    ("a: |\n\n\n  y\nzz: old", "a: |2\n\n\n  y\nzz: hello"),
    ("a: |  # c\n\n\n  y\nzz: old", "a: |2 # c\n\n\n  y\nzz: hello"),
    ("a: >\n\n\n  y\nzz: old", "a: >2\n\n\n  y\n\nzz: hello"),
    ("a: > # c\n\n  y\nzz: old", "a: >2 # c\n\n  y\n\nzz: hello"),
    ("a: |+\n\n\nzz: old", "a: |2+\n\n\nzz: hello"),
    ("a: |+ # c\n\n\nzz: old", "a: |2+ # c\n\n\nzz: hello"),
    ("a: >+\n\n\nzz: old", "a: >2+\n\n\nzz: hello"),
    ("a: |\n   \n   y\nzz: old", "a: |2\n\n  y\nzz: hello"),
    ("a: \"\\n\"\nzz: old", "a: \"\\n\"\nzz: hello"),
    ("a: |2\n    x\n   y\nzz: old", "a: |2\n    x\n   y\nzz: hello"),
    ("a: >\n  x\n   y\n\n  z\nzz: old", "a: >\n  x\n\n   y\n\n  z\n\nzz: hello"),
    ("a: 'x\n\n\n  y'\nzz: old", "a: 'x\n\n\n  y'\nzz: hello"),
    ("a: x\n\n\n  y\nzz: old", "a: |-\n  x\n\n  y\nzz: hello"),
    ("a: \"x\\ny\"\nzz: old", "a: \"x\\ny\"\nzz: hello"),
    ("? a\n\n  b\n: x\nzz: old", "? |-\n  a\n  b\n: x\nzz: hello"),
    ("? |\n  a\n: x\nzz: old", "? |\n  a\n: x\nzz: hello"),
    ("? [a, b]\n: x\nzz: old", "? [a, b]\n: x\nzz: hello"),
    ("? {a: b}\n: {c: d}\nzz: old", "? {a: b}\n: {c: d}\nzz: hello"),
    ("? - a\n  - b\n: - c\n  - d\nzz: old", "? - a\n  - b\n: - c\n  - d\nzz: hello"),
    (
        "\"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\": x\nzz: old",
        "? \"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\"\n: x\nzz: hello",
    ),
    (
        "\"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\": x\nzz: old",
        "\"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\": x\nzz: hello",
    ),
    ("&k key: &v val\n*k : *v\nzz: old", "&k key: &v val\n*k: *v\nzz: hello"),
    ("a: &x\nb: *x\nzz: old", "a: &x\nb: *x\nzz: hello"),
    ("a: &x !!str\nb: !!null\nzz: old", "a: &x !!str\nb: !!null\nzz: hello"),
    ("a: !<tag:foo.org,2000:x> y\nb: !<!loc> z\nzz: old", "a: !<tag:foo.org,2000:x> y\nb: !loc z\nzz: hello"),
    ("%TAG !e! tag:e.org,2000:\n---\na: !e!x y\nzz: old", "a: !<tag:e.org,2000:x> y\nzz: hello"),
    ("a: ! 5\nb: ! x\nzz: old", "a: 5\nb: x\nzz: hello"),
    (
        "a: !!binary aGk=\nb: !!float 5\nc: !!set {a, b}\nzz: old",
        "a: !!binary aGk=\nb: !!float 5\nc: !!set {a: '', b: ''}\nzz: hello",
    ),
    ("<<: {a: b}\nzz: old", "!!merge <<: {a: b}\nzz: hello"),
    ("\"<<\": x\nb: <<\nzz: old", "\"<<\": x\nb: !!merge <<\nzz: hello"),
    (
        "a: 1_000\nb: 0o7\nc: 017\nd: .inf\ne: 1:30\nf: =\nzz: old",
        "a: 1_000\nb: 0o7\nc: 017\nd: .inf\ne: 1:30\nf: =\nzz: hello",
    ),
    ("a: [x,\n  y]\nb: {c:\n  d}\nzz: old", "a: [x, y]\nb: {c: d}\nzz: hello"),
    ("a: {b, c}\nd: [? a, ? b : c]\nzz: old", "a: {b: '', c: ''}\nd: [{a: ''}, {b: c}]\nzz: hello"),
    ("a: b\r\nzz: old\r\n# c\r\n\r\nq: r\r\n", "a: b\nzz: hello\n# c\n\nq: r"),
    ("a:\n    b:\n        - c\n        -   d:  e\nzz: old", "a:\n  b:\n  - c\n  - d: e\nzz: hello"),
    ("a:   # x\n\n  b: c\nzz: old", "a: # x\n  b: c\nzz: hello"),
    ("a: \"\\u263a\\x41\\t\\e\\L\\_\"\nzz: old", "a: \"☺A\\t\\e\\L \"\nzz: hello"),
    (
        "a: 'tab\there'\nb: tab\there\nc: |\n  tab\there\nzz: old",
        "a: \"tab\\there\"\nb: \"tab\\there\"\nc: |\n  tab\there\nzz: hello",
    ),
    ("a: \"x \\\n  y\"\nzz: old", "a: \"x y\"\nzz: hello"),
    (
        "a: \" x\"\nb: \"x \"\nc: \"\"\nd: \"\\n x\"\ne: \"x \\n\"\nzz: old",
        "a: \" x\"\nb: \"x \"\nc: \"\"\nd: \"\\n x\"\ne: \"x \\n\"\nzz: hello",
    ),
    ("zz: old\n#c", "zz: hello\n#c"),
    ("zz: old #c\n\n\n\n#d\n\n\n", "zz: hello #c\n\n#d"),
    ("# only\n\nzz: old", "# only\n\nzz: hello"),
    ("#a\n\n#b\nzz: old", "#a\n\n#b\nzz: hello"),
    ("zz: old\n---\n", "zz: hello"),
    ("a: {b: {c: {d: [1, {e: f}]}}}\nzz: old", "a: {b: {c: {d: [1, {e: f}]}}}\nzz: hello"),
    ("a: # c\n  b\nzz: old", "a: b # c\nzz: hello"),
    ("a: # c\n  {b: c}\nzz: old", "a: {b: c}\nzz: hello # c"),
    ("a: # c\n  [b, c] # d\nzz: old", "a: [b, c] # d\nzz: hello # c"),
    ("? # c\n  a\n: # d\n  b\nzz: old", "a: b # c\n\n# d\nzz: hello"),
    ("a: &x # c\n  b: c\nzz: old", "a: &x\n  b: c # c\nzz: hello"),
    ("a:\n- b\n# c\n\n# d\ne: f\nzz: old", "a:\n- b\n# c\n\n# d\ne: f\nzz: hello"),
    ("a:\n  - b\n  # c\n# d\nzz: old", "a:\n- b\n# c\n\n# d\nzz: hello"),
    ("a: b\n   # c\nzz: old", "a: b\n# c\nzz: hello"),
    ("a:\n   # c\n  b: c\n  # d\n # e\nzz: old", "a:\n  # c\n  b: c\n  # d\n# e\n\nzz: hello"),
    (
        "# head\n\n# of a\na: b # line\n# foot of a\n\n# head of c\nc:\n  # head of d\n  d: e\n  # foot of d\n\n  # head of f\n  f: g\n# foot of c\n\nzz: old\n",
        "# head\n\n# of a\na: b # line\n# foot of a\n\n# head of c\nc:\n  # head of d\n  d: e\n  # foot of d\n\n  # head of f\n  f: g\n# foot of c\n\nzz: hello",
    ),
    (
        "l: # on l\n  # before\n  - a # on a\n  # behind\n\n  - # on dash\n    b: c\n  - - d\n    # in\n    - e\nzz: old\n",
        "l: # on l\n# before\n- a # on a\n# behind\n\n- # on dash\n  b: c\n- - d\n  # in\n  - e\nzz: hello",
    ),
    (
        "m: { # on m\n  a: b, # on b\n  # before c\n  c: [d, # on d\n    e]\n  # last\n} # behind\nzz: old\n",
        "m: {a: b, # on b\n  # before c\n  c: [d, # on d\n    e],\n  # last\n} # behind\nzz: hello",
    ),
    (
        "a: |\n  x\n  y\n\n# c\nb: >-\n  folded\n  text\n\n  end\n  # not a comment\n# d\nzz: old\n",
        "a: |\n  x\n  y\n# c\nb: >-\n  folded text\n\n  end # not a comment\n# d\nzz: hello",
    ),
];

#[test]
fn writes_what_kustomize_writes() {
    for (text, want) in RECORDED {
        let mut document = parse(text).unwrap().unwrap();
        let Content::Mapping(entries) = &mut document.root.content else { panic!("{text}") };
        for (key, value) in entries {
            match (&key.content, &mut value.content) {
                (Content::Scalar(key), Content::Scalar(value)) if key.text == "zz" => {
                    value.text = "hello".into()
                }
                _ => {}
            }
        }
        assert_eq!(encode_document(&document).trim(), *want, "{text}");
    }
}

#[test]
fn refuses_what_is_not_yaml() {
    for text in ["{", "a: *nowhere", "a:\n\tb: c", "a: b: c"] {
        assert!(parse(text).is_err(), "{text}");
    }
    for text in ["", " \n", "# only a comment"] {
        assert!(parse(text).unwrap().is_none(), "{text}");
    }
}

#[test]
fn deep_nesting_is_safe() {
    let text = format!("{}x{}", "[".repeat(990), "]".repeat(990));
    assert_eq!(encode_document(&parse(&text).unwrap().unwrap()).trim(), text);
    let text = format!("{}x", "- ".repeat(990));
    assert_eq!(encode_document(&parse(&text).unwrap().unwrap()).trim(), text);
    assert!(parse(&"[".repeat(100_000)).is_err());
}

#[test]
fn encodes_objects() {
    let text = "a: {b: [1, \"2\"]}\nc:\n- d: 'e'\n- |\n  f\n";
    let node = parse_node(text, SourceId::NONE, Dialect::V3).unwrap().unwrap();
    assert_eq!(encode(&node), text);
}
