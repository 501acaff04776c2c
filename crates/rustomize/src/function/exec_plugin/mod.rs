//! Programs in kustomize's plugin directory: the plugins there were before functions.
//!
//! A configuration object that declares no function is for the program `GROUP/VERSION/kind/Kind` below that directory.
//! The program is called with a file that holds its configuration and the arguments that the configuration names; a
//! transformer reads the objects as plain documents, a generator nothing.

use std::io;
use std::path::{Path, PathBuf};

use ecow::EcoString;
use serde::Deserialize;

use super::run::{Outcome, not_allowed};
use super::words;
use crate::diag::{Code, Diagnostic, Result};
use crate::id::Gvk;
use crate::source::Span;
use crate::world::{Command, Exec};
use crate::yaml::de::{Mode, from_node};
use crate::yaml::{Node, name_span, to_json};

/// A program of the plugin directory, and what it is called with.
#[derive(Clone, Debug)]
pub(crate) struct ExecPlugin {
    program: PathBuf,
    /// Without the first one, the file with the configuration.
    args: Vec<String>,
    /// Where its configuration stands.
    pub(crate) span: Span,
}

/// The fields of a configuration that name arguments.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Args {
    args_one_liner: EcoString,
    args_from_file: EcoString,
}

/// What a program needs from its surroundings to be found.
pub(crate) trait Surroundings {
    /// Whether something stands at a path.
    fn exists(&self, path: &Path) -> bool;

    /// The bytes of a file that the kustomization names, under its load restrictions.
    ///
    /// # Errors
    /// Those of loading.
    fn read(&self, entry: &str, span: Span) -> Result<Vec<u8>>;
}

impl ExecPlugin {
    /// Finds the program of a configuration object in the first of `homes` that exists, and reads its arguments.
    ///
    /// # Errors
    /// Code [`Plugin`](Code::Plugin): there is no program, or it is a Go library. Arguments that cannot be read.
    pub(crate) fn configure(
        config: &Node,
        gvk: &Gvk,
        homes: &[PathBuf],
        around: &dyn Surroundings,
    ) -> Result<ExecPlugin> {
        let span = name_span(config);
        let home = homes.iter().find(|home| around.exists(home));
        let home = home.ok_or_else(|| no_home(&gvk.kind, homes, span))?;
        let program = path_of(home, gvk).ok_or_else(|| leads_out(gvk, config))?;
        if !around.exists(&program) {
            let library = program.with_file_name(format!("{}.so", gvk.kind));
            return Err(match around.exists(&library) {
                true => go_library(&gvk.kind, &library, span),
                false => no_program(&gvk.kind, &program, &library, span),
            });
        }
        Ok(ExecPlugin { program, args: arguments(config, around)?, span })
    }

    /// Runs the program in the directory of its kustomization. `config` is the text of its configuration.
    ///
    /// # Errors
    /// Codes [`Capability`](Code::Capability) and [`Plugin`](Code::Plugin).
    pub(crate) fn run(
        &self,
        config: &str,
        input: Vec<u8>,
        root: &Path,
        capability: Option<&dyn Exec>,
    ) -> Result<Outcome> {
        let Some(exec) = capability else { return Err(not_allowed(self.span)) };
        let unwritten = |error: io::Error| {
            let message = format!("cannot write the configuration of a plugin to a file: {error}");
            Diagnostic::error(Code::Plugin, message).at(self.span)
        };
        let scratch = exec.scratch().map_err(unwritten)?;
        let file = scratch.write("kust-plugin-config", config.as_bytes()).map_err(unwritten)?;
        let command = Command::new(&self.program)
            .arg(&file)
            .args(&self.args)
            .env("KUSTOMIZE_PLUGIN_CONFIG_STRING", config)
            .env("KUSTOMIZE_PLUGIN_CONFIG_ROOT", root)
            .dir(root);
        let command = Command { stdin: input, ..command };
        let output = exec.run(&command).map_err(|error| self.not_run(&file, &error))?;
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        match output.success() {
            true => Ok(Outcome::Ran { stdout: output.stdout, stderr }),
            false => Err(self.failed(&file, &output.outcome(), &stderr)),
        }
    }

