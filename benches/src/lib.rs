//! Inputs to measure with, made by this code alone: the same call gives the same bytes everywhere.

mod objects;
pub mod workload;

pub use objects::{application, custom_resource_definition};
pub use workload::Workload;
