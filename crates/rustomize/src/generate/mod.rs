//! `configMapGenerator` and `secretGenerator`: objects made from literals, files and env files.

mod absorb;
mod base64_lines;
mod configure;
pub(crate) mod helm;
mod object;
mod sources;

pub(crate) use absorb::absorb;
pub(crate) use configure::generated;
