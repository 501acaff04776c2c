//! Following a path to all the nodes it matches, making what is missing if that is wanted.

use super::error::Problem;
use super::path::{Contains, Part, Segment};
use super::tree::Tree;
use crate::source::Span;
use crate::yaml::Kind;
use crate::yaml::text;

/// How a path is followed.
#[derive(Clone, Copy)]
pub(super) struct Match {
    /// The kind of node to make at the end of the path if it leads nowhere.
    pub(super) create: Option<Kind>,
    /// Only single values can be written to.
    pub(super) scalars_only: bool,
    /// What made nodes come from.
    pub(super) span: Span,
}

/// What a path led to.
#[derive(Clone, Copy, Default)]
pub(super) struct Found {
    /// How many nodes.
    pub(super) nodes: usize,
    /// How many of them lie in copies that kustomize drops: below a null, or in a text that was reached by an
    /// expression. Nothing is written there.
    pub(super) lost: usize,
}

/// Writes to a node; told whether its type follows from its text.
type Write<'w, T> = &'w mut dyn FnMut(&mut T, bool) -> Result<(), Problem>;

impl Match {
    /// Calls `write` for each node that the path matches.
    pub(super) fn follow<T: Tree>(
        self,
        node: &mut T,
        path: &[Segment],
        write: Write<'_, T>,
    ) -> Result<Found, Problem> {
        self.step(node, path, false, write)
    }

    /// `made` tells that the node was not there before.
    fn step<T: Tree>(
        self,
        node: &mut T,
        path: &[Segment],
        made: bool,
        write: Write<'_, T>,
    ) -> Result<Found, Problem> {
        let Some((segment, rest)) = path.split_first() else {
            write(node, made)?;
            return Ok(Found { nodes: 1, lost: 0 });
        };
        match &segment.part {
            Part::Field if segment.raw.is_empty() => self.no_field(node, rest),
            Part::Field => self.field(node, segment, rest, made, write),
            Part::Index(index) => self.index(node, *index, path, made, write),
            Part::Every => self.every(node, rest, made, write),
            Part::Element { .. } => self.elements(node, segment, rest, made, write),
            Part::BadElement => Err(Problem::BadElement),
        }
    }

    fn field<T: Tree>(
        self,
        node: &mut T,
        segment: &Segment,
        rest: &[Segment],
        made: bool,
        write: Write<'_, T>,
    ) -> Result<Found, Problem> {
        if node.is_null() {
            return self.below_null(Kind::Mapping, std::slice::from_ref(segment), rest, write);
        }
        if node.kind() != Some(Kind::Mapping) {
            return Err(node.not("MappingNode"));
        }
        match node.position(&segment.raw) {
            Some(at) if !rest.is_empty() && node.child(at).kind() == Some(Kind::Scalar) => {
                self.in_text(node.child_mut(at), rest, made, write)
            }
            Some(at) => self.step(node.child_mut(at), rest, made, write),
            None => {
                let Some(kind) = self.kind_of(rest) else { return Ok(Found::default()) };
                node.push(&segment.raw, T::made(kind, "", self.span));
                let last = node.count() - 1;
                match kind == Kind::Scalar && !rest.is_empty() {
                    true => self.in_text(node.child_mut(last), rest, true, write),
                    false => self.step(node.child_mut(last), rest, true, write),
                }
            }
        }
    }

    /// An empty part: no key, but a scalar makes way for a new node. What follows is not looked at.
    fn no_field<T: Tree>(self, node: &mut T, rest: &[Segment]) -> Result<Found, Problem> {
        if node.kind() != Some(Kind::Scalar) {
            return Err(node.not("ScalarNode"));
        }
        let Some(kind) = self.kind_of(rest) else { return Ok(Found::default()) };
        *node = T::made(kind, "", self.span);
        Ok(Found { nodes: 1, lost: 1 })
    }

    /// The path goes on below a scalar. kustomize reads its text and finds, or makes, the rest of the path there, but
    /// never writes that back.
    fn in_text<T: Tree>(
        self,
        node: &mut T,
        rest: &[Segment],
        made: bool,
        write: Write<'_, T>,
    ) -> Result<Found, Problem> {
        if node.is_null() && !node.text().is_empty() {
            return match rest[0].raw.is_empty() {
                true => self.below_null(Kind::Scalar, &[], rest, write),
                false => self.step(node, rest, made, write),
            };
        }
        let parsed = text::parse(node.text()).map_err(Problem::Text)?;
        let Some(mut document) = parsed else {
            let expected = if expects_sequence(&rest[0].part) { "SequenceNode" } else { "MappingNode" };
            return Err(Problem::Kind { expected, got: "", contents: "null".to_owned() });
        };
        let found = self.follow(&mut document.root, rest, &mut |field, _| self.check(field))?;
        Ok(Found { nodes: found.nodes, lost: found.nodes })
    }

