//! YAML text in and out, with the semantics of go-yaml as kustomize uses it.

pub mod json;
mod node;
pub mod scalar;

pub use node::{Data, Entry, Kind, Mapping, Node, Scalar, Sequence, Style, Tag};
