//! Developer tasks: `cargo xtask --help`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "these are commands")]
#![allow(clippy::disallowed_methods, reason = "these tasks are no part of the engine")]

mod conformance;
mod oracle;
mod tables;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Developer tasks")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    Conformance(conformance::Args),
    Oracle(oracle::Args),
    Tables(tables::Args),
}

/// Result of a step: any error ends the task with its text.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What a task says: whether all is well, or why it could not run.
type Outcome = Result<bool>;

fn main() -> ExitCode {
    let outcome = match Cli::parse().task {
        Task::Conformance(args) => conformance::run(&args),
        Task::Oracle(args) => oracle::run(&args),
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

/// The root of the workspace.
fn workspace() -> &'static std::path::Path {
    let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    crates.and_then(std::path::Path::parent).expect("xtask lies in crates/ of the workspace")
}
