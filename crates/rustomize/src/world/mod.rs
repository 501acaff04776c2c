//! Everything impure: the only door to files, network and processes.
//!
//! Architecture invariant: no other module touches the disk, the environment, a socket or a process.

mod disk;
mod exec;
mod fetch;
#[cfg(feature = "http")]
mod http;
mod memory;
#[cfg(feature = "process")]
mod process;

use std::io;
use std::path::{Path, PathBuf};

pub use disk::Disk;
pub use exec::{Command, Exec, Output, Scratch};
pub use fetch::{Fetch, Response};
#[cfg(feature = "http")]
pub use http::Http;
pub use memory::Memory;
#[cfg(feature = "process")]
pub use process::Processes;

/// What stands at a path. Links are reported, not followed: following is the loader's decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A symbolic link and what it points to, as written.
    Link(PathBuf),
    /// A device, a socket, a pipe.
    Other,
}

/// The files a render may look at. Paths are absolute.
pub trait FileSystem: Send + Sync {
    /// What stands at a path; an error of kind `NotFound` if nothing does.
    fn entry(&self, path: &Path) -> io::Result<Entry>;

    /// The content of a file; links are followed.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// [`entry`](FileSystem::entry), and the content if it is a file that can be read.
    ///
    /// Worth doing in one step where that is cheaper, and what was looked at is then what is read.
    fn open(&self, path: &Path) -> io::Result<(Entry, Option<Vec<u8>>)> {
        let entry = self.entry(path)?;
        let content = if entry == Entry::File { self.read(path).ok() } else { None };
        Ok((entry, content))
    }

    /// The names in a directory, sorted.
    fn list(&self, path: &Path) -> io::Result<Vec<String>>;
}
