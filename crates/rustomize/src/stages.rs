//! Steps of a build one by one. No interface: for the measurements in `benches/`.

use crate::diag::Result;
use crate::field::FieldConfig;
use crate::resolve::{hash, references};
use crate::resource::ResourceSet;
use crate::schema::Schema;

/// Appends the content hash to the names of the objects that want one; returns how many there were.
///
/// # Errors
/// Values that JSON cannot hold.
pub fn append_hashes(set: &mut ResourceSet, schema: &Schema) -> Result<usize> {
    hash::append(set, schema)
}

/// Makes references follow the objects they name; returns how many objects changed.
///
/// # Errors
/// A reference that fits several objects, or a field that cannot hold a reference.
pub fn fix_references(set: &mut ResourceSet, config: &FieldConfig, schema: &Schema) -> Result<usize> {
    references::fix(set, config, schema)
}
