use super::*;
use crate::source::SourceId;
use crate::yaml::parse::{Dialect, parse};
use crate::yaml::{emit, json};

fn read(text: &str, dialect: Dialect) -> Node {
    parse(text, SourceId::NONE, dialect).expect("YAML").expect("a value")
}

fn through(text: &str) -> Node {
    from_json(&to_json(&read(text, Dialect::V3)).expect("JSON")).expect("YAML")
}

/// Style and text of the value of `a`.
fn scalar(text: &str) -> (Style, String) {
    let node = through(&format!("a: {text}\n"));
    let scalar = node.get("a").and_then(Node::as_scalar).expect("a scalar").clone();
    (scalar.style, scalar.text.to_string())
}

#[test]
fn numbers_become_floats() {
    for (text, expected) in [
        ("1", "1"),
        ("0x10", "16"),
        ("999999", "999999"),
        ("1000000", "1e+06"),
        ("123456789", "1.23456789e+08"),
        ("9007199254740993", "9.007199254740992e+15"),
        ("-1234567", "-1.234567e+06"),
        ("1.0", "1"),
        ("1e3", "1000"),
        ("0.00001", "1e-05"),
    ] {
        assert_eq!(scalar(text), (Style::Plain, expected.to_owned()), "{text}");
    }
}

#[test]
fn strings_are_quoted_only_if_they_must_be() {
    for text in ["'x'", "\"x\"", "é", "\"0x\"", "\"=\"", "\"a, b\"", "':a'"] {
        assert_eq!(scalar(text).0, Style::Plain, "{text}");
    }
    for text in [
        "\"1\"",
        "'yes'",
        "\"a: b\"",
        "\" x\"",
        "\"\"",
        "'null'",
        "\"1:30\"",
        "\"y\"",
        "2020-01-01",
        "\"*a\"",
    ] {
        assert_eq!(scalar(text).0, Style::DoubleQuoted, "{text}");
    }
    assert_eq!(scalar("\"a\\nb\"").0, Style::Literal);
}

#[test]
fn empty_values_become_null() {
    let node = through("a:\nb: {c: }\n");
    assert_eq!(node.text_at(&["a"]), Some("null"));
    assert_eq!(node.text_at(&["b", "c"]), Some(""));
    assert!(!node.at(&["b", "c"]).expect("a value").is_null());
}

#[test]
fn shares_what_does_not_change() {
    let node = read("a: {}\nb:\n- x\n- {c: 1}\n", Dialect::V3);
    let new = from_json(&to_json(&node).expect("JSON")).expect("YAML");
    let (Some(Data::Mapping(old)), Some(Data::Mapping(new))) =
        (node.get("a").map(|n| &n.data), new.get("a").map(|n| &n.data))
    else {
        panic!("two maps")
    };
    assert!(old.is_same(new));
}

#[test]
fn a_change_is_seen_after_a_walk() {
    let mut node = through("a: {b: {c: [x]}}\n");
    for _ in 0..2 {
        node = from_json(&to_json(&node).expect("JSON")).expect("YAML");
    }
    let list = node.get_mut("a").and_then(|a| a.get_mut("b")).and_then(|b| b.get_mut("c")).expect("a list");
    list.items_mut().expect("items")[0] = Node::plain("0x10", Tag::Int, crate::source::Span::NONE);
    let new = from_json(&to_json(&node).expect("JSON")).expect("YAML");
    assert_eq!(new.at(&["a", "b", "c"]).and_then(|c| c.items()?[0].text()), Some("16"));
}

#[test]
fn refuses_what_json_cannot_hold() {
    for text in ["a: .inf", "a: {x: 1, x: 2}", "a: {5: 1}", "~: 1"] {
        assert!(to_json(&read(text, Dialect::V3)).is_err(), "{text}");
    }
    let many: String = (0..20).map(|i| format!("k{}: 1\n", i % 19)).collect();
    assert!(to_json(&read(&many, Dialect::V3)).is_err());
}

#[test]
fn configuration_is_yaml_1_1() {
    let node =
        read("[{1: a, yes: b, 1.5: c}, 0o17, 1_0, on, 2020-01-01, {a: 1, a: 2}, !!str 5]", Dialect::V2);
    let mut out = String::new();
    json::write(&config_to_json(&node).expect("JSON"), &mut out).expect("JSON");
    assert_eq!(out, r#"[{"1":"a","1.5":"c","true":"b"},15,10,true,"2020-01-01",{"a":2},"5"]"#);
    for text in ["{~: a}", ".inf"] {
        assert!(config_to_json(&read(text, Dialect::V2)).is_err(), "{text}");
    }
    let mut out = String::new();
    emit(&through("a: 1000000\n"), &mut out).expect("printable");
    assert_eq!(out, "a: 1000000\n");
}