    fn not_run(&self, file: &Path, error: &io::Error) -> Diagnostic {
        let program = self.program.display();
        let diagnostic =
            Diagnostic::error(Code::Plugin, format!("cannot run the plugin `{program}`: {error}"))
                .at(self.span)
                .upstream(format!("failure in plugin configured via {}; {error}", file.display()));
        match error.kind() {
            io::ErrorKind::PermissionDenied => {
                diagnostic.hint(format!("make it executable: chmod +x {program}"))
            }
            io::ErrorKind::NotFound => diagnostic.hint("look at the interpreter in its first line"),
            _ => diagnostic,
        }
    }

    fn failed(&self, file: &Path, outcome: &str, stderr: &str) -> Diagnostic {
        let mut message = format!("the plugin `{}` ended with {outcome}", self.program.display());
        for line in stderr.lines() {
            message.push_str("\n  ");
            message.push_str(line);
        }
        let said = if stderr.is_empty() { String::new() } else { format!("{stderr}: ") };
        Diagnostic::error(Code::Plugin, message)
            .at(self.span)
            .upstream(format!("{said}failure in plugin configured via {}; {outcome}", file.display()))
    }
}

/// `GROUP/VERSION/kind/Kind`; `None` if a part is no plain name.
fn path_of(home: &Path, gvk: &Gvk) -> Option<PathBuf> {
    let parts = [gvk.group.as_str(), &gvk.version, &gvk.kind.to_lowercase(), &gvk.kind];
    parts.iter().try_fold(home.to_path_buf(), |path, part| match *part {
        "" => Some(path),
        "." | ".." => None,
        part if part.contains(['/', '\\', '\0']) => None,
        part => Some(path.join(part)),
    })
}

/// The words of `argsOneLiner`, then the lines of `argsFromFile`: blanks at the start of a line are taken off, empty
/// lines are left out, and nothing else means anything.
fn arguments(config: &Node, around: &dyn Surroundings) -> Result<Vec<String>> {
    let Args { args_one_liner, args_from_file } = from_node(&to_json(config)?, Mode::PLUGIN)?;
    let at = |field: &str| config.get(field).map_or_else(|| name_span(config), |node| node.span);
    let mut args = words::split(&args_one_liner).ok_or_else(|| {
        Diagnostic::error(Code::InvalidValue, "a quote in `argsOneLiner` is not closed")
            .at(at("argsOneLiner"))
            .hint("close it, or write a backslash before a quote that is meant as it stands")
            .upstream("failed to parse argsOneLiner: unclosed quote in string")
    })?;
    if !args_from_file.is_empty() {
        let bytes = around.read(&args_from_file, at("argsFromFile"))?;
        let text = String::from_utf8_lossy(&bytes);
        let lines = text.split('\n').map(|line| line.trim_start_matches(' '));
        args.extend(lines.filter(|line| !line.is_empty()).map(str::to_owned));
    }
    Ok(args)
}

fn refused(kind: &str, why: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::Plugin, format!("`{kind}` is no builtin and declares no function, and {why}"))
        .at(span)
}

fn no_home(kind: &str, homes: &[PathBuf], span: Span) -> Diagnostic {
    let tried = match homes {
        [] => "name one in the variable KUSTOMIZE_PLUGIN_HOME".to_owned(),
        homes => {
            let homes: Vec<String> = homes.iter().map(|home| home.display().to_string()).collect();
            format!("looked for {}; the variable KUSTOMIZE_PLUGIN_HOME can name another", homes.join(", "))
        }
    };
    refused(kind, "there is no directory of plugins", span)
        .hint(
            "declare a function in the annotation config.kubernetes.io/function, or give plugins a directory",
        )
        .hint(tried)
}

fn no_program(kind: &str, program: &Path, library: &Path, span: Span) -> Diagnostic {
    refused(kind, &format!("there is no program `{}`", program.display()), span)
        .hint("declare a function in the annotation config.kubernetes.io/function, or put the program there")
        .upstream(format!("expected file with Go object code at: {}", library.display()))
}

fn go_library(kind: &str, library: &Path, span: Span) -> Diagnostic {
    refused(kind, &format!("its plugin is a Go library: `{}`", library.display()), span)
        .hint("Go libraries fit only the very program they were built with: build it as a program, or as a function")
}

/// Kustomize would leave the plugin directory.
fn leads_out(gvk: &Gvk, config: &Node) -> Diagnostic {
    let span = config.get("apiVersion").map_or_else(|| name_span(config), |node| node.span);
    refused(&gvk.kind, "its apiVersion and kind cannot be names of directories", span)
        .hint("write `apiVersion: GROUP/VERSION`, without `..` and further separators")
}

#[cfg(all(test, unix, feature = "process"))]
mod tests;
