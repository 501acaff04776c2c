//! The command `rustomize`: arguments, exit codes, colours. Everything else is the library's.

mod args;
mod discover;
mod output;
mod progress;
mod render;
mod report;
mod version;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Cli, Command};

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Render(args) => render::run(&args),
        Command::Version(args) => {
            if args.short {
                report::line("Flag --short has been deprecated, and will be removed in the future.");
            }
            print(version::text(args.output, args.short).as_bytes())
        }
        Command::Completions(args) => {
            let mut script = Vec::new();
            clap_complete::generate(args.shell, &mut Cli::command(), "rustomize", &mut script);
            print(&script)
        }
    }
}

fn print(bytes: &[u8]) -> ExitCode {
    match output::to_stdout([bytes]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            report::problem(&problem);
            ExitCode::FAILURE
        }
    }
}
