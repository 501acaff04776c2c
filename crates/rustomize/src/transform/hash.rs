//! `HashTransformer`: content hashes in names, now instead of at the end.
//!
//! There is no field for it. The objects keep their wish for a hash, so at the end they get one more:
//! `a-4h2mbtbbt6-4h2mbtbbt6`.

use super::{Changes, Setup, Step, Transformer};
use crate::diag::Result;
use crate::resolve::hash;
use crate::resource::ResourceSet;
use crate::schema::Schema;
use crate::yaml::Node;

struct Hash;

/// The step for a configuration object, whatever it says.
pub(super) fn from_config(_: &Setup<'_>, config: &Node, steps: &mut Vec<Step>) -> Result<()> {
    steps.push(Step::of(Hash, config));
    Ok(())
}

impl Transformer for Hash {
    fn apply(&self, set: &mut ResourceSet, schema: &Schema) -> Result<Changes> {
        hash::append(set, schema).map(Changes::of)
    }
}
