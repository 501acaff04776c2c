//! YAML text in and out, with the semantics of go-yaml as kustomize uses it.

pub mod de;
mod node;
pub mod parse;
pub mod scalar;
pub mod stream;

pub use node::{Data, Entry, Kind, Mapping, Node, Scalar, Sequence, Style, Tag};
