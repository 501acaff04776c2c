//! How a generated object joins those that exist: `behavior: create | merge | replace`. Kustomize says that a set absorbs
//! it.

use ecow::EcoString;

use crate::diag::{Code, Diagnostic, Result, did_you_mean};
use crate::resource::{Behavior, Resource, ResourceSet};
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::{Data, Entry, Mapping, Node, Style, Tag, name_span, new_data, new_string, style_of_new};

/// Adds a generated object to the set, or lays it over the one that has or had its id.
///
/// # Errors
/// Nothing to merge with, something in the way, or several candidates.
pub(crate) fn absorb(set: &mut ResourceSet, new: Resource, schema: &Schema) -> Result<()> {
    let found = set.by_any_id(new.id());
    let behavior = new.lineage().behavior;
    match (found.as_slice(), behavior) {
        ([], Behavior::Merge | Behavior::Replace) => Err(nothing_to_change(set, &new)),
        ([], _) => set.push(new),
        ([at], Behavior::Merge | Behavior::Replace) => set.edit(*at, schema, |old| {
            *old = combined(old, new, behavior);
            Ok(())
        }),
        ([at], _) => Err(in_the_way(set.get(*at), &new)),
        (several, _) => Err(several_candidates(set, several, &new)),
    }
}

/// The new object in the place of the old: with its name and namespace, labels and annotations laid over and, for
/// a merge, the data too. Everything else of the old object is lost, as in kustomize.
fn combined(old: &Resource, new: Resource, behavior: Behavior) -> Resource {
    let mut out = old.clone();
    let lineage = out.lineage_mut();
    lineage.needs_hash &= new.lineage().needs_hash;
    let origin = if behavior == Behavior::Replace { new.origin.clone() } else { old.origin.clone() };
    let mut node = new.node;
    let span = node.span;
    if let Some(metadata) = node.get_mut("metadata").and_then(Node::as_mapping_mut) {
        for key in ["name", "namespace"] {
            match old.node.at(&["metadata", key]).filter(|value| !value.is_null()) {
                Some(value) => rewrite(metadata, key, value),
                None => drop(metadata.remove(key)),
            }
        }
        for key in ["labels", "annotations"] {
            let merged = overlaid(old.node.at(&["metadata", key]), metadata.get(key), new_string, span);
            if let Some(merged) = merged {
                metadata.insert(key, merged);
            }
        }
    }
    if behavior == Behavior::Merge
        && let Some(root) = node.as_mapping_mut()
    {
        for key in ["data", "binaryData"] {
            if let Some(merged) = overlaid(old.node.get(key), root.get(key), new_data, span) {
                root.insert(key, merged);
            }
        }
    }
    out.node = node;
    out.origin = origin;
    out
}

/// Writes a text of the old object in the style of the new one's, without a type of its own.
fn rewrite(metadata: &mut Mapping, key: &str, old: &Node) {
    let text = old.text().unwrap_or_default();
    let style =
        metadata.get(key).and_then(Node::as_scalar).map_or_else(|| style_of_new(text), |new| new.style);
    let mut value = Node::untyped(text, old.span);
    if let Data::Scalar(scalar) = &mut value.data {
        scalar.style = style;
        if style != Style::Plain {
            scalar.tag = Tag::Str;
        }
    }
    metadata.insert(key, value);
}

/// The pairs of the old map with those of the new laid over. The result is written by kustomize, so keys lose
/// their quotes, and values are strings as `write` makes them.
fn overlaid(
    old: Option<&Node>,
    new: Option<&Node>,
    write: fn(EcoString, Span) -> Node,
    span: Span,
) -> Option<Node> {
    let entries = |node: Option<&Node>| -> Vec<Entry> {
        node.and_then(Node::as_mapping).map(|m| m.entries().to_vec()).unwrap_or_default()
    };
    let mut merged: indexmap::IndexMap<EcoString, Node> = indexmap::IndexMap::new();
    for entry in entries(old).into_iter().chain(entries(new)) {
        merged.insert(entry.key.text().unwrap_or_default().into(), entry.value);
    }
    if merged.is_empty() {
        return new.cloned();
    }
    let written = |node: Node| match node.as_scalar() {
        Some(scalar) => write(scalar.text.clone(), node.span),
        None => node,
    };
    let entries = merged
        .into_iter()
        .map(|(key, value)| Entry { key: Node::untyped(key, value.span), value: written(value) })
        .collect();
    Some(Node::mapping(entries, span))
}

fn nothing_to_change(set: &ResourceSet, new: &Resource) -> Diagnostic {
    let id = new.id();
    let behavior = new.lineage().behavior.as_str();
    let same_kind = set.iter().filter(|res| res.id().gvk == id.gvk).map(|res| res.id().name.as_str());
    Diagnostic::error(Code::Generator, format!("there is no {} `{}` to {behavior}", id.gvk.kind, id.name))
        .at(name_span(&new.node))
        .maybe_hint(did_you_mean(&id.name, same_kind))
        .hint("name one that a base makes, in the same namespace, or leave out `behavior`")
        .upstream(format!("id {id} does not exist; cannot merge or replace"))
}

fn in_the_way(old: Option<&Resource>, new: &Resource) -> Diagnostic {
    let id = new.id();
    let behavior = new.lineage().behavior.as_str();
    let error = Diagnostic::error(Code::IdConflict, format!("{} `{}` exists already", id.gvk.kind, id.name))
        .label(name_span(&new.node), "generated here");
    let error = match old {
        Some(old) => error.label(name_span(&old.node), "and here"),
        None => error,
    };
    error.hint("add `behavior: merge` or `behavior: replace`, or choose another name").upstream(format!(
        "id {id} exists; can not use behavior: '{behavior}', behavior must be merge or replace"
    ))
}

fn several_candidates(set: &ResourceSet, several: &[usize], new: &Resource) -> Diagnostic {
    let id = new.id();
    let message = format!("{} objects have or had the id of {} `{}`", several.len(), id.gvk.kind, id.name);
    let error = Diagnostic::error(Code::Generator, message).at(name_span(&new.node));
    let labelled = several
        .iter()
        .filter_map(|at| set.get(*at))
        .fold(error, |error, res| error.label(name_span(&res.node), format!("now {}", res.id())));
    labelled
        .hint("use the present name of the one you mean")
        .upstream(format!("found multiple objects {} that could accept merge of {id}", several.len()))
}
