//! The object a value comes from, and the objects it goes to.

use std::borrow::Cow;

use super::path::FieldPath;
use super::{Rejection, SourceObject, Target, error, lookup};
use crate::diag::{Code, Diagnostic, Result, did_you_mean};
use crate::id::{Gvk, ResId};
use crate::resource::{Resource, ResourceSet, Selector};
use crate::yaml::{Data, Node, Scalar, Tag, name_span};

impl SourceObject {
    /// The value, and the position of its object.
    ///
    /// # Errors
    /// Not exactly one object, no such field, no such part of it.
    pub(super) fn find(&self, set: &ResourceSet) -> Result<(usize, Node)> {
        let (at, res) = self.object(set)?;
        Ok((at, self.value(res)?))
    }

    /// The field that the value stays one with: what is written there changes what is copied from then on. A part of
    /// a value is a copy.
    pub(super) fn live(&self) -> Option<&FieldPath> {
        self.delimiter.is_empty().then_some(&self.field_path)
    }

    /// The value in its object.
    ///
    /// # Errors
    /// No such field, no such part of it.
    pub(super) fn value(&self, res: &Resource) -> Result<Node> {
        let node = match self.field_path.reaches_bookkeeping {
            true => Cow::Owned(res.with_bookkeeping()?),
            false => Cow::Borrowed(&res.node),
        };
        let found = lookup::lookup(node.as_ref(), &self.field_path.segments)
            .map_err(|problem| error::source(&problem, &self.field_path, res))?;
        let value = found.filter(|node| !is_empty(node)).ok_or_else(|| self.missing(res))?;
        if self.delimiter.is_empty() {
            return Ok(value.clone());
        }
        self.part(value, res)
    }

    fn object<'s>(&self, set: &'s ResourceSet) -> Result<(usize, &'s Resource)> {
        let mut found = candidates(set, &self.name)
            .filter_map(|at| Some((at, set.get(at)?)))
            .filter(|(_, res)| self.is(res));
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            (None, _) => Err(self.nothing(set)),
            (Some((_, first)), Some((_, second))) => Err(Diagnostic::error(
                Code::Replacement,
                format!("more than one object fits the source: {} and {}", first.id(), second.id()),
            )
            .at(self.span)
            .label(name_span(&first.node), "this one")
            .label(name_span(&second.node), "and this one")
            .hint("name kind, name and namespace so that only one is left")
            .upstream(format!("multiple matches for selector {}", self.described()))),
        }
    }

    /// Whether any id the object has or had is the one wanted.
    fn is(&self, res: &Resource) -> bool {
        let fits = |id: &ResId| {
            (self.name.is_empty() || self.name == id.name)
                && (self.namespace.is_empty() || self.namespace == id.effective_namespace())
                && id.gvk.is_selected_by(&self.gvk)
        };
        fits(res.id()) || res.former_ids().any(|id| fits(&id))
    }

    /// The selector as kustomize prints it: the default path only once it was filled in.
    fn described(&self) -> String {
        format!("{}:{}", self.id(), self.field_path.text)
    }

    fn id(&self) -> ResId {
        ResId {
            gvk: self.gvk.clone(),
            name: self.name.clone(),
            namespace: self.namespace.clone(),
            cluster_scoped: false,
        }
    }

    fn nothing(&self, set: &ResourceSet) -> Diagnostic {
        let same = |gvk: &Gvk| self.gvk.kind.is_empty() || gvk.kind == self.gvk.kind;
        let names = set.iter().map(Resource::id).filter(|id| same(&id.gvk)).map(|id| id.name.as_str());
        let by_name =
            candidates(set, &self.name).find_map(|at| set.get(at)).filter(|_| !self.name.is_empty());
        let hint = match by_name {
            Some(res) => Some(format!("there is {}", res.id())),
            None => did_you_mean(&self.name, names),
        };
        Diagnostic::error(Code::Replacement, format!("no object fits the source {}", self.id()))
            .at(self.span)
            .maybe_hint(hint)
            .upstream(format!("nothing selected by {}", self.described()))
    }

    fn missing(&self, res: &Resource) -> Diagnostic {
        let path = &self.field_path;
        Diagnostic::error(Code::Replacement, format!("source has no value at `{}`", path.text))
            .at(path.span)
            .label(name_span(&res.node), "in this object")
            .subject(res.id())
            .maybe_hint(error::near_miss(&res.node, path))
            .hint("a field that is null, or an empty list or map, counts as missing")
            .upstream(format!("fieldPath `{}` is missing for replacement source {}", path.text, self.id()))
    }

    /// One part of a value, of the type of the whole.
    fn part(&self, value: &Node, res: &Resource) -> Result<Node> {
        let Some(scalar) = value.as_scalar() else {
            return Err(Diagnostic::error(Code::Replacement, "a `delimiter` can only split a single value")
                .at(self.delimiter_span)
                .label(value.span, "this is a list or a map")
                .subject(res.id())
                .upstream("delimiter option can only be used with scalar nodes"));
        };
        let part =
            usize::try_from(self.index).ok().and_then(|i| scalar.text.split(self.delimiter.as_str()).nth(i));
        let Some(part) = part else {
            let count = scalar.text.split(self.delimiter.as_str()).count();
            let parts = if count == 1 { "part" } else { "parts" };
            let message = format!("the value has {count} {parts}, there is none at index {}", self.index);
            return Err(Diagnostic::error(Code::Replacement, message)
                .at(self.index_span)
                .label(value.span, "this is the value")
                .subject(res.id())
                .upstream(format!(
                    "options.index {} is out of bounds for value {}",
                    self.index, scalar.text
                )));
        };
        Ok(Node::scalar(Scalar { text: part.into(), ..scalar.clone() }, value.span))
    }
}

