//! [`FieldSpec`]: a path, and the objects it counts for.

use std::borrow::Cow;

use serde::Deserialize;

use super::path::FieldPath;
use super::walk::{self, Create, key_of};
use crate::diag::{Diagnostic, Result};
use crate::id::Gvk;
use crate::source::Span;
use crate::yaml::de::Spanned;
use crate::yaml::{Data, Node};

/// Which objects a spec counts for. Empty parts fit anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GvkFilter {
    /// API group.
    pub group: Cow<'static, str>,
    /// API version.
    pub version: Cow<'static, str>,
    /// Kind.
    pub kind: Cow<'static, str>,
}

impl GvkFilter {
    /// A filter of text that lives forever.
    pub const fn constant(group: &'static str, version: &'static str, kind: &'static str) -> GvkFilter {
        GvkFilter { group: Cow::Borrowed(group), version: Cow::Borrowed(version), kind: Cow::Borrowed(kind) }
    }

    /// Whether an object of this kind passes.
    pub fn fits(&self, gvk: &Gvk) -> bool {
        let fits = |want: &str, part: &str| want.is_empty() || want == part;
        fits(&self.kind, &gvk.kind) && fits(&self.group, &gvk.group) && fits(&self.version, &gvk.version)
    }

    /// Whether `other` covers this filter: each of its non-empty parts is equal.
    pub fn is_covered_by(&self, other: &GvkFilter) -> bool {
        let fits = |want: &str, part: &str| want.is_empty() || want == part;
        fits(&other.kind, &self.kind)
            && fits(&other.group, &self.group)
            && fits(&other.version, &self.version)
    }

    /// The same as a [`Gvk`], for showing it.
    pub fn to_gvk(&self) -> Gvk {
        Gvk::new(&*self.group, &*self.version, &*self.kind)
    }
}

const PATHS: &str = "write the keys on the way to the field, such as `spec/template/metadata/labels`";

/// A field of some kinds of objects.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(from = "Spanned<Written>")]
pub struct FieldSpec {
    /// The objects.
    pub gvk: GvkFilter,
    /// The field.
    pub path: FieldPath,
    /// Whether the field is made where it is missing.
    pub create: bool,
    /// Where the spec was written; none for those of the built-in tables.
    pub span: Span,
}

impl FieldSpec {
    /// A spec of the built-in tables.
    pub(super) const fn constant(gvk: GvkFilter, path: FieldPath, create: bool) -> FieldSpec {
        FieldSpec { gvk, path, create, span: Span::NONE }
    }

    /// Whether the spec counts for objects of this kind.
    pub fn fits(&self, gvk: &Gvk) -> bool {
        self.gvk.fits(gvk)
    }

    /// Calls `change` for each node of `object` that the path leads to. What is missing is made as
    /// `create` says if the spec allows it.
    ///
    /// # Errors
    /// See [`walk::visit`]; and those of `change`.
    pub fn visit(
        &self,
        object: &mut Node,
        create: Option<Create>,
        change: &mut dyn FnMut(&mut Node) -> Result<()>,
    ) -> Result<()> {
        walk::visit(object, &self.path, create.filter(|_| self.create), change)
            .map_err(|error| self.blamed(error))
    }

    /// An error of a walk, with the place of the spec if it has one. A path that no object has is to blame alone.
    #[cold]
    pub(crate) fn blamed(&self, error: Diagnostic) -> Diagnostic {
        match self.path.segments().iter().any(|step| key_of(step).is_err()) {
            true => error.before(self.span, "in this object").hint(PATHS),
            false => error.label(self.span, "the path"),
        }
    }
}

/// The specs that may lead to something in an object, told by one walk for all of them: the others surely find a field
/// missing.
pub(crate) fn leading<'s>(
    object: &Node,
    specs: &'s [FieldSpec],
) -> impl Iterator<Item = &'s FieldSpec> + use<'s> {
    let mut led = 0_u64;
    lead(object, specs, (0, specs.len().min(TOLD)), 0, &mut led);
    let leads = move |at: usize| at >= TOLD || led >> at & 1 != 0;
    specs.iter().enumerate().filter(move |(at, _)| leads(*at)).map(|(_, spec)| spec)
}

/// Of how many specs it is told. All but a few lists are shorter.
const TOLD: usize = 64;

/// Marks those of a range of specs that may lead on from a node. Neighbours with the same next step take it together.
fn lead(node: &Node, specs: &[FieldSpec], (from, to): (usize, usize), depth: usize, led: &mut u64) {
    let Data::Mapping(map) = &node.data else {
        (from..to).for_each(|at| *led |= 1 << at);
        return;
    };
    let step = |at: usize| specs[at].path.segments().get(depth);
    let mut at = from;
    while at < to {
        let first = at;
        at += 1;
        let Some(Ok(Some(key))) = step(first).map(key_of) else {
            *led |= 1 << first;
            continue;
        };
        while at < to && step(at).is_some_and(|other| other.name() == key) {
            at += 1;
        }
        if let Some(value) = map.get(key) {
            lead(value, specs, (first, at), depth + 1, led);
        }
    }
}

/// A spec as it stands in a file.
#[derive(Deserialize)]
#[serde(rename = "FieldSpec|group,version,kind", default)]
struct Written {
    group: String,
    version: String,
    kind: String,
    path: Spanned<FieldPath>,
    create: bool,
}

impl Default for Written {
    fn default() -> Written {
        let path = Spanned::new(FieldPath::parse(""), Span::NONE);
        Written { group: String::new(), version: String::new(), kind: String::new(), path, create: false }
    }
}

impl From<Spanned<Written>> for FieldSpec {
    fn from(Spanned { value: spec, span }: Spanned<Written>) -> FieldSpec {
        let gvk =
            GvkFilter { group: spec.group.into(), version: spec.version.into(), kind: spec.kind.into() };
        FieldSpec { gvk, path: spec.path.value, create: spec.create, span: spec.path.span.or(span) }
    }
}
