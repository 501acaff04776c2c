//! What each stage costs, in instructions, held against recorded figures.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

use crate::{Outcome, Result, cargo, target, tools, workspace};

/// Count the instructions of each stage: none may cost more than 5 % above the recorded figure.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Record today's figures. The commit must say why they changed.
    #[arg(long, conflicts_with = "throughput")]
    update: bool,
    /// Instead of counting, measure gigabytes per second with a release build.
    #[arg(long)]
    throughput: bool,
    /// Only measurements whose name contains this.
    #[arg(conflicts_with = "update")]
    filter: Option<String>,
}

/// A figure may exceed the recorded one by this share.
const TOLERANCE: f64 = 0.05;

/// The file of recorded figures.
#[derive(Default, Serialize, Deserialize)]
struct Recorded {
    /// Processor and compiler they were taken with.
    machine: String,
    compiler: String,
    instructions: BTreeMap<String, u64>,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Outcome {
    if args.throughput {
        let program = build("release")?;
        return Ok(Command::new(program).arg("throughput").status()?.success());
    }
    if !tools::available("valgrind") {
        println!("SKIPPED: instructions are counted with valgrind, which is not installed");
        return Ok(true);
    }
    let program = build("count")?;
    let counts = count_all(&program, args.filter.as_deref().unwrap_or_default())?;
    let file = workspace().join("benches/instructions.json");
    let recorded = match std::fs::read_to_string(&file) {
        Ok(text) => serde_json::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))?,
        Err(_) => Recorded::default(),
    };
    let well = compare(&recorded, &counts, args);
    if args.update {
        let new = Recorded { machine: machine(), compiler: compiler()?, instructions: counts };
        std::fs::write(&file, serde_json::to_string_pretty(&new)? + "\n")?;
        println!("recorded; say in the commit why the figures changed");
        return Ok(true);
    }
    if recorded.machine != machine() {
        println!("not judged: the figures were recorded on {}", recorded.machine);
        return Ok(true);
    }
    if !well && recorded.compiler != compiler()? {
        println!("the figures were recorded with {}; this is {}", recorded.compiler, compiler()?);
    }
    Ok(well)
}

fn machine() -> String {
    format!("{} {}", std::env::consts::ARCH, std::env::consts::OS)
}

fn compiler() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output()?;
    let text = String::from_utf8(output.stdout)?;
    Ok(text.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
}

fn build(profile: &str) -> Result<PathBuf> {
    cargo(&["build", "--quiet", "--locked", "--package", "rustomize-benches", "--profile", profile])?;
    Ok(target()?.join(profile).join(format!("rustomize-benches{}", std::env::consts::EXE_SUFFIX)))
}

fn count_all(program: &Path, filter: &str) -> Result<BTreeMap<String, u64>> {
    let list = Command::new(program).arg("list").output()?;
    let names = String::from_utf8(list.stdout)?;
    let names = names.lines().filter(|name| name.contains(filter));
    names.map(|name| Ok((name.to_owned(), count(program, name)?))).collect()
}

/// The instructions of one measurement, between entering and leaving the function that counts.
fn count(program: &Path, name: &str) -> Result<u64> {
    let mut command = Command::new("valgrind");
    command.args([
        "--tool=callgrind",
        "--callgrind-out-file=/dev/null",
        "--toggle-collect=*rustomize_measured*",
    ]);
    // An empty environment: its size moves the stack.
    command
        .arg(program)
        .args(["run", name])
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default());
    let output = command.output()?;
    let text = String::from_utf8_lossy(&output.stderr);
    let collected = text.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
    match collected {
        Some(count) if output.status.success() && count > 0 => Ok(count),
        _ => Err(format!("{name} was not counted:\n{text}").into()),
    }
}

/// Prints a row for each figure; whether all are within the tolerance and known.
fn compare(recorded: &Recorded, counts: &BTreeMap<String, u64>, args: &Args) -> bool {
    println!("{:32} {:>14} {:>14} {:>8}", "instructions", "recorded", "now", "change");
    let mut well = true;
    for (name, now) in counts {
        let Some(before) = recorded.instructions.get(name) else {
            println!("{name:32} {:>14} {now:>14}      NEW: cargo xtask bench --update", "-");
            well = false;
            continue;
        };
        let change = *now as f64 / *before as f64 - 1.0;
        let verdict = match change {
            change if change > TOLERANCE => "  TOO MUCH",
            change if change < -TOLERANCE => "  less; record it with --update",
            _ => "",
        };
        well &= change <= TOLERANCE;
        println!("{name:32} {before:>14} {now:>14} {:>+7.1}%{verdict}", change * 100.0);
    }
    for name in
        recorded.instructions.keys().filter(|name| args.filter.is_none() && !counts.contains_key(*name))
    {
        println!("{name:32} is recorded but not measured any more");
        well = false;
    }
    well
}
