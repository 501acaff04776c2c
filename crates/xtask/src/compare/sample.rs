//! What one run of a program costs.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

use crate::{Outcome, Result};

/// The cost of a run, or of several one after the other.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sample {
    /// Processor time, of the program and of the system for it.
    pub(crate) cpu: Duration,
    /// Time on the clock.
    pub(crate) wall: Duration,
    /// Peak of resident memory, in kB.
    pub(crate) memory: u64,
}

impl Sample {
    /// The median of each figure.
    pub(crate) fn median(samples: &[Sample]) -> Sample {
        fn middle<T: Ord + Copy>(samples: &[Sample], figure: impl Fn(&Sample) -> T) -> T {
            let mut figures: Vec<T> = samples.iter().map(figure).collect();
            figures.sort_unstable();
            figures[figures.len() / 2]
        }
        Sample {
            cpu: middle(samples, |sample| sample.cpu),
            wall: middle(samples, |sample| sample.wall),
            memory: middle(samples, |sample| sample.memory),
        }
    }
}

/// Run one program and print what it cost. For `compare`: the system counts the children of a process together, so
/// each run gets a process of its own to be the child of.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The program and its arguments.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    words: Vec<PathBuf>,
}

/// Runs the task: prints processor time and clock time in microseconds, and memory in kB.
pub(crate) fn run(args: &Args) -> Outcome {
    let mut command = Command::new(&args.words[0]);
    command.args(&args.words[1..]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status()?;
    let wall = start.elapsed();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    // Apple counts bytes.
    let memory = usage.max_rss() / if cfg!(target_vendor = "apple") { 1024 } else { 1 };
    println!("{cpu} {} {memory}", wall.as_micros());
    Ok(status.success())
}

/// Runs commands one after the other and adds up what they cost; of memory the largest counts.
pub(crate) fn total(commands: &[Vec<PathBuf>]) -> Result<Sample> {
    let mut total = Sample::default();
    for words in commands {
        let one = measure(words)?;
        total.cpu += one.cpu;
        total.wall += one.wall;
        total.memory = total.memory.max(one.memory);
    }
    Ok(total)
}

fn measure(words: &[PathBuf]) -> Result<Sample> {
    let output = Command::new(std::env::current_exe()?).arg("sample").args(words).output()?;
    let text = String::from_utf8(output.stdout)?;
    let figures: Vec<u64> = text.split_whitespace().map(str::parse).collect::<std::result::Result<_, _>>()?;
    match figures.as_slice() {
        &[cpu, wall, memory] if output.status.success() => {
            Ok(Sample { cpu: Duration::from_micros(cpu), wall: Duration::from_micros(wall), memory })
        }
        _ => Err(format!("{} could not be measured", words[0].display()).into()),
    }
}
