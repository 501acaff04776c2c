//! `helmCharts`: objects rendered by the user's `helm`.
//!
//! Kustomize's sequence: [`Inflation::configure`] checks the configuration before any generator runs;
//! [`Inflation::run`] asks helm for its version, pulls the chart if it is not there, writes the values to a temporary
//! file and renders. What helm prints is read like a resource file, and no namespace transformer touches it.

mod commands;
mod values;
mod version;

use std::path::{Path, PathBuf};

use commands::Helm;

use crate::diag::{Code, Diagnostic, Result};
use crate::kustomization::{HelmChart, HelmGlobals, Text};
use crate::load::join;
use crate::source::{Sources, Span};
use crate::world::{Exec, Scratch};
use crate::yaml::Node;
use crate::yaml::de::{Mode, from_node};

/// How helm is run: the flags of `kustomize build`. The item's own fields come before those flags.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HelmSettings {
    /// The program (`--helm-command`).
    pub command: String,
    /// The Kubernetes version for capabilities (`--helm-kube-version`).
    pub kube_version: String,
    /// API versions for capabilities (`--helm-api-versions`).
    pub api_versions: Vec<String>,
    /// Verbose output (`--helm-debug`).
    pub debug: bool,
}

impl Default for HelmSettings {
    fn default() -> HelmSettings {
        HelmSettings {
            command: "helm".to_owned(),
            kube_version: String::new(),
            api_versions: Vec::new(),
            debug: false,
        }
    }
}

/// What rendering a chart needs from its surroundings.
pub(crate) trait Surroundings {
    /// The real directory of the kustomization.
    fn root(&self) -> &Path;

    /// What stands at a path, links followed.
    fn found(&self, path: &Path) -> Found;

    /// The bytes of a file that the kustomization names, under its load restrictions.
    ///
    /// # Errors
    /// Those of loading.
    fn read(&self, entry: &str, span: Span) -> Result<Vec<u8>>;

    /// The texts of the build.
    fn sources(&self) -> &Sources;
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing.
    Nothing,
    /// A directory.
    Directory,
    /// Something else.
    Other,
}

/// A chart that is ready to be rendered.
#[derive(Debug)]
pub(crate) struct Inflation<'c> {
    chart: &'c HelmChart,
    globals: &'c HelmGlobals,
    settings: &'c HelmSettings,
    /// The namespace helm is given; none if empty.
    namespace: &'c str,
    merge: values::Precedence,
    span: Span,
}

