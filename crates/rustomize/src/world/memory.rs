//! A file system in memory: for embedders that hold the files already, and for tests.

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::{Entry, FileSystem};

/// Files held in memory. Directories exist as far as files lie below them.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    entries: BTreeMap<PathBuf, Content>,
}

#[derive(Clone, Debug)]
enum Content {
    File(Vec<u8>),
    Link(PathBuf),
}

impl Memory {
    /// An empty file system.
    pub fn new() -> Memory {
        Memory::default()
    }

    /// Adds or replaces a file; the path is taken from `/`.
    #[must_use]
    pub fn with(mut self, path: impl AsRef<Path>, content: impl Into<Vec<u8>>) -> Memory {
        self.insert(path, content);
        self
    }

    /// Adds or replaces a file; the path is taken from `/`.
    pub fn insert(&mut self, path: impl AsRef<Path>, content: impl Into<Vec<u8>>) {
        self.entries.insert(Path::new("/").join(path), Content::File(content.into()));
    }

    /// Adds or replaces a symbolic link.
    pub fn link(&mut self, path: impl AsRef<Path>, target: impl Into<PathBuf>) {
        self.entries.insert(Path::new("/").join(path), Content::Link(target.into()));
    }

    fn below<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = &'a Path> {
        self.entries
            .range(path.to_path_buf()..)
            .map(|(p, _)| p.as_path())
            .take_while(move |p| p.starts_with(path))
            .filter(move |p| *p != path)
    }

    fn missing(path: &Path) -> io::Error {
        io::Error::new(io::ErrorKind::NotFound, format!("{}: no such file or directory", path.display()))
    }
}

impl<P: AsRef<Path>, C: Into<Vec<u8>>> FromIterator<(P, C)> for Memory {
    fn from_iter<I: IntoIterator<Item = (P, C)>>(files: I) -> Memory {
        files.into_iter().fold(Memory::new(), |fs, (path, content)| fs.with(path, content))
    }
}

impl FileSystem for Memory {
    fn entry(&self, path: &Path) -> io::Result<Entry> {
        match self.entries.get(path) {
            Some(Content::File(_)) => Ok(Entry::File),
            Some(Content::Link(target)) => Ok(Entry::Link(target.clone())),
            None if path == Path::new("/") || self.below(path).next().is_some() => Ok(Entry::Directory),
            None => Err(Memory::missing(path)),
        }
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        /// As many links as Linux follows.
        const MOST_LINKS: usize = 40;
        let mut at = path.to_path_buf();
        for _ in 0..MOST_LINKS {
            match self.entries.get(&at) {
                Some(Content::File(bytes)) => return Ok(bytes.clone()),
                Some(Content::Link(target)) => at = beside(&at, target),
                None => return Err(Memory::missing(path)),
            }
        }
        Err(io::Error::other(format!("{}: too many levels of symbolic links", path.display())))
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        if self.entry(path)? != Entry::Directory {
            return Err(io::Error::new(io::ErrorKind::NotADirectory, format!("{}", path.display())));
        }
        let mut names: Vec<String> = self
            .below(path)
            .filter_map(|p| p.strip_prefix(path).ok()?.components().next())
            .map(|c| c.as_os_str().to_string_lossy().into_owned())
            .collect();
        names.dedup();
        Ok(names)
    }
}

/// Where a link at a path leads.
fn beside(link: &Path, target: &Path) -> PathBuf {
    let mut path = link.parent().unwrap_or(Path::new("/")).to_path_buf();
    for component in target.components() {
        match component {
            Component::ParentDir => {
                path.pop();
            }
            Component::CurDir => {}
            other => path.push(other),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_to_an_end() {
        let mut files = Memory::new().with("a/f", "x");
        files.link("b/up", "./../a/f");
        files.link("b/abs", "/b/up");
        files.link("b/loop", "loop");
        assert_eq!(files.read("/b/abs".as_ref()).expect("a file"), b"x");
        assert!(files.read("/b/loop".as_ref()).is_err());
    }
}
