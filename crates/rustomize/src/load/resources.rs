//! Text to objects: the checks every object of a file passes, and lists taken apart.

use super::{Found, Loader, Root};
use crate::diag::{Code, Diagnostic, Result};
use crate::kustomization::Text;
use crate::source::SourceId;
use crate::yaml::parse::{self, Parser};
use crate::yaml::{Data, Node, Tag, stream};

impl Loader<'_> {
    /// The objects of a file that was found.
    pub(crate) fn objects(
        &self,
        parser: &mut Parser,
        root: &Root,
        found: Found,
        entry: &Text,
    ) -> Result<Vec<Node>> {
        let source = self.found_source(root, found, entry, entry.span)?;
        objects(stream::read_with(parser, &self.text(source).text, source)?)
    }

    /// The objects in the bytes that a URL gave.
    pub(crate) fn objects_in(&self, bytes: Vec<u8>, url: &str) -> Result<Vec<Node>> {
        self.objects_of(parse::decode(bytes, url, &self.sources)?)
    }

    /// The objects of a registered text.
    pub(crate) fn objects_of(&self, source: SourceId) -> Result<Vec<Node>> {
        objects(stream::read(&self.text(source).text, source)?)
    }
}

/// Checks every object and appends the items of lists at the end, as kustomize does.
///
/// # Errors
/// What is no object.
pub(crate) fn objects(pieces: Vec<Node>) -> Result<Vec<Node>> {
    let mut objects = Vec::with_capacity(pieces.len());
    let mut queue = std::collections::VecDeque::from(pieces);
    while let Some(node) = queue.pop_front() {
        validate(&node)?;
        match list_items(&node)? {
            Some(items) => {
                refuse_repeated(&node)?;
                queue.extend(items.iter().filter(|item| !stream::is_empty(item)).cloned());
            }
            None => objects.push(node),
        }
    }
    Ok(objects)
}

/// Refuses keys that repeat in a list around its items. Those of the items are looked at when they are printed.
fn refuse_repeated(list: &Node) -> Result<()> {
    let mut rest = vec![list];
    while let Some(node) = rest.pop() {
        if let Some(map) = node.as_mapping() {
            map.require_unique_keys()?;
            let others = map.entries().iter().filter(|entry| !entry.key.is_text("items"));
            rest.extend(others.map(|entry| &entry.value));
        }
        rest.extend(node.items().unwrap_or_default());
    }
    Ok(())
}

/// The items of an object whose kind ends in `List`, if it has the field.
fn list_items(node: &Node) -> Result<Option<&[Node]>> {
    if !node.text_at(&["kind"]).is_some_and(|kind| kind.ends_with("List")) {
        return Ok(None);
    }
    match node.get("items") {
        None => Ok(None),
        Some(items) if items.is_null() => Ok(Some(&[])),
        Some(items) => {
            match &items.data {
                Data::Sequence(list) => Ok(Some(list.items())),
                _ => Err(Diagnostic::error(Code::InvalidResource, "`items` of a list must be a list")
                    .at(items.span)),
            }
        }
    }
}

/// Refuses what is no object: no metadata at all, no kind, or no name.
fn validate(node: &Node) -> Result<()> {
    let invalid = |message: &str| Diagnostic::error(Code::InvalidResource, message).at(node.span);
    let filled = |node: Option<&Node>| {
        node.and_then(Node::as_scalar).is_some_and(|s| s.tag != Tag::Null && !s.text.is_empty())
    };
    let metadata = node.get("metadata");
    let some = |key| metadata.and_then(|m| m.get(key));
    let entries = |key| some(key).and_then(Node::as_mapping).is_some_and(|m| !m.entries().is_empty());
    let kind = filled(node.get("kind"));
    let name = filled(some("name"));
    if !(kind
        || name
        || filled(node.get("apiVersion"))
        || filled(some("namespace"))
        || entries("labels")
        || entries("annotations"))
    {
        return Err(invalid("this is not a Kubernetes object: it has no apiVersion, kind or metadata")
            .hint("every document needs `apiVersion`, `kind` and `metadata.name`")
            .upstream("missing Resource metadata"));
    }
    if !kind {
        return Err(invalid("this object has no `kind`").hint("add `kind:`, such as `kind: ConfigMap`"));
    }
    if !name && !node.text_at(&["kind"]).is_some_and(|kind| kind.ends_with("List")) {
        return Err(invalid("this object has no `metadata.name`").hint(match some("generateName") {
            Some(_) => "kustomize does not support `generateName`: give it a `name`",
            None => "add `name:` below `metadata:`",
        }));
    }
    Ok(())
}
