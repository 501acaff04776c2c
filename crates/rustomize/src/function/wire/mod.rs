//! What a function reads and prints: a `ResourceList` of objects with annotations; and what programs of the plugin
//! directory read and print: the objects alone.

use super::encode::encode;
use crate::diag::{Code, Diagnostic, Result};
use crate::id::ResId;
use crate::resource::Resource;
use crate::source::{Sources, Span};
use crate::yaml::parse::{Dialect, parse};
use crate::yaml::{Entry, Mapping, Node, Scalar, Style, emit};

const ID: &str = "kustomize.config.k8s.io/id";
const LOCAL_CONFIG: &str = "config.kubernetes.io/local-config";
const LEGACY: Names =
    Names { path: "config.kubernetes.io/path", index: "config.kubernetes.io/index", id: "config.k8s.io/id" };
const INTERNAL: Names = Names {
    path: "internal.config.kubernetes.io/path",
    index: "internal.config.kubernetes.io/index",
    id: "internal.config.kubernetes.io/id",
};
const MIGRATION: &str = "internal.config.kubernetes.io/annotations-migration-resource-id";

/// The annotations that say where an object comes from, in one of the two forms functions know.
struct Names {
    path: &'static str,
    index: &'static str,
    id: &'static str,
}

/// The text a function reads. The manifests have the annotations for origin and transformations if the build records
/// them. Where there are no items, kustomize sends the configuration as an object: generators get that.
///
/// # Errors
/// Objects that cannot be printed.
pub(crate) fn input(items: &[Resource], config: &Resource, sources: &Sources) -> Result<String> {
    let mut config = printed(annotated(config, None), sources)?;
    set(annotations(&mut config), LOCAL_CONFIG, "true");
    let mut list = Vec::new();
    for item in items {
        list.push(printed(annotated(item, Some(id_text(item.id())?)), sources)?);
    }
    if list.is_empty() {
        list.push(config.clone());
    }
    for (at, item) in list.iter_mut().enumerate() {
        number(annotations(item), at);
    }
    let entries = vec![
        entry("apiVersion", plain("config.kubernetes.io/v1")),
        entry("kind", plain("ResourceList")),
        entry("items", Node::sequence(list, Span::NONE)),
        entry("functionConfig", config),
    ];
    let mut out = String::new();
    encode(&Node::mapping(entries, Span::NONE), &mut out);
    Ok(out)
}

/// Takes the numbers of the wire off the objects that a function returned, and gives them paths as in kustomize, which
/// are removed at the end of the build. `name` is that of its configuration.
///
/// # Errors
/// Annotations that contradict each other.
pub(crate) fn output(nodes: Vec<Node>, name: &str) -> Result<Vec<Node>> {
    nodes.into_iter().map(|node| returned(node, name)).collect()
}

/// The text a program of the plugin directory reads: the objects as documents, nothing if there are none.
///
/// # Errors
/// As [`input`].
pub(crate) fn documents(items: &[Resource]) -> Result<String> {
    let mut out = String::new();
    for item in items {
        if !out.is_empty() {
            out.push_str("---\n");
        }
        emit(&annotated(item, Some(id_text(item.id())?)), &mut out)?;
    }
    Ok(out)
}

/// The configuration of a program of the plugin directory, as text.
///
/// # Errors
/// A configuration that cannot be printed.
pub(crate) fn configuration(config: &Resource) -> Result<String> {
    let mut out = String::new();
    emit(&annotated(config, None), &mut out)?;
    Ok(out)
}

/// Takes the ids of the wire off the objects that a program of the plugin directory printed.
pub(crate) fn plain_output(mut nodes: Vec<Node>) -> Vec<Node> {
    for node in &mut nodes {
        let metadata = node.get_mut("metadata").and_then(Node::as_mapping_mut);
        if let Some(map) = metadata.and_then(|m| m.get_mut("annotations")).and_then(Node::as_mapping_mut) {
            map.remove(ID);
        }
    }
    nodes
}

