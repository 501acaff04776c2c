//! Developer tasks: `cargo xtask --help`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "these are commands")]
#![allow(clippy::disallowed_methods, reason = "these tasks are no part of the engine")]

mod bench;
#[cfg(unix)]
mod compare;
mod conformance;
mod coverage;
mod fuzz;
mod oracle;
mod tables;
mod tools;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Developer tasks")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    Bench(bench::Args),
    #[cfg(unix)]
    Compare(compare::Args),
    Conformance(conformance::Args),
    Coverage(coverage::Args),
    Fuzz(fuzz::Args),
    Oracle(oracle::Args),
    #[cfg(unix)]
    #[command(hide = true)]
    Sample(compare::SampleArgs),
    Tables(tables::Args),
}

/// Result of a step: any error ends the task with its text.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What a task says: whether all is well, or why it could not run.
type Outcome = Result<bool>;

fn main() -> ExitCode {
    let outcome = match Cli::parse().task {
        Task::Bench(args) => bench::run(&args),
        #[cfg(unix)]
        Task::Compare(args) => compare::run(&args),
        Task::Conformance(args) => conformance::run(&args),
        Task::Coverage(args) => coverage::run(&args),
        Task::Fuzz(args) => fuzz::run(&args),
        Task::Oracle(args) => oracle::run(&args),
        #[cfg(unix)]
        Task::Sample(args) => compare::run_sample(&args),
        Task::Tables(args) => tables::run(&args),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs cargo in the workspace.
fn cargo(words: &[&str]) -> Result<()> {
    cargo_with(words, &[])
}

/// Runs cargo in the workspace with further variables in its environment.
fn cargo_with(words: &[&str], variables: &[(&str, &str)]) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(words).envs(variables.iter().copied()).current_dir(workspace());
    match command.status()?.success() {
        true => Ok(()),
        false => Err(format!("cargo {} failed", words.join(" ")).into()),
    }
}

/// Builds the command for release and says where it is.
fn build_release() -> Result<PathBuf> {
    cargo(&["build", "--release", "--quiet", "--package", "rustomize-cli"])?;
    Ok(target()?.join("release").join(format!("rustomize{}", std::env::consts::EXE_SUFFIX)))
}

/// The target directory: this program lies in one of its profiles.
fn target() -> Result<PathBuf> {
    let me = std::env::current_exe()?;
    Ok(me.parent().and_then(Path::parent).ok_or("this program lies in no target directory")?.to_path_buf())
}

/// The root of the workspace.
fn workspace() -> &'static Path {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    crates.and_then(Path::parent).expect("xtask lies in crates/ of the workspace")
}
