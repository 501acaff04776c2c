//! All reference fields of one kind of referrer as one tree, so that each object is walked once.

use std::rc::Rc;

use foldhash::HashMap;

use crate::diag::{Code, Diagnostic, Result};
use crate::field::{FieldConfig, FieldSpec, GvkFilter, failure, key_of};
use crate::id::Gvk;
use crate::yaml::{Data, Edits, Node, Way};

/// One field that may name an object of kind `target`.
#[derive(Clone, Copy)]
pub(super) struct Leaf<'a> {
    /// What the field refers to; empty parts fit anything.
    pub(super) target: &'a GvkFilter,
    /// The field is `roleRef/name`: kind and group stand beside it.
    pub(super) role_ref: bool,
    /// The field, for messages.
    pub(super) spec: &'a FieldSpec,
}

/// The trees by kind of referrer, each made on first use.
pub(super) struct Tries<'a> {
    config: &'a FieldConfig,
    made: HashMap<Gvk, Option<Rc<Trie<'a>>>>,
}

/// The fields below one node.
#[derive(Default)]
pub(super) struct Trie<'a> {
    children: Vec<(&'a str, Trie<'a>)>,
    leaves: Vec<Leaf<'a>>,
    /// Why a field has a step here that no map has.
    refused: Option<(&'static str, &'a FieldSpec)>,
}

impl<'a> Tries<'a> {
    pub(super) fn of(config: &'a FieldConfig) -> Tries<'a> {
        Tries { config, made: HashMap::default() }
    }

    /// The tree for referrers whose first kind was `original`, whatever patches made of it.
    pub(super) fn for_referrer(&mut self, original: &Gvk) -> Option<Rc<Trie<'a>>> {
        let config = self.config;
        self.made.entry(original.clone()).or_insert_with(|| Trie::of(config, original)).clone()
    }
}

impl<'a> Trie<'a> {
    fn of(config: &'a FieldConfig, original: &Gvk) -> Option<Rc<Trie<'a>>> {
        let mut root = Trie::default();
        for reference in config.name_reference.iter() {
            for spec in reference.referrers.iter() {
                if spec.fits(original) {
                    root.insert(&reference.target, spec);
                }
            }
        }
        root.goes_on().then(|| Rc::new(root))
    }

    fn insert(&mut self, target: &'a GvkFilter, spec: &'a FieldSpec) {
        let role_ref = spec.path.ends_with(&["roleRef", "name"]);
        let mut at = self;
        for step in spec.path.segments() {
            let key = match key_of(step) {
                Ok(Some(key)) => key,
                Ok(None) => continue,
                Err(why) => {
                    at.refused.get_or_insert((why, spec));
                    return;
                }
            };
            let found = at.children.iter().position(|(k, _)| *k == key).unwrap_or_else(|| {
                at.children.push((key, Trie::default()));
                at.children.len() - 1
            });
            at = &mut at.children[found].1;
        }
        at.leaves.push(Leaf { target, role_ref, spec });
    }

    /// Calls `change` for every field of the tree that exists, in the order of the targets, each on the result of
    /// the one before, and collects what they become.
    pub(super) fn collect(
        &self,
        node: &Node,
        parent: &Node,
        way: &Way<'_>,
        edits: &mut Edits,
        change: &mut impl FnMut(&Node, &Node, &Leaf<'a>) -> Result<Option<Node>>,
    ) -> Result<()> {
        let mut new: Option<Node> = None;
        for leaf in self.leaves.iter().filter(|_| !node.is_null()) {
            if let Some(changed) = change(new.as_ref().unwrap_or(node), parent, leaf)? {
                new = Some(changed);
            }
        }
        match new {
            None => self.collect_below(node, way, edits, change),
            Some(mut new) => {
                let mut below = Edits::default();
                self.collect_below(&new, &Way::Root, &mut below, change)?;
                below.apply(&mut new);
                edits.set(way, new);
                Ok(())
            }
        }
    }

    fn collect_below(
        &self,
        node: &Node,
        way: &Way<'_>,
        edits: &mut Edits,
        change: &mut impl FnMut(&Node, &Node, &Leaf<'a>) -> Result<Option<Node>>,
    ) -> Result<()> {
        if !self.goes_on() {
            return Ok(());
        }
        match &node.data {
            Data::Mapping(map) => {
                if let Some((why, spec)) = self.refused {
                    return Err(spec.blamed(failure(&spec.path, node, why)));
                }
                for (key, trie) in &self.children {
                    if let Some(at) = map.position(key) {
                        let value = &map.entries()[at].value;
                        trie.collect(value, node, &way.below(at), edits, change)?;
                    }
                }
            }
            Data::Sequence(list) => {
                for (at, item) in list.items().iter().enumerate() {
                    self.collect_below(item, &way.below(at), edits, change)?;
                }
            }
            Data::Scalar(_) if node.is_null() => {}
            Data::Scalar(_) => return Err(self.misfit(node)),
        }
        Ok(())
    }

    fn goes_on(&self) -> bool {
        !self.children.is_empty() || self.refused.is_some()
    }

    fn misfit(&self, node: &Node) -> Diagnostic {
        let path = self.any_leaf().map(|leaf| leaf.spec.path.to_string()).unwrap_or_default();
        Diagnostic::error(Code::Transformer, format!("expected a map or a list on the way to `{path}`"))
            .at(node.span)
            .upstream("expected sequence or mapping node")
    }

    fn any_leaf(&self) -> Option<&Leaf<'a>> {
        self.leaves.first().or_else(|| self.children.iter().find_map(|(_, trie)| trie.any_leaf()))
    }
}
