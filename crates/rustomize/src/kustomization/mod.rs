//! The kustomization file, typed: upstream's names, values with their places.
//!
//! [`decode`] is the way in. Absent, null and zero values follow Go: a field that is not there is the zero
//! value of its type, and an [`Option`] is what upstream has as a pointer.

mod decode;
mod generator;
mod helm;
mod image;
mod label;
mod metadata;
mod pairs;
mod patch;
mod replacement;
mod replica;
mod selector;
mod sort;
mod upgrade;
mod var;

use ecow::EcoString;
use serde::Deserialize;

pub use crate::yaml::de::Spanned;
pub use decode::decode;
pub use generator::{ConfigMapArgs, GeneratorArgs, GeneratorOptions, SecretArgs};
pub use helm::{HelmChart, HelmChartArgs, HelmGlobals};
pub use image::Image;
pub use label::Label;
pub use metadata::ObjectMeta;
pub use pairs::Pairs;
pub use patch::{Patch, PatchArgs};
pub use replacement::{FieldOptions, Replacement, ReplacementField, TargetSelector};
pub use replica::Replica;
pub use selector::{Selector, SourceSelector};
pub use sort::{LegacySortOptions, SortOptions};
pub use var::{FieldSelector, Target, Var};

/// A text from a file, with its place. Empty if absent.
pub type Text = Spanned<EcoString>;

/// The kind of plain kustomizations.
pub const KUSTOMIZATION_KIND: &str = "Kustomization";
/// The kind of components.
pub const COMPONENT_KIND: &str = "Component";
/// The apiVersion of plain kustomizations.
pub const KUSTOMIZATION_VERSION: &str = "kustomize.config.k8s.io/v1beta1";
/// The apiVersion of components.
pub const COMPONENT_VERSION: &str = "kustomize.config.k8s.io/v1alpha1";

/// A kustomization file.
///
/// After [`decode`], `bases`, `image_tags`, `helm_chart_inflation_generator` and the `env` of generators are
/// empty: their content is in `resources`, `images`, `helm_charts` and `envs`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Kustomization {
    /// The version of the format; never empty.
    pub api_version: Text,
    /// `Kustomization` or `Component`.
    pub kind: Text,
    /// Accepted, and of no effect.
    pub metadata: Option<ObjectMeta>,
    /// Custom schema: the keys `path` and `version`.
    pub openapi: Pairs,

    /// What goes before the names.
    pub name_prefix: Text,
    /// What goes after the names.
    pub name_suffix: Text,
    /// The namespace of all objects.
    pub namespace: Text,
    /// Labels for objects, selectors and templates (deprecated).
    pub common_labels: Pairs,
    /// Labels, with a choice of places.
    pub labels: Vec<Spanned<Label>>,
    /// Annotations for objects and templates.
    pub common_annotations: Pairs,

    /// Strategic merge patches, inline or as paths (deprecated).
    pub patches_strategic_merge: Vec<Text>,
    /// JSON patches (deprecated).
    #[serde(rename = "patchesJson6902")]
    pub patches_json6902: Vec<Spanned<Patch>>,
    /// Patches of both kinds.
    pub patches: Vec<Spanned<Patch>>,

    /// Changes of images.
    pub images: Vec<Spanned<Image>>,
    /// The old name of `images`.
    pub image_tags: Vec<Spanned<Image>>,
    /// Values that are copied between objects.
    pub replacements: Vec<Spanned<ReplacementField>>,
    /// Numbers of replicas.
    pub replicas: Vec<Spanned<Replica>>,
    /// Names for values of fields (deprecated).
    pub vars: Vec<Spanned<Var>>,
    /// The order of the output.
    pub sort_options: Option<Spanned<SortOptions>>,

    /// Files, directories and URLs.
    pub resources: Vec<Text>,
    /// Directories of components.
    pub components: Vec<Text>,
    /// Files with definitions of custom types.
    pub crds: Vec<Text>,
    /// The old name of directories in `resources`.
    pub bases: Vec<Text>,

    /// ConfigMaps to make.
    pub config_map_generator: Vec<Spanned<ConfigMapArgs>>,
    /// Secrets to make.
    pub secret_generator: Vec<Spanned<SecretArgs>>,
    /// Where Helm finds charts and its configuration.
    pub helm_globals: Option<Spanned<HelmGlobals>>,
    /// Charts to render.
    pub helm_charts: Vec<Spanned<HelmChart>>,
    /// The old form of `helm_charts`.
    pub helm_chart_inflation_generator: Vec<Spanned<HelmChartArgs>>,
    /// Options of all generators of this file.
    pub generator_options: Option<Spanned<GeneratorOptions>>,

    /// Files with field specs.
    pub configurations: Vec<Text>,
    /// Configurations of generators: inline, files or directories.
    pub generators: Vec<Text>,
    /// Configurations of transformers: inline, files or directories.
    pub transformers: Vec<Text>,
    /// Configurations of validators: inline, files or directories.
    pub validators: Vec<Text>,
    /// What is recorded in the output.
    pub build_metadata: Vec<Text>,
}

impl Kustomization {
    /// Whether this is a component.
    pub fn is_component(&self) -> bool {
        self.kind.value == COMPONENT_KIND
    }
}

#[cfg(test)]
mod tests;
