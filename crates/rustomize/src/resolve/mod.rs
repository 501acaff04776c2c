//! What needs final names: content hashes, name references, vars, the order of the output.

pub(crate) mod hash;
pub(crate) mod order;
pub(crate) mod references;
pub(crate) mod vars;
