//! Maps: pairs that are found by their keys.

use super::{Mapping, Node};
use crate::yaml::marks::Facts;

/// A key and its value.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The key; a scalar in every map that can be printed.
    pub key: Node,
    /// The value.
    pub value: Node,
}

impl Mapping {
    /// The pairs in order.
    #[inline]
    pub fn entries(&self) -> &[Entry] {
        self.parts()
    }

    /// The pairs for changing.
    pub fn entries_mut(&mut self) -> &mut [Entry] {
        self.parts_mut_keeping(Facts::NONE)
    }

    /// Where a key stands; the first place if it repeats.
    #[inline(always)]
    pub fn position(&self, key: &str) -> Option<usize> {
        // A loop, and below too: searches of the standard library with this much in them become calls.
        for (at, entry) in self.entries().iter().enumerate() {
            if entry.key.is_text(key) {
                return Some(at);
            }
        }
        None
    }

    /// The value of a key.
    #[inline(always)]
    pub fn get(&self, key: &str) -> Option<&Node> {
        for entry in self.entries() {
            if entry.key.is_text(key) {
                return Some(&entry.value);
            }
        }
        None
    }

    /// The value of a key for changing.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let at = self.position(key)?;
        Some(&mut self.entries_mut()[at].value)
    }

    /// Sets a key: in its place if it exists, else at the end with a plain string key that carries the value's span.
    pub fn insert(&mut self, key: &str, value: Node) {
        match self.get_mut(key) {
            Some(old) => *old = value,
            None => self.push(Node::string(key, value.span), value),
        }
    }

    /// Sets a key as kustomize's own steps do: a new key is a plain one whose text decides its type, so a key like
    /// `8080` cannot be printed.
    pub fn set(&mut self, key: &str, value: Node) {
        match self.get_mut(key) {
            Some(old) => *old = value,
            None => self.push(Node::untyped(key, value.span), value),
        }
    }

    /// Adds a pair at the end.
    pub fn push(&mut self, key: Node, value: Node) {
        self.add(Entry { key, value });
    }

    /// Removes a key (its first place) and returns its value.
    pub fn remove(&mut self, key: &str) -> Option<Node> {
        self.position(key).map(|at| self.change(|entries| entries.remove(at).value))
    }

    /// Keeps the pairs that `keep` accepts.
    pub fn retain(&mut self, keep: impl Fn(&Entry) -> bool) {
        if !self.entries().iter().all(&keep) {
            self.change(|entries| entries.retain(keep));
        }
    }

    /// The value of a key, made by `make` at the end of the map if it is missing.
    pub fn get_or_insert_with(&mut self, key: &str, make: impl FnOnce() -> Node) -> &mut Node {
        let at = self.position(key).unwrap_or_else(|| {
            let value = make();
            self.push(Node::string(key, value.span), value);
            self.entries().len() - 1
        });
        &mut self.entries_mut()[at].value
    }
}
