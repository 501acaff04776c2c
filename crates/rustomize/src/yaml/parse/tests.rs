//! What go-yaml makes of odd texts; the expectations come from experiments with kustomize.

use super::{Dialect, parse_both};
use crate::diag::Result;
use crate::source::{Sources, Span};
use crate::yaml::{Data, Node, Style, Tag};

fn general(text: &str, dialect: Dialect) -> Result<Option<Node>> {
    let (fast, general) = parse_both(text, dialect);
    if let Some(fast) = fast {
        assert_eq!(
            format!("{fast:?}"),
            format!("{:?}", general.as_ref().expect("the fast parser took it")),
            "{text:?}"
        );
    }
    general
}

fn v3(text: &str) -> Node {
    general(text, Dialect::V3).unwrap_or_else(|e| panic!("{text:?}: {e}")).expect("a document")
}

fn refused(text: &str) -> String {
    match general(text, Dialect::V3) {
        Err(error) => error.to_string(),
        Ok(node) => panic!("{text:?} is read as {node:?}"),
    }
}

/// The tree in a short notation: quotes around strings, entries in order.
fn show(node: &Node) -> String {
    match &node.data {
        Data::Scalar(s) if s.tag == Tag::Str => format!("{:?}", s.text),
        Data::Scalar(s) => s.text.to_string(),
        Data::Sequence(s) => format!("[{}]", s.items().iter().map(show).collect::<Vec<_>>().join(" ")),
        Data::Mapping(m) => {
            let entries =
                m.entries().iter().map(|e| format!("{}:{}", e.key.text().unwrap_or("?"), show(&e.value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(" "))
        }
    }
}

fn value(text: &str) -> String {
    show(v3(text).get("a").expect("key a"))
}

#[test]
fn block_collections() {
    assert_eq!(show(&v3("a:\n- b\n- c: d\n  e:\n  - f\ng: 1\n")), r#"{a:["b" {c:"d" e:["f"]}] g:1}"#);
    assert_eq!(show(&v3("- - a\n  - b\n-\n-\n  c: d\n")), r#"[["a" "b"]  {c:"d"}]"#);
    assert_eq!(show(&v3("---\n# c\na:   # c\n\n  b: c\n # d\n  e: f\n")), r#"{a:{b:"c" e:"f"}}"#);
    assert_eq!(show(&v3("? a\n: b\n? c\n")), r#"{a:"b" c:}"#);
    assert_eq!(show(&v3("a: b\n...\nc: d\n")), r#"{a:"b"}"#);
    assert!(general("# c\n\n", Dialect::V3).expect("fine").is_none());
}

#[test]
fn plain_scalars() {
    assert_eq!(value("a: b#c # d\n"), r#""b#c""#);
    assert_eq!(value("a: b\n\n   c:d\n  -e\n"), r#""b\nc:d -e""#);
    assert_eq!(value("a:\tb\n"), r#""b""#);
    assert_eq!(value("a:\n  b\n  c\n"), r#""b c""#);
    assert_eq!(value("a: -b\n"), r#""-b""#);
    assert_eq!(value("a: x\u{2028}  y\n"), r#""x\u{2028}y""#);
    assert_eq!(show(&v3("a: 1\u{85}b: 2\n")), "{a:1 b:2}");
}

#[test]
fn quoted_scalars() {
    assert_eq!(value(r#"a: "x\'y\x41\u00e9\U0001F600\t""#), r#""x'yAé😀\t""#);
    assert_eq!(value("a: 'it''s'\n"), r#""it's""#);
    assert_eq!(value("a: \"x  \n\n  y \\\n   z\"\n"), r#""x\ny z""#);
    assert_eq!(value("a: 'x\ny'\n"), r#""x y""#);
    assert_eq!(show(&v3("\"a\": b\n'c' : d\n")), r#"{a:"b" c:"d"}"#);
}

#[test]
fn block_scalars() {
    assert_eq!(value("a: |\n\n\n  b\n   c\n\n"), r#""\n\nb\n c\n""#);
    assert_eq!(value("a: >\n  b\n  c\n\n  d\n    e\n  f\n"), r#""b c\nd\n  e\nf\n""#);
    assert_eq!(value("a: |+\n  b\n\n"), r#""b\n\n""#);
    assert_eq!(value("a: >-\n  b\n\n"), r#""b""#);
    assert_eq!(value("a: |-2\n    b\n"), r#""  b""#);
    assert_eq!(value("a: |\n  b"), r#""b""#);
    assert_eq!(value("a: |+\n\n\n"), r#""\n\n""#);
    assert_eq!(value("a: | # c\n  b\n  \tc\n"), r#""b\n\tc\n""#);
}

#[test]
fn flow_collections_as_go_yaml_reads_them() {
    assert_eq!(value("a: [b, 'c', {d: e}, [1]]\n"), r#"["b" "c" {d:"e"} [1]]"#);
    assert_eq!(value("a: {b:1, \"c\":2}\n"), "{b:1: c:2}");
    assert_eq!(value("a: [b:, c: d, ?e]\n"), r#"["b:" {c:"d"} {e:}]"#);
    assert_eq!(value("a: [!x, b]\n"), r#"[b]"#);
    assert_eq!(value("a: {? : x,}\n"), r#"{:"x"}"#);
    assert_eq!(value("a: [\n\tb,\n c\n]\n"), r#"["b" "c"]"#);
    for text in ["a: [a?b]\n", "a: [!x]\n", "a: [?]\n", "a: {b: c:[d]}\n", "a: {b\n: c}\n"] {
        assert!(refused(text).starts_with("did not find expected ',' or "), "{text:?}");
    }
}

#[test]
fn tags_and_styles() {
    let node = v3("a: !!int \"5\"\nb: ! 5\nc: !x y\nd: !!str\ne: |\n  t\n");
    let scalar = |key| node.get(key).and_then(Node::as_scalar).expect("a scalar").clone();
    assert_eq!(
        (scalar("a").tag, scalar("a").style, scalar("a").tagged),
        (Tag::Int, Style::DoubleQuoted, true)
    );
    assert_eq!((scalar("b").tag, scalar("b").tagged), (Tag::Int, false));
    assert_eq!((scalar("c").tag, scalar("c").tagged), (Tag::Other, true));
    assert_eq!((scalar("d").tag, scalar("d").text.as_str()), (Tag::Str, ""));
    assert_eq!((scalar("e").tag, scalar("e").style), (Tag::Str, Style::Literal));
}

#[test]
fn aliases_are_shared_copies() {
    assert_eq!(show(&v3("a: &x {b: 1}\nc: *x\nd: &x 2\ne: *x\n")), "{a:{b:1} c:{b:1} d:2 e:2}");
    assert_eq!(show(&v3("a: &x [&x 1, *x]\nb: *x\n")), "{a:[1 1] b:1}");
    assert_eq!(refused("a: *x\n"), "unknown anchor 'x' referenced");
    assert_eq!(refused("a: &x [*x]\n"), "anchor 'x' value contains itself");
}

#[test]
fn aliases_of_aliases_do_not_explode() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 1..20 {
        let list = format!("*a{},", i - 1).repeat(9);
        text.push_str(&format!("a{i}: &a{i} [{list}]\n"));
    }
    assert_eq!(refused(&text), "document contains excessive aliasing");
    let mut text = "a0: &a0 [x]\n".to_owned();
    for i in 1..2000 {
        text.push_str(&format!("a{i}: &a{i} [*a{}]\n", i - 1));
    }
    assert_eq!(refused(&text), "exceeded max depth of 1000");
}

#[test]
fn merge_keys() {
    assert_eq!(value("x: &x {p: 1, q: 2}\na: {<<: *x, p: 3}\n"), "{p:3 q:2}");
    assert_eq!(value("a: {<<: [{p: 1}, {p: 2, q: 3}]}\n"), "{p:1 q:3}");
    assert_eq!(value("a: {\"<<\": 1, c: 1}\n"), "{c:1}");
    assert_eq!(value("a: {!!merge x: {p: 1}}\n"), "{x:{p:1} p:1}");
    assert_eq!(refused("a: {<<: {}, <<: {}}\n"), "duplicate merge key");
    assert_eq!(refused("x: &x 5\na: {<<: *x}\n"), "invalid map merge: received alias for a non-map value");
    assert_eq!(refused("a: {<<: [[{}]]}\n"), "invalid map merge: received a nested sequence");
    assert_eq!(refused("a: {<<: }\n"), "map merge requires map or sequence of maps as the value");
}

#[test]
fn merge_keys_of_version_2_count_where_they_stand() {
    let keys = |text| general(text, Dialect::V2).map(|node| show(&node.expect("a document")));
    assert_eq!(keys("a: 1\n<<: {a: 2}\nb: 3\n").expect("fine"), "{a:1 a:2 b:3}");
    assert_eq!(keys("<<: [{a: 1}, {a: 2}]\n").expect("fine"), "{a:2 a:1}");
    assert_eq!(keys("\"<<\": {a: 2}\n").expect("fine"), "{<<:{a:2}}");
    assert_eq!(keys("a: yes\nb: 'yes'\n").expect("fine"), r#"{a:yes b:"yes"}"#);
    assert!(keys("<<: [[{a: 1}]]\n").is_err());
    assert!(keys("{a: b}: c\n").is_err());
}

#[test]
fn problems_have_go_yamls_words() {
    for (text, problem) in [
        ("a: b: c\n", "mapping values are not allowed in this context"),
        ("a: - b\n", "block sequence entries are not allowed in this context"),
        ("a: ?\n", "mapping keys are not allowed in this context"),
        ("a: @b\n", "found character that cannot start any token"),
        ("a:\n\t- b\n", "found character that cannot start any token"),
        ("a: b\n\tc: d\n", "found a tab character that violates indentation"),
        ("a: |\n\tx\n", "found a tab character where an indentation space is expected"),
        ("a: |x\n", "did not find expected comment or line break"),
        ("a: \"x\n", "found unexpected end of stream"),
        ("a: \"x\\", "found unknown escape character"),
        ("a: \"\\/\"\n", "found unknown escape character"),
        ("a: \"\\ud83d\\ude00\"\n", "found invalid Unicode character escape code"),
        ("a: &a.b x\n", "did not find expected alphabetic or numeric character"),
        ("a: !e!x 5\n", "found undefined tag handle"),
        ("a:\n  - b\n  c: d\n", "did not find expected '-' indicator"),
        ("a:\n  b: c\n - d\n", "did not find expected key"),
        ("a: x\n  # c\n  y\n", "did not find expected key"),
        ("a: b\nc\n", "could not find expected ':'"),
        ("a: ]\n", "did not find expected node content"),
        ("a: \u{7f}\n", "control characters are not allowed"),
        ("# \u{fffe}\n", "control characters are not allowed"),
        ("%YAML 1.2\n---\na: b\n", "found incompatible YAML document"),
        ("%YAML 1.1\n", "did not find expected <document start>"),
    ] {
        assert_eq!(refused(text), problem, "{text:?}");
    }
}

#[test]
fn problems_have_places_and_hints() {
    let text = "a: b\nc: d: e\n";
    let error = general(text, Dialect::V3).expect_err("two colons");
    let span = parts_span(&error, text);
    assert_eq!(span, (2, 5));
    assert!(error.parts().hints[0].contains("must be quoted"));
    let error = general("a:\n\tb: c\n", Dialect::V3).expect_err("a tab");
    assert!(error.parts().hints[0].contains("tabs"));
    let error = general("é: \"b\nc: d\n", Dialect::V3).expect_err("an open quote");
    assert_eq!(parts_span(&error, "é: \"b\nc: d\n"), (1, 4));
}

/// Line and column of the first label. These tests parse without a source, so the text is given again.
fn parts_span(error: &crate::diag::Diagnostic, text: &str) -> (usize, usize) {
    let sources = Sources::default();
    let id = sources.add("t", text);
    let again = super::parse(text, id, Dialect::V3).expect_err("as before");
    assert_eq!(error.to_string(), again.to_string());
    let label = &again.parts().labels[0];
    sources.get(id).expect("registered").position(label.span.start())
}

#[test]
fn spans() {
    let text = "é: [a, {b: 'c'}]\nd:\n  e: |\n    x\n    y\n\n  f:\ng: &x\n- h\n- *x1\n".replace("*x1", "i");
    let node = v3(&text);
    let slice = |node: &Node| &text[node.span.start() as usize..node.span.end() as usize];
    assert_eq!(slice(node.get("é").expect("é")), "[a, {b: 'c'}]");
    assert_eq!(slice(node.get("d").expect("d")), "e: |\n    x\n    y\n\n  f:");
    assert_eq!(slice(node.at(&["d", "e"]).expect("e")), "|\n    x\n    y");
    assert_eq!(slice(node.get("g").expect("g")), "- h\n- i");
    let null: Span = node.at(&["d", "f"]).expect("f").span;
    assert_eq!((null.start(), null.end()), (null.end(), text.find("f:").expect("there") as u32 + 2));
    assert_eq!(slice(&node), text.trim_end());
}

#[test]
fn schema_comments() {
    let text = "a: # {\"x-kubernetes-patch-merge-key\":\"name\"}\n- b\n# {\"x-kubernetes-list-type\":\"map\"}\nc: d # e\n\
                # {\"x-kubernetes-list-type\":\"map\"}\n\nf: g\n";
    let node = v3(text);
    let schemas = node.as_mapping().expect("a map").schemas();
    let keys: Vec<&str> = schemas.iter().map(|s| s.0.as_str()).collect();
    assert_eq!(keys, ["a", "c"]);
    assert_eq!(schemas[0].1, "{\"x-kubernetes-patch-merge-key\":\"name\"}");
}

#[test]
fn deep_nesting_is_refused_before_the_stack_is_in_danger() {
    let parse_deep = || {
        let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(general(&deep(1000), Dialect::V3).is_ok());
        assert_eq!(refused(&deep(1001)), "exceeded max depth of 1000");
        assert_eq!(refused(&deep(100_000)), "exceeded max depth of 1000");
        let indented: String = (0..2000).map(|i| format!("{}a:\n", " ".repeat(i))).collect();
        assert_eq!(refused(&indented), "exceeded max depth of 1000");
        assert_eq!(refused(&format!("{}a", "- ".repeat(2000))), "exceeded max depth of 1000");
    };
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(parse_deep).expect("a thread");
    thread.join().expect("no overflow");
}

#[test]
fn bytes() {
    let decode = |bytes: &[u8]| {
        let sources = Sources::default();
        super::decode(bytes.to_vec(), "t", &sources)
            .map(|source| sources.get(source).expect("just added").text.to_string())
            .map_err(|e| e.to_string())
    };
    assert_eq!(decode("a: é".as_bytes()).as_deref(), Ok("a: é"));
    assert_eq!(decode(b"\xff\xfea\0\xe9\0").as_deref(), Ok("aé"));
    assert_eq!(decode(b"\xfe\xff\0a\0\xe9").as_deref(), Ok("aé"));
    for (bytes, problem) in [
        (&b"a: \xff\n"[..], "invalid leading UTF-8 octet"),
        (b"a: \xe9\n", "incomplete UTF-8 octet sequence"),
        (b"a: \xc3(\n", "invalid trailing UTF-8 octet"),
        (b"a: \xed\xa0\x80\n", "invalid Unicode character"),
        (b"a: \xc0\x80\n", "invalid length of a UTF-8 sequence"),
    ] {
        assert_eq!(decode(bytes), Err(problem.to_owned()));
    }
}

#[test]
fn a_byte_order_mark_counts_at_the_start_only() {
    assert_eq!(show(&v3("\u{feff}a: b\n")), r#"{a:"b"}"#);
    assert_eq!(show(&v3("a: b\n\u{feff}c: d\n")), "{a:\"b\" \u{feff}c:\"d\"}");
}
