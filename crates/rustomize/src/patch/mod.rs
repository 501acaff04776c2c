//! Patches as pure functions: a node, a patch and a schema give a node.

mod detect;
pub mod json6902;
#[cfg(test)]
mod measured;
mod path;
pub mod strategic;

pub use detect::{Form, detect, json};
pub use json6902::JsonPatch;
pub use strategic::{Outcome, merge};
