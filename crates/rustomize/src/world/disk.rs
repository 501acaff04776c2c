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

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(path)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }
}
