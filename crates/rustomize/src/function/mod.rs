//! Programs and containers that transform or generate objects: KRM functions, and the plugins there were before them.
//!
//! A configuration object of `generators`, `transformers` or `validators` that is no builtin declares a function in an
//! annotation. The function reads a `ResourceList` with the objects and its configuration, and prints objects:
//!
//! 1. [`Declaration::of`] reads the declaration, [`Declaration::check_mounts`] checks it when it is configured;
//! 2. [`wire::input`] makes the `ResourceList`, bookkeeping included: in kustomize that lives in annotations, so a
//!    function that drops an annotation also drops what kustomize knew;
//! 3. [`run()`] runs the function;
//! 4. the caller parses what it printed as a resource file; [`wire::output`] takes the bookkeeping off again;
//! 5. [`merge::plan`] says which objects are replaced, added and dropped.
//!
//! An object without declaration is for an [`ExecPlugin`]: that reads [`wire::documents`], not a `ResourceList`, and what
//! it prints is cleaned by [`wire::plain_output`].

mod container;
mod declaration;
mod encode;
mod exec_plugin;
pub(crate) mod merge;
mod run;
mod settings;
pub(crate) mod wire;
mod words;

pub(crate) use declaration::Declaration;
pub(crate) use exec_plugin::{ExecPlugin, Surroundings};
pub(crate) use run::{Outcome, plugins_disabled, run};
pub use settings::{FunctionSettings, Mount};
