//! Lists of maps that are merged element by element, matched by keys such as `name`.
//!
//! In nearly every list all elements have their keys and no two have the same: then what the algorithm in
//! [`literal`](super::literal) does is simple and takes linear time. All others go through that algorithm.

use std::collections::HashMap;

use super::lists::List;
use super::literal::{self, Other};
use super::{Directive, Edit, FEW, Side, Walk, directive};
use crate::diag::Result;
use crate::patch::path::Path;
use crate::schema::MergeKeys;
use crate::yaml::{Data, Node};

impl Walk<'_> {
    /// The merged elements; `None` if they are what `dest` has.
    pub(super) fn keyed(&self, dest: &[Node], patch: &[Node], list: &List<'_>) -> Result<Option<Vec<Node>>> {
        match Order::of(dest, patch, list.keys) {
            Some(order) => self.merge_plain(dest, patch, &order, list),
            None => self.merge_literally(dest, patch, list),
        }
    }

    fn merge_literally(&self, dest: &[Node], patch: &[Node], list: &List<'_>) -> Result<Option<Vec<Node>>> {
        let items = literal::merge(self, dest, Other::Patch(patch), list)?;
        self.effect.set(self.effect.get() || (items.is_some() && !patch.is_empty()));
        Ok(items)
    }

    /// A list without a counterpart; `None` if nothing changes.
    pub(super) fn keyed_alone(
        &self,
        items: &[Node],
        other: Other<'_>,
        list: &List<'_>,
    ) -> Result<Option<Vec<Node>>> {
        match Tuples::of(items, &[], list.keys).filter(Tuples::are_distinct) {
            Some(tuples) => {
                let side = if let Other::Nothing = other { Side::Dest } else { Side::Patch };
                self.each_alone(items, side, &tuples, list)
            }
            None => literal::merge(self, items, other, list),
        }
    }

    fn each_alone(
        &self,
        items: &[Node],
        side: Side,
        tuples: &Tuples<'_>,
        list: &List<'_>,
    ) -> Result<Option<Vec<Node>>> {
        let mut edits = Vec::new();
        for (i, item) in items.iter().enumerate() {
            note(&mut edits, i, self.alone(item, side, list.elements, &tuples.path(i, list)))?;
        }
        Ok((!edits.is_empty()).then(|| apply(items, edits)))
    }

    fn merge_plain(
        &self,
        dest: &[Node],
        patch: &[Node],
        order: &Order<'_>,
        list: &List<'_>,
    ) -> Result<Option<Vec<Node>>> {
        let mut merge = Merge::new(dest.len() + patch.len());
        for place in &order.places {
            let at = order.tuples.path(place.number(dest.len()), list);
            merge.add(dest, patch, place, self.element(dest, patch, place, list, &at))?;
        }
        self.effect.set(self.effect.get() || merge.moved);
        Ok(merge.changed.then_some(merge.items))
    }

    fn element(
        &self,
        dest: &[Node],
        patch: &[Node],
        place: &Place,
        list: &List<'_>,
        at: &Path<'_>,
    ) -> Result<Edit> {
        match *place {
            Place::New(j) => self.alone(&patch[j], Side::New, list.elements, at),
            Place::Own(i) => self.alone(&dest[i], Side::Dest, list.elements, at),
            Place::Both(i, j) => self.pair(&dest[i], &patch[j], list, at),
        }
    }

    /// Two elements with the same keys. An element cannot be replaced: the old one stays as it was.
    fn pair(&self, dest: &Node, patch: &Node, list: &List<'_>, at: &Path<'_>) -> Result<Edit> {
        match directive(patch)? {
            Some(Directive::Replace) => self.checked(patch, list, at),
            _ => self.both(dest, patch, list.elements, at),
        }
    }

    fn checked(&self, patch: &Node, list: &List<'_>, at: &Path<'_>) -> Result<Edit> {
        self.alone(patch, Side::Patch, list.elements, at).map(|_| Edit::Keep)
    }
}

/// Where an element of a merged list comes from: places in the object's list and in the patch's.
enum Place {
    New(usize),
    Own(usize),
    Both(usize, usize),
}

impl Place {
    /// The number under which [`Tuples`] knows the element.
    fn number(&self, dest: usize) -> usize {
        match *self {
            Place::New(j) => dest + j,
            Place::Own(i) | Place::Both(i, _) => i,
        }
    }
}

/// The elements of a merged list in their order.
struct Order<'n> {
    tuples: Tuples<'n>,
    places: Vec<Place>,
}

impl<'n> Order<'n> {
    /// One key: the patch's elements in order, new and merged, then the others.
    /// Several keys: the new elements, then all others in the object's order.
    ///
    /// `None` for lists that are merged literally.
    fn of(dest: &'n [Node], patch: &'n [Node], keys: MergeKeys<'_>) -> Option<Order<'n>> {
        let tuples = Tuples::of(dest, patch, keys)?;
        let partners = tuples.partners(dest.len())?;
        let by_patch = tuples.active == 1;
        let mut by_dest: Vec<Option<usize>> = vec![None; dest.len()];
        let mut places = Vec::with_capacity(dest.len() + patch.len());
        for (j, partner) in partners.into_iter().enumerate() {
            match partner {
                None => places.push(Place::New(j)),
                Some(i) => {
                    by_dest[i] = Some(j);
                    if by_patch {
                        places.push(Place::Both(i, j));
                    }
                }
            }
        }
        places.extend(by_dest.into_iter().enumerate().filter_map(|(i, partner)| match partner {
            None => Some(Place::Own(i)),
            Some(j) => (!by_patch).then_some(Place::Both(i, j)),
        }));
        Some(Order { tuples, places })
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
    fn new(capacity: usize) -> Merge {
        Merge { items: Vec::with_capacity(capacity), changed: false, moved: false, next: 0 }
    }

    /// Takes a result, so that the caller need not keep both it and the edit.
    fn add(&mut self, dest: &[Node], patch: &[Node], place: &Place, edit: Result<Edit>) -> Result<()> {
        match *place {
            Place::New(j) => self.other(&patch[j], edit?),
            Place::Own(i) | Place::Both(i, _) => self.own(i, &dest[i], edit?),
        }
        Ok(())
    }

    fn other(&mut self, node: &Node, edit: Edit) {
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

fn note(edits: &mut Vec<(usize, Edit)>, i: usize, edit: Result<Edit>) -> Result<()> {
    match edit? {
        Edit::Keep => {}
        edit => edits.push((i, edit)),
    }
    Ok(())
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
