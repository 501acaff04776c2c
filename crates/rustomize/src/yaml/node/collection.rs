//! Lists and maps.

use super::Node;
use super::block::{Block, Head, KeySchema};
use crate::yaml::marks::{Facts, Marks};

/// A list and how it was written. A copy shares its elements with the original until one of them changes.
#[derive(Clone, Debug)]
pub struct Sequence(Block<Node>);

/// A map in the order of its source, shared like a [`Sequence`]. Keys may repeat: that is an error only when the map is
/// printed.
#[derive(Clone, Debug)]
pub struct Mapping(Block<Entry>);

/// A key and its value.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The key; a scalar in every map that can be printed.
    pub key: Node,
    /// The value.
    pub value: Node,
}

impl Sequence {
    /// A list of these elements, written as `[a, b]` if `flow`.
    pub fn new(items: Vec<Node>, flow: bool) -> Sequence {
        Sequence(Block::new(Head::of(flow), items))
    }

    pub(crate) fn collect(items: impl ExactSizeIterator<Item = Node>, flow: bool) -> Sequence {
        Sequence(Block::collect(Head::of(flow), items))
    }

    /// The elements in order.
    #[inline]
    pub fn items(&self) -> &[Node] {
        self.0.parts()
    }

    /// The elements for changing.
    pub fn items_mut(&mut self) -> &mut [Node] {
        self.items_mut_keeping(Facts::NONE)
    }

    /// The elements for changes that `facts` survive, if they hold now.
    pub(crate) fn items_mut_keeping(&mut self, facts: Facts) -> &mut [Node] {
        let facts = self.marks().facts().and(facts);
        let (head, items) = self.0.own();
        head.marks = Marks::of(facts);
        items
    }

    /// Adds and removes elements.
    pub fn change<R>(&mut self, change: impl FnOnce(&mut Vec<Node>) -> R) -> R {
        self.0.change(change)
    }

    /// Whether it was written as `[a, b]`.
    #[inline]
    pub fn flow(&self) -> bool {
        self.0.head().flow
    }

    /// Changes how it is written.
    pub fn set_flow(&mut self, flow: bool) {
        let head = self.0.own().0;
        (head.flow, head.marks) = (flow, Marks::default());
    }

    /// Adds an element at the end.
    pub fn push(&mut self, item: Node) {
        self.0.push(item);
    }

    /// Other elements, written like these.
    pub(crate) fn with(&self, items: Vec<Node>) -> Sequence {
        Sequence(self.0.with(items))
    }

    /// Says what holds after a change.
    pub(crate) fn know(&mut self, facts: Facts) {
        self.0.own().0.marks = Marks::of(facts);
    }

    #[inline]
    pub(crate) fn marks(&self) -> &Marks {
        &self.0.head().marks
    }

    /// Whether both share their elements.
    pub(crate) fn is_same(&self, other: &Sequence) -> bool {
        self.0.is_same(&other.0)
    }
}

impl Default for Sequence {
    fn default() -> Sequence {
        Sequence::new(Vec::new(), false)
    }
}

impl Mapping {
    /// A map of these pairs, written as `{a: b}` if `flow`.
    pub fn new(entries: Vec<Entry>, flow: bool) -> Mapping {
        Mapping(Block::new(Head::of(flow), entries))
    }

    pub(crate) fn collect(entries: impl ExactSizeIterator<Item = Entry>, flow: bool) -> Mapping {
        Mapping(Block::collect(Head::of(flow), entries))
    }

    /// The pairs in order.
    #[inline]
    pub fn entries(&self) -> &[Entry] {
        self.0.parts()
    }

    /// The pairs for changing.
    pub fn entries_mut(&mut self) -> &mut [Entry] {
        self.entries_mut_keeping(Facts::NONE)
    }

    /// The pairs for changes that `facts` survive, if they hold now.
    pub(crate) fn entries_mut_keeping(&mut self, facts: Facts) -> &mut [Entry] {
        let facts = self.marks().facts().and(facts);
        let (head, entries) = self.0.own();
        head.marks = Marks::of(facts);
        entries
    }

    /// Adds and removes pairs.
    pub fn change<R>(&mut self, change: impl FnOnce(&mut Vec<Entry>) -> R) -> R {
        self.0.change(change)
    }

    /// Whether it was written as `{a: b}`.
    #[inline]
    pub fn flow(&self) -> bool {
        self.0.head().flow
    }

    /// Changes how it is written.
    pub fn set_flow(&mut self, flow: bool) {
        let head = self.0.own().0;
        (head.flow, head.marks) = (flow, Marks::default());
    }

    /// Other pairs, written like these and with the same schemas.
    pub(crate) fn with(&self, entries: Vec<Entry>) -> Mapping {
        Mapping(self.0.with(entries))
    }

    /// Says what holds after a change.
    pub(crate) fn know(&mut self, facts: Facts) {
        self.0.own().0.marks = Marks::of(facts);
    }

    /// The comments that carry a schema.
    pub(crate) fn schemas(&self) -> &[KeySchema] {
        self.0.head().schemas.as_deref().unwrap_or_default()
    }

    pub(crate) fn set_schemas(&mut self, schemas: Vec<KeySchema>) {
        self.0.own().0.schemas = Some(schemas.into());
    }

    #[inline]
    pub(crate) fn marks(&self) -> &Marks {
        &self.0.head().marks
    }

    /// Whether both share their pairs.
    pub(crate) fn is_same(&self, other: &Mapping) -> bool {
        self.0.is_same(&other.0)
    }

    /// Where a key stands; the first place if it repeats.
    #[inline(always)]
    pub fn position(&self, key: &str) -> Option<usize> {
        self.entries().iter().position(|e| e.key.is_text(key))
    }

    /// The value of a key.
    #[inline(always)]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|e| e.key.is_text(key)).map(|e| &e.value)
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
        self.0.push(Entry { key, value });
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

impl Default for Mapping {
    fn default() -> Mapping {
        Mapping::new(Vec::new(), false)
    }
}
