//! The builtin transformers: one file each, named after the kustomization field, all of one shape.

pub(crate) mod images;
pub(crate) mod labels;
pub(crate) mod namespace;
pub(crate) mod patches;
pub(crate) mod prefix_suffix;
pub(crate) mod replicas;

use crate::diag::Result;
use crate::resource::ResourceSet;
use crate::schema::Schema;

/// What a transformer did: so that "this matched nothing" is a fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// How many objects (for images: fields) it applied to, changed or not.
    pub matched: usize,
}

/// One configured step over all objects collected so far.
pub(crate) trait Transformer {
    /// Applies it. On an error the set is left half transformed and must be dropped.
    ///
    /// # Errors
    /// Whatever kustomize refuses here.
    fn apply(&self, set: &mut ResourceSet, schema: &Schema) -> Result<Changes>;
}
