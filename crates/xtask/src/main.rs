//! Developer tasks: `cargo xtask <task>`.
#![expect(clippy::print_stderr, reason = "a developer's command")]

mod tables;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Result of a task: any error ends it with its text.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[derive(Parser)]
#[command(about = "Developer tasks of rustomize")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Writes the engine's schema tables from the reference tables.
    Tables {
        /// Directory that holds merge_keys.json, schema_fields.json and cluster_scoped_kinds.json.
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
        /// The generated file.
        #[arg(long, value_name = "FILE", default_value = "crates/rustomize/src/schema/builtin.rs")]
        to: PathBuf,
        /// Only compares: fails if the file would change.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let result = match Cli::parse().task {
        Task::Tables { from, to, check } => tables::run(&from, &to, check),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