impl Target {
    /// The positions of the objects it selects.
    pub(super) fn objects(&self, set: &ResourceSet) -> Vec<usize> {
        let name = self.select.name.word().unwrap_or_default();
        candidates(set, name).filter(|at| set.get(*at).is_some_and(|res| self.selects(res))).collect()
    }

    fn selects(&self, res: &Resource) -> bool {
        self.select.selects_metadata(res)
            && !self.reject.iter().any(|r| r.rejects(res))
            && selects_any_id(&self.select, res)
    }
}

impl Rejection {
    fn rejects(&self, res: &Resource) -> bool {
        self.by_metadata && self.selector.selects_metadata(res)
            || self.by_id && selects_any_id(&self.selector, res)
    }
}

/// Whether one id that the object has or had fits; of the current one, the namespace counts as it is written.
fn selects_any_id(selector: &Selector, res: &Resource) -> bool {
    let id = res.id();
    let fits = |kind: &str, name: &str, namespace: &str| {
        selector.kind.matches(kind) && selector.name.matches(name) && selector.namespace.matches(namespace)
    };
    selector.group.matches(&id.gvk.group)
        && selector.version.matches(&id.gvk.version)
        && (fits(&id.gvk.kind, &id.name, &id.namespace)
            || res.lineage().former().iter().any(|f| fits(&f.kind, &f.name, &f.namespace)))
}

/// The positions of the objects that have or had a name; of all objects if it is empty.
fn candidates(set: &ResourceSet, name: &str) -> impl Iterator<Item = usize> {
    let (named, all) = match name {
        "" => (Vec::new(), 0..set.len()),
        _ => (set.by_any_name(name), 0..0),
    };
    named.into_iter().chain(all)
}

fn is_empty(node: &Node) -> bool {
    match &node.data {
        Data::Scalar(scalar) => scalar.tag == Tag::Null,
        Data::Sequence(list) => list.items().is_empty(),
        Data::Mapping(map) => map.entries().is_empty(),
    }
}
