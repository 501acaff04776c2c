//! The objects a reference can mean: all that ever had another id, found by the names they had.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

use ecow::EcoString;
use foldhash::fast::RandomState;

use crate::id::CLUSTER_SCOPE;
use crate::resource::{Resource, ResourceSet};

/// Objects with a history, by former name, former kind and current effective namespace.
pub(super) struct Candidates {
    hasher: RandomState,
    /// Positions in ascending order. Hashes may collide: users check the object.
    positions: HashMap<u64, Vec<u32>, RandomState>,
    /// Original effective namespace → current ones of the objects that came from it.
    moved: HashMap<EcoString, HashSet<EcoString>, RandomState>,
}

/// Where a referrer may look.
#[derive(Clone, Copy)]
pub(super) enum Within<'a> {
    /// In every namespace.
    Anywhere,
    /// In one namespace; the cluster scope is one of its own.
    Namespace(&'a str),
}

impl Candidates {
    pub(super) fn of(set: &ResourceSet) -> Candidates {
        let mut all = Candidates {
            hasher: RandomState::default(),
            positions: HashMap::default(),
            moved: HashMap::default(),
        };
        for (at, res) in set.iter().enumerate() {
            all.add(at as u32, res);
        }
        all
    }

    /// Whether no object was ever renamed or moved.
    pub(super) fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }

    fn add(&mut self, at: u32, res: &Resource) {
        let current = res.id().effective_namespace();
        if current != CLUSTER_SCOPE {
            let original = res.lineage().former().first().map_or(current, |f| &f.namespace);
            if original != CLUSTER_SCOPE {
                self.moved.entry(original.into()).or_default().insert(current.into());
            }
        }
        let former = res.lineage().former();
        let mut kinds = vec![""];
        for kind in former.iter().map(|f| f.kind.as_str()) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        for name in former.iter().map(|f| f.name.as_str()) {
            for kind in &kinds {
                for within in [Within::Anywhere, Within::Namespace(current)] {
                    let list = self.positions.entry(hash(&self.hasher, name, kind, within)).or_default();
                    if list.last() != Some(&at) {
                        list.push(at);
                    }
                }
            }
        }
    }

    /// The positions of objects that may once have had the name and the kind (any, if empty).
    pub(super) fn named(&self, name: &str, kind: &str, within: Within<'_>) -> &[u32] {
        self.positions.get(&hash(&self.hasher, name, kind, within)).map_or(&[], Vec::as_slice)
    }

    /// Whether any namespaced object that stands in one of `namespaces` (anywhere, if `None`) came from `original`.
    pub(super) fn any_from(&self, original: &str, namespaces: Option<&[&str]>) -> bool {
        self.moved.get(original).is_some_and(|current| match namespaces {
            None => !current.is_empty(),
            Some(list) => list.iter().any(|n| current.contains(*n)),
        })
    }
}

fn hash(hasher: &RandomState, name: &str, kind: &str, within: Within<'_>) -> u64 {
    match within {
        Within::Anywhere => hasher.hash_one((name, kind)),
        Within::Namespace(namespace) => hasher.hash_one((name, kind, namespace)),
    }
}
