//! The shared conformance suites, held against lists of what passed before.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::{Outcome, Result, cargo, target, workspace};

/// Run the shared conformance suites: what passed once must still pass.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder that holds the suites; nothing is done if it does not exist.
    #[arg(long, value_name = "DIR", default_value = "../shared")]
    shared: PathBuf,
    /// Add cases that pass now to the lists. A case that was lost stays listed.
    #[arg(long)]
    update: bool,
    /// The program to judge; by default this workspace's, built for release.
    #[arg(long, value_name = "PATH")]
    program: Option<PathBuf>,
    /// Show why each case that does not pass fails.
    #[arg(long)]
    failures: bool,
}

struct Suite {
    name: &'static str,
    script: &'static str,
    corpus: &'static str,
    /// From the script's report to the cases.
    read: fn(&Value) -> Option<Cases>,
}

/// By name: `None` for a case that passes, else why it does not.
type Cases = BTreeMap<String, Option<String>>;

const SUITES: &[Suite] = &[
    Suite {
        name: "conformance",
        script: "conformance/run_corpus.py",
        corpus: "conformance",
        read: read_conformance,
    },
    Suite {
        name: "realworld",
        script: "realworld/run_realworld.py",
        corpus: "realworld/cases",
        read: read_realworld,
    },
];

/// Runs the task.
pub(crate) fn run(args: &Args) -> Outcome {
    let shared = workspace().join(&args.shared);
    if !shared.is_dir() {
        println!("{} does not exist: no conformance suites to run", args.shared.display());
        return Ok(true);
    }
    let program = match &args.program {
        Some(path) => std::path::absolute(path)?,
        None => build()?,
    };
    let mut well = true;
    for suite in SUITES {
        if !shared.join(suite.script).is_file() {
            println!("{}: not there, skipped", suite.name);
            continue;
        }
        let cases = judge(suite, &shared, &program)?;
        well &= compare(suite, &cases, args)?;
    }
    Ok(well)
}

/// Builds the command for release and says where it is.
fn build() -> Result<PathBuf> {
    cargo(&["build", "--release", "--quiet", "--package", "rustomize-cli"])?;
    Ok(target()?.join("release").join(format!("rustomize{}", std::env::consts::EXE_SUFFIX)))
}

/// Runs a suite's script. Its exit status says only whether everything passed, which the report says too.
fn judge(suite: &Suite, shared: &Path, program: &Path) -> Result<Cases> {
    let report = target()?.join(format!("{}.json", suite.name));
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let mut command = Command::new("python3");
    command.arg(shared.join(suite.script)).arg(shared.join(suite.corpus));
    command.arg("--cmd").arg(format!("{} build", quoted(program)));
    command.arg("--json").arg(&report).arg("--jobs").arg(jobs.to_string());
    let _ = std::fs::remove_file(&report);
    command.stdout(Stdio::null()).status().map_err(|e| format!("python3: {e}"))?;
    let text = std::fs::read_to_string(&report).map_err(|_| format!("{} left no report", suite.script))?;
    (suite.read)(&serde_json::from_str(&text)?)
        .ok_or_else(|| format!("the report of {} has another form", suite.script).into())
}

/// For a shell-like splitter.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r#"'"'"'"#))
}

fn read_conformance(report: &Value) -> Option<Cases> {
    let cases = report.get("cases")?.as_object()?;
    cases.iter().map(|(name, case)| Some((name.clone(), why(case, "passed")?))).collect()
}

fn read_realworld(report: &Value) -> Option<Cases> {
    let mut cases = Cases::new();
    for case in report.get("results")?.as_array()? {
        let flags = case.get("flags")?.as_array()?.iter().filter_map(Value::as_str);
        let words: Vec<&str> =
            [case.get("repo")?.as_str()?, case.get("entry")?.as_str()?].into_iter().chain(flags).collect();
        let why = why(case, "pass")?;
        cases.entry(words.join(" ")).and_modify(|known| *known = known.take().or(why.clone())).or_insert(why);
    }
    Some(cases)
}

#[expect(clippy::option_option, reason = "the outer one is the report's form")]
fn why(case: &Value, passed: &str) -> Option<Option<String>> {
    let why = case.get("why").and_then(Value::as_str).unwrap_or_default();
    Some((!case.get(passed)?.as_bool()?).then(|| why.lines().next().unwrap_or_default().to_owned()))
}

/// Holds a suite against its list. Nothing may be lost, neither by failing nor by not being run.
fn compare(suite: &Suite, cases: &Cases, args: &Args) -> Outcome {
    let file = workspace().join("testdata").join(suite.name).join("passing.txt");
    let listed: BTreeSet<String> = match std::fs::read_to_string(&file) {
        Ok(text) => text.lines().map(str::to_owned).collect(),
        Err(_) => BTreeSet::new(),
    };
    let passing: BTreeSet<String> =
        cases.iter().filter(|(_, why)| why.is_none()).map(|(name, _)| name.clone()).collect();
    println!("{}: {} of {} cases pass", suite.name, passing.len(), cases.len());
    let lost: Vec<&String> = listed.difference(&passing).collect();
    for name in &lost {
        let why = cases.get(*name).map_or("was not run", |why| why.as_deref().unwrap_or_default());
        println!("  LOST {name}: {why}");
    }
    if args.failures {
        for (name, why) in cases.iter().filter_map(|(name, why)| Some((name, why.as_ref()?))) {
            println!("  FAIL {name}: {why}");
        }
    }
    let new: Vec<&String> = passing.difference(&listed).collect();
    if args.update {
        let all: BTreeSet<&String> = listed.union(&passing).collect();
        let text: String = all.into_iter().flat_map(|name| [name, "\n"]).collect();
        std::fs::create_dir_all(file.parent().ok_or("a list lies in a directory")?)?;
        std::fs::write(&file, text)?;
        println!("  {} cases added", new.len());
    } else if !new.is_empty() {
        new.iter().take(20).for_each(|name| println!("  new: {name}"));
        println!(
            "  {} cases pass that are not listed; to list them: cargo xtask conformance --update",
            new.len()
        );
    }
    Ok(lost.is_empty())
}