impl<'c> Inflation<'c> {
    /// Checks an item of `helmCharts`. `inherited` is the namespace of the kustomization or of its nearest ancestor that
    /// has one; it counts if the item has none. `settings` are `None` while helm is switched off.
    ///
    /// # Errors
    /// What kustomize refuses before it runs anything.
    pub(crate) fn configure(
        chart: &'c HelmChart,
        globals: &'c HelmGlobals,
        settings: Option<&'c HelmSettings>,
        inherited: &'c str,
        span: Span,
        around: &dyn Surroundings,
    ) -> Result<Inflation<'c>> {
        let Some(settings) = settings else {
            return Err(Diagnostic::error(
                Code::Capability,
                "charts are rendered by helm, which is switched off",
            )
            .at(span)
            .hint("allow it with --enable-helm")
            .upstream("must specify --enable-helm"));
        };
        check_name(&chart.name, span)?;
        check_release(&chart.release_name)?;
        let merge = values::Precedence::of(&chart.values_merge)?;
        for file in &chart.additional_values_files {
            around.read(&file.value, file.span).map_err(|error| {
                let reason = error.parts().upstream.clone().unwrap_or_else(|| error.to_string());
                error.upstream(format!("could not load additionalValuesFile: {reason}"))
            })?;
        }
        let namespace = match chart.namespace.value.as_str() {
            "" => inherited,
            namespace => namespace,
        };
        Ok(Inflation { chart, globals, settings, namespace, merge, span })
    }

    /// What helm prints for the chart.
    ///
    /// # Errors
    /// Codes [`Capability`](Code::Capability) and [`Generator`](Code::Generator), and those of loading.
    pub(crate) fn run(&self, capability: Option<&dyn Exec>, around: &dyn Surroundings) -> Result<Vec<u8>> {
        let Some(exec) = capability else {
            return Err(Diagnostic::error(
                Code::Capability,
                "charts are rendered by helm, and running programs is switched off",
            )
            .at(self.span)
            .hint("give the build the capability to run programs"));
        };
        let scratch = exec.scratch().map_err(|error| {
            let message = format!("cannot make a directory for the values of a chart: {error}");
            Diagnostic::error(Code::Generator, message).at(self.span)
        })?;
        let helm =
            Helm { exec, settings: self.settings, config_home: self.config_home(&*scratch), span: self.span };
        version::check(&helm.run(commands::version())?, self.span)?;
        let home = self.chart_home(around.root());
        let dir = home.join(self.chart.name.value.as_str());
        match around.found(&dir) {
            Found::Directory => {}
            found if self.chart.repo.value.is_empty() => return Err(self.no_chart(&dir, found)),
            _ => drop(helm.run(commands::pull(self.chart, &home))?),
        }
        let values = self.values_file(&dir, &*scratch, around)?;
        helm.run(commands::template(self, &dir, &values, around.root()))
    }

    /// Where charts are: a directory of its own for each version that is pulled.
    fn chart_home(&self, root: &Path) -> PathBuf {
        let HelmChart { name, version, repo, .. } = self.chart;
        let home = match self.globals.chart_home.value.as_str() {
            "" => join(root, "charts"),
            home => join(root, home),
        };
        match version.value.is_empty() || repo.value.is_empty() {
            true => home,
            false => home.join(format!("{}-{}", name.value, version.value)),
        }
    }

    fn config_home(&self, scratch: &dyn Scratch) -> String {
        match self.globals.config_home.value.as_str() {
            "" => scratch.path().join("helm").to_string_lossy().into_owned(),
            home => home.to_owned(),
        }
    }

    /// Writes the values that helm is given: a file of its own, even if it is a mere copy.
    fn values_file(&self, dir: &Path, scratch: &dyn Scratch, around: &dyn Surroundings) -> Result<PathBuf> {
        let own = dir.join("values.yaml").to_string_lossy().into_owned();
        let (entry, span) = match self.chart.values_file.value.as_str() {
            "" => (own.as_str(), self.span),
            entry => (entry, self.chart.values_file.span),
        };
        let bytes = around.read(entry, span)?;
        let inline = self.chart.values_inline.as_ref();
        let content =
            match inline.filter(|inline| inline.as_mapping().is_some_and(|m| !m.entries().is_empty())) {
                None => bytes,
                Some(inline) => self.merge.apply(bytes, entry, inline, around)?.into_bytes(),
            };
        let name = format!("{}-kustomize-values.yaml", self.chart.name.value);
        scratch.write(&name, &content).map_err(|error| {
            Diagnostic::error(Code::Generator, format!("cannot write the values of a chart: {error}"))
                .at(self.span)
        })
    }

    fn no_chart(&self, dir: &Path, found: Found) -> Diagnostic {
        let name = &self.chart.name.value;
        let shown = match found {
            Found::Nothing => String::new(),
            _ => dir.display().to_string(),
        };
        Diagnostic::error(Code::Generator, format!("there is no chart `{name}` in {}", dir.display()))
            .at(self.chart.name.span)
            .or_at(self.span)
            .hint(
                "name the `repo` it can be pulled from, or the directory it is in as `helmGlobals.chartHome`",
            )
            .upstream(format!("no repo specified for pull, no chart found at '{shown}'"))
    }
}

/// The chart and directories of a `HelmChartInflationGenerator` in `generators`: `chartHome` and `configHome` stand
/// beside the fields of the chart, and no namespace is inherited.
///
/// # Errors
/// Values of the wrong type.
pub(crate) fn plugin_config(config: &Node) -> Result<(HelmChart, HelmGlobals)> {
    Ok((from_node(config, Mode::PLUGIN)?, from_node(config, Mode::PLUGIN)?))
}

/// The name is part of paths: one with a `/` fails in kustomize too, when it writes the values.
fn check_name(name: &Text, span: Span) -> Result<()> {
    let error = |message: String| Diagnostic::error(Code::InvalidValue, message).at(name.span).or_at(span);
    match name.value.as_str() {
        "" => Err(error("a chart needs a `name`".to_owned()).upstream("chart name cannot be empty")),
        "." | ".." => Err(error(format!("`{}` is no name of a chart", name.value))),
        text if text.contains(['/', '\\']) => {
            Err(error(format!("the chart's name `{text}` must not contain a separator"))
                .hint("put what is before the last `/` into `repo` or `helmGlobals.chartHome`"))
        }
        text if text.starts_with('-') => Err(as_option(text, name.span)),
        _ => Ok(()),
    }
}

fn check_release(release: &Text) -> Result<()> {
    match release.value.starts_with('-') {
        true => Err(as_option(&release.value, release.span)),
        false => Ok(()),
    }
}

/// Some options of helm run programs, so text of a kustomization must not become one.
fn as_option(text: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::InvalidValue, format!("helm would take `{text}` for an option")).at(span)
}

#[cfg(test)]
mod tests;
