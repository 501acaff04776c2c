//! Applying operations to a tree in its JSON form.

use std::collections::HashMap;

use ecow::EcoString;

use super::error::{self, Failed};
use super::pointer::{self, Pointer};
use super::{Action, Operation};
use crate::diag::Result;
use crate::yaml::{Data, Facts, Mapping, Node, Scalar, Style, Tag, known_of};

/// Applies one operation.
pub(super) fn apply(document: &mut Node, operation: &Operation) -> Result<()> {
    let done = match &operation.action {
        Action::Add { path, value } => add(document, path, value.clone(), "add"),
        Action::Remove { path } => remove(document, path),
        Action::Replace { path, value } => replace(document, path, value),
        Action::Move { from, path } => {
            relocate(document, from).and_then(|value| put(document, path, value, "move"))
        }
        Action::Copy { from, path } => {
            get(document, from, "copy").and_then(|value| put(document, path, value, "copy"))
        }
        Action::Test { path, value } => test(document, path, value),
    };
    done.map_err(|failed| failed.at(operation.span))
}

/// Adds a value of the document itself: copied into itself again and again, it would outgrow every stack.
fn put(document: &mut Node, path: &Pointer, value: Node, op: &'static str) -> Result<(), Failed> {
    if !path.takes(&value) {
        return Err(error::deep(path.span).into());
    }
    add(document, path, value, op)
}

fn add(document: &mut Node, path: &Pointer, value: Node, op: &'static str) -> Result<(), Failed> {
    let Some((last, parent)) = collection(document, path) else {
        return Err(error::no_parent(document, path, op));
    };
    let kept = kept(last, parent, &value);
    let Some((last, parent)) = way_mut(document, path, kept) else { return Ok(()) };
    match &mut parent.data {
        Data::Mapping(map) => {
            let facts = map.marks().facts().and(kept);
            insert(map, last, path, value);
            map.know(facts);
        }
        Data::Sequence(list) => {
            let at = pointer::insertion(last, list.items().len());
            let at = at.map_err(|e| error::index(e, path, last, list.items().len(), (op, true)))?;
            let facts = list.marks().facts().and(kept);
            if at == list.items().len() {
                list.push(value);
            } else {
                list.change(|items| items.insert(at, value));
            }
            list.know(facts);
        }
        Data::Scalar(_) => {}
    }
    Ok(())
}

fn insert(map: &mut Mapping, name: &EcoString, path: &Pointer, value: Node) {
    match map.get_mut(name) {
        Some(old) => *old = value,
        None => {
            let key = Scalar {
                style: if crate::yaml::scalar::resolve(name) == Tag::Str {
                    Style::Plain
                } else {
                    Style::DoubleQuoted
                },
                ..Scalar::string(name.clone())
            };
            map.push(Node::scalar(key, path.span), value);
        }
    }
}

/// What remains known of a collection, and of those around it, when a value is put into it. So an object that many
/// patches add to is not walked again for each of them.
fn kept(last: &str, parent: &Node, value: &Node) -> Facts {
    // What a block becomes in a flow collection, or a key of several lines, is left to the walk.
    let known = match &parent.data {
        _ if last.contains('\n') || last == "<<" => Facts::NONE,
        Data::Mapping(map) if !map.flow() && !last.starts_with('\t') => map.marks().facts(),
        Data::Sequence(list) if !list.flow() => list.marks().facts(),
        _ => Facts::NONE,
    };
    if known == Facts::NONE { known } else { known.and(known_of(value)) }
}

fn remove(document: &mut Node, path: &Pointer) -> Result<(), Failed> {
    let Some((last, parent)) = collection_mut(document, path) else {
        return Err(error::no_parent(document, path, "remove"));
    };
    take(parent, last, path, "remove").map(drop)
}

/// Removes a value and returns it.
fn relocate(document: &mut Node, from: &Pointer) -> Result<Node, Failed> {
    let Some((last, parent)) = collection_mut(document, from) else {
        return Err(error::no_source(document, from, "move"));
    };
    take(parent, last, from, "move")
}

fn take(parent: &mut Node, last: &str, path: &Pointer, op: &'static str) -> Result<Node, Failed> {
    match &mut parent.data {
        Data::Sequence(list) => {
            let at = pointer::element(last, list.items().len());
            let at = at.map_err(|e| error::index(e, path, last, list.items().len(), (op, false)))?;
            Ok(list.change(|items| items.remove(at)))
        }
        Data::Mapping(map) => match map.position(last) {
            Some(at) => Ok(map.change(|entries| entries.remove(at)).value),
            None => Err(error::no_key(parent, path, last, op)),
        },
        Data::Scalar(_) => Err(error::no_key(parent, path, last, op)),
    }
}

fn replace(document: &mut Node, path: &Pointer, value: &Node) -> Result<(), Failed> {
    if path.is_document() {
        return replace_document(document, value);
    }
    let Some((last, parent)) = collection(document, path) else {
        return Err(error::no_parent(document, path, "replace"));
    };
    let kept = kept(last, parent, value);
    let Some((last, parent)) = way_mut(document, path, kept) else { return Ok(()) };
    let old = match &parent.data {
        Data::Mapping(map) => map.position(last),
        Data::Sequence(list) => pointer::element(last, list.items().len()).ok(),
        Data::Scalar(_) => None,
    };
    let Some(at) = old else { return Err(error::no_key(parent, path, last, "replace")) };
    match &mut parent.data {
        Data::Mapping(map) => map.parts_mut_keeping(kept)[at].value = value.clone(),
        Data::Sequence(list) => list.parts_mut_keeping(kept)[at] = value.clone(),
        Data::Scalar(_) => {}
    }
    Ok(())
}

