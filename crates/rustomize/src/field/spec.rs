//! [`FieldSpec`]: a path, and the objects it counts for.

use std::borrow::Cow;

use serde::Deserialize;

use super::path::FieldPath;
use super::walk::{self, Create, key_of};
use crate::diag::{Diagnostic, Result};
use crate::id::Gvk;
use crate::source::Span;
use crate::yaml::Node;
use crate::yaml::de::Spanned;

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
