//! Walking to the nodes a path leads to.
//!
//! Shared parents are copied only on the way to a node that is changed: the way is looked at first.

use super::path::{FieldPath, Segment};
use crate::diag::{Code, Diagnostic, Result};
use crate::source::Span;
use crate::yaml::{Data, Kind, Mapping, Node, Scalar, Sequence, SharedWrites, Tag};

/// What to make of a field that is missing or null.
#[derive(Clone, Copy, Debug)]
pub struct Create {
    /// The shape of the field; the maps on the way are made too.
    pub kind: Kind,
    /// The place that new nodes come from.
    pub span: Span,
}

/// Longer paths are refused: each step is a level of the object.
const LONGEST: usize = 1000;

type Change<'a> = &'a mut dyn FnMut(&mut Node) -> Result<()>;
type Wants<'a> = &'a mut dyn FnMut(&Node) -> bool;

/// Calls `change` for each node the path leads to; see [`edit`].
///
/// # Errors
/// See [`edit`].
pub fn visit(node: &mut Node, path: &FieldPath, create: Option<Create>, change: Change<'_>) -> Result<()> {
    edit(node, path, create, None, change)
}

/// Calls `change` for each node that the path leads to and that `wants` accepts.
///
/// - What is written to one of the places of a shared value comes to stand in all of them.
/// - A list is walked through: the rest of the path counts for each of its elements.
/// - A field that is missing ends the walk, unless it is to be made.
/// - A null ends it too, unless it is the last field: `change` then gets the null. If fields are made, it
///   first becomes what is to be made; if the path says that it is a list, an empty list in any case.
/// - What is shared is not copied where `wants` accepts nothing. Without it all are accepted.
///
/// # Errors
/// The path leads through a scalar, or has a step that maps do not have (empty, an index, a wildcard).
pub fn edit(
    node: &mut Node,
    path: &FieldPath,
    create: Option<Create>,
    wants: Option<Wants<'_>>,
    change: Change<'_>,
) -> Result<()> {
    if path.segments().len() > LONGEST {
        return Err(failure(path, node, "has too many steps"));
    }
    // What is made where it is missing is nearly always reached.
    let look = create.is_none() || wants.is_some();
    let mut walk = Walk { path, create, wants };
    if look && !walk.reaches(node, path.segments()) {
        return Ok(());
    }
    let mut written = SharedWrites::default();
    walk.go(node, path.segments(), &mut |field| {
        let old = field.as_scalar().filter(|scalar| scalar.shared != 0).map(|_| field.clone());
        change(field)?;
        if let Some(old) = old {
            *field = written.instead(&old, field.clone());
        }
        Ok(())
    })?;
    written.spread(node);
    Ok(())
}

/// Calls `look` for each node the path leads to. Changes nothing, so nothing is made and null stays null.
///
/// # Errors
/// Those of [`edit`].
pub fn visit_ref<'n>(
    node: &'n Node,
    path: &FieldPath,
    look: &mut dyn FnMut(&'n Node) -> Result<()>,
) -> Result<()> {
    look_at(node, path, path.segments(), look)
}

fn look_at<'n>(
    node: &'n Node,
    path: &FieldPath,
    steps: &[Segment],
    look: &mut dyn FnMut(&'n Node) -> Result<()>,
) -> Result<()> {
    let Some((step, rest)) = steps.split_first() else { return look(node) };
    match &node.data {
        Data::Sequence(list) => list.items().iter().try_for_each(|item| look_at(item, path, steps, look)),
        Data::Mapping(map) => match key_of(step) {
            Ok(None) => look_at(node, path, rest, look),
            Ok(Some(key)) => map.get(key).map_or(Ok(()), |value| look_at(value, path, rest, look)),
            Err(why) => Err(failure(path, node, why)),
        },
        Data::Scalar(scalar) if scalar.tag == Tag::Null => Ok(()),
        Data::Scalar(_) => Err(through_scalar(path, node)),
    }
}

struct Walk<'a, 'w> {
    path: &'a FieldPath,
    create: Option<Create>,
    wants: Option<Wants<'w>>,
}

impl Walk<'_, '_> {
    /// Whether the walk changes something, or fails.
    fn reaches(&mut self, node: &Node, steps: &[Segment]) -> bool {
        let Some((step, rest)) = steps.split_first() else {
            return self.wants.as_mut().is_none_or(|wants| wants(node));
        };
        let map = match &node.data {
            Data::Sequence(list) => return list.items().iter().any(|item| self.reaches(item, steps)),
            Data::Scalar(scalar) => return scalar.tag != Tag::Null,
            Data::Mapping(map) => map,
        };
        let key = match key_of(step) {
            Ok(Some(key)) => key,
            Ok(None) => return self.reaches(node, rest),
            Err(_) => return true,
        };
        match map.get(key) {
            None => self.makes(step),
            Some(value) if value.is_null() && self.kind(step, rest).is_some() => true,
            Some(value) => self.reaches(value, rest),
        }
    }

