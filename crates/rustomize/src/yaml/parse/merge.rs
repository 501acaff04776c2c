//! Merge keys: `<<: *base`.

use super::Dialect;
use crate::diag::{Code, Diagnostic, Result};
use crate::source::Span;
use crate::yaml::{Data, Entry, Mapping, Node, Style, Tag};

const MERGE: &str = "<<";
const NOT_A_MAP: &str = "map merge requires map or sequence of maps as the value";

/// Replaces the merge keys of a map by what they stand for. `is_alias` tells whether a value was written as `*name`.
pub(super) fn expand(
    mapping: &mut Mapping,
    dialect: Dialect,
    is_alias: impl Fn(&Node) -> bool,
) -> Result<()> {
    match dialect {
        Dialect::V3 => expand_v3(mapping, is_alias),
        Dialect::V2 => expand_v2(mapping),
    }
}

/// Does in a map that became YAML out of JSON what its key `<<` then says. One that stands for no map stays, and cannot
/// be printed.
pub(in crate::yaml) fn expand_written(mapping: &mut Mapping) {
    let Some(at) = mapping.position(MERGE) else { return };
    let merge = &mut mapping.entries_mut()[at];
    merge.key = Node::plain(MERGE, Tag::Merge, merge.key.span);
    let is_map = |node: &Node| node.as_mapping().is_some();
    if is_map(&merge.value) || merge.value.items().is_some_and(|items| items.iter().all(is_map)) {
        // What could be refused has been looked at.
        let _ = expand_v3(mapping, |_| false);
    }
}

/// Whether a key makes its map need [`expand`].
pub(super) fn concerns(key: &Node) -> bool {
    key.as_scalar().is_some_and(|s| s.tag == Tag::Merge || s.text == "<<")
}

/// kustomize looks for merge keys by tag, but takes the first key out that reads `<<`, even a quoted one.
fn expand_v3(mapping: &mut Mapping, is_alias: impl Fn(&Node) -> bool) -> Result<()> {
    let mut merges = mapping.entries().iter().filter(|e| has_merge_tag(&e.key));
    let merge = merges.next().cloned();
    if let (Some(first), Some(second)) = (&merge, merges.next()) {
        return Err(Diagnostic::error(Code::Structure, "duplicate merge key")
            .at(second.key.span)
            .label(first.key.span, "the first one")
            .hint("give one `<<` a list: `<<: [*a, *b]`"));
    }
    if let Some(first) = mapping.entries().iter().position(|e| e.key.text() == Some("<<")) {
        mapping.change(|entries| entries.remove(first));
    }
    let Some(merge) = merge else { return Ok(()) };
    for source in sources_v3(&merge, is_alias)? {
        add_missing(mapping, source);
    }
    Ok(())
}

fn has_merge_tag(key: &Node) -> bool {
    key.as_scalar().is_some_and(|s| s.tag == Tag::Merge)
}

fn sources_v3(merge: &Entry, is_alias: impl Fn(&Node) -> bool) -> Result<Vec<&Mapping>> {
    let one = |node| match as_map(node) {
        Some(map) => Ok(map),
        None if is_alias(node) => {
            Err(wrong("invalid map merge: received alias for a non-map value", node.span))
        }
        None if node.items().is_some() => {
            Err(wrong("invalid map merge: received a nested sequence", node.span))
        }
        None => Err(wrong(NOT_A_MAP, node.span)),
    };
    match merge.value.items() {
        Some(items) if !is_alias(&merge.value) => items.iter().map(one).collect(),
        _ => Ok(vec![one(&merge.value)?]),
    }
}

/// Adds the entries whose key the map does not have yet; the first of several wins.
fn add_missing(mapping: &mut Mapping, source: &Mapping) {
    let own: std::collections::HashSet<ecow::EcoString> =
        mapping.entries().iter().filter_map(|e| e.key.as_scalar()).map(|s| s.text.clone()).collect();
    let mut added = std::collections::HashSet::new();
    mapping.change(|entries| {
        for entry in source.entries() {
            let fresh = entry.key.text().is_none_or(|key| !own.contains(key) && added.insert(key));
            if fresh {
                entries.push(entry.clone());
            }
        }
    });
}

/// go-yaml v2 merges where the key stands: entries before it lose, those after it win, as the last of a key wins.
fn expand_v2(mapping: &mut Mapping) -> Result<()> {
    let mut entries = Vec::with_capacity(mapping.entries().len());
    for entry in mapping.entries() {
        if !is_merge_v2(&entry.key) {
            entries.push(entry.clone());
            continue;
        }
        match &entry.value.data {
            Data::Mapping(map) => entries.extend(map.entries().iter().cloned()),
            Data::Sequence(list) => {
                for item in list.items().iter().rev() {
                    let map = as_map(item).ok_or_else(|| wrong(NOT_A_MAP, item.span))?;
                    entries.extend(map.entries().iter().cloned());
                }
            }
            Data::Scalar(_) => return Err(wrong(NOT_A_MAP, entry.value.span)),
        }
    }
    *mapping = mapping.with(entries);
    Ok(())
}

fn is_merge_v2(key: &Node) -> bool {
    key.as_scalar()
        .is_some_and(|s| s.text == "<<" && (s.tag == Tag::Merge || s.style == Style::Plain && !s.tagged))
}

fn as_map(node: &Node) -> Option<&Mapping> {
    node.as_mapping()
}

fn wrong(message: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::Structure, message)
        .at(span)
        .hint("the value of `<<` must be a map, an alias of a map, or a list of those")
}
