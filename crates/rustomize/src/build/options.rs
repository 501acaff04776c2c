//! What the caller decides about a build.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use crate::function::FunctionSettings;
use crate::generate::HelmSettings;
use crate::world::{Exec, Fetch};

pub use crate::load::LoadRestrictions;

/// The order of the objects when the root kustomization has no `sortOptions`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reorder {
    /// By kind, then group and version, then name (kustomize's default).
    #[default]
    Legacy,
    /// As accumulated.
    None,
}

/// The choices of one build. The default is what `kustomize build` does without flags, minus every
/// capability that reaches beyond the given file system.
#[derive(Clone)]
#[non_exhaustive]
pub struct Options {
    /// Which files may be read.
    pub load_restrictions: LoadRestrictions,
    /// The order of the objects; `None` when the caller has no wish (kustomize then sorts).
    pub reorder: Option<Reorder>,
    /// Add the managed-by label even if the kustomization does not ask for it.
    pub managed_by_label: bool,
    /// Directory that paths in messages are relative to; absolute paths are shown without.
    pub relative_to: Option<PathBuf>,
    /// The version in the managed-by label: `kustomize-{version}`.
    pub label_version: String,
    /// Runs helm and functions. `None`: a build that needs it is refused.
    pub exec: Option<Arc<dyn Exec>>,
    /// Runs git for remote bases. `None`: they are refused.
    pub git: Option<Arc<dyn Exec>>,
    /// Fetches files by HTTP. `None`: URLs are refused.
    pub fetch: Option<Arc<dyn Fetch>>,
    /// How charts are rendered (`--enable-helm`). `None`: they are refused.
    pub helm: Option<HelmSettings>,
    /// What functions may do (`--enable-alpha-plugins` and its like).
    pub functions: FunctionSettings,
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("load_restrictions", &self.load_restrictions)
            .field("reorder", &self.reorder)
            .field("managed_by_label", &self.managed_by_label)
            .field("relative_to", &self.relative_to)
            .field("label_version", &self.label_version)
            .field("exec", &self.exec.is_some())
            .field("git", &self.git.is_some())
            .field("fetch", &self.fetch.is_some())
            .field("helm", &self.helm)
            .field("functions", &self.functions)
            .finish()
    }
}

impl Default for Options {
    fn default() -> Options {
        Options {
            load_restrictions: LoadRestrictions::default(),
            reorder: None,
            managed_by_label: false,
            relative_to: None,
            label_version: "v5.8.1".to_owned(),
            exec: None,
            git: None,
            fetch: None,
            helm: None,
            functions: FunctionSettings::default(),
        }
    }
}
