//! `render --all`: the kustomizations of a tree that nothing in it refers to.
#![expect(clippy::disallowed_methods, reason = "the command looks for kustomizations on the disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rustomize::world::Disk;
use walkdir::{DirEntry, WalkDir};

use crate::report::{self, Problem};

/// The directories below `tops` that hold a kustomization which no other one there refers to; components, which are
/// made to be referred to, are left out. In the order of their names, each once.
///
/// # Errors
/// A directory that cannot be read, or one with no kustomization in it: to print nothing would look like success.
pub(crate) fn roots(tops: &[PathBuf]) -> Result<Vec<PathBuf>, Problem> {
    let mut found = BTreeMap::new();
    for top in tops {
        let here = kustomizations(top)?;
        if here.is_empty() {
            return Err(Problem::new(format!("no kustomization in or below `{}`", top.display())));
        }
        for dir in here {
            found.entry(real(&dir)).or_insert(dir);
        }
    }
    let mut referred = BTreeSet::new();
    for dir in found.keys() {
        // What cannot be read is rendered all the same: that shows why.
        if let Ok(named) = rustomize::directories(&Disk, dir) {
            if named.is_component {
                referred.insert(dir.clone());
            }
            referred.extend(named.directories.iter().map(|dir| real(dir)));
        }
    }
    found.retain(|dir, _| !referred.contains(dir));
    if found.is_empty() {
        let text = "every kustomization found is a component, or another one refers to it";
        return Err(Problem::new(text.to_owned()));
    }
    let mut roots: Vec<PathBuf> = found.into_values().collect();
    roots.sort();
    Ok(roots)
}

/// One name for a directory, whichever way it is written.
fn real(dir: &Path) -> PathBuf {
    std::fs::canonicalize(dir).unwrap_or_else(|_| dir.to_path_buf())
}

fn kustomizations(top: &Path) -> Result<Vec<PathBuf>, Problem> {
    if top.is_file() {
        return Err(Problem::new(format!("`{}` is no directory", top.display())));
    }
    let mut found = Vec::new();
    for entry in WalkDir::new(top).into_iter().filter_entry(visible) {
        let entry = entry.map_err(|error| cannot_search(top, &error))?;
        let is_kustomization = |name: &str| rustomize::KUSTOMIZATION_FILES.contains(&name);
        if entry.file_name().to_str().is_some_and(is_kustomization) {
            found.extend(entry.path().parent().map(Path::to_path_buf));
        }
    }
    Ok(found)
}

/// Hidden directories hold what tools put there; the one the user named is looked into all the same.
fn visible(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn cannot_search(top: &Path, error: &walkdir::Error) -> Problem {
    let path = error.path().unwrap_or(top).display();
    match error.io_error() {
        Some(reason) => Problem::new(format!("cannot search `{path}`: {}", report::reason(reason))),
        None => Problem::new(format!("cannot search `{path}`: {error}")),
    }
}
