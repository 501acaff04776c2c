//! Expected output of `testdata/`: written by the real kustomize, never by us.

use std::path::{Path, PathBuf};
use std::process::Command;

use rustomize_test::{Case, Expected, difference, discover};

use crate::{Outcome, workspace};

/// Write `expected.yaml` of the cases in testdata/ with the real kustomize, or check it.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The kustomize 5.8.1 to ask.
    #[arg(long, value_name = "PATH")]
    kustomize: PathBuf,
    /// Change nothing; report where kustomize says something else.
    #[arg(long)]
    check: bool,
    /// Only cases whose name contains this.
    filter: Option<String>,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Outcome {
    let mut cases = discover(&workspace().join("testdata"))?;
    cases.retain(|case| args.filter.as_ref().is_none_or(|filter| case.name.contains(filter)));
    // What is expected there is our own decision, and the case says why.
    cases.retain(|case| case.differs.is_none());
    let mut differing = 0;
    for case in &cases {
        if let Err(text) = compare(case, args)? {
            println!("{}: {text}", case.name);
            differing += 1;
        }
    }
    println!("{} cases, {differing} differ", cases.len());
    Ok(differing == 0)
}

/// The inner result says what differs and could not be put right.
fn compare(case: &Case, args: &Args) -> Result<Result<(), String>, Box<dyn std::error::Error>> {
    let answer = ask(case, &args.kustomize)?;
    if answer.warnings != case.warnings {
        return Ok(Err(format!("kustomize warns: {:?}", answer.warnings)));
    }
    match (&case.expected, answer.output) {
        (Some(Expected::Error(_)), Err(_)) => Ok(Ok(())),
        (Some(Expected::Error(_)), Ok(_)) => Ok(Err("kustomize renders what we expect to fail".to_owned())),
        (Some(Expected::Output(_)), Err(error)) => Ok(Err(format!("kustomize refuses: {error}"))),
        (Some(Expected::Output(want)), Ok(got)) if args.check => {
            Ok(difference(want, &got).map_or(Ok(()), |diff| Err(format!("output differs\n{diff}"))))
        }
        (None, _) if args.check => Ok(Err("nothing is expected yet".to_owned())),
        (_, Ok(got)) => Ok(Ok(write_if_new(&case.output_file(), &got)?)),
        (None, Err(error)) => {
            println!("{}: kustomize refuses; UPDATE=1 cargo test writes our text\n  {error}", case.name);
            Ok(Ok(write_if_new(&case.error_file(), "")?))
        }
    }
}

struct Answer {
    output: Result<String, String>,
    warnings: Vec<String>,
}

fn ask(case: &Case, kustomize: &Path) -> Result<Answer, Box<dyn std::error::Error>> {
    let mut command = Command::new(kustomize);
    command.arg("build").arg(&case.entry).args(&case.flags).current_dir(&case.dir);
    if let Some(home) = &case.plugin_home {
        command.env("KUSTOMIZE_PLUGIN_HOME", case.dir.join(home));
    }
    let answer = command.output().map_err(|e| format!("{}: {e}", kustomize.display()))?;
    let stderr = String::from_utf8_lossy(&answer.stderr);
    let warnings = stderr.lines().filter(|line| line.starts_with("# Warning:")).map(str::to_owned).collect();
    let output = if answer.status.success() {
        // Builds of kustomize that are no releases call themselves `(devel)`, also in the managed-by label.
        Ok(String::from_utf8(answer.stdout)?.replace("kustomize-(devel)", "kustomize-v5.8.1"))
    } else {
        Err(stderr.lines().last().unwrap_or("no message").to_owned())
    };
    Ok(Answer { output, warnings })
}

fn write_if_new(file: &Path, text: &str) -> std::io::Result<()> {
    match std::fs::read_to_string(file) {
        Ok(old) if old == text => Ok(()),
        _ => std::fs::write(file, text),
    }
}
