//! Where an object, or a change of it, came from.

use ecow::EcoString;

/// The file, or the generator or transformer, that something came from. Paths are relative to the build root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Remote repository.
    pub repo: EcoString,
    /// Branch, tag or commit of the repository.
    pub reference: EcoString,
    /// File of a plain resource.
    pub path: EcoString,
    /// Kustomization or configuration file that a generator or transformer was declared in.
    pub configured_in: EcoString,
    /// The generator or transformer.
    pub configured_by: Option<ConfiguredBy>,
}

/// Names a generator or transformer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfiguredBy {
    /// `builtin` for those of kustomize.
    pub api_version: EcoString,
    /// Such as `ConfigMapGenerator`.
    pub kind: EcoString,
    /// Name of the configuration object.
    pub name: EcoString,
    /// Namespace of the configuration object.
    pub namespace: EcoString,
}
