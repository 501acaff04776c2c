//! What helm is called with, in kustomize's order.

use std::path::Path;

use super::{HelmSettings, Inflation};
use crate::diag::{Code, Diagnostic, Result};
use crate::kustomization::HelmChart;
use crate::load::join;
use crate::source::Span;
use crate::world::{Command, Exec};

/// The user's helm.
pub(super) struct Helm<'h> {
    pub(super) exec: &'h dyn Exec,
    pub(super) settings: &'h HelmSettings,
    /// Where it keeps its configuration; beside that, its cache and its data.
    pub(super) config_home: String,
    pub(super) span: Span,
}

impl Helm<'_> {
    /// Runs it and returns what it printed. Like kustomize's, its working directory is that of the whole process.
    pub(super) fn run(&self, args: Vec<String>) -> Result<Vec<u8>> {
        let home = &self.config_home;
        let env = [
            ("HELM_CONFIG_HOME", home.clone()),
            ("HELM_CACHE_HOME", format!("{home}/.cache")),
            ("HELM_DATA_HOME", format!("{home}/.data")),
        ];
        let mut command = Command::new(&self.settings.command).args(args);
        command.env = env.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        match self.exec.run(&command) {
            Ok(output) if output.success() => Ok(output.stdout),
            Ok(output) => {
                let said = String::from_utf8_lossy(&output.stderr);
                Err(self.failed(&command, &said, &output.outcome()))
            }
            Err(error) => {
                let diagnostic = self.failed(&command, "", &error.to_string());
                Err(match error.kind() {
                    std::io::ErrorKind::NotFound => {
                        diagnostic.hint("install helm, or name the program with --helm-command")
                    }
                    _ => diagnostic,
                })
            }
        }
    }

    fn failed(&self, command: &Command, said: &str, outcome: &str) -> Diagnostic {
        let line = command.line();
        let mut message = format!("`{line}` failed: {outcome}");
        for line in said.lines() {
            message.push_str("\n  ");
            message.push_str(line);
        }
        let env: Vec<String> = command
            .env
            .iter()
            .map(|(name, value)| format!("{}={}", name.to_string_lossy(), value.to_string_lossy()))
            .collect();
        let before = if said.is_empty() { String::new() } else { format!("{said}: ") };
        let program = &self.settings.command;
        Diagnostic::error(Code::Generator, message).at(self.span).upstream(format!(
            "{before}unable to run: '{line}' with env=[{}] (is '{program}' installed?): {outcome}",
            env.join(" ")
        ))
    }
}

pub(super) fn version() -> Vec<String> {
    words(["version", "--short"])
}

/// Fetches a chart into a directory.
pub(super) fn pull(chart: &HelmChart, home: &Path) -> Vec<String> {
    let HelmChart { name, version, repo, .. } = chart;
    let mut args = words(["pull", "--untar", "--untardir"]);
    args.push(path(home));
    if repo.value.starts_with("oci://") {
        let repo = repo.value.strip_suffix('/').unwrap_or(&repo.value);
        args.push(format!("{repo}/{}", name.value));
    } else {
        args.extend(words(["--repo", &repo.value, &name.value]));
    }
    if !version.value.is_empty() {
        args.extend(words(["--version", &version.value]));
    }
    if chart.devel {
        args.push("--devel".to_owned());
    }
    args
}

/// Renders the chart in `dir`.
pub(super) fn template(inflation: &Inflation<'_>, dir: &Path, values: &Path, root: &Path) -> Vec<String> {
    let Inflation { chart, settings, namespace, .. } = inflation;
    let release = match chart.release_name.value.as_str() {
        "" => "--generate-name",
        release => release,
    };
    let mut args = words(["template", release]);
    args.push(path(dir));
    let mut option = |name: &str, value: &str| {
        if !value.is_empty() {
            args.extend(words([name, value]));
        }
    };
    option("--namespace", namespace);
    option("--name-template", &chart.name_template.value);
    option("-f", &path(values));
    for file in &chart.additional_values_files {
        option("-f", &path(&join(root, &file.value)));
    }
    let own: Vec<&str> = chart.api_versions.iter().map(|v| v.value.as_str()).collect();
    let given = settings.api_versions.iter().map(String::as_str).collect();
    for version in if own.is_empty() { given } else { own } {
        option("--api-versions", version);
    }
    option(
        "--kube-version",
        match chart.kube_version.value.as_str() {
            "" => &settings.kube_version,
            version => version,
        },
    );
    let flags = [
        ("--include-crds", chart.include_crds),
        ("--skip-tests", chart.skip_tests),
        ("--no-hooks", chart.skip_hooks),
        ("--debug", chart.debug || settings.debug),
        ("--devel", chart.devel),
    ];
    args.extend(flags.into_iter().filter(|(_, set)| *set).map(|(name, _)| name.to_owned()));
    args
}

fn words<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).into()
}

fn path(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
