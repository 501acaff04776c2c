//! Rendering a case and comparing it with what is expected.
#![expect(clippy::disallowed_methods, reason = "cases lie on the disk")]

use std::path::Path;
use std::sync::Arc;

use rustomize::diag::{Code, Diagnostic, plain};
use rustomize::world::{Disk, Processes};
use rustomize::{Failure, LoadRestrictions, Options, Rendered, Reorder};

use crate::{Case, Expected};

/// What to do with diagnostics that differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Fail.
    Compare,
    /// Write down the new ones. Expected *output* is never written from what this engine gives.
    Update,
}

/// Renders a case and compares the bytes, or the diagnostics, with what is expected.
///
/// # Errors
/// A text that shows the difference.
pub fn check(case: &Case, mode: Mode) -> Result<(), String> {
    let actual = render(case)?;
    match (&case.expected, actual) {
        (Some(Expected::Output(want)), Ok(got)) => {
            same("warnings", &case.warnings.join("\n"), &got.warnings.join("\n"))?;
            same("expected.yaml", want, &got.text)?;
            match &case.notes {
                None => Ok(()),
                Some(want) => text(&case.notes_file(), want, &got.notes, mode),
            }
        }
        (Some(Expected::Output(_)), Err(error)) => Err(format!("kustomize renders this, but:\n{error}")),
        (Some(Expected::Error(_)), Ok(got)) => Err(format!("kustomize refuses this, but:\n{}", got.text)),
        (Some(Expected::Error(want)), Err(error)) => text(&case.error_file(), want, &error, mode),
        (None, _) => Err("no expected.yaml or expected.err: cargo xtask oracle writes it".to_owned()),
    }
}

/// A text of this engine's own: compared, or written down.
fn text(file: &Path, want: &str, got: &str, mode: Mode) -> Result<(), String> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    match mode {
        Mode::Compare => same(&name, want, got)
            .map_err(|text| format!("{text}\nUPDATE=1 cargo test accepts the new text\n")),
        Mode::Update => std::fs::write(file, got).map_err(|e| format!("cannot write {name}: {e}")),
    }
}

/// The lines that differ, with some around them; `None` if nothing does.
pub fn difference(want: &str, got: &str) -> Option<String> {
    (want != got).then(|| {
        let diff = similar::TextDiff::from_lines(want, got);
        diff.unified_diff().context_radius(3).header("expected", "actual").to_string()
    })
}

struct Output {
    text: String,
    warnings: Vec<String>,
    notes: String,
}

/// The inner result is the engine's, the outer one is the case's.
fn render(case: &Case) -> Result<Result<Output, String>, String> {
    let mut options = options(&case.flags)?;
    let dir = std::fs::canonicalize(&case.dir).map_err(|e| format!("{}: {e}", case.dir.display()))?;
    options.relative_to = Some(dir.clone());
    options.functions.plugin_homes.extend(case.plugin_home.as_ref().map(|home| dir.join(home)));
    let rendered = rustomize::build(&Disk, &dir.join(&case.entry), &options).and_then(|rendered| {
        let warnings = rendered.warnings.iter().filter_map(deprecation).collect();
        Ok(Output { text: rendered.to_yaml()?, warnings, notes: notes(&rendered, &dir) })
    });
    Ok(rendered.map_err(|failure| diagnostics(&failure, &dir)))
}

fn deprecation(warning: &Diagnostic) -> Option<String> {
    let parts = warning.parts();
    parts.upstream.clone().filter(|_| parts.code == Code::Deprecated)
}

/// The warnings that kustomize does not give.
fn notes(rendered: &Rendered, dir: &Path) -> String {
    let own = rendered.warnings.iter().filter(|warning| deprecation(warning).is_none());
    own.map(|warning| anywhere(&plain(warning, &rendered.sources), dir)).collect()
}

/// The text of all errors.
fn diagnostics(failure: &Failure, dir: &Path) -> String {
    anywhere(&failure.to_string(), dir)
}

/// Where a text shows an absolute path, the case's own place is taken out.
fn anywhere(text: &str, dir: &Path) -> String {
    text.replace(&*dir.to_string_lossy(), "{case}")
}

fn options(flags: &[String]) -> Result<Options, String> {
    let mut options = Options::default();
    for flag in flags {
        match flag.as_str() {
            "--load-restrictor=LoadRestrictionsNone" => options.load_restrictions = LoadRestrictions::None,
            "--reorder=none" => options.reorder = Some(Reorder::None),
            "--reorder=legacy" => options.reorder = Some(Reorder::Legacy),
            "--enable-alpha-plugins" => {
                options.functions.plugins = true;
                options.exec = Some(Arc::new(Processes));
            }
            "--enable-exec" => options.functions.exec = true,
            "--enable-managedby-label" => options.managed_by_label = true,
            other => return Err(format!("case.toml: this runner does not know the flag {other}")),
        }
    }
    Ok(options)
}

fn same(what: &str, want: &str, got: &str) -> Result<(), String> {
    match difference(want, got) {
        Some(text) => Err(format!("{what} differs\n{text}")),
        None => Ok(()),
    }
}
