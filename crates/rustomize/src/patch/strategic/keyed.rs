//! Lists of maps that are merged element by element, matched by keys such as `name`.
//!
//! In nearly every list all elements have their keys and no two have the same: then what the algorithm in
//! [`literal`](super::literal) does is simple and takes linear time. All others go through that algorithm.

use std::collections::HashMap;

use super::literal::{self, Other};
use super::{Directive, Edit, FEW, List, Side, Walk, directive};
use crate::diag::Result;
use crate::patch::path::Path;
use crate::schema::MergeKeys;
use crate::yaml::{Data, Node};

impl Walk<'_> {
    /// The merged elements; `None` if they are what `dest` has.
    pub(super) fn keyed(&self, dest: &[Node], patch: &[Node], list: &List<'_>) -> Result<Option<Vec<Node>>> {
        let plain = Tuples::of(dest, patch, list.keys).and_then(|tuples| {
            let partners = tuples.partners(dest.len())?;
            Some((tuples, partners))
        });
        match plain {
            Some((tuples, partners)) => self.merge_plain(dest, patch, &tuples, &partners, list),
            None => {
                let items = literal::merge(self, dest, Other::Patch(patch), list)?;
                self.effect.set(self.effect.get() || (items.is_some() && !patch.is_empty()));
                Ok(items)
            }
        }
    }

    /// A list without a counterpart; `None` if nothing changes.
    pub(super) fn keyed_alone(
        &self,
        items: &[Node],
        other: Other<'_>,
        list: &List<'_>,
    ) -> Result<Option<Vec<Node>>> {
        let Some(tuples) = Tuples::of(items, &[], list.keys).filter(Tuples::are_distinct) else {
            return literal::merge(self, items, other, list);
        };
        let side = if let Other::Nothing = other { Side::Dest } else { Side::Patch };
        let mut edits = Vec::new();
        for (i, item) in items.iter().enumerate() {
            match self.alone(item, side, list.elements, &tuples.path(i, list))? {
                Edit::Keep => {}
                edit => edits.push((i, edit)),
            }
        }
        Ok((!edits.is_empty()).then(|| apply(items, edits)))
    }

    /// One key: the patch's elements in order, new and merged, then the others.
    /// Several keys: the new elements, then all others in the object's order.
    fn merge_plain(
        &self,
        dest: &[Node],
        patch: &[Node],
        tuples: &Tuples<'_>,
        partners: &[Option<usize>],
        list: &List<'_>,
    ) -> Result<Option<Vec<Node>>> {
        let mut merge = Merge {
            items: Vec::with_capacity(dest.len() + patch.len()),
            changed: false,
            moved: false,
            next: 0,
        };
        let mut by_dest: Vec<Option<usize>> = vec![None; dest.len()];
        for (j, partner) in partners.iter().enumerate() {
            match partner {
                None => merge.add(
                    &patch[j],
                    self.alone(&patch[j], Side::New, list.elements, &tuples.path(dest.len() + j, list))?,
                ),
                Some(i) => {
                    by_dest[*i] = Some(j);
                    if tuples.active == 1 {
                        merge.own(
                            *i,
                            &dest[*i],
                            self.pair(&dest[*i], &patch[j], list, &tuples.path(*i, list))?,
                        );
                    }
                }
            }
        }
        for (i, node) in dest.iter().enumerate() {
            let at = tuples.path(i, list);
            match by_dest[i] {
                None => merge.own(i, node, self.alone(node, Side::Dest, list.elements, &at)?),
                Some(_) if tuples.active == 1 => {}
                Some(j) => merge.own(i, node, self.pair(node, &patch[j], list, &at)?),
            }
        }
        self.effect.set(self.effect.get() || merge.moved);
        Ok(merge.changed.then_some(merge.items))
    }

    /// Two elements with the same keys. An element cannot be replaced: the old one stays as it was.
    fn pair(&self, dest: &Node, patch: &Node, list: &List<'_>, at: &Path<'_>) -> Result<Edit> {
        if directive(patch)? == Some(Directive::Replace) {
            self.alone(patch, Side::Patch, list.elements, at)?;
            return Ok(Edit::Keep);
        }
        self.both(dest, patch, list.elements, at)
    }
}

/// A merged list as it grows.
struct Merge {
    items: Vec<Node>,
    changed: bool,
    /// Whether the patch brought elements or another order.
    moved: bool,
    /// The element of the old list that would come next if nothing had changed.
    next: usize,
}

