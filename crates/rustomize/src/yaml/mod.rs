//! YAML text in and out, with the semantics of go-yaml as kustomize uses it.

pub mod de;
mod emit;
mod float;
pub mod json;
mod node;
pub mod parse;
mod refusal;
pub mod scalar;
pub mod stream;
pub mod text;

pub use emit::emit;
pub(crate) use node::name_span;
pub use node::{Data, Entry, Kind, Mapping, Node, Scalar, Sequence, Style, Tag};
