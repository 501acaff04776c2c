//! The value of a var: the scalar that a path such as `spec.ports[0].port` leads to.

use ecow::EcoString;

use super::expand::Value;
use crate::field::split_dotted;
use crate::yaml::{Data, Node, Scalar, Tag};

/// The value at a path; `None` if there is none, or if its text is not what its type promises.
pub(super) fn value(object: &Node, path: &str) -> Option<Value> {
    let mut node = object;
    for segment in split_dotted(path) {
        for step in steps(&segment) {
            node = child(node, step.trim())?;
        }
    }
    match &node.data {
        Data::Scalar(scalar) => typed(scalar),
        _ => Some(Value::Collection),
    }
}

/// Go's conversions: a number with a base or with `_`, which YAML allows, is none. What has no type of its own is a text.
fn typed(scalar: &Scalar) -> Option<Value> {
    let text = scalar.text.as_str();
    match scalar.tag {
        _ if scalar.untyped => Some(Value::Text(scalar.text.clone())),
        Tag::Int => text.parse().ok().map(Value::Int),
        Tag::Float => text.parse().ok().filter(|value: &f64| value.is_finite()).map(Value::Float),
        Tag::Bool => match text {
            "true" | "True" | "TRUE" => Some(Value::Bool(true)),
            "false" | "False" | "FALSE" => Some(Value::Bool(false)),
            _ => None,
        },
        _ => Some(Value::Text(EcoString::from(text))),
    }
}

/// What a step leads to. Empty steps lead to the node itself. What is null ends the way only if it goes on.
fn child<'n>(node: &'n Node, step: &str) -> Option<&'n Node> {
    if step.is_empty() {
        return Some(node);
    }
    let element = step.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match (&node.data, element) {
        (Data::Sequence(list), Some(inner)) => {
            let (key, value) = inner.split_once('=')?;
            list.items().iter().find(|item| match key {
                "" => item.text() == Some(value),
                key => item.get(key).and_then(Node::text) == Some(value),
            })
        }
        (Data::Sequence(list), None) if step == "-" => list.items().last(),
        (Data::Sequence(list), None) => list.items().get(step.parse::<usize>().ok()?),
        (Data::Mapping(map), None) if !is_index(step) => map.get(step),
        _ => None,
    }
}

/// Whether a step is for lists.
fn is_index(step: &str) -> bool {
    step == "*" || step == "-" || step.parse::<i64>().is_ok()
}

/// `ports[0]` is two steps.
fn steps(segment: &str) -> impl Iterator<Item = &str> {
    let split = segment.strip_suffix(']').and_then(|rest| {
        let (before, index) = rest.rsplit_once('[')?;
        let digits = !index.is_empty() && index.bytes().all(|b| b.is_ascii_digit());
        digits.then_some([before, index])
    });
    split.unwrap_or([segment, ""]).into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;
    use crate::yaml::parse::{Dialect, parse};

    const OBJECT: &str = "
metadata: {name: s, annotations: {a.b: ab, c/d: cd, 'e[0]': ee}}
data: {n: 12, hex: 0x10, f: 1.50, s: '12', t: True, empty: null, l: [a, b], m: [{name: x, v: y}, {name: z, v: w}], a.b: dot}
";

    /// Which paths lead somewhere was asked of kustomize.
    #[test]
    fn follows_paths_as_kustomize_does() {
        let node = parse(OBJECT, SourceId::NONE, Dialect::V3).ok().flatten().expect("an object");
        let text = |path: &str| value(&node, path).map(|v| v.to_string());
        for (path, want) in [
            ("data.l[1]", "b"),
            ("data.l.1", "b"),
            ("data.l.+1", "b"),
            ("data.l.-", "b"),
            ("data.l.[0]", "a"),
            ("data.l.[=a]", "a"),
            ("data.m[0].v", "y"),
            ("data.m.[name=z].v", "w"),
            (r"metadata.annotations.a\.b", "ab"),
            ("metadata.annotations.[a.b]", "ab"),
            ("metadata.annotations.c/d", "cd"),
            ("data.[a.b]", "dot"),
            (".data..s.", "12"),
            ("data. s", "12"),
            ("data.empty", "null"),
            ("data.n", "12"),
            ("data.f", "1.5"),
            ("data.t", "true"),
        ] {
            assert_eq!(text(path).as_deref(), Some(want), "{path}");
        }
        for path in [
            "data.l[-1]",
            "data.l.-1",
            "data.l[5]",
            "data.l.x",
            "data.l[]",
            "data.m[name=z].v",
            "data.m.[name].v",
            "metadata.annotations[a.b]",
            "metadata.annotations.e[0]",
            "data.*",
            "data.empty.x",
            "data.s.x",
            "data.m.[ name = z ].v",
            "data.hex",
            "data.nope",
            "[data].s",
            "data.[=s]",
            r"data.\s",
            "data.l[0][0]",
        ] {
            assert_eq!(text(path), None, "{path}");
        }
    }
}
