//! Programs as processes of this machine.
#![allow(clippy::disallowed_methods, reason = "this module is the door to processes")]

use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Command, Exec, Output, Scratch};

/// Runs programs as processes of this machine; temporary directories are where the system wants them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Processes;

impl Exec for Processes {
    fn run(&self, command: &Command) -> io::Result<Output> {
        let deadline = command.timeout.map(|timeout| Instant::now() + timeout);
        let mut child = process(command).spawn()?;
        feed(&mut child, command);
        let (stdout, stderr) = (Pipe::new(child.stdout.take()), Pipe::new(child.stderr.take()));
        // A program that left a child behind with its pipes open still counts as ended at its deadline.
        let _closed = stdout.wait(deadline) && stderr.wait(deadline);
        let status = match wait(&mut child, deadline)? {
            Some(status) => status,
            None => {
                child.kill()?;
                child.wait()?;
                return Err(io::Error::new(io::ErrorKind::TimedOut, "it ran too long"));
            }
        };
        Ok(Output { status: status.code(), stdout: stdout.take(), stderr: stderr.take() })
    }

    fn scratch(&self) -> io::Result<Box<dyn Scratch>> {
        let dir = tempfile::Builder::new().prefix("rustomize-").tempdir()?;
        let real = std::fs::canonicalize(dir.path())?;
        Ok(Box::new(Temporary { dir, real }))
    }
}

fn process(command: &Command) -> Process {
    let mut process = Process::new(program(command));
    process
        .args(&command.args)
        .envs(command.env.iter().map(|(name, value)| (name, value)))
        .stdin(if command.stdin.is_empty() { Stdio::null() } else { Stdio::piped() })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if let Some(dir) = &command.dir {
        process.current_dir(dir);
    }
    process
}

/// Unix looks a relative program up after the change of directory, so scripts see the name as written; elsewhere
/// it would be taken from the directory of this process.
fn program(command: &Command) -> PathBuf {
    let program = Path::new(&command.program);
    match &command.dir {
        Some(dir) if !cfg!(unix) && program.is_relative() && program.components().count() > 1 => {
            dir.join(program)
        }
        _ => program.to_path_buf(),
    }
}

/// Writes the input from a thread: a program may print before it has read all.
fn feed(child: &mut Child, command: &Command) {
    if let Some(mut stdin) = child.stdin.take() {
        let input = command.stdin.clone();
        // A program need not read its input, so a broken pipe is no error.
        std::thread::spawn(move || drop(stdin.write_all(&input)));
    }
}

/// Collects what comes out of a pipe, in a thread of its own.
struct Pipe {
    content: Arc<Mutex<Vec<u8>>>,
    closed: Receiver<()>,
}

impl Pipe {
    fn new(source: Option<impl Read + Send + 'static>) -> Pipe {
        let content = Arc::<Mutex<Vec<u8>>>::default();
        let (done, closed) = mpsc::channel();
        if let Some(mut source) = source {
            let content = content.clone();
            std::thread::spawn(move || {
                let mut buffer = [0; 16 * 1024];
                while let Ok(length @ 1..) = source.read(&mut buffer) {
                    lock(&content).extend_from_slice(&buffer[..length]);
                }
                drop(done);
            });
        }
        Pipe { content, closed }
    }

    /// Waits until the pipe is closed; `false` if the deadline came first.
    fn wait(&self, deadline: Option<Instant>) -> bool {
        match deadline {
            None => self.closed.recv().is_err(),
            Some(deadline) => {
                let left = deadline.saturating_duration_since(Instant::now());
                self.closed.recv_timeout(left) == Err(RecvTimeoutError::Disconnected)
            }
        }
    }

    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut lock(&self.content))
    }
}

fn lock(content: &Mutex<Vec<u8>>) -> std::sync::MutexGuard<'_, Vec<u8>> {
    content.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits for the end; `None` if the deadline came first.
