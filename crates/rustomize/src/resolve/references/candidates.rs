//! The objects a reference can mean: all that ever had another id, found by the names they had.

use std::hash::BuildHasher;

use ecow::EcoString;
use foldhash::fast::RandomState;
use foldhash::{HashMap, HashSet};

use crate::field::FieldConfig;
use crate::id::CLUSTER_SCOPE;
use crate::resource::{Former, Resource, ResourceSet};

/// Objects with a history, by former name, former kind and current effective namespace.
pub(super) struct Candidates {
    hasher: RandomState,
    /// Where the chain of positions begins and ends. Hashes may collide: users check the object.
    chains: HashMap<u64, Chain>,
    /// Positions in ascending order, and where the next one of the same chain is.
    links: Vec<(u32, Option<u32>)>,
    /// Original effective namespace → current ones of the objects that came from it.
    moved: HashMap<EcoString, HashSet<EcoString>>,
    /// There are objects of the cluster: these look everywhere, and all others may mean them.
    cluster_scoped: bool,
    /// There are references to objects of any kind.
    any_kind: bool,
}

#[derive(Clone, Copy)]
struct Chain {
    first: u32,
    last: u32,
}

/// A name's hash, made once: names that grew with every layer are long.
#[derive(Clone, Copy)]
pub(super) struct Name(u64);

/// Where a referrer may look.
#[derive(Clone, Copy)]
pub(super) enum Within<'a> {
    /// In every namespace.
    Anywhere,
    /// In one namespace; the cluster scope is one of its own.
    Namespace(&'a str),
}

impl Candidates {
    pub(super) fn of(set: &ResourceSet, config: &FieldConfig) -> Candidates {
        let former = set.iter().map(|res| res.lineage().former().len()).sum();
        let mut all = Candidates {
            hasher: RandomState::default(),
            chains: HashMap::with_capacity_and_hasher(former, foldhash::fast::RandomState::default()),
            links: Vec::with_capacity(former),
            moved: HashMap::default(),
            cluster_scoped: set.iter().any(|res| res.id().cluster_scoped),
            any_kind: config.name_reference.iter().any(|reference| reference.target.kind.is_empty()),
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

    /// Whether any object belongs to the cluster.
    pub(super) fn are_cluster_scoped(&self) -> bool {
        self.cluster_scoped
    }

    fn add(&mut self, at: u32, res: &Resource) {
        let current = res.id().effective_namespace();
        let former = res.lineage().former();
        if current != CLUSTER_SCOPE {
            let original = former.first().map_or(current, |f| &f.namespace);
            if original != CLUSTER_SCOPE {
                let known = self.moved.get(original).is_some_and(|known| known.contains(current));
                if !known {
                    self.moved.entry(original.into()).or_default().insert(current.into());
                }
            }
        }
        // Mostly all are of one kind: then there is one to look at for each name, however long the history.
        let alike = former.windows(2).all(|pair| pair[0].kind == pair[1].kind);
        let kinds = if alike { former.get(..1).unwrap_or_default() } else { former };
        for (i, Former { name, .. }) in former.iter().enumerate() {
            // Whoever only moved had the name before.
            if i > 0 && former[i - 1].name == *name {
                continue;
            }
            let name = self.name(name);
            for (i, Former { kind, .. }) in kinds.iter().enumerate() {
                if !kinds[..i].iter().any(|before| before.kind == *kind) {
                    self.append_kind(name, kind, current, at);
                }
            }
            if self.any_kind {
                self.append_kind(name, "", current, at);
            }
        }
    }

    fn append_kind(&mut self, name: Name, kind: &str, namespace: &str, at: u32) {
        self.append(self.hash(name, kind, Within::Namespace(namespace)), at);
        if self.cluster_scoped {
            self.append(self.hash(name, kind, Within::Anywhere), at);
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

    /// A name to look for.
    pub(super) fn name(&self, name: &str) -> Name {
        Name(self.hasher.hash_one(name))
    }

    /// The positions of objects that may once have had the name and the kind (any, if empty), in ascending order.
    pub(super) fn named(&self, name: Name, kind: &str, within: Within<'_>) -> impl Iterator<Item = u32> {
        let key = self.hash(name, kind, within);
        let mut next = self.chains.get(&key).map(|chain| chain.first);
        std::iter::from_fn(move || {
            let (at, after) = self.links[next? as usize];
            next = after;
            Some(at)
        })
    }

    fn hash(&self, Name(name): Name, kind: &str, within: Within<'_>) -> u64 {
        match within {
            Within::Anywhere => self.hasher.hash_one((name, kind)),
            Within::Namespace(namespace) => self.hasher.hash_one((name, kind, namespace)),
        }
    }

    /// Whether any namespaced object that stands in one of `namespaces` (anywhere, if `None`) came from `original`.
    pub(super) fn any_from(&self, original: &str, namespaces: Option<&[&str]>) -> bool {
        self.moved.get(original).is_some_and(|current| match namespaces {
            None => !current.is_empty(),
            Some(list) => list.iter().any(|n| current.contains(*n)),
        })
    }
}
