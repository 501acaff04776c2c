//! The shared conformance suites: every case passes, but for a short list of exceptions with reasons.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

use crate::{Outcome, Result, build_release, target, workspace};

/// Run the shared conformance suites: every case must pass that is no exception, and no exception may pass.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder that holds the suites; nothing is done if it does not exist.
    #[arg(long, value_name = "DIR", default_value = "../shared")]
    shared: PathBuf,
    /// The program to judge; by default this workspace's, built for release.
    #[arg(long, value_name = "PATH")]
    program: Option<PathBuf>,
}

struct Suite {
    name: &'static str,
    script: &'static str,
    corpus: &'static str,
    /// Further arguments of the script.
    words: &'static [&'static str],
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
        words: &["--alt"],
        read: read_conformance,
    },
    Suite {
        name: "realworld",
        script: "realworld/run_realworld.py",
        corpus: "realworld/cases",
        words: &[],
        read: read_realworld,
    },
];

/// `testdata/conformance/exceptions.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exceptions {
    exception: Vec<Exception>,
}

/// A case that is expected not to pass.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    suite: String,
    case: String,
    reason: String,
}

const EXCEPTIONS: &str = "testdata/conformance/exceptions.toml";

/// Runs the task.
pub(crate) fn run(args: &Args) -> Outcome {
    let shared = workspace().join(&args.shared);
    if !shared.is_dir() {
        println!("{} does not exist: no conformance suites to run", args.shared.display());
        return Ok(true);
    }
    let program = match &args.program {
        Some(path) => std::path::absolute(path)?,
        None => build_release()?,
    };
    let exceptions = exceptions()?;
    let mut well = true;
    for suite in SUITES {
        if !shared.join(suite.script).is_file() {
            println!("{}: not there, skipped", suite.name);
            continue;
        }
        let cases = run_suite(suite, &shared, &program)?;
        well &= judge(suite, &cases, &exceptions);
    }
    Ok(well)
}

/// Reads the exceptions. Each must be explained to users too.
fn exceptions() -> Result<Vec<Exception>> {
    let text = std::fs::read_to_string(workspace().join(EXCEPTIONS))?;
    let Exceptions { exception: list } = toml::from_str(&text).map_err(|e| format!("{EXCEPTIONS}: {e}"))?;
    let explained = std::fs::read_to_string(workspace().join("COMPATIBILITY.md"))?;
    match list.iter().find(|exception| !explained.contains(&exception.case)) {
        None => Ok(list),
        Some(missing) => Err(format!("COMPATIBILITY.md does not name the exception {}", missing.case).into()),
    }
}

/// Runs a suite's script. Its exit status says only whether everything passed, which the report says too.
fn run_suite(suite: &Suite, shared: &Path, program: &Path) -> Result<Cases> {
    let report = target()?.join(format!("{}.json", suite.name));
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let mut command = Command::new("python3");
    command.arg(shared.join(suite.script)).arg(shared.join(suite.corpus));
    command.arg("--cmd").arg(format!("{} build", quoted(program)));
    command.arg("--json").arg(&report).arg("--jobs").arg(jobs.to_string());
    // The kustomize that gave the expectations was built without its version.
    command.args(suite.words).env("RUSTOMIZE_LABEL_VERSION", "(devel)");
    let _ = std::fs::remove_file(&report);
    let output = command.output().map_err(|e| format!("python3: {e}"))?;
    let text = std::fs::read_to_string(&report).map_err(|_| format!("{} left no report", suite.script))?;
    let mut cases = (suite.read)(&serde_json::from_str(&text)?)
        .ok_or_else(|| format!("the report of {} has another form", suite.script))?;
    for name in default_order(&String::from_utf8_lossy(&output.stdout)) {
        let case = cases.entry(name.to_owned()).or_default();
        case.get_or_insert_with(|| "output in default order differs".to_owned());
    }
    Ok(cases)
}

/// The cases that fail without `--reorder=none`: the script only prints them.
fn default_order(printed: &str) -> impl Iterator<Item = &str> {
    let line =
        printed.lines().find_map(|line| line.trim().strip_prefix("default order: ")).unwrap_or_default();
    line.split_whitespace().skip(1)
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

/// Holds a suite against the exceptions.
fn judge(suite: &Suite, cases: &Cases, exceptions: &[Exception]) -> bool {
    let excepted: BTreeMap<&str, &str> = exceptions
        .iter()
        .filter(|exception| exception.suite == suite.name)
        .map(|exception| (exception.case.as_str(), exception.reason.as_str()))
        .collect();
    let passing = cases.values().filter(|why| why.is_none()).count();
    println!("{}: {passing} of {} cases pass, {} exceptions", suite.name, cases.len(), excepted.len());
    let mut well = passing > 0;
    for (name, why) in cases {
        match (why, excepted.get(name.as_str())) {
            (None, None) => continue,
            (Some(_), Some(reason)) => println!("  excepted {name}: {reason}"),
            (Some(why), None) => {
                println!("  FAIL {name}: {why}");
                well = false;
            }
            (None, Some(_)) => {
                println!("  {name} passes: take it out of {EXCEPTIONS}");
                well = false;
            }
        }
    }
    for name in excepted.keys().filter(|name| !cases.contains_key(**name)) {
        println!("  {name} is an exception but was not run");
        well = false;
    }
    well
}

#[cfg(test)]
mod tests {
    use super::*;

    fn well(why: Option<&str>, excepted: &str) -> bool {
        let suite = Suite { name: "s", script: "", corpus: "", words: &[], read: read_conformance };
        let mut cases = Cases::from([("good".to_owned(), None)]);
        cases.insert("case".to_owned(), why.map(str::to_owned));
        let exception =
            Exception { suite: "s".to_owned(), case: excepted.to_owned(), reason: "because".to_owned() };
        judge(&suite, &cases, &[exception])
    }

    #[test]
    fn only_exceptions_fail_and_all_of_them() {
        assert!(well(Some("differs"), "case"));
        assert!(!well(Some("differs"), "good"), "fails, and an exception passes");
        assert!(!well(None, "case"), "an exception passes");
        assert!(!well(None, "gone"), "an exception was not run");
    }

    #[test]
    fn the_script_prints_what_fails_in_default_order() {
        let printed = "  krusty 1/2\n  default order: 1/3 krusty/A smp/B\n3 passed";
        assert_eq!(default_order(printed).collect::<Vec<_>>(), ["krusty/A", "smp/B"]);
        assert_eq!(default_order("nothing").count(), 0);
    }
}
