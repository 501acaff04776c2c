//! `configMapGenerator` and `secretGenerator`: objects made from literals, files and env files.

pub(crate) mod absorb;
mod base64_lines;
pub(crate) mod object;
pub(crate) mod sources;
