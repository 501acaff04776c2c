//! The keyed list merge step by step as kustomize does it, for lists whose elements lack keys or repeat them.
//!
//! The results are often surprising, and they are part of the behaviour. Quadratic, as in the original.

use super::lists::List;
use super::{DIRECTIVE, Directive, Edit, Side, Walk, directive, error};
use crate::diag::Result;
use crate::yaml::{Data, Kind, Node};
use ecow::EcoString;

/// What a list is merged with.
pub(super) enum Other<'p> {
    /// Nothing: the patch does not mention it.
    Nothing,
    /// The same list: it comes from the patch as a whole. What is taken out of one is taken out of the other.
    Itself,
    /// The same elements in a list of their own.
    Copy,
    /// The patch's list.
    Patch(&'p [Node]),
}

/// The values of all keys of one element; missing ones are empty.
type Tuple = Vec<EcoString>;

/// The merged elements; `None` if they are what `dest` has.
pub(super) fn merge(
    walk: &Walk<'_>,
    dest: &[Node],
    other: Other<'_>,
    list: &List<'_>,
) -> Result<Option<Vec<Node>>> {
    let (mut lists, tuples) = Lists::of(walk, dest, &other, list);
    for tuple in &tuples {
        let values: Vec<&str> = tuple.iter().map(EcoString::as_str).collect();
        lists.merge_tuple(&values)?;
    }
    lists.append_rest()?;
    Ok(lists.result(dest.len()))
}

/// The distinct tuples in order.
fn tuples<'n>(nodes: impl Iterator<Item = &'n Node>, list: &List<'_>) -> Vec<Tuple> {
    let mut seen = std::collections::HashSet::new();
    let tuple = |node: &Node| list.keys.iter().map(|key| value(node, key).into()).collect();
    nodes.map(tuple).filter(|tuple: &Tuple| seen.insert(tuple.clone())).collect()
}

/// Completes tuples from each other: those that agree somewhere and contradict nowhere become the same.
/// In place and in order, so that effects chain.
fn combine(tuples: &mut [Tuple]) {
    if tuples.first().is_none_or(|tuple| tuple.len() < 2) {
        return;
    }
    for i in 0..tuples.len() {
        let start = tuples[i].clone();
        for j in 0..tuples.len() {
            if let Some(both) = combination(&start, &tuples[j]) {
                tuples[i].clone_from(&both);
                tuples[j] = both;
            }
        }
    }
}

fn combination(a: &Tuple, b: &Tuple) -> Option<Tuple> {
    let fits = |(x, y): (&EcoString, &EcoString)| x == y || x.is_empty() || y.is_empty();
    let pairs = || a.iter().zip(b);
    if !pairs().all(fits) || !pairs().any(|(x, y)| x == y) {
        return None;
    }
    Some(pairs().map(|(x, y)| if x.is_empty() { y.clone() } else { x.clone() }).collect())
}

/// The positions of the keys that have a value somewhere; all of them if none has.
fn active(tuples: &[Tuple], width: usize) -> Vec<usize> {
    let used: Vec<usize> = (0..width).filter(|key| tuples.iter().any(|t| !t[*key].is_empty())).collect();
    if used.is_empty() { (0..width).collect() } else { used }
}

/// The value of a key: empty if it is missing, null or no scalar.
fn value<'n>(node: &'n Node, key: &str) -> &'n str {
    node.get(key).filter(|value| !value.is_null()).and_then(Node::text).unwrap_or("")
}

/// What a field is compared by, if it exists: its text, also that of a null; empty if it is no scalar.
fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    node.get(key).map(|value| value.text().unwrap_or(""))
}

/// The lists while they are merged. Elements are changed in place, so the lists hold their numbers.
struct Lists<'w, 'l> {
    walk: &'w Walk<'w>,
    list: &'l List<'l>,
    /// The active keys.
    keys: Vec<&'l str>,
    nodes: Vec<Node>,
    dest: Vec<usize>,
    patch: Vec<usize>,
    /// Whether both lists are one.
    shared: bool,
    merged: Vec<usize>,
    changed: bool,
}

