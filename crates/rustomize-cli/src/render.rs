//! `rustomize render`: all directories are rendered before the first byte goes out.

use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory;
use clap::error::ErrorKind;
use rustomize::id::ResId;
use rustomize::world::Disk;
use rustomize::{Failure, Options};

use crate::args::{Cli, Render};
use crate::output;
use crate::report;

/// What one directory gave.
pub(crate) struct Stream {
    /// The objects as YAML documents.
    pub(crate) text: String,
    /// The ids of the objects, in the order of the documents.
    pub(crate) ids: Vec<ResId>,
}

/// Runs the command.
pub(crate) fn run(args: &Render) -> ExitCode {
    if let Some(path) = &args.output
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
    // Not `collect::<Option<_>>` at once: every directory gets its turn to report what is wrong.
    let streams: Vec<Option<Stream>> = args.dirs.iter().map(|dir| stream(dir, &options)).collect();
    let Some(streams) = streams.into_iter().collect::<Option<Vec<Stream>>>() else {
        return ExitCode::FAILURE;
    };
    match output::write(args.output.as_deref(), &streams) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            report::problem(&problem);
            ExitCode::FAILURE
        }
    }
}

/// Renders one directory; what is wrong with it goes to stderr.
fn stream(dir: &Path, options: &Options) -> Option<Stream> {
    build(dir, options)
        .map_err(|failure| {
            report::print(&failure.warnings, &failure.sources);
            report::print(&failure.errors, &failure.sources);
        })
        .ok()
}

fn build(dir: &Path, options: &Options) -> Result<Stream, Failure> {
    // The engine knows no working directory. `absolute` fails only if there is none, and then no path works.
    let root = match rustomize::is_repository(dir) {
        true => dir.to_path_buf(),
        false => std::path::absolute(dir).unwrap_or_else(|_| dir.to_path_buf()),
    };
    let rendered = rustomize::build(&Disk, &root, options)?;
    report::print(&rendered.warnings, &rendered.sources);
    let text = rendered.to_yaml()?;
    let ids = rendered.resources.iter().map(|res| res.id().clone()).collect();
    // The process is about to end: taking the tree apart would be a tenth of the work.
    std::mem::forget(rendered);
    Ok(Stream { text, ids })
}

/// The version that the managed-by label shows, for those who compare with another build of kustomize.
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