    /// Goes on from a node that [`reaches`](Walk::reaches).
    fn go(&mut self, node: &mut Node, steps: &[Segment], change: Change<'_>) -> Result<()> {
        let Some((step, rest)) = steps.split_first() else { return change(node) };
        let span = node.span;
        match &mut node.data {
            Data::Sequence(list) => self.each(list, steps, change),
            Data::Scalar(scalar) if scalar.tag == Tag::Null => Ok(()),
            Data::Scalar(_) => Err(through_scalar(self.path, node)),
            Data::Mapping(map) => match key_of(step) {
                Ok(Some(key)) => self.field(map, key, step, rest, change),
                Ok(None) => self.go(node, rest, change),
                Err(why) => Err(failure(self.path, &Node { span, data: Data::Mapping(map.clone()) }, why)),
            },
        }
    }

    fn each(&mut self, list: &mut Sequence, steps: &[Segment], change: Change<'_>) -> Result<()> {
        for at in 0..list.items().len() {
            if self.reaches(&list.items()[at], steps) {
                self.go(&mut list.items_mut()[at], steps, change)?;
            }
        }
        Ok(())
    }

    fn field(
        &mut self,
        map: &mut Mapping,
        key: &str,
        step: &Segment,
        rest: &[Segment],
        change: Change<'_>,
    ) -> Result<()> {
        let at = map.position(key);
        let made = if at.is_none() { self.made(step, rest) } else { None };
        if at.is_none() && made.is_none() {
            return Ok(());
        }
        if let Some(value) = made {
            map.push(Node::string(key, value.span), value);
        }
        let at = at.unwrap_or(map.entries().len() - 1);
        let value = &mut map.entries_mut()[at].value;
        if value.is_null()
            && let Some(kind) = self.kind(step, rest)
        {
            fill(value, kind);
        }
        self.go(value, rest, change)
    }

    /// The kind a null takes on.
    fn kind(&self, step: &Segment, rest: &[Segment]) -> Option<Kind> {
        match self.create {
            _ if step.is_list() => Some(Kind::Sequence),
            Some(create) if rest.is_empty() => Some(create.kind),
            Some(_) => Some(Kind::Mapping),
            None => None,
        }
    }

    /// Whether a missing field is made.
    fn makes(&self, step: &Segment) -> bool {
        self.create.is_some() && !step.is_list()
    }

    /// The node for a missing field.
    fn made(&self, step: &Segment, rest: &[Segment]) -> Option<Node> {
        let create = self.create.filter(|_| self.makes(step))?;
        let mut node = Node::plain("", Tag::Null, create.span);
        fill(&mut node, self.kind(step, rest)?);
        Some(node)
    }
}

/// Gives a null another shape. The text of a null stays: a prefix before `null` gives `p-null`.
fn fill(node: &mut Node, kind: Kind) {
    node.data = match (kind, &node.data) {
        (Kind::Sequence, _) => Data::Sequence(Sequence::default()),
        (Kind::Mapping, _) => Data::Mapping(Mapping::default()),
        (Kind::Scalar, Data::Scalar(scalar)) => Data::Scalar(Scalar::string(scalar.text.clone())),
        (Kind::Scalar, _) => return,
    };
}

/// The key that a step stands for; none if it stands for the map itself, an error if for no key at all.
#[inline]
pub(crate) fn key_of(step: &Segment) -> Result<Option<&str>, &'static str> {
    let name = step.name();
    if is_word(name) { Ok(Some(name)) } else { unusual_key(name) }
}

#[cold]
fn unusual_key(name: &str) -> Result<Option<&str>, &'static str> {
    let key = name.trim();
    if name.is_empty() {
        Err("has an empty step")
    } else if key.is_empty() {
        Ok(None)
    } else if key == "*" {
        Err("has a wildcard")
    } else if key == "-" || key.parse::<i64>().is_ok() {
        Err("has an index where there is a map")
    } else if key.starts_with('[') && key.ends_with(']') {
        Err("selects a list element where there is a map")
    } else {
        Ok(Some(key))
    }
}

/// Starts with a letter and ends in one or a digit: nothing to cut off, and surely a key.
#[inline]
fn is_word(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_alphabetic) && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
}

fn through_scalar(path: &FieldPath, node: &Node) -> Diagnostic {
    failure(path, node, "leads through a plain value").upstream("expected sequence or mapping node")
}

/// The refusal of a path, at the place where it leads nowhere.
pub(crate) fn failure(path: &FieldPath, node: &Node, why: &str) -> Diagnostic {
    let path = path.to_string();
    let message = match path.as_str() {
        "" => "a field spec has no path".to_owned(),
        path => format!("the path `{path}` {why}"),
    };
    Diagnostic::error(Code::Transformer, message).at(node.span)
}
