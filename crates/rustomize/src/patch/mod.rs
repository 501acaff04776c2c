//! Patches as pure functions: a node, a patch and a schema give a node.

pub mod json6902;
mod path;
pub mod strategic;

pub use strategic::{Outcome, merge};
