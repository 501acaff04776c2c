//! The real disk.
#![allow(clippy::disallowed_methods, reason = "this module is the door to the disk")]

use std::io;
use std::path::Path;

use super::{Entry, FileSystem};

/// The real disk of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl FileSystem for Disk {
    fn entry(&self, path: &Path) -> io::Result<Entry> {
        let kind = std::fs::symlink_metadata(path)?.file_type();
        Ok(if kind.is_file() {
            Entry::File
        } else if kind.is_dir() {
            Entry::Directory
        } else if kind.is_symlink() {
            Entry::Link(std::fs::read_link(path)?)
        } else {
            Entry::Other
        })
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    #[cfg(unix)]
    fn open(&self, path: &Path) -> io::Result<(Entry, Option<Vec<u8>>)> {
        match read_unlinked(path) {
            Ok(Some(bytes)) => Ok((Entry::File, Some(bytes))),
            // A directory, a link, nothing at all, or a file that may not be read.
            Ok(None) | Err(_) => Ok((self.entry(path)?, None)),
        }
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(path)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }
}

/// The content of a regular file; none if something else stands there. Links are not followed.
#[cfg(unix)]
fn read_unlinked(path: &Path) -> io::Result<Option<Vec<u8>>> {
    use std::io::Read;
    use std::os::unix::fs::OpenOptionsExt;

    // Without O_NONBLOCK a pipe would be waited for.
    let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK;
    let mut file = std::fs::OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Ok(None);
    }
    let length = metadata.len() as usize;
    let mut bytes = vec![0; length + 1];
    let read = file.read(&mut bytes)?;
    bytes.truncate(read);
    // All of a file whose length is as it was: no need to ask for its end.
    if read != length {
        file.read_to_end(&mut bytes)?;
    }
    Ok(Some(bytes))
}
