//! The order of the objects in the output: kustomize's legacy order, or as accumulated.

use std::cmp::Ordering;

use foldhash::HashMap;

use crate::field::{ORDER_FIRST, ORDER_LAST};
use crate::id::{Gvk, ResId};
use crate::resource::ResourceSet;

/// The rank of every listed kind; a kind that is not listed has rank 0.
struct Ranks<'a>(HashMap<&'a str, i32>);

impl<'a> Ranks<'a> {
    fn new(first: impl ExactSizeIterator<Item = &'a str>, last: impl Iterator<Item = &'a str>) -> Ranks<'a> {
        let count = first.len() as i32;
        let mut ranks: HashMap<&str, i32> = HashMap::default();
        ranks.extend(first.enumerate().map(|(at, kind)| (kind, at as i32 - count)));
        ranks.extend(last.enumerate().map(|(at, kind)| (kind, at as i32 + 1)));
        Ranks(ranks)
    }

    fn of(&self, kind: &str) -> i32 {
        self.0.get(kind).copied().unwrap_or(0)
    }
}

/// Sorts by kustomize's legacy order with the default lists.
pub(crate) fn legacy(set: &mut ResourceSet) {
    legacy_with(set, ORDER_FIRST.iter().copied(), ORDER_LAST.iter().copied());
}

/// Sorts by kustomize's legacy order with lists of the caller's.
pub(crate) fn legacy_with<'a>(
    set: &mut ResourceSet,
    first: impl ExactSizeIterator<Item = &'a str>,
    last: impl Iterator<Item = &'a str>,
) {
    let ranks = Ranks::new(first, last);
    set.rearrange(|items| {
        items.sort_by_cached_key(|res| {
            let id = res.id();
            let (texts, gvk) = texts(id);
            Key {
                rank: ranks.of(&id.gvk.kind),
                texts,
                gvk,
                namespace: (id.gvk.kind == "Namespace").then(|| id.gvk.group.is_empty()),
            }
        });
    });
}

#[derive(PartialEq, Eq)]
struct Key {
    rank: i32,
    /// `group_version_kind`, then the id, with placeholders for what is empty.
    texts: String,
    /// Length of the first of them.
    gvk: usize,
    /// For kinds `Namespace`, whether it is the core one.
    namespace: Option<bool>,
}

impl Ord for Key {
    fn cmp(&self, other: &Key) -> Ordering {
        self.rank.cmp(&other.rank).then_with(|| self.gvk_order(other)).then_with(|| self.id().cmp(other.id()))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Key) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Key {
    /// Backwards for two `Namespace` kinds, so that the core one comes first, unless both are of another group.
    fn gvk_order(&self, other: &Key) -> Ordering {
        match matches!((self.namespace, other.namespace), (Some(a), Some(b)) if a || b) {
            true => other.gvk().cmp(self.gvk()),
            false => self.gvk().cmp(other.gvk()),
        }
    }

    fn gvk(&self) -> &str {
        &self.texts[..self.gvk]
    }

    fn id(&self) -> &str {
        &self.texts[self.gvk..]
    }
}

fn or<'a>(part: &'a str, none: &'a str) -> &'a str {
    if part.is_empty() { none } else { part }
}

/// `group_version_kind`, of which the placeholders sort after letters, its length, and behind it the id, of which those of
/// namespace and name do.
fn texts(id: &ResId) -> (String, usize) {
    let Gvk { group, version, kind } = &id.gvk;
    let gvk = [or(group, "~G"), "_", or(version, "~V"), "_", or(kind, "~K")];
    let id = [
        or(kind, "[noKind]"),
        ".",
        or(version, "[noVer]"),
        ".",
        or(group, "[noGrp]"),
        "|",
        or(&id.namespace, "~X"),
        "|",
        or(&id.name, "~N"),
    ];
    let length = |parts: &[&str]| parts.iter().map(|part| part.len()).sum::<usize>();
    let mut texts = String::with_capacity(length(&gvk) + length(&id));
    texts.extend(gvk);
    let end = texts.len();
    texts.extend(id);
    (texts, end)
}
