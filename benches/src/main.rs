//! Runs one measurement, or all of them for a check, or measures throughput. `cargo xtask bench` drives it.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is a command")]
#![allow(clippy::disallowed_methods, reason = "this is no part of the engine")]

mod stage;
mod throughput;

use std::any::Any;
use std::hint::black_box;
use std::process::ExitCode;

const USAGE: &str = "usage: rustomize-benches list | run CASE | throughput";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["list"] => stage::CASES.iter().copied().flatten().for_each(|case| println!("{}", case.name)),
        ["throughput"] => throughput::print(),
        ["run", name] => {
            let Some(case) = stage::case(name) else {
                eprintln!("no measurement is called {name}");
                return ExitCode::FAILURE;
            };
            drop(rustomize_measured((case.prepare)()));
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// What counts. `cargo xtask bench` finds this function by its name.
#[inline(never)]
fn rustomize_measured(work: stage::Work) -> Box<dyn Any> {
    black_box(black_box(work)())
}
