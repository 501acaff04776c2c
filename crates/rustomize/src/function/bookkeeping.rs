//! What kustomize keeps about an object in annotations, which functions can see and change.

use ecow::EcoString;

use crate::yaml::Mapping;

const PREFIXES: &str = "internal.config.kubernetes.io/prefixes";
const SUFFIXES: &str = "internal.config.kubernetes.io/suffixes";
const KINDS: &str = "internal.config.kubernetes.io/previousKinds";
const NAMES: &str = "internal.config.kubernetes.io/previousNames";
const NAMESPACES: &str = "internal.config.kubernetes.io/previousNamespaces";
const BEHAVIOR: &str = "internal.config.kubernetes.io/generatorBehavior";
const NEEDS_HASH: &str = "internal.config.kubernetes.io/needsHashSuffix";

/// The history of an object in the form of annotations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bookkeeping {
    /// Prefixes its name got, in order.
    pub(crate) prefixes: Vec<EcoString>,
    /// Suffixes its name got, in order.
    pub(crate) suffixes: Vec<EcoString>,
    /// What it was called, oldest first.
    pub(crate) previous: Vec<Previous>,
    /// `behavior` of a generated object, as kustomize writes it (`unspecified` if the user said nothing); empty for
    /// objects that were not generated.
    pub(crate) behavior: EcoString,
    /// Whether its name gets a hash.
    pub(crate) needs_hash: bool,
}

/// A former identity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Previous {
    /// Kind.
    pub(crate) kind: EcoString,
    /// Name.
    pub(crate) name: EcoString,
    /// Effective namespace.
    pub(crate) namespace: EcoString,
}

impl Bookkeeping {
    /// The annotations and their values; none for what there is nothing to say about.
    pub(super) fn annotations(&self) -> Vec<(&'static str, String)> {
        let list = |part: fn(&Previous) -> &EcoString| {
            self.previous.iter().map(|p| part(p).as_str()).collect::<Vec<_>>().join(",")
        };
        let mut all = Vec::new();
        let mut add = |key, value: String| {
            if !value.is_empty() {
                all.push((key, value));
            }
        };
        add(PREFIXES, self.prefixes.join(","));
        add(SUFFIXES, self.suffixes.join(","));
        if !self.previous.is_empty() {
            add(KINDS, list(|p| &p.kind));
            add(NAMES, list(|p| &p.name));
            add(NAMESPACES, list(|p| &p.namespace));
        }
        add(BEHAVIOR, self.behavior.to_string());
        add(NEEDS_HASH, if self.needs_hash { "enabled".to_owned() } else { String::new() });
        all
    }

    /// Takes it out of the annotations.
    pub(super) fn take(annotations: &mut Mapping) -> Bookkeeping {
        let mut take = |key: &str| annotations.remove(key).and_then(|n| n.text().map(EcoString::from));
        let list = |text: Option<EcoString>| -> Vec<EcoString> {
            text.map(|t| t.split(',').map(EcoString::from).collect()).unwrap_or_default()
        };
        let (kinds, names, namespaces) = (list(take(KINDS)), list(take(NAMES)), list(take(NAMESPACES)));
        let previous = names.into_iter().zip(namespaces).zip(kinds);
        Bookkeeping {
            prefixes: list(take(PREFIXES)),
            suffixes: list(take(SUFFIXES)),
            previous: previous.map(|((name, namespace), kind)| Previous { kind, name, namespace }).collect(),
            behavior: take(BEHAVIOR).unwrap_or_default(),
            needs_hash: take(NEEDS_HASH).as_deref() == Some("enabled"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;
    use crate::yaml::{Entry, Node};

    #[test]
    fn there_and_back() {
        let previous =
            |name: &str| Previous { kind: "Pod".into(), name: name.into(), namespace: "nn".into() };
        let full = Bookkeeping {
            prefixes: vec!["p-".into(), "q-".into()],
            suffixes: vec!["-s".into()],
            previous: vec![previous("pod"), previous("p-pod")],
            behavior: "create".into(),
            needs_hash: true,
        };
        for bookkeeping in [full, Bookkeeping::default()] {
            let entries = bookkeeping.annotations().into_iter().map(|(key, value)| Entry {
                key: Node::string(key, Span::NONE),
                value: Node::string(value, Span::NONE),
            });
            let mut node = Node::mapping(entries.collect(), Span::NONE);
            let map = node.as_mapping_mut().unwrap();
            assert_eq!(Bookkeeping::take(map), bookkeeping);
            assert!(map.entries.is_empty());
        }
    }
}
