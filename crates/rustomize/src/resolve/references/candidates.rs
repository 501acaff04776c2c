//! The objects a reference can mean: all that ever had another id, found by the names they had.

use std::hash::BuildHasher;

use ecow::EcoString;
use foldhash::fast::RandomState;
use foldhash::{HashMap, HashSet};

use crate::id::CLUSTER_SCOPE;
use crate::resource::{Resource, ResourceSet};

/// Objects with a history, by former name, former kind and current effective namespace.
pub(super) struct Candidates {
    hasher: RandomState,
    /// Where the chain of positions begins and ends. Hashes may collide: users check the object.
    chains: HashMap<u64, Chain>,
    /// Positions in ascending order, and where the next one of the same chain is.
    links: Vec<(u32, Option<u32>)>,
    /// Original effective namespace → current ones of the objects that came from it.
    moved: HashMap<EcoString, HashSet<EcoString>>,
}

#[derive(Clone, Copy)]
struct Chain {
    first: u32,
    last: u32,
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
            chains: HashMap::default(),
            links: Vec::new(),
            moved: HashMap::default(),
        };
        for (at, res) in set.iter().enumerate() {
            all.add(at as u32, res);
        }
        all
    }

    /// Whether no object was ever renamed or moved.
    pub(super) fn is_empty(&self) -> bool {
        self.links.is_empty()
    }

    fn add(&mut self, at: u32, res: &Resource) {
        let current = res.id().effective_namespace();
        if current != CLUSTER_SCOPE {
            let original = res.lineage().former().first().map_or(current, |f| &f.namespace);
            if original != CLUSTER_SCOPE {
                let known = self.moved.get(original).is_some_and(|known| known.contains(current));
                if !known {
                    self.moved.entry(original.into()).or_default().insert(current.into());
                }
            }
        }
        let lineage = res.lineage().former();
        let mut kinds = vec![""];
        for kind in lineage.iter().map(|f| f.kind.as_str()) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        for (i, former) in lineage.iter().enumerate() {
            // Whoever only moved had the name before.
            if i > 0 && lineage[i - 1].name == former.name {
                continue;
            }
            let name = self.hasher.hash_one(former.name.as_str());
            for kind in &kinds {
                for within in [Within::Anywhere, Within::Namespace(current)] {
                    self.append(hash(&self.hasher, name, kind, within), at);
                }
            }
        }
    }

    fn append(&mut self, key: u64, at: u32) {
        let new = self.links.len() as u32;
        let chain = self.chains.entry(key).or_insert(Chain { first: new, last: new });
        if let Some(last) = self.links.get_mut(chain.last as usize) {
            if last.0 == at {
                return;
            }
            last.1 = Some(new);
            chain.last = new;
        }
        self.links.push((at, None));
    }

    /// The positions of objects that may once have had the name and the kind (any, if empty), in ascending order.
    pub(super) fn named(&self, name: &str, kind: &str, within: Within<'_>) -> impl Iterator<Item = u32> {
        let key = hash(&self.hasher, self.hasher.hash_one(name), kind, within);
        let mut next = self.chains.get(&key).map(|chain| chain.first);
        std::iter::from_fn(move || {
            let (at, after) = self.links[next? as usize];
            next = after;
            Some(at)
        })
    }

    /// Whether any namespaced object that stands in one of `namespaces` (anywhere, if `None`) came from `original`.
    pub(super) fn any_from(&self, original: &str, namespaces: Option<&[&str]>) -> bool {
        self.moved.get(original).is_some_and(|current| match namespaces {
            None => !current.is_empty(),
            Some(list) => list.iter().any(|n| current.contains(*n)),
        })
    }
}

/// The name is hashed before: names that grew with every layer are long.
fn hash(hasher: &RandomState, name: u64, kind: &str, within: Within<'_>) -> u64 {
    match within {
        Within::Anywhere => hasher.hash_one((name, kind)),
        Within::Namespace(namespace) => hasher.hash_one((name, kind, namespace)),
    }
}
