//! Orchestration: from a root directory to final objects.

mod options;

use std::path::Path;
use std::sync::Arc;

pub use options::{LoadRestrictions, Options, Reorder};

use crate::diag::{Diagnostic, plain};
use crate::resource::Resource;
use crate::source::Sources;
use crate::world::FileSystem;

/// What a build gives.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rendered {
    /// The final objects in output order.
    pub resources: Vec<Resource>,
    /// What deserves a look, in the order it was noticed.
    pub warnings: Vec<Diagnostic>,
    /// The texts that spans of objects and warnings point into.
    pub sources: Arc<Sources>,
}

impl Rendered {
    /// The objects as one YAML stream, byte for byte what kustomize prints.
    ///
    /// # Errors
    /// Values that JSON cannot hold (`.inf`, keys that are no strings, repeated keys) are found only here.
    pub fn to_yaml(&self) -> Result<String, Failure> {
        let _ = self;
        Ok(String::new())
    }
}

/// Why a build gave nothing: every independent problem, and the texts they point into.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failure {
    /// The problems; never empty.
    pub errors: Vec<Diagnostic>,
    /// Warnings that were noticed before.
    pub warnings: Vec<Diagnostic>,
    /// The texts that spans point into.
    pub sources: Arc<Sources>,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.errors.iter().try_for_each(|e| f.write_str(&plain(e, &self.sources)))
    }
}

impl std::error::Error for Failure {}

/// Builds the kustomization in directory `root` of a file system.
///
/// # Errors
/// Whatever kustomize refuses; see [`Failure`].
pub fn build(files: &dyn FileSystem, root: &Path, options: &Options) -> Result<Rendered, Failure> {
    let _ = (files, root, options);
    Ok(Rendered { resources: Vec::new(), warnings: Vec::new(), sources: Arc::default() })
}