impl Merge {
    fn add(&mut self, node: &Node, edit: Edit) {
        let item = match edit {
            Edit::Keep => node.clone(),
            Edit::Set(node) => node,
            Edit::Drop => return,
        };
        self.changed = true;
        self.moved = true;
        self.items.push(item);
    }

    fn own(&mut self, i: usize, node: &Node, edit: Edit) {
        self.moved |= i != self.next;
        self.changed |= self.moved || !matches!(edit, Edit::Keep);
        self.next = i + 1;
        match edit {
            Edit::Keep => self.items.push(node.clone()),
            Edit::Set(node) => self.items.push(node),
            Edit::Drop => {}
        }
    }
}

fn apply(items: &[Node], edits: Vec<(usize, Edit)>) -> Vec<Node> {
    let mut edits = edits.into_iter().peekable();
    let mut result = Vec::with_capacity(items.len());
    for (i, item) in items.iter().enumerate() {
        match edits.next_if(|(at, _)| *at == i) {
            Some((_, Edit::Set(node))) => result.push(node),
            Some((_, Edit::Drop)) => {}
            Some((_, Edit::Keep)) | None => result.push(item.clone()),
        }
    }
    result
}

/// The values of the keys of all elements, those of the object's list first.
struct Tuples<'n> {
    texts: Vec<&'n str>,
    /// How many keys there are.
    width: usize,
    /// How many of them have values: all elements have those, and no element has the others.
    active: usize,
    /// The first of them.
    leading: usize,
}

impl<'n> Tuples<'n> {
    /// `None` if an element is no map, lacks a key that another one has, or has a key that is no scalar.
    fn of(dest: &'n [Node], patch: &'n [Node], keys: MergeKeys<'_>) -> Option<Tuples<'n>> {
        let count = dest.len() + patch.len();
        let mut texts = Vec::with_capacity(count * keys.len());
        for node in dest.iter().chain(patch) {
            let Data::Mapping(map) = &node.data else { return None };
            for key in keys {
                texts.push(match map.get(key) {
                    None => "",
                    Some(value) if value.is_null() => "",
                    Some(value) => value.text()?,
                });
            }
        }
        let width = keys.len();
        let filled =
            |key: usize| texts.iter().skip(key).step_by(width).filter(|text| !text.is_empty()).count();
        let filled: Vec<usize> = (0..width).map(filled).collect();
        let plain = filled.iter().all(|n| *n == 0 || *n == count);
        let leading = filled.iter().position(|n| *n > 0);
        let active = filled.iter().filter(|n| **n > 0).count();
        (plain && (count == 0 || active > 0)).then(|| Tuples {
            texts,
            width,
            active,
            leading: leading.unwrap_or(0),
        })
    }

    fn get(&self, i: usize) -> &[&'n str] {
        &self.texts[i * self.width..(i + 1) * self.width]
    }

    fn path<'p>(&'p self, i: usize, list: &'p List<'_>) -> Path<'p> {
        list.at.element(&list.keys[self.leading], self.get(i)[self.leading])
    }

    fn are_distinct(&self) -> bool {
        self.index(0..self.texts.len() / self.width).is_some()
    }

    /// For each element of the patch the one of the object with the same keys; `None` if keys repeat.
    fn partners(&self, dest: usize) -> Option<Vec<Option<usize>>> {
        let all = 0..self.texts.len() / self.width;
        let own = self.index(0..dest)?;
        self.index(dest..all.end)?;
        Some((dest..all.end).map(|j| own.find(self, j)).collect())
    }

    /// An index of a range of elements; `None` if keys repeat.
    fn index(&self, range: std::ops::Range<usize>) -> Option<Index<'_, 'n>> {
        if range.len() > FEW {
            let mut map = HashMap::with_capacity(range.len());
            for i in range {
                if map.insert(self.get(i), i).is_some() {
                    return None;
                }
            }
            return Some(Index::Many(map));
        }
        let mut rest = range.clone();
        while let Some(i) = rest.next() {
            if rest.clone().any(|j| self.get(i) == self.get(j)) {
                return None;
            }
        }
        Some(Index::Few(range))
    }
}

/// Finds elements by their keys.
enum Index<'t, 'n> {
    Few(std::ops::Range<usize>),
    Many(HashMap<&'t [&'n str], usize>),
}

impl Index<'_, '_> {
    fn find(&self, tuples: &Tuples<'_>, wanted: usize) -> Option<usize> {
        match self {
            Index::Few(range) => range.clone().find(|i| tuples.get(*i) == tuples.get(wanted)),
            Index::Many(map) => map.get(tuples.get(wanted)).copied(),
        }
    }
}
