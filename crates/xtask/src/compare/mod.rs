//! Whole builds against the real kustomize: the bytes first, then processor time and memory.

mod sample;
mod table;
mod trees;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

pub(crate) use sample::Args as SampleArgs;
pub(crate) use sample::run as run_sample;

use crate::{Outcome, Result, target};
use sample::Sample;
use table::Row;
use trees::Tree;

/// Compare whole builds with kustomize: the same bytes, then processor time and memory in turns.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The kustomize 5.8.1 to compare with.
    #[arg(long, value_name = "PATH")]
    kustomize: PathBuf,
    /// The program to judge; by default this workspace's, built for release.
    #[arg(long, value_name = "PATH")]
    rustomize: Option<PathBuf>,
    /// Small sizes and few runs.
    #[arg(long)]
    quick: bool,
    /// Only trees whose name contains this.
    filter: Option<String>,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Outcome {
    let programs = Programs {
        kustomize: std::path::absolute(&args.kustomize)?,
        rustomize: match &args.rustomize {
            Some(path) => std::path::absolute(path)?,
            None => crate::build_release()?,
        },
    };
    let filter = args.filter.as_deref().unwrap_or_default();
    let dir = target()?.join("compare");
    let mut well = true;
    println!("{}", table::HEAD);
    let mut rows = Vec::new();
    for tree in trees::all(args.quick).into_iter().filter(|tree| tree.workload.name.contains(filter)) {
        let root = write(&tree, &dir)?;
        match programs.compare(&tree, &root, args.quick)? {
            Ok(row) => {
                println!("{row}");
                rows.push(row);
            }
            Err(why) => {
                println!("| {} | DIFFERS: {why} |", tree.name());
                well = false;
            }
        }
        std::fs::remove_dir_all(root)?;
    }
    println!("\ngeometric mean of the ratios of processor time: {:.1}", table::mean_ratio(&rows));
    Ok(well && !rows.is_empty())
}

/// Writes a tree and returns where.
fn write(tree: &Tree, dir: &Path) -> Result<PathBuf> {
    let root = dir.join(tree.workload.name.replace([' ', ','], "-"));
    if root.exists() {
        std::fs::remove_dir_all(&root)?;
    }
    for (path, text) in &tree.workload.files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().ok_or("a file lies in a directory")?)?;
        std::fs::write(path, text)?;
    }
    Ok(root)
}

struct Programs {
    kustomize: PathBuf,
    rustomize: PathBuf,
}

impl Programs {
    /// The inner error says how the outputs differ.
    fn compare(&self, tree: &Tree, root: &Path, quick: bool) -> Result<std::result::Result<Row, String>> {
        let theirs = commands(&self.kustomize, "build", false, tree, root);
        let ours = commands(&self.rustomize, "render", tree.at_once, tree, root);
        let (want, got) = (output(&theirs)?, output(&ours)?);
        if let Some(line) = first_difference(&want, &got) {
            return Ok(Err(format!("line {line} of the output")));
        }
        let (pairs, budget) = if quick { (5, Duration::from_secs(4)) } else { (21, Duration::from_secs(40)) };
        let (mut a, mut b) = (Vec::new(), Vec::new());
        let start = Instant::now();
        while a.len() < 3 || (a.len() < pairs && start.elapsed() < budget) {
            // Whoever runs second finds the files in the caches of the processor: they take turns.
            if a.len() % 2 == 0 {
                a.push(sample::total(&theirs)?);
                b.push(sample::total(&ours)?);
            } else {
                b.push(sample::total(&ours)?);
                a.push(sample::total(&theirs)?);
            }
        }
        let row =
            Row { name: tree.name(), pairs: a.len(), theirs: Sample::median(&a), ours: Sample::median(&b) };
        Ok(Ok(row))
    }
}

/// One command for each directory, or one for all.
fn commands(program: &Path, verb: &str, at_once: bool, tree: &Tree, root: &Path) -> Vec<Vec<PathBuf>> {
    let dirs: Vec<PathBuf> = tree.workload.roots.iter().map(|dir| root.join(dir)).collect();
    let command = |dirs: &[PathBuf]| [&[program.to_path_buf(), verb.into()], dirs].concat();
    if at_once { vec![command(&dirs)] } else { dirs.chunks(1).map(command).collect() }
}

/// What the commands print, as one stream of documents.
fn output(commands: &[Vec<PathBuf>]) -> Result<Vec<u8>> {
    let mut all = Vec::new();
    for words in commands {
        let output = Command::new(&words[0]).args(&words[1..]).output()?;
        if !output.status.success() {
            let error = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{} failed: {error}", words[0].display()).into());
        }
        if !all.is_empty() {
            all.extend(b"---\n");
        }
        all.extend(output.stdout);
    }
    Ok(all)
}

/// The number of the first line that differs.
fn first_difference(want: &[u8], got: &[u8]) -> Option<usize> {
    if want == got {
        return None;
    }
    let same = want.iter().zip(got).take_while(|(a, b)| a == b).count();
    Some(want[..same].iter().filter(|byte| **byte == b'\n').count() + 1)
}
