//! `configMapGenerator`, `secretGenerator` and `helmCharts`: objects made from literals, files and charts.

mod absorb;
mod base64_lines;
mod charts;
mod configure;
pub(crate) mod helm;
mod iam_policy;
mod object;
mod plugin;
mod sources;

pub(crate) use absorb::absorb;
pub(crate) use charts::charts;
pub(crate) use configure::generated;
pub use helm::HelmSettings;
pub(crate) use plugin::{Boxed, GeneratorPlugin, PLUGINS, Plugin, Setup};
