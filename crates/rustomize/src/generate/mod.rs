//! `configMapGenerator` and `secretGenerator`: objects made from literals, files and env files.

mod absorb;
mod base64_lines;
mod configure;
pub(crate) mod helm;
mod iam_policy;
mod object;
mod plugin;
mod sources;

pub(crate) use absorb::absorb;
pub use helm::HelmSettings;
pub(crate) use configure::generated;
pub(crate) use plugin::{Boxed, GeneratorPlugin, PLUGINS, Plugin, Setup};
