//! Fuzzing with libFuzzer, which follows the coverage, on any compiler.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Outcome, Result, cargo_with, target, tools, workspace};

/// Let libFuzzer look for inputs that break what must hold for any input (`fuzz/`).
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How long, for all targets together.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Only this target.
    target: Option<String>,
}

const TARGETS: &[&str] = &["parsers", "round_trip", "render"];

/// The instrumentation that libFuzzer reads; what `cargo fuzz` sets, but for the sanitizers, which need nightly.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
                     -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Runs the task.
pub(crate) fn run(args: &Args) -> Outcome {
    if !tools::available("c++") {
        println!("SKIPPED: libFuzzer is written in C++, for which no compiler is installed");
        return Ok(true);
    }
    let host = host()?;
    // With `--target`, the flags are for the fuzzed program only and not for build scripts.
    let words =
        ["build", "--quiet", "--locked", "--package", "rustomize-fuzz", "--features", "libfuzzer", "--bins"];
    let words: Vec<&str> = words.into_iter().chain(["--profile", "fuzz", "--target", &host]).collect();
    cargo_with(&words, &[("RUSTFLAGS", FLAGS)])?;
    let programs = target()?.join(&host).join("fuzz");
    let work = target()?.join("fuzzing");
    let seeds = seeds(&work.join("seeds"))?;
    let chosen: Vec<&str> = TARGETS
        .iter()
        .copied()
        .filter(|name| args.target.as_ref().is_none_or(|wanted| wanted == name))
        .collect();
    let mut well = !chosen.is_empty();
    for name in &chosen {
        let corpus = work.join(name);
        std::fs::create_dir_all(&corpus)?;
        let mut command = Command::new(programs.join(name));
        command.arg(format!("-max_total_time={}", (args.seconds / chosen.len() as u64).max(1)));
        command.arg(format!("-artifact_prefix={}/{name}-", work.display()));
        command.args(["-max_len=8192", "-timeout=10", "-print_final_stats=1"]).arg(&corpus).arg(&seeds);
        well &= report(name, command, &work)?;
    }
    Ok(well)
}

/// Runs a target and says how it went; its own words only if something was found.
fn report(name: &str, mut command: Command, work: &Path) -> Outcome {
    let output = command.stdin(Stdio::null()).output()?;
    let log = String::from_utf8_lossy(&output.stderr);
    let runs = log.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    if output.status.success() {
        println!("{name}: {} runs, nothing found", runs.unwrap_or("?").trim());
        return Ok(true);
    }
    let from = log.find("\nthread ").unwrap_or_default();
    println!("{name}: FOUND something, see {}\n{}", work.display(), &log[from..]);
    Ok(false)
}

/// The triple of the machine, as rustc calls it.
fn host() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").output()?;
    let text = String::from_utf8(output.stdout)?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.ok_or("rustc names no host")?.to_owned())
}

/// Copies the YAML files of the test data into one directory.
fn seeds(dir: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(dir)?;
    let mut pending = vec![workspace().join("testdata")];
    let mut count = 0;
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path)?;
            pending.extend(entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?);
        } else if path.extension().is_some_and(|extension| extension == "yaml") && path.is_file() {
            std::fs::copy(&path, dir.join(format!("{count}.yaml")))?;
            count += 1;
        }
    }
    Ok(dir.to_path_buf())
}
