//! `helmCharts`, `helmGlobals` and their old form.

use serde::Deserialize;

use super::Text;
use crate::yaml::Node;
use crate::yaml::de::map_node;

/// Directories that all charts share.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct HelmGlobals {
    /// Where charts are; `charts` if empty.
    pub chart_home: Text,
    /// Helm's configuration directory.
    pub config_home: Text,
}

/// A chart to render.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct HelmChart {
    /// The chart's name.
    pub name: Text,
    /// Its version.
    pub version: Text,
    /// The repository it is pulled from.
    pub repo: Text,
    /// The release's name.
    pub release_name: Text,
    /// The release's namespace.
    pub namespace: Text,
    /// Files with more values.
    pub additional_values_files: Vec<Text>,
    /// The file with values; the chart's own if empty.
    pub values_file: Text,
    /// Values.
    #[serde(deserialize_with = "map_node")]
    pub values_inline: Option<Node>,
    /// `merge`, `override` or `replace`; `override` if empty.
    pub values_merge: Text,
    /// Render the chart's custom resource definitions.
    #[serde(rename = "includeCRDs")]
    pub include_crds: bool,
    /// Leave hooks out.
    pub skip_hooks: bool,
    /// API versions for capabilities.
    pub api_versions: Vec<Text>,
    /// The Kubernetes version for capabilities.
    pub kube_version: Text,
    /// A template for the release's name.
    pub name_template: Text,
    /// Leave tests out.
    pub skip_tests: bool,
    /// Verbose output.
    pub debug: bool,
    /// Use development versions too.
    pub devel: bool,
}

/// A chart to render, in the old form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct HelmChartArgs {
    /// The chart's name.
    pub chart_name: Text,
    /// Its version.
    pub chart_version: Text,
    /// The repository it is pulled from.
    pub chart_repo_url: Text,
    /// Where charts are.
    pub chart_home: Text,
    /// Accepted, and of no effect.
    pub chart_repo_name: Text,
    /// Accepted, and of no effect.
    pub helm_bin: Text,
    /// Helm's configuration directory.
    pub helm_home: Text,
    /// The file with values.
    pub values: Text,
    /// Values.
    #[serde(deserialize_with = "map_node")]
    pub values_local: Option<Node>,
    /// As in [`HelmChart`].
    pub values_merge: Text,
    /// The release's name.
    pub release_name: Text,
    /// Accepted, and of no effect.
    pub release_namespace: Text,
    /// Accepted, and of no effect.
    pub extra_args: Vec<Text>,
}