    fn index<T: Tree>(
        self,
        node: &mut T,
        index: usize,
        path: &[Segment],
        made: bool,
        write: Write<'_, T>,
    ) -> Result<Found, Problem> {
        let rest = &path[1..];
        let count = elements(node)?;
        if index < count {
            return self.step(node.child_mut(index), rest, made, write);
        }
        let Some(kind) = self.kind_of(rest).filter(|_| index == count) else {
            return Err(Problem::OutOfBounds { index, count });
        };
        if node.is_null() {
            return self.below_null(Kind::Sequence, &path[..1], rest, write);
        }
        node.push("", T::made(kind, "", self.span));
        self.step(node.child_mut(index), rest, true, write)
    }

    fn every<T: Tree>(
        self,
        node: &mut T,
        rest: &[Segment],
        made: bool,
        write: Write<'_, T>,
    ) -> Result<Found, Problem> {
        let mut all = Found::default();
        for at in 0..elements(node)? {
            all.add(self.step(node.child_mut(at), rest, made, write)?);
        }
        Ok(all)
    }

    fn elements<T: Tree>(
        self,
        node: &mut T,
        segment: &Segment,
        rest: &[Segment],
        made: bool,
        write: Write<'_, T>,
    ) -> Result<Found, Problem> {
        let Part::Element { key, value, found } = &segment.part else { return Ok(Found::default()) };
        let mut all = Found::default();
        let count = elements(node)?;
        if let Contains::Invalid(why) = found
            && (count > 0 || self.create.is_some())
        {
            return Err(Problem::Regex(why.clone()));
        }
        for at in 0..count {
            if fits(node.child(at), &segment.part) {
                all.add(self.element(node.child_mut(at), key, rest, made, write)?);
            }
        }
        if all.nodes > 0 || self.create.is_none() {
            return Ok(all);
        }
        if node.is_null() {
            return self.below_null(Kind::Sequence, std::slice::from_ref(segment), rest, write);
        }
        let text = T::made(Kind::Scalar, value, self.span);
        let element = if key.is_empty() {
            text
        } else {
            let mut map = T::made(Kind::Mapping, "", self.span);
            map.push(key, text);
            map
        };
        // kustomize adds elements for ever if they do not match.
        if !fits(&element, &segment.part) {
            return Err(Problem::Endless { text: element.encoded().into_owned() });
        }
        node.push("", element);
        let last = node.count() - 1;
        let found = self.element(node.child_mut(last), key, rest, true, write)?;
        if found.nodes == 0 {
            return Err(Problem::Endless { text: node.child(last).encoded().into_owned() });
        }
        Ok(found)
    }

    /// What follows an element that is itself the value is not looked at.
    fn element<T: Tree>(
        self,
        element: &mut T,
        key: &str,
        rest: &[Segment],
        made: bool,
        write: Write<'_, T>,
    ) -> Result<Found, Problem> {
        self.step(element, if key.is_empty() { &[] } else { rest }, made, write)
    }

    /// A null takes no children: kustomize makes them, and they are never seen again.
    fn below_null<T: Tree>(
        self,
        kind: Kind,
        first: &[Segment],
        rest: &[Segment],
        _: Write<'_, T>,
    ) -> Result<Found, Problem> {
        if self.create.is_none() {
            return Ok(Found::default());
        }
        let path: Vec<Segment> = first.iter().chain(rest).cloned().collect();
        let mut scratch = T::made(kind, "", self.span);
        let found = self.follow(&mut scratch, &path, &mut |field, _| self.check(field))?;
        Ok(Found { nodes: found.nodes, lost: found.nodes })
    }

    /// What is not written is checked all the same.
    fn check<T: Tree>(self, field: &T) -> Result<(), Problem> {
        match self.scalars_only && field.kind() != Some(Kind::Scalar) {
            true => Err(Problem::Delimiter),
            false => Ok(()),
        }
    }

    /// The kind of a node that is made with `rest` of the path below it.
    fn kind_of(self, rest: &[Segment]) -> Option<Kind> {
        let last = self.create?;
        Some(match rest.first() {
            None => last,
            Some(next) if expects_sequence(&next.part) => Kind::Sequence,
            Some(next) if next.raw.is_empty() => last,
            Some(_) => Kind::Mapping,
        })
    }
}

impl Found {
    fn add(&mut self, other: Found) {
        self.nodes += other.nodes;
        self.lost += other.lost;
    }
}

fn expects_sequence(part: &Part) -> bool {
    matches!(part, Part::Index(_) | Part::Element { .. } | Part::BadElement)
}

/// How many elements a sequence has; null has none.
fn elements<T: Tree>(node: &T) -> Result<usize, Problem> {
    match node.kind() {
        Some(Kind::Sequence) => Ok(node.count()),
        Some(Kind::Scalar) if node.is_null() => Ok(0),
        _ => Err(node.not("SequenceNode")),
    }
}

/// Whether an element is what `[key=expression]` looks for.
fn fits<T: Tree>(element: &T, part: &Part) -> bool {
    let Part::Element { key, found, .. } = part else { return false };
    if key.is_empty() {
        return found.is_in(&element.encoded());
    }
    element.position(key).is_some_and(|at| found.is_in(&element.child(at).encoded()))
}
