//! rustomize: the Kustomize-compatible rendering engine.

pub mod build;
pub mod diag;
pub mod field;
mod function;
mod generate;
pub mod id;
pub mod kustomization;
mod load;
pub mod patch;
mod plugin;
mod resolve;
pub mod resource;
pub mod schema;
pub mod source;
mod transform;
pub mod world;
pub mod yaml;

pub use build::{
    Failure, LoadRestrictions, Named, Options, Rendered, Reorder, build, build_all, directories,
    is_repository,
};
pub use function::{FunctionSettings, Mount};
pub use generate::HelmSettings;
pub use load::KUSTOMIZATION_FILES;
