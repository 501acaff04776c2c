//! YAML text in and out, with the semantics of go-yaml as kustomize uses it.

mod bytes;
pub mod de;
mod edits;
mod emit;
mod float;
mod folded;
pub mod json;
mod marks;
mod node;
pub mod parse;
mod parse_json;
mod quoting;
mod refusal;
pub mod scalar;
mod shared;
pub mod stream;
pub mod text;
mod through_json;

pub(crate) use bytes::same;
pub(crate) use edits::{Edits, Way};
pub use emit::emit;
pub(crate) use emit::read_back;
pub(crate) use float::general as general_number;
pub(crate) use folded::without_folded;
pub(crate) use marks::Facts;
pub use node::{Collection, Data, Entry, Kind, Mapping, Node, Scalar, Sequence, Style, Tag};
pub(crate) use node::{MAX_DEPTH, name_span};
pub(crate) use parse_json::parse_json_at_start;
pub use parse_json::{JsonError, parse_json};
pub(crate) use quoting::{new_data, new_string, style_of_new};
pub(crate) use shared::{SharedWrites, unshared};
pub(crate) use through_json::known_of;
pub(crate) use through_json::{become_json, come_from_json};
pub use through_json::{config_to_json, from_json, json_to_json, to_json};
