//! `render --all`: the kustomizations of a tree that nothing in it refers to.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rustomize::world::Disk;
use walkdir::WalkDir;

/// The directories below `tops` that hold a kustomization which no other one there refers to; components, which are
/// made to be referred to, are left out. In the order of their names.
pub(crate) fn roots(tops: &[PathBuf]) -> Vec<PathBuf> {
    let found: BTreeSet<PathBuf> = tops.iter().flat_map(|top| kustomizations(top)).collect();
    let mut referred = BTreeSet::new();
    for dir in &found {
        let absolute = std::path::absolute(dir).unwrap_or_else(|_| dir.clone());
        // What cannot be read is rendered all the same: that shows why.
        if let Ok(named) = rustomize::directories(&Disk, &absolute) {
            if named.is_component {
                referred.insert(absolute);
            }
            referred.extend(named.directories);
        }
    }
    found
        .into_iter()
        .filter(|dir| !std::path::absolute(dir).is_ok_and(|dir| referred.contains(&dir)))
        .collect()
}

fn kustomizations(top: &Path) -> impl Iterator<Item = PathBuf> {
    let visible = |name: &str| name.len() == 1 || !name.starts_with('.') || name == "..";
    WalkDir::new(top)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(move |entry| entry.depth() == 0 || entry.file_name().to_str().is_none_or(visible))
        .flatten()
        .filter(|entry| {
            entry.file_name().to_str().is_some_and(|name| rustomize::KUSTOMIZATION_FILES.contains(&name))
        })
        .filter_map(|entry| Some(entry.path().parent()?.to_path_buf()))
}