impl<'w, 'l> Lists<'w, 'l> {
    /// The lists before the merge, and the values of the active keys that are to be merged.
    fn of(
        walk: &'w Walk<'w>,
        dest: &[Node],
        other: &Other<'_>,
        list: &'l List<'l>,
    ) -> (Box<Lists<'w, 'l>>, Vec<Tuple>) {
        let patch: &[Node] = if let Other::Patch(patch) = other { patch } else { &[] };
        let mut tuples = tuples(patch.iter().chain(dest), list);
        combine(&mut tuples);
        let active = active(&tuples, list.keys.len());
        let lists = Lists {
            walk,
            list,
            nodes: dest.iter().chain(patch).cloned().collect(),
            dest: (0..dest.len()).collect(),
            patch: match other {
                Other::Itself | Other::Copy => (0..dest.len()).collect(),
                Other::Nothing | Other::Patch(_) => (dest.len()..dest.len() + patch.len()).collect(),
            },
            shared: matches!(other, Other::Itself),
            merged: Vec::new(),
            changed: false,
            keys: active.iter().map(|key| list.keys[*key].as_ref()).collect(),
        };
        let values = |tuple: Tuple| active.iter().map(|key| tuple[*key].clone()).collect();
        (Box::new(lists), tuples.into_iter().map(values).collect())
    }

    /// Merges the first element of each side that has these values for the active keys.
    fn merge_tuple(&mut self, values: &[&str]) -> Result<()> {
        let merged = self.merge_elements(self.find(&self.dest, values), self.find(&self.patch, values))?;
        self.place(values, merged.filter(|at| !is_empty(&self.nodes[*at])))
    }

    fn place(&mut self, values: &[&str], merged: Option<usize>) -> Result<()> {
        match merged {
            Some(at) => self.merged = self.put(&self.merged, values, at)?,
            None => {
                self.dest = self.without(&self.dest, values)?;
                if self.shared {
                    self.patch.clone_from(&self.dest);
                }
            }
        }
        Ok(())
    }

    /// The first element with these values; empty ones do not count unless all are empty.
    fn find(&self, places: &[usize], values: &[&str]) -> Option<usize> {
        let all = values.iter().all(|value| value.is_empty());
        let fits = |node: &Node| {
            let mut wanted = self.keys.iter().zip(values).filter(|(_, value)| all || !value.is_empty());
            wanted.all(|(key, value)| text(node, key) == Some(value))
        };
        places.iter().copied().find(|at| fits(&self.nodes[*at]))
    }

    /// Merges two elements; the result takes the place of one of them.
    fn merge_elements(&mut self, dest: Option<usize>, patch: Option<usize>) -> Result<Option<usize>> {
        let directive = match patch {
            // An unknown directive is an ordinary field of an element that is new.
            Some(at) if dest.is_none() && directive(&self.nodes[at]).is_err() => None,
            Some(at) => self.take_directive(at)?,
            None => None,
        };
        if directive == Some(Directive::Delete) {
            return Ok(None);
        }
        let replaced = dest == patch || directive == Some(Directive::Replace);
        let (at, with, side) = match (dest, patch) {
            (None, None) => return Ok(None),
            (Some(at), None) => (at, None, Side::Dest),
            (Some(at), Some(patch)) if !replaced => (at, Some(patch), Side::Dest),
            (Some(_), Some(at)) => (at, None, Side::Patch),
            (None, Some(at)) => (at, None, Side::New),
        };
        let edit = self.element(at, with, side)?;
        Ok(self.changed(at, edit))
    }

