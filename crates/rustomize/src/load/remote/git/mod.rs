//! Bases in git repositories, fetched by the user's `git`.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::RepoSpec;
use crate::diag::{Code, Diagnostic, Result};
use crate::source::Span;
use crate::world::{Command, Entry, Exec, FileSystem, Output, Scratch};

/// A repository on disk for as long as this value lives.
pub(crate) struct Checkout {
    /// What was fetched.
    pub(crate) spec: RepoSpec,
    scratch: Box<dyn Scratch>,
}

impl Checkout {
    /// Fetches one commit of a repository, and its submodules.
    ///
    /// # Errors
    /// Codes [`Capability`](Code::Capability) and [`Remote`](Code::Remote).
    pub(crate) fn fetch(capability: Option<&dyn Exec>, spec: RepoSpec, span: Span) -> Result<Checkout> {
        let Some(exec) = capability else { return Err(not_allowed(&spec, span)) };
        check_reference(&spec, span)?;
        let scratch = exec.scratch().map_err(|error| {
            let message = format!("cannot make a directory for `{}`: {error}", spec.raw);
            Diagnostic::error(Code::Remote, message).at(span)
        })?;
        for command in commands(&spec, scratch.path()) {
            let output = exec.run(&command).map_err(|error| not_run(&spec, &command, &error, span))?;
            if !output.success() {
                return Err(failed(&spec, &command, &output, span));
            }
        }
        Ok(Checkout { spec, scratch })
    }

    /// The top of the repository; links resolved. Bases must not leave it, and files in it are always restricted to
    /// the directory of the kustomization that names them.
    pub(crate) fn dir(&self) -> &Path {
        self.scratch.path()
    }

    /// The files of the repository.
    pub(crate) fn files(&self) -> &dyn FileSystem {
        self.scratch.files()
    }

    /// The path of the directory that the URL names, before links are resolved.
    pub(crate) fn base(&self) -> PathBuf {
        match self.spec.path.as_str() {
            "" => self.dir().to_path_buf(),
            path => self.dir().join(path),
        }
    }

    /// Checks what the path of [`base`](Checkout::base) leads to, and returns the real directory.
    ///
    /// # Errors
    /// Nothing there, a file, or a place outside of the repository.
    pub(crate) fn check_base(&self, found: io::Result<(PathBuf, Entry)>, span: Span) -> Result<PathBuf> {
        let RepoSpec { repo, path, .. } = &self.spec;
        match found {
            Ok((real, Entry::Directory)) if real.starts_with(self.dir()) => Ok(real),
            Ok((_, Entry::Directory)) => {
                let message = format!("`{path}` leads out of the repository {repo}");
                Err(Diagnostic::error(Code::OutsideRoot, message).at(span))
            }
            Ok(_) => {
                let message = format!("`{path}` in the repository {repo} is a file, not a directory");
                Err(Diagnostic::error(Code::Remote, message)
                    .at(span)
                    .hint("from a repository, kustomize takes directories with a kustomization file only"))
            }
            Err(_) => {
                let message = format!("there is no directory `{path}` in the repository {repo}");
                Err(Diagnostic::error(Code::Remote, message).at(span).maybe_hint(
                    self.spec.reference.is_empty().then(|| "name a branch or tag with `?ref=`".into()),
                ))
            }
        }
    }
}

/// Refuses a repository that leads back to one of the chain: an entry that is the beginning of an earlier one.
///
/// `chain` holds the entries ([`RepoSpec::raw`]) that led here.
///
/// # Errors
/// Code [`Cycle`](Code::Cycle).
pub(crate) fn check_cycle<'c>(
    spec: &RepoSpec,
    chain: impl IntoIterator<Item = &'c str>,
    span: Span,
) -> Result<()> {
    match chain.into_iter().find(|earlier| earlier.starts_with(&spec.raw)) {
        None => Ok(()),
        Some(earlier) => {
            let upstream =
                format!("cycle detected: URI '{}' referenced by previous URI '{earlier}'", spec.raw);
            Err(Diagnostic::error(Code::Cycle, format!("cycle: `{}` leads back to `{earlier}`", spec.raw))
                .at(span)
                .upstream(upstream))
        }
    }
}

