//! Writing a value to the fields of one object.

use super::error::{self, Problem};
use super::lookup;
use super::matching::{Found, Match};
use super::path::{FieldPath, Segment};
use super::tree::Tree;
use super::{Target, structured};
use crate::diag::Result;
use crate::resource::Resource;
use crate::schema::Schema;
use crate::yaml::{Kind, MAX_DEPTH, Node, SharedWrites};

impl Target {
    /// Writes a value to all the fields of an object that the target names. Returns how many writes had no effect.
    ///
    /// `source` is the field the value comes from, if that is in the same object: then it may change on the way.
    ///
    /// # Errors
    /// A path that leads to no field.
    pub(super) fn write(
        &self,
        res: &mut Resource,
        value: &Node,
        source: Option<&FieldPath>,
        schema: &Schema,
    ) -> Result<Vec<&FieldPath>> {
        let mut lost = Vec::new();
        for path in &self.field_paths {
            let found = if path.reaches_bookkeeping || source.is_some_and(|s| s.reaches_bookkeeping) {
                let mut node = res.with_bookkeeping()?;
                let found = self.write_own(&mut node, value, source, path);
                res.take_bookkeeping(node, schema)?;
                found
            } else {
                self.write_own(&mut res.node, value, source, path)
            };
            match found {
                Ok(found) if found.nodes == 0 => return Err(error::target(None, path, self.create, res)),
                Ok(found) if found.lost > 0 => lost.push(path),
                Ok(_) => {}
                Err(problem) => return Err(error::target(Some(&problem), path, self.create, res)),
            }
        }
        Ok(lost)
    }

    /// Writes a value that may come from the same object. The fields to write to are made first: if they are made in
    /// the value itself, they are copied with it.
    fn write_own(
        &self,
        node: &mut Node,
        value: &Node,
        source: Option<&FieldPath>,
        path: &FieldPath,
    ) -> Result<Found, Problem> {
        let Some(source) = source else { return self.write_shared(node, value, None, path) };
        if text_on_the_way(node, &path.segments).is_none() {
            self.following(value).follow(node, &path.segments, &mut |_: &mut Node, _| Ok(()))?;
        }
        let now = lookup::lookup(&*node, &source.segments).ok().flatten();
        // Nothing is made or copied on the way any more, so nodes keep their addresses.
        let own = now.map(std::ptr::from_ref);
        let now = now.cloned();
        self.write_shared(node, now.as_ref().unwrap_or(value), own, path)
    }

    fn following(&self, value: &Node) -> Match {
        let scalars_only = !self.delimiter.is_empty();
        Match { create: self.create.then(|| value.kind()), scalars_only, span: value.span }
    }

    /// Writes to a field and to all the other places of values that are shared with it.
    fn write_shared(
        &self,
        node: &mut Node,
        value: &Node,
        own: Option<*const Node>,
        path: &FieldPath,
    ) -> Result<Found, Problem> {
        let mut shared = SharedWrites::default();
        let found = self.write_to(node, value, own, path, &mut shared);
        shared.spread(node);
        found
    }

    /// `own` is the field the value comes from, if that is in the same object: once it was written to, its new value
    /// counts.
    fn write_to(
        &self,
        node: &mut Node,
        value: &Node,
        own: Option<*const Node>,
        path: &FieldPath,
        shared: &mut SharedWrites,
    ) -> Result<Found, Problem> {
        if value.is_deeper_than(MAX_DEPTH.saturating_sub(path.segments.len())) {
            return Err(Problem::TooDeep);
        }
        let follow = self.following(value);
        if let Some(text) = text_on_the_way(node, &path.segments)
            && let Some((changed, found)) = structured::write(
                text.node,
                &path.segments[text.depth..],
                value,
                Match { scalars_only: false, ..follow },
            )
        {
            let field = path.segments[..text.depth].iter();
            let field = reach(node, field);
            field.set_text(&changed, value.span, false);
            shared.note(field);
            return Ok(found);
        }
        let mut renewed = None;
        follow.follow(node, &path.segments, &mut |field: &mut Node, made| {
            self.set(field, renewed.as_ref().unwrap_or(value), made)?;
            if own.is_some_and(|own| std::ptr::eq(own, field)) {
                renewed = Some(field.clone());
            }
            shared.note(field);
            Ok(())
        })
    }

    /// A single value takes over the text and keeps its type and style; anything else is replaced.
    fn set(&self, field: &mut Node, value: &Node, made: bool) -> Result<(), Problem> {
        let scalar = Node::kind(field) == Kind::Scalar;
        if self.delimiter.is_empty() {
            match scalar {
                true => field.set_text(Tree::text(value), value.span, made),
                false => field.replace(value),
            }
            return Ok(());
        }
        if !scalar {
            return Err(Problem::Delimiter);
        }
        let joined = self.joined(Tree::text(field), Tree::text(value));
        field.set_text(&joined, value.span, made);
        Ok(())
    }

    /// The text with one of its parts replaced; before the first, or behind the last, the value is added.
    fn joined(&self, text: &str, value: &str) -> String {
        let mut parts: Vec<&str> = text.split(self.delimiter.as_str()).collect();
        match usize::try_from(self.index) {
            Err(_) => parts.insert(0, value),
            Ok(index) => match parts.get_mut(index) {
                Some(part) => *part = value,
                None => parts.push(value),
            },
        }
        parts.join(&self.delimiter)
    }
}

/// A single value with path left below it.
struct OnTheWay<'n> {
    node: &'n Node,
    /// How many parts of the path lead to it.
    depth: usize,
}

fn text_on_the_way<'n>(root: &'n Node, path: &[Segment]) -> Option<OnTheWay<'n>> {
    let mut node = root;
    for (at, segment) in path.iter().enumerate() {
        if !lookup::is_empty(segment) {
            node = Tree::child(node, lookup::child(node, segment).ok()??);
        }
        if node.is_null() {
            return None;
        }
        if Node::kind(node) == Kind::Scalar {
            return (at + 1 < path.len()).then_some(OnTheWay { node, depth: at + 1 });
        }
    }
    None
}

/// Goes down a way that was found before, copying what is shared.
fn reach<'n, 'p>(root: &'n mut Node, path: impl Iterator<Item = &'p Segment>) -> &'n mut Node {
    let mut node = root;
    for segment in path.filter(|s| !lookup::is_empty(s)) {
        match lookup::child(node, segment) {
            Ok(Some(at)) => node = node.child_mut(at),
            _ => return node,
        }
    }
    node
}
