//! rustomize: the Kustomize-compatible rendering engine.
//!
//! ```
//! use rustomize::{Options, world::Memory};
//!
//! let files = Memory::new()
//!     .with("app/kustomization.yaml", "resources: [cm.yaml]\nnamePrefix: prd-\n")
//!     .with("app/cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n");
//! let rendered = rustomize::build(&files, "/app".as_ref(), &Options::default())?;
//! assert_eq!(rendered.to_yaml()?, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: prd-settings\n");
//! # Ok::<(), rustomize::Failure>(())
//! ```
//!
//! A build goes one straight way:
//!
//! 1. `load` finds and parses files: a kustomization file becomes a [`kustomization::Kustomization`], everything else
//!    a [`yaml::Node`] whose every value knows the line it came from.
//! 2. `build` accumulates, from the deepest base up: resources, then generators, components, transformers,
//!    validators, vars. The objects are in a [`resource::ResourceSet`], indexed by every id they ever had.
//! 3. Once, at the root: content hashes, name references, vars, local objects, order, labels and annotations.
//! 4. [`Rendered::to_yaml`] prints.
//!
//! The engine reads files through a [`world::FileSystem`] and reaches nothing else: running programs and fetching
//! URLs are capabilities in [`Options`] that are off until given. It prints nothing and has no global state; builds
//! may run side by side in threads.

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
#[doc(hidden)]
pub mod stages;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn shareable<T: Send + Sync>() {}

    #[test]
    fn everything_can_be_shared_between_threads() {
        shareable::<Options>();
        shareable::<Rendered>();
        shareable::<Failure>();
        shareable::<world::Memory>();
    }

    #[test]
    fn builds_with_different_options_run_side_by_side() {
        let files = world::Memory::new()
            .with("kustomization.yaml", "resources: [b.yaml, a.yaml]\n")
            .with("a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n")
            .with("b.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: b}\n");
        let kinds = |reorder| {
            let options = Options { reorder: Some(reorder), ..Options::default() };
            let rendered = build(&files, "/".as_ref(), &options).expect("a build");
            rendered.resources.iter().map(|res| res.id().gvk.kind.to_string()).collect::<Vec<_>>()
        };
        std::thread::scope(|scope| {
            let sorted = scope.spawn(|| kinds(Reorder::Legacy));
            let fifo = scope.spawn(|| kinds(Reorder::None));
            assert_eq!(sorted.join().expect("no panic"), ["Namespace", "Service"]);
            assert_eq!(fifo.join().expect("no panic"), ["Service", "Namespace"]);
        });
    }
}
