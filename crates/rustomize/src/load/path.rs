//! Paths on a [`FileSystem`]: cleaning, following symbolic links, containment.

use std::borrow::Cow;
use std::ffi::OsString;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;

use foldhash::HashMap;

use crate::world::{Entry, FileSystem};

/// How many links one path may lead through.
const MAX_LINKS: usize = 255;

/// Joins a relative path to a directory and removes `.` and `..` by text, as kustomize does.
///
/// `dir` has none of them.
pub(crate) fn join(dir: &Path, path: &str) -> PathBuf {
    let joined = dir.join(path);
    if is_clean(path.as_bytes()) { joined } else { clean(&joined) }
}

/// Whether a relative path is made of names alone. One-sided.
fn is_clean(path: &[u8]) -> bool {
    let is_name = |name: &[u8]| !matches!(name, b"" | b"." | b"..");
    path.split(|byte| *byte == b'/').all(is_name) && !path.contains(&b'\\')
}

/// Removes `.` and `..` by text.
pub(crate) fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                if !out.pop() {
                    out.push("..");
                }
            }
            other => out.push(other),
        }
    }
    out
}

/// Resolves links, remembering directories that were found to be real.
#[derive(Debug, Default)]
pub(crate) struct Resolver {
    /// By the text of the path, which is quicker to compare than its parts.
    real: Mutex<HashMap<OsString, Entry>>,
}

impl Resolver {
    /// The path without links, and what stands there (never a link).
    ///
    /// # Errors
    /// `NotFound` and others from the file system; a loop of links.
    pub(crate) fn resolve(&self, files: &dyn FileSystem, path: &Path) -> io::Result<(PathBuf, Entry)> {
        self.follow(files, path, &mut 0)
    }

    /// The same for what is likely a file: with its content, if no link leads to it and `may_read` allows it.
    ///
    /// # Errors
    /// As for [`resolve`](Resolver::resolve).
    pub(crate) fn open(
        &self,
        files: &dyn FileSystem,
        path: &Path,
        may_read: impl FnOnce(&Path) -> bool,
    ) -> io::Result<(PathBuf, Entry, Option<Vec<u8>>)> {
        if let Some((parent, name)) = split(path)
            && let Some(full) = self.below_directory(files, path, parent, name)
            && may_read(&full)
            && let (Entry::File, content) = files.open(&full)?
        {
            return Ok((full.into_owned(), Entry::File, content));
        }
        let (real, entry) = self.resolve(files, path)?;
        Ok((real, entry, None))
    }

    /// The path, of which `parent` and `name` are the parts, with no link in its directory; none if that is no directory.
    fn below_directory<'p>(
        &self,
        files: &dyn FileSystem,
        path: &'p Path,
        parent: &Path,
        name: &str,
    ) -> Option<Cow<'p, Path>> {
        if self.lock().get(parent.as_os_str()) == Some(&Entry::Directory) {
            return Some(Cow::Borrowed(path));
        }
        match self.follow(files, parent, &mut 0) {
            Ok((real, Entry::Directory)) => Some(Cow::Owned(real.join(name))),
            _ => None,
        }
    }

    fn follow(&self, files: &dyn FileSystem, path: &Path, links: &mut usize) -> io::Result<(PathBuf, Entry)> {
        if let Some(entry) = self.lock().get(path.as_os_str()) {
            return Ok((path.to_path_buf(), entry.clone()));
        }
        let Some(parent) = path.parent() else { return Ok((path.to_path_buf(), Entry::Directory)) };
        // Most paths lie in a directory that is known to be real: one look-up decides.
        let (real_parent, kind) = self.follow(files, parent, links)?;
        if kind != Entry::Directory {
            return Err(io::Error::new(io::ErrorKind::NotADirectory, "not a directory"));
        }
        let Some(name) = path.file_name() else { return Ok((real_parent, kind)) };
        let full = real_parent.join(name);
        match files.entry(&full)? {
            Entry::Link(target) => {
                *links += 1;
                if *links > MAX_LINKS {
                    return Err(io::Error::new(io::ErrorKind::InvalidInput, "too many links"));
                }
                // Not cleaned by text: `..` after a link means the parent of where the link leads.
                self.follow_target(files, &real_parent, &target, links)
            }
            entry => {
                if entry == Entry::Directory {
                    self.lock().insert(full.clone().into(), entry.clone());
                }
                Ok((full, entry))
            }
        }
    }

    fn follow_target(
        &self,
        files: &dyn FileSystem,
        from: &Path,
        target: &Path,
        links: &mut usize,
    ) -> io::Result<(PathBuf, Entry)> {
        let mut at = (from.to_path_buf(), Entry::Directory);
        for component in target.components() {
            at = match component {
                Component::RootDir | Component::Prefix(_) => {
                    (PathBuf::from(component.as_os_str()), Entry::Directory)
                }
                Component::CurDir => at,
                Component::ParentDir => {
                    let parent = at.0.parent().unwrap_or(&at.0).to_path_buf();
                    (parent, Entry::Directory)
                }
                Component::Normal(name) => self.follow(files, &at.0.join(name), links)?,
            };
        }
        Ok(at)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<OsString, Entry>> {
        self.real.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The directory and the name of a path without `.` and `..`, if they are told apart easily.
fn split(path: &Path) -> Option<(&Path, &str)> {
    let (parent, name) = path.to_str()?.rsplit_once('/')?;
    (!parent.is_empty() && !name.is_empty() && !name.contains('\\')).then_some((Path::new(parent), name))
}

/// Whether a resolved path lies below a directory.
pub(super) fn is_below(path: &Path, dir: &Path) -> bool {
    inside(dir, path).is_some() || path.parent().is_some_and(|parent| parent.starts_with(dir))
}

/// The rest of a path that begins with a directory. One-sided.
pub(super) fn inside<'p>(dir: &Path, path: &'p Path) -> Option<&'p str> {
    let path = path.to_str()?;
    let dir = dir.as_os_str().as_encoded_bytes();
    let rest = path.as_bytes().strip_prefix(dir)?.strip_prefix(b"/")?;
    is_clean(rest).then(|| &path[path.len() - rest.len()..])
}

/// The path of `to` as seen from directory `from`, with `/` between segments.
pub(crate) fn relative(from: &Path, to: &Path) -> String {
    if let Some(inner) = inside(from, to) {
        return inner.to_owned();
    }
    let (a, b): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let common = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let up = std::iter::repeat_n("..".to_owned(), a.len() - common);
    let down = b[common..].iter().map(|c| c.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Memory;

    fn resolve(fs: &Memory, path: &str) -> Option<String> {
        let (real, _) = Resolver::default().resolve(fs, Path::new(path)).ok()?;
        Some(real.display().to_string())
    }

    #[test]
    fn links_are_followed_wherever_they_stand() {
        let mut fs = Memory::new().with("real/a/file", "x");
        fs.link("link", "real/a");
        fs.link("real/up", "../link/file");
        fs.link("loop", "loop");
        assert_eq!(resolve(&fs, "/link/file").as_deref(), Some("/real/a/file"));
        assert_eq!(resolve(&fs, "/real/up").as_deref(), Some("/real/a/file"));
        assert_eq!(resolve(&fs, "/loop"), None);
        assert_eq!(resolve(&fs, "/real/none"), None);
    }

    #[test]
    fn relative_paths_go_up_and_down() {
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/c/d")), "../c/d");
        assert_eq!(relative(Path::new("/a"), Path::new("/a")), ".");
    }
}
