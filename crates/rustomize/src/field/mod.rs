//! Which fields of which objects a transformer changes: paths, field specs, and the tables of them.
//!
//! [`FieldConfig::defaults`] is kustomize's built-in table; `configurations` files are [merged](FieldConfig::merge) into it.

mod config;
mod crds;
mod defaults;
mod merge;
mod order;
mod path;
mod spec;
mod split;
mod walk;

pub use config::{FieldConfig, NameReference};
pub use defaults::METADATA_LABELS;
pub use merge::merge_all;
pub use order::{ORDER_FIRST, ORDER_LAST, compare_kinds, kind_rank};
pub use path::{FieldPath, Segment};
pub(crate) use spec::leading;
pub use spec::{FieldSpec, GvkFilter};
pub(crate) use split::{split_dotted, split_escaped};
pub use walk::{Create, edit, visit, visit_ref};
pub(crate) use walk::{failure, key_of};

#[cfg(test)]
mod tests;
