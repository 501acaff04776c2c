//! Lists and maps.

use ecow::EcoString;

use super::Node;
use crate::yaml::marks::Marks;

/// A list and how it was written.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// The elements in order.
    pub items: Vec<Node>,
    /// Written as `[a, b]`.
    pub flow: bool,
    pub(crate) marks: Marks,
}

/// A map in the order of its source. Keys may repeat: that is an error only when the map is printed.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    /// The pairs in order.
    pub entries: Vec<Entry>,
    /// Written as `{a: b}`.
    pub flow: bool,
    /// Comments that carry a schema (`# {"x-kubernetes-patch-merge-key": …}`), by the text of the key.
    pub schemas: Option<Box<Vec<(EcoString, EcoString)>>>,
    pub(crate) marks: Marks,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key; a scalar in every map that can be printed.
    pub key: Node,
    /// The value.
    pub value: Node,
}

/// Up to this many entries a map grows by one at a time.
const FEW: usize = 8;

impl Mapping {
    /// Where a key stands; the first place if it repeats.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.entries.iter().position(|e| e.key.is_text(key))
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|e| e.key.is_text(key)).map(|e| &e.value)
    }

    /// The value of a key for changing.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|e| e.key.is_text(key)).map(|e| &mut e.value)
    }

    /// Sets a key: in its place if it exists, else at the end with a plain string key that carries the value's span.
    pub fn insert(&mut self, key: &str, value: Node) {
        match self.get_mut(key) {
            Some(old) => *old = value,
            None => {
                let key = Node::string(key, value.span);
                self.push(key, value);
            }
        }
    }

    /// Sets a key as kustomize's own steps do: a new key is a plain one whose text decides its type, so a key like
    /// `8080` cannot be printed.
    pub fn set(&mut self, key: &str, value: Node) {
        match self.get_mut(key) {
            Some(old) => *old = value,
            None => {
                let key = Node::untyped(key, value.span);
                self.push(key, value);
            }
        }
    }

    /// Adds a pair at the end. Most maps are small and get one field or two, so doubling their room would waste much.
    pub(crate) fn push(&mut self, key: Node, value: Node) {
        if self.entries.len() < FEW {
            self.entries.reserve_exact(1);
        }
        self.entries.push(Entry { key, value });
    }

    /// Removes a key (its first place) and returns its value.
    pub fn remove(&mut self, key: &str) -> Option<Node> {
        self.position(key).map(|at| self.entries.remove(at).value)
    }

    /// The value of a key, made by `make` at the end of the map if it is missing.
    pub fn get_or_insert_with(&mut self, key: &str, make: impl FnOnce() -> Node) -> &mut Node {
        let at = self.position(key).unwrap_or_else(|| {
            let value = make();
            self.push(Node::string(key, value.span), value);
            self.entries.len() - 1
        });
        &mut self.entries[at].value
    }
}