/// Scalars in place of the whole object have no effect.
fn replace_document(document: &mut Node, value: &Node) -> Result<(), Failed> {
    match &value.data {
        Data::Mapping(_) => *document = value.clone(),
        Data::Sequence(_) => return Err(error::no_object(value)),
        Data::Scalar(_) => {}
    }
    Ok(())
}

fn get(document: &Node, from: &Pointer, op: &'static str) -> Result<Node, Failed> {
    let Some((last, parent)) = collection(document, from) else {
        return Err(error::no_source(document, from, op));
    };
    match &parent.data {
        Data::Sequence(list) => match pointer::element(last, list.items().len()) {
            Ok(at) => Ok(list.items()[at].clone()),
            Err(e) => Err(error::index(e, from, last, list.items().len(), (op, false))),
        },
        _ => parent.get(last).cloned().ok_or_else(|| error::no_key(parent, from, last, op)),
    }
}

fn test(document: &Node, path: &Pointer, wanted: &Node) -> Result<(), Failed> {
    let null = Node::null(path.span);
    let found = if path.is_document() {
        document
    } else {
        let Some((last, parent)) = collection(document, path) else {
            return Err(error::no_parent(document, path, "test"));
        };
        match &parent.data {
            Data::Sequence(list) => match pointer::element(last, list.items().len()) {
                Ok(at) => &list.items()[at],
                Err(e) => return Err(error::index(e, path, last, list.items().len(), ("test", false))),
            },
            _ => parent.get(last).unwrap_or(&null),
        }
    };
    if equal(found, wanted) { Ok(()) } else { Err(error::test(path, found, wanted)) }
}

/// The map or list that a path leads into, with the last step.
fn collection<'n, 'p>(document: &'n Node, path: &'p Pointer) -> Option<(&'p EcoString, &'n Node)> {
    let (last, way) = path.split()?;
    let parent = way.iter().try_fold(document, |node, step| child(node, step))?;
    parent.as_scalar().is_none().then_some((last, parent))
}

/// The same for changing. Shared collections on the way are copied, but only if the way exists.
fn collection_mut<'n, 'p>(
    document: &'n mut Node,
    path: &'p Pointer,
) -> Option<(&'p EcoString, &'n mut Node)> {
    collection(document, path)?;
    way_mut(document, path, Facts::NONE)
}

/// The same for a change that some facts survive, where the way is known to exist.
fn way_mut<'n, 'p>(
    document: &'n mut Node,
    path: &'p Pointer,
    kept: Facts,
) -> Option<(&'p EcoString, &'n mut Node)> {
    let (last, way) = path.split()?;
    let mut node = document;
    for step in way {
        node = match &mut node.data {
            Data::Mapping(map) => {
                let at = map.position(step)?;
                &mut map.parts_mut_keeping(kept)[at].value
            }
            Data::Sequence(list) => {
                let at = pointer::element(step, list.items().len()).ok()?;
                list.parts_mut_keeping(kept).get_mut(at)?
            }
            Data::Scalar(_) => return None,
        };
    }
    Some((last, node))
}

pub(super) fn child<'n>(node: &'n Node, step: &str) -> Option<&'n Node> {
    match &node.data {
        Data::Mapping(map) => map.get(step),
        Data::Sequence(list) => list.items().get(pointer::element(step, list.items().len()).ok()?),
        Data::Scalar(_) => None,
    }
}

/// Up to this many keys are looked through one by one.
const FEW: usize = 8;

/// Whether two JSON values are the same to `test`.
fn equal(a: &Node, b: &Node) -> bool {
    match (&a.data, &b.data) {
        (Data::Scalar(a), Data::Scalar(b)) => same_scalar(a, b),
        (Data::Sequence(a), Data::Sequence(b)) => {
            let same = |(a, b): (&Node, &Node)| !a.is_null() && equal(a, b);
            a.items().len() == b.items().len() && a.items().iter().zip(b.items()).all(same)
        }
        (Data::Mapping(a), Data::Mapping(b)) => a.entries().len() == b.entries().len() && same_entries(a, b),
        _ => false,
    }
}

fn same_scalar(a: &Scalar, b: &Scalar) -> bool {
    let number = |scalar: &Scalar| matches!(scalar.tag, Tag::Int | Tag::Float);
    let same_type = a.tag == b.tag || (number(a) && number(b));
    same_type && a.text == b.text && (a.tag != Tag::Str || a.tagged == b.tagged)
}

fn same_entries(a: &Mapping, b: &Mapping) -> bool {
    if b.entries().len() <= FEW {
        return a.entries().iter().all(|entry| {
            entry.key.text().and_then(|key| b.get(key)).is_some_and(|other| equal(&entry.value, other))
        });
    }
    let index: HashMap<Option<&str>, &Node> = b.entries().iter().map(|e| (e.key.text(), &e.value)).collect();
    a.entries().iter().all(|e| index.get(&e.key.text()).is_some_and(|other| equal(&e.value, other)))
}
