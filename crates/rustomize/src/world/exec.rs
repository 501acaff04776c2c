//! Running programs: a capability the caller gives, or does not.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Disk, FileSystem};

/// A program to run. It sees the environment of this process with [`env`](Command::env) laid over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command {
    /// The program: a name to look up on the path, or a path. A relative path with a separator is taken from
    /// [`dir`](Command::dir).
    pub program: OsString,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// Variables added to the inherited environment.
    pub env: Vec<(OsString, OsString)>,
    /// The working directory; that of this process if `None`.
    pub dir: Option<PathBuf>,
    /// What it reads from its standard input; nothing if empty.
    pub stdin: Vec<u8>,
    /// How long it may run; without limit if `None`.
    pub timeout: Option<Duration>,
}

impl Command {
    /// A program without arguments.
    pub fn new(program: impl Into<OsString>) -> Command {
        Command { program: program.into(), ..Command::default() }
    }

    /// Adds one argument.
    #[must_use]
    pub fn arg(mut self, arg: impl Into<OsString>) -> Command {
        self.args.push(arg.into());
        self
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<A: Into<OsString>>(mut self, args: impl IntoIterator<Item = A>) -> Command {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Adds a variable.
    #[must_use]
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Command {
        self.env.push((name.into(), value.into()));
        self
    }

    /// Sets the working directory.
    #[must_use]
    pub fn dir(mut self, dir: impl Into<PathBuf>) -> Command {
        self.dir = Some(dir.into());
        self
    }

    /// Program and arguments with spaces between them: for messages, not for a shell.
    pub fn line(&self) -> String {
        let words = std::iter::once(&self.program).chain(&self.args);
        words.map(|w| w.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }
}

/// How a program ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// The exit status; `None` if a signal ended it.
    pub status: Option<i32>,
    /// What it wrote to its standard output.
    pub stdout: Vec<u8>,
    /// What it wrote to its standard error.
    pub stderr: Vec<u8>,
}

impl Output {
    /// Whether it ended with status 0.
    pub fn success(&self) -> bool {
        self.status == Some(0)
    }

    /// The status in words, as Go prints it.
    pub fn outcome(&self) -> String {
        match self.status {
            Some(status) => format!("exit status {status}"),
            None => "signal: killed".to_owned(),
        }
    }
}

/// Runs programs, and gives directories for what they need on disk.
///
/// Programs find files by themselves, so an implementation belongs to the same disk that the build's
/// [`FileSystem`](super::FileSystem) shows.
pub trait Exec: Send + Sync {
    /// Runs a program to its end. A status other than 0 is no error.
    ///
    /// # Errors
    /// Kind `NotFound` if there is no such program, `TimedOut` if it ran too long and was stopped, others from the
    /// system.
    fn run(&self, command: &Command) -> io::Result<Output>;

    /// A new empty directory that exists until the value is dropped.
    ///
    /// # Errors
    /// From the system.
    fn scratch(&self) -> io::Result<Box<dyn Scratch>>;
}

/// A temporary directory; dropping it removes it with all that is inside.
pub trait Scratch: Send + Sync {
    /// Its real path, links resolved.
    fn path(&self) -> &Path;

    /// The file system that shows what programs put there.
    fn files(&self) -> &dyn FileSystem {
        &Disk
    }

    /// Writes a file into it and returns the file's path. `name` must not lead out of the directory.
    ///
    /// # Errors
    /// Kind `InvalidInput` for a name with a separator, others from the system.
    fn write(&self, name: &str, content: &[u8]) -> io::Result<PathBuf>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_and_outcome() {
        assert_eq!(Command::new("git").args(["fetch", "x y"]).line(), "git fetch x y");
        assert_eq!(Output { status: Some(128), ..Output::default() }.outcome(), "exit status 128");
        assert!(!Output::default().success());
    }
}