/// Refuses a base outside of the clone that names it.
///
/// # Errors
/// Code [`OutsideRoot`](Code::OutsideRoot).
pub(crate) fn check_inside(repo: &Path, base: &Path, entry: &str, span: Span) -> Result<()> {
    if base.starts_with(repo) {
        return Ok(());
    }
    let (base, repo) = (base.display(), repo.display());
    let upstream = format!(
        "security; bases in kustomizations found in cloned git repos must be within the repo, \
         but base '{base}' is outside '{repo}'"
    );
    Err(Diagnostic::error(
        Code::OutsideRoot,
        format!("base `{entry}` is outside of the repository it is named in"),
    )
    .at(span)
    .hint("in a fetched repository, bases must be in the same repository, or be URLs")
    .upstream(upstream))
}

/// The commands that fetch a repository into a directory, in order.
fn commands(spec: &RepoSpec, dir: &Path) -> Vec<Command> {
    let reference = if spec.reference.is_empty() { "HEAD" } else { &spec.reference };
    let git = |args: &[&str]| Command {
        timeout: Some(spec.timeout),
        ..Command::new("git").args(args.iter().copied()).dir(dir)
    };
    let mut commands = vec![
        git(&["init"]),
        git(&["remote", "add", "origin", &spec.repo]),
        git(&["fetch", "--depth=1", &spec.repo, reference]),
        git(&["checkout", "FETCH_HEAD"]),
    ];
    if spec.submodules {
        commands.push(git(&["submodule", "update", "--init", "--recursive"]));
    }
    commands
}

/// Git would take such a reference for an option, and some options run programs.
fn check_reference(spec: &RepoSpec, span: Span) -> Result<()> {
    if !spec.reference.starts_with('-') {
        return Ok(());
    }
    let message =
        format!("`{}` is no branch, tag or commit: git would take it for an option", spec.reference);
    Err(Diagnostic::error(Code::Remote, message).at(span))
}

fn not_allowed(spec: &RepoSpec, span: Span) -> Diagnostic {
    let message = format!("`{}` is a git repository, and remote bases are switched off", spec.raw);
    Diagnostic::error(Code::Capability, message)
        .at(span)
        .hint("allow the network, or keep a copy of the base beside the kustomization")
}

fn not_run(spec: &RepoSpec, command: &Command, error: &io::Error, span: Span) -> Diagnostic {
    let line = command.line();
    let diagnostic = match error.kind() {
        io::ErrorKind::TimedOut => {
            let limit = seconds(spec.timeout);
            Diagnostic::error(Code::Remote, format!("`{line}` took longer than {limit}"))
                .hint("give it more time with `?timeout=` in the URL, in seconds or as in `2m`")
                .upstream(format!("hit {limit} timeout running '{line}'"))
        }
        io::ErrorKind::NotFound => {
            Diagnostic::error(Code::Remote, "there is no program `git` on the path, and remote bases need it")
                .upstream("no 'git' program on path: exec: \"git\": executable file not found in $PATH")
        }
        _ => Diagnostic::error(Code::Remote, format!("cannot run `{line}`: {error}")),
    };
    diagnostic.at(span)
}

fn failed(spec: &RepoSpec, command: &Command, output: &Output, span: Span) -> Diagnostic {
    let (line, outcome) = (command.line(), output.outcome());
    let said = [output.stdout.as_slice(), &output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let mut message = format!("cannot fetch `{}`: `{line}` ended with {outcome}", spec.raw);
    for line in said.lines() {
        let _ = write!(message, "\n  {line}");
    }
    Diagnostic::error(Code::Remote, message)
        .at(span)
        .upstream(format!("failed to run '{line}': {said}: {outcome}"))
}

/// As Go prints the durations that URLs give: `27s`, `1m30s`, `1.5s`, `500ms`.
fn seconds(duration: Duration) -> String {
    let fraction = |value: u128, unit: u128| {
        let text = format!("{}.{:0width$}", value / unit, value % unit, width = unit.ilog10() as usize);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let nanos = duration.as_nanos();
    let second = 1_000_000_000;
    match nanos {
        0 => "0s".to_owned(),
        1..1_000 => format!("{nanos}ns"),
        1_000..1_000_000 => format!("{}µs", fraction(nanos, 1_000)),
        1_000_000..1_000_000_000 => format!("{}ms", fraction(nanos, 1_000_000)),
        _ => {
            let (hours, minutes) = (nanos / second / 3600, nanos / second / 60 % 60);
            let rest = fraction(nanos % (60 * second), second);
            match (hours, minutes) {
                (0, 0) => format!("{rest}s"),
                (0, _) => format!("{minutes}m{rest}s"),
                _ => format!("{hours}h{minutes}m{rest}s"),
            }
        }
    }
}

#[cfg(test)]
mod tests;