fn returned(mut node: Node, name: &str) -> Result<Node> {
    let path = default_path(&node);
    let map = annotations(&mut node);
    for (legacy, internal, what) in
        [(LEGACY.path, INTERNAL.path, "path"), (LEGACY.index, INTERNAL.index, "index")]
    {
        let both = map.get(legacy).and_then(Node::text).zip(map.get(internal).and_then(Node::text));
        if both.is_some_and(|(a, b)| a != b) {
            let span = map.get(legacy).map_or(Span::NONE, |n| n.span);
            let message =
                format!("the function `{name}` returned an object with two different {what} annotations");
            return Err(Diagnostic::error(Code::Plugin, message).at(span).upstream(format!(
                "couldn't execute function: resource input to function has mismatched legacy and internal {what} \
                 annotations "
            )));
        }
    }
    for key in [ID, LEGACY.index, INTERNAL.index, LEGACY.id, INTERNAL.id, MIGRATION] {
        map.remove(key);
    }
    let present = map.get(LEGACY.path).or_else(|| map.get(INTERNAL.path)).and_then(Node::text);
    let path = present.map_or(path, str::to_owned);
    set(map, LEGACY.path, &path);
    set(map, INTERNAL.path, &path);
    Ok(node)
}

/// The path that functions are told an object without one comes from.
fn default_path(node: &Node) -> String {
    let text = |path: &[&str]| node.text_at(path).unwrap_or_default();
    let file = format!("{}_{}.yaml", text(&["kind"]).to_lowercase(), text(&["metadata", "name"]));
    match text(&["metadata", "namespace"]) {
        "" => file,
        namespace => format!("{namespace}/{file}"),
    }
}

/// The object with the annotations that kustomize keeps on it.
fn annotated(res: &Resource, id: Option<String>) -> Node {
    let mut node = res.node.clone();
    res.lineage().write(&mut node);
    if let Some(id) = id {
        annotations(&mut node).insert(ID, plain(&id));
    }
    node
}

/// The object as kustomize prints it, read back: functions get keys and styles of that text.
fn printed(node: Node, sources: &Sources) -> Result<Node> {
    let mut text = String::new();
    emit(&node, &mut text)?;
    let source = sources.add("object for a function", text.as_str());
    Ok(parse(&text, source, Dialect::V3)?.unwrap_or(node))
}

fn id_text(id: &ResId) -> Result<String> {
    let parts = [
        ("group", &id.gvk.group),
        ("kind", &id.gvk.kind),
        ("name", &id.name),
        ("namespace", &id.namespace),
        ("version", &id.gvk.version),
    ];
    let entries = parts.into_iter().filter(|(_, text)| !text.is_empty());
    let entries = entries.map(|(key, text)| entry(key, Node::string(text.clone(), Span::NONE)));
    let mut out = String::new();
    emit(&Node::mapping(entries.collect(), Span::NONE), &mut out)?;
    Ok(out)
}

/// Gives an object its number, and the annotations in both forms.
fn number(map: &mut Mapping, at: usize) {
    for (legacy, internal) in
        [(LEGACY.path, INTERNAL.path), (LEGACY.index, INTERNAL.index), (LEGACY.id, INTERNAL.id)]
    {
        for (from, to) in [(legacy, internal), (internal, legacy)] {
            let text = map.get(from).and_then(Node::text).map(str::to_owned);
            if let (Some(text), None) = (text, map.get(to)) {
                set(map, to, &text);
            }
        }
    }
    let (index, id) = (at.to_string(), (at + 1).to_string());
    set(map, LEGACY.index, &index);
    set(map, INTERNAL.index, &index);
    set(map, MIGRATION, &index);
    set(map, INTERNAL.id, &id);
    set(map, LEGACY.id, &id);
}

/// Sets an annotation: in its place and style, else at the end in single quotes.
fn set(map: &mut Mapping, key: &str, text: &str) {
    let style = match map.get(key).and_then(Node::as_scalar) {
        Some(old) => old.style,
        None => Style::SingleQuoted,
    };
    map.insert(key, Node::scalar(Scalar { style, ..Scalar::string(text) }, Span::NONE));
}

/// The annotations of an object, made if there are none.
fn annotations(node: &mut Node) -> &mut Mapping {
    child(child(mapping(node), "metadata"), "annotations")
}

fn child<'m>(map: &'m mut Mapping, key: &str) -> &'m mut Mapping {
    mapping(map.get_or_insert_with(key, || Node::mapping(Vec::new(), Span::NONE)))
}

/// What is no map becomes one.
fn mapping(node: &mut Node) -> &mut Mapping {
    if node.as_mapping().is_none() {
        *node = Node::mapping(Vec::new(), node.span);
    }
    node.as_mapping_mut().expect("made a map above")
}

fn entry(key: &str, value: Node) -> Entry {
    Entry { key: plain(key), value }
}

fn plain(text: &str) -> Node {
    Node::string(text, Span::NONE)
}

#[cfg(test)]
mod tests;
