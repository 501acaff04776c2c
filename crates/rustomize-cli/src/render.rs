//! `rustomize render`: all directories are rendered before the first byte goes out.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::CommandFactory;
use clap::error::ErrorKind;
use rustomize::id::ResId;
use rustomize::world::Disk;
use rustomize::{Failure, Options, Rendered};

use crate::args::{Cli, Render};
use crate::discover;
use crate::output;
use crate::progress::Progress;
use crate::report;

/// What one directory gave.
pub(crate) struct Stream {
    /// The objects as YAML documents; empty if each goes to a file of its own.
    pub(crate) text: String,
    /// The objects that go to files, and the documents they are there.
    pub(crate) files: Vec<(ResId, String)>,
}

/// Runs the command.
pub(crate) fn run(args: &Render) -> ExitCode {
    if let Some(path) = args.output()
        && args.dirs.len() > 1
        && !path.is_dir()
    {
        let text = format!("with several directories, -o takes an existing directory: {}", path.display());
        Cli::command().error(ErrorKind::ValueValidation, text).exit();
    }
    args.notices().into_iter().for_each(report::line);
    let mut options = args.options(managed_by_label_in_environment());
    options.relative_to = std::path::absolute(".").ok();
    if let Some(version) = label_version_in_environment() {
        options.label_version = version;
    }
    options.functions.plugin_homes = plugin_homes();
    let dirs = match args.all.then(|| discover::roots(&args.dirs)) {
        None => args.dirs.clone(),
        Some(Ok(roots)) => roots,
        Some(Err(problem)) => {
            report::problem(&problem);
            return ExitCode::FAILURE;
        }
    };
    // Every directory gets its turn to report what is wrong.
    let apart = args.output().is_some_and(Path::is_dir);
    let Some(streams) = streams(&dirs, &options, apart).into_iter().collect::<Option<Vec<Stream>>>() else {
        return ExitCode::FAILURE;
    };
    match output::write(args.output(), &streams) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            report::problem(&problem);
            ExitCode::FAILURE
        }
    }
}

/// Renders all directories, sharing their bases; reports in their order. `apart` is whether objects go to files.
fn streams(dirs: &[PathBuf], options: &Options, apart: bool) -> Vec<Option<Stream>> {
    // The engine knows no working directory. `absolute` fails only if there is none, and then no path works.
    let absolute = |dir: &PathBuf| std::path::absolute(dir).unwrap_or_else(|_| dir.clone());
    let root = |dir: &PathBuf| if rustomize::is_repository(dir) { dir.clone() } else { absolute(dir) };
    let roots: Vec<PathBuf> = dirs.iter().map(root).collect();
    if let [root] = roots.as_slice() {
        let outcome = rustomize::build(&Disk, root, options).and_then(|rendered| {
            let outcome = stream(&rendered, apart);
            // The process is about to end: taking the tree apart would be a tenth of the work.
            std::mem::forget(rendered);
            outcome
        });
        return vec![reported(outcome)];
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let progress = Progress::of(roots.len());
    let results = rustomize::build_all(&Disk, &roots, options, threads, |_, result| {
        // Taken apart, as its memory is soon needed again: there may be thousands.
        let outcome = result.and_then(|rendered| stream(&rendered, apart));
        progress.step();
        outcome
    });
    progress.end();
    results.into_iter().map(reported).collect()
}

/// A stream with the warnings to show before it, or the failure to show instead.
type Outcome = Result<(Stream, Box<dyn Fn() + Send>), Failure>;

fn stream(rendered: &Rendered, apart: bool) -> Outcome {
    let text = if apart { String::new() } else { rendered.to_yaml()? };
    let documents = if apart { rendered.to_documents()? } else { Vec::new() };
    let ids = rendered.resources.iter().map(|res| res.id().clone());
    let files = ids.zip(documents).collect();
    let (warnings, sources) = (rendered.warnings.clone(), rendered.sources.clone());
    Ok((Stream { text, files }, Box::new(move || report::print(&warnings, &sources))))
}

fn reported(outcome: Outcome) -> Option<Stream> {
    match outcome {
        Ok((stream, warn)) => {
            warn();
            Some(stream)
        }
        Err(failure) => {
            report::print(&failure.warnings, &failure.sources);
            report::print(&failure.errors, &failure.sources);
            None
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command reads the environment so that the engine need not"
)]
fn label_version_in_environment() -> Option<String> {
    std::env::var("RUSTOMIZE_LABEL_VERSION").ok().filter(|version| !version.is_empty())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command reads the environment so that the engine need not"
)]
fn managed_by_label_in_environment() -> bool {
    std::env::var("KUSTOMIZE_ENABLE_MANAGEDBY_LABEL").is_ok_and(|value| value == "on")
}

/// Where kustomize looks for programs of plugins, in its order.
fn plugin_homes() -> Vec<PathBuf> {
    let below = |variable: &str, path: &str| {
        let dir = std::env::var_os(variable).filter(|dir| !dir.is_empty())?;
        std::path::absolute(PathBuf::from(dir).join(path)).ok()
    };
    let homes = [
        below("KUSTOMIZE_PLUGIN_HOME", ""),
        below("XDG_CONFIG_HOME", "kustomize/plugin"),
        below("HOME", ".config/kustomize/plugin"),
        below("HOME", "kustomize/plugin"),
    ];
    homes.into_iter().flatten().collect()
}