fn wait(child: &mut Child, deadline: Option<Instant>) -> io::Result<Option<std::process::ExitStatus>> {
    let Some(deadline) = deadline else { return child.wait().map(Some) };
    // The pipes are closed by now, so the end is near: the pauses stay short.
    let mut pause = Duration::from_micros(100);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(None);
        }
        std::thread::sleep(pause.min(left));
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

struct Temporary {
    dir: tempfile::TempDir,
    real: PathBuf,
}

impl Scratch for Temporary {
    fn path(&self) -> &Path {
        &self.real
    }

    fn write(&self, name: &str, content: &[u8]) -> io::Result<PathBuf> {
        let mut parts = Path::new(name).components();
        let (Some(Component::Normal(_)), None) = (parts.next(), parts.next()) else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("`{name}` is no file name")));
        };
        let path = self.real.join(name);
        std::fs::write(&path, content)?;
        Ok(path)
    }
}

impl std::fmt::Debug for Temporary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.dir.path().display())
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn sh(script: &str) -> Command {
        Command::new("sh").args(["-c", script])
    }

    #[test]
    fn status_and_streams() {
        let output = Processes.run(&sh("echo out; echo err >&2; exit 3")).unwrap();
        assert_eq!(output, Output { status: Some(3), stdout: b"out\n".into(), stderr: b"err\n".into() });
    }

    #[test]
    fn no_deadlock_on_large_streams() {
        let mut command = sh("cat; cat /dev/zero | head -c 300000 >&2");
        command.stdin = vec![b'x'; 1 << 20];
        let output = Processes.run(&command).unwrap();
        assert_eq!((output.stdout.len(), output.stderr.len()), (1 << 20, 300_000));
    }

    #[test]
    fn input_that_nobody_reads() {
        let mut command = sh("exit 0");
        command.stdin = vec![b'x'; 1 << 20];
        assert!(Processes.run(&command).unwrap().success());
    }

    #[test]
    fn timeout_stops_the_program() {
        let mut command = sh("sleep 30");
        command.timeout = Some(Duration::from_millis(100));
        let start = Instant::now();
        assert_eq!(Processes.run(&command).unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn children_left_behind_do_not_hold_a_timed_program() {
        let mut command = sh("sleep 30 & echo done");
        command.timeout = Some(Duration::from_millis(300));
        assert_eq!(Processes.run(&command).unwrap().stdout, b"done\n");
    }

    #[test]
    fn closed_streams_are_not_the_end() {
        let mut command = sh("exec >&- 2>&-; sleep 30");
        command.timeout = Some(Duration::from_millis(100));
        assert_eq!(Processes.run(&command).unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    #[test]
    fn environment_and_directory() {
        let scratch = Processes.scratch().unwrap();
        let output = Processes.run(&sh("pwd; echo $A").env("A", "b").dir(scratch.path())).unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), format!("{}\nb\n", scratch.path().display()));
    }

    #[test]
    fn relative_programs_are_taken_from_the_directory() {
        let scratch = Processes.scratch().unwrap();
        // Written by another process: a file that this one has open cannot be run while a test beside this one
        // starts a process.
        let made =
            Processes.run(&sh("printf '#!/bin/sh\\necho $0\\n' > f.sh && chmod +x f.sh").dir(scratch.path()));
        assert!(made.unwrap().success());
        let output = Processes.run(&Command::new("./f.sh").dir(scratch.path())).unwrap();
        assert_eq!(output.stdout, b"./f.sh\n");
        let missing = Processes.run(&Command::new("./g.sh").dir(scratch.path()));
        assert_eq!(missing.unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn scratch_is_removed() {
        let scratch = Processes.scratch().unwrap();
        let path = scratch.path().to_path_buf();
        assert!(scratch.write("../x", b"").is_err());
        assert!(scratch.write("a/b", b"").is_err());
        scratch.write("x", b"y").unwrap();
        drop(scratch);
        assert!(!path.exists());
    }
}
