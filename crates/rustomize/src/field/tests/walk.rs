//! The ways to fields.

use super::node;
use crate::diag::Result;
use crate::field::{Create, FieldPath, FieldSpec, GvkFilter, edit, leading, visit, visit_ref};
use crate::source::Span;
use crate::yaml::parse::Dialect;
use crate::yaml::{Data, Kind, Node, json};

/// Puts `l: v` into the maps that a path leads to, as the label transformer does.
fn label(object: &str, path: &str, create: bool) -> Result<String> {
    let mut object = node(object, Dialect::V3);
    let create = create.then_some(Create { kind: Kind::Mapping, span: Span::NONE });
    visit(&mut object, &FieldPath::parse(path), create, &mut |field| {
        if let Some(map) = field.as_mapping_mut() {
            map.insert("l", Node::string("v", Span::NONE));
        }
        Ok(())
    })?;
    let mut text = String::new();
    json::write(&object, &mut text)?;
    Ok(text)
}

#[test]
fn walks_to_the_fields() {
    let cases = [
        ("{}", "data", true, r#"{"data":{"l":"v"}}"#),
        ("{}", "data", false, "{}"),
        ("{}", "/data", true, r#"{"data":{"l":"v"}}"#),
        ("{}", " data / x ", true, r#"{"data":{"x":{"l":"v"}}}"#),
        ("{}", "data/ ", true, r#"{"data":{"l":"v"}}"#),
        ("{}", r"data\/x", true, r#"{"data/x":{"l":"v"}}"#),
        ("{}", "data[]", true, "{}"),
        ("{}", "data/x[]", true, r#"{"data":{}}"#),
        ("{}", "data/1x", true, r#"{"data":{"1x":{"l":"v"}}}"#),
        ("{}", "data/99999999999999999999", true, r#"{"data":{"99999999999999999999":{"l":"v"}}}"#),
        ("data: {x: {z: z}}", "data[]/x", true, r#"{"data":{"x":{"l":"v","z":"z"}}}"#),
        ("data: {x: {z: z}}", "data/x/y", true, r#"{"data":{"x":{"y":{"l":"v"},"z":"z"}}}"#),
        ("data: null", "data/x", true, r#"{"data":{"x":{"l":"v"}}}"#),
        ("data: null", "data/x", false, r#"{"data":null}"#),
        ("data: null", "data[]/x", true, r#"{"data":[]}"#),
        ("data: null", "data[]/x", false, r#"{"data":[]}"#),
        ("data: []", "data/x", true, r#"{"data":[]}"#),
        ("data: [null]", "data/x", true, r#"{"data":[null]}"#),
        ("data: [{}]", "data/x", true, r#"{"data":[{"x":{"l":"v"}}]}"#),
        ("data: [[{x: {}}]]", "data/x", false, r#"{"data":[[{"x":{"l":"v"}}]]}"#),
        ("data: {x: null}", "data/x", true, r#"{"data":{"x":{"l":"v"}}}"#),
        ("data: {x: null}", "data/x", false, r#"{"data":{"x":null}}"#),
    ];
    for (object, path, create, expected) in cases {
        assert_eq!(label(object, path, create).expect(path), expected, "{object} {path} {create}");
    }
}

#[test]
fn refuses_paths_that_maps_do_not_have() {
    let refused = ["", "/", "//data", "data/", "data//x", "data/[]", "[]"].into_iter().chain([
        "data/0",
        "data/-",
        "data/-1",
        "data/+1",
        "data/*",
        "data/[a=b]",
        "data/[a]",
    ]);
    for path in refused {
        assert!(label("{}", path, true).is_err(), "{path}");
    }
    for object in ["data: a", "data: ''", "data: [a]", "data: [{x: {}}, b]"] {
        let error = label(object, "data/x", false).expect_err(object);
        assert_eq!(error.parts().upstream.as_deref(), Some("expected sequence or mapping node"));
    }
    let long = "a/".repeat(5000) + "a";
    assert!(label("{}", &long, true).is_err());
}

#[test]
fn a_null_that_becomes_a_scalar_keeps_its_text() {
    for (object, expected) in [("x: null", "p-null"), ("x: ~", "p-~"), ("x:", "p-"), ("{}", "p-")] {
        let mut object = node(object, Dialect::V3);
        let create = Some(Create { kind: Kind::Scalar, span: Span::NONE });
        visit(&mut object, &FieldPath::parse("x"), create, &mut |field| {
            let text = format!("p-{}", field.text().unwrap_or_default());
            *field = Node::string(text, Span::NONE);
            Ok(())
        })
        .expect("a walk");
        assert_eq!(object.text_at(&["x"]), Some(expected));
    }
}

fn shares(a: &Node, b: &Node) -> bool {
    match (&a.data, &b.data) {
        (Data::Mapping(a), Data::Mapping(b)) => a.is_same(b),
        (Data::Sequence(a), Data::Sequence(b)) => a.is_same(b),
        _ => false,
    }
}

#[test]
fn copies_only_what_it_changes() {
    let original = node("{list: [{name: a}, {name: b}], rest: {x: y}}", Dialect::V3);
    let path = FieldPath::parse("list/name");
    let set = &mut |field: &mut Node| {
        *field = Node::string("c", Span::NONE);
        Ok(())
    };
    let mut copy = original.clone();
    edit(&mut copy, &path, None, Some(&mut |field: &Node| field.text() == Some("z")), set).expect("a walk");
    assert!(shares(&copy, &original));
    visit(&mut copy, &FieldPath::parse("list/none"), None, set).expect("a walk");
    assert!(shares(&copy, &original));
    edit(&mut copy, &path, None, Some(&mut |field: &Node| field.text() == Some("b")), set).expect("a walk");
    assert!(!shares(&copy, &original));
    let part = |node: &Node, key: &str| node.get(key).expect("there").clone();
    assert!(shares(&part(&copy, "rest"), &part(&original, "rest")));
    assert!(shares(
        &part(&copy, "list").items().expect("a list")[0],
        &part(&original, "list").items().expect("a list")[0]
    ));
    let mut seen = Vec::new();
    visit_ref(&copy, &path, &mut |field| {
        seen.push(field.text().unwrap_or_default());
        Ok(())
    })
    .expect("a walk");
    assert_eq!(seen, ["a", "c"]);
}

#[test]
fn one_walk_tells_which_specs_may_lead_somewhere() {
    let specs: Vec<FieldSpec> = ["a/b/c", "a/b/d", "a/x", "e", "a/l[]/k", "a/n", "/", "*/b", "a/s/t"]
        .into_iter()
        .map(|path| FieldSpec {
            gvk: GvkFilter::default(),
            path: FieldPath::parse(path),
            create: false,
            span: Span::NONE,
        })
        .collect();
    let led = |text: &str| -> Vec<String> {
        leading(&node(text, Dialect::V3), &specs).map(|spec| spec.path.to_string()).collect()
    };
    assert_eq!(
        led("a: {b: {d: 1}, n: , l: [], s: text}\n"),
        ["a/b/d", "a/l[]/k", "a/n", "/", "*/b", "a/s/t"]
    );
    assert_eq!(led("other: 1\n"), ["/", "*/b"]);
    let many: Vec<FieldSpec> = specs.iter().cycle().take(100).cloned().collect();
    let led = leading(&node("e: 1\n", Dialect::V3), &many).count();
    assert!(led >= 36, "beyond the 64th all may lead: {led}");
}