    /// An element with another one, or alone on its side.
    fn element(&self, at: usize, with: Option<usize>, side: Side) -> Result<Edit> {
        let node = &self.nodes[at];
        match with {
            Some(patch) => self.walk.both(node, &self.nodes[patch], self.list.elements, self.list.at),
            None => self.walk.alone(node, side, self.list.elements, self.list.at),
        }
    }

    fn changed(&mut self, at: usize, edit: Edit) -> Option<usize> {
        match edit {
            Edit::Keep => {}
            Edit::Drop => return None,
            Edit::Set(node) => {
                self.nodes[at] = node;
                self.changed = true;
            }
        }
        Some(at)
    }

    /// Reads the directive of an element and removes it: a second look finds none.
    fn take_directive(&mut self, at: usize) -> Result<Option<Directive>> {
        let found = directive(&self.nodes[at])?;
        if found.is_some()
            && let Some(map) = self.nodes[at].as_mapping_mut()
        {
            map.remove(DIRECTIVE);
            self.changed = true;
        }
        Ok(found)
    }

    /// What is left of the object's list goes in place of its equals, or to the end.
    fn append_rest(&mut self) -> Result<()> {
        for at in std::mem::take(&mut self.dest) {
            self.require_map(at)?;
            let node = self.nodes[at].clone();
            let present: Vec<Option<&str>> = self.keys.iter().map(|key| text(&node, key)).collect();
            let missing = present.iter().filter(|text| text.is_none()).count();
            self.merged.extend(std::iter::repeat_n(at, missing));
            let values: Vec<&str> = present.into_iter().flatten().collect();
            if values.is_empty() {
                self.merged = if node.is_null() { Vec::new() } else { vec![at] };
                continue;
            }
            if self.keys.len() > 1 {
                self.merged = self.without(&self.merged, &values)?;
            }
            self.merged = self.put(&self.merged, &values, at)?;
        }
        Ok(())
    }

    /// The list without what matches and without empty elements.
    fn without(&self, places: &[usize], values: &[&str]) -> Result<Vec<usize>> {
        let mut rest = Vec::with_capacity(places.len());
        for at in places {
            if !is_empty(&self.nodes[*at]) && !self.matches(*at, values)? {
                rest.push(*at);
            }
        }
        Ok(rest)
    }

    /// The list without empty elements and with a new one in place of each that matches, or at the end.
    fn put(&self, places: &[usize], values: &[&str], new: usize) -> Result<Vec<usize>> {
        let mut result = Vec::with_capacity(places.len() + 1);
        let mut found = false;
        for at in places {
            if is_empty(&self.nodes[*at]) {
                continue;
            }
            let matches = self.matches(*at, values)?;
            found |= matches;
            result.push(if matches { new } else { *at });
        }
        if !found {
            result.push(new);
        }
        Ok(result)
    }

    /// Whether the leading keys of an element are present with these values; an empty value stands for any.
    /// Values may be fewer than keys, and then belong to the wrong ones: so it is in the original.
    fn matches(&self, at: usize, values: &[&str]) -> Result<bool> {
        self.require_map(at)?;
        let fits = |(key, value): (&&str, &&str)| {
            text(&self.nodes[at], key).is_some_and(|text| value.is_empty() || text == *value)
        };
        Ok(self.keys.iter().zip(values).all(fits))
    }

    fn require_map(&self, at: usize) -> Result<()> {
        match &self.nodes[at] {
            node if node.is_null() => Ok(()),
            Node { data: Data::Mapping(_), .. } => Ok(()),
            node => Err(error::element(Kind::Mapping, node, self.list.at)),
        }
    }

    fn result(self, before: usize) -> Option<Vec<Node>> {
        let same = !self.changed && self.merged.iter().copied().eq(0..before);
        (!same).then(|| self.merged.iter().map(|at| self.nodes[*at].clone()).collect())
    }
}

fn is_empty(node: &Node) -> bool {
    node.is_null() || node.as_mapping().is_some_and(|map| map.entries().is_empty())
}
