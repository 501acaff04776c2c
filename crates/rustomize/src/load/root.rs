//! The directory a kustomization stands in, and the chain of kustomizations that led to it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::remote::{Repo, RepoSpec};

/// Which files a kustomization may read (not: which bases it may name).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LoadRestrictions {
    /// Only files in or below the kustomization's own directory, links followed (kustomize's default).
    #[default]
    RootOnly,
    /// Any file the file system can read.
    None,
}

/// The real directory of one kustomization and how it was reached.
#[derive(Debug)]
pub(crate) struct Root {
    /// The directory, links resolved.
    pub(crate) dir: PathBuf,
    /// Which files it may read.
    pub(crate) restrictions: LoadRestrictions,
    /// The kustomization that named this one.
    pub(crate) parent: Option<Arc<Root>>,
    /// The repository it lies in; removed from the disk with the last root in it.
    pub(crate) repo: Option<Arc<Repo>>,
    /// Whether the entry that named it was the URL of that repository.
    is_fetched: bool,
    /// What the paths of the files in it are shown with in front, where that is the same for all of them.
    pub(super) shown_before: OnceLock<Option<String>>,
}

impl Root {
    /// The first root of a build.
    pub(crate) fn top(dir: PathBuf, restrictions: LoadRestrictions) -> Root {
        Root { dir, restrictions, parent: None, repo: None, is_fetched: false, shown_before: OnceLock::new() }
    }

    /// The root of a base or component of this one.
    pub(crate) fn child(self: &Arc<Root>, dir: PathBuf) -> Root {
        Root {
            dir,
            restrictions: self.restrictions,
            parent: Some(self.clone()),
            repo: self.repo.clone(),
            is_fetched: false,
            shown_before: OnceLock::new(),
        }
    }

    /// A root in a repository that `parent` names. Whoever wrote it must not read other files of this machine.
    pub(crate) fn fetched(parent: Option<Arc<Root>>, dir: PathBuf, repo: Arc<Repo>) -> Root {
        let restrictions = LoadRestrictions::RootOnly;
        Root { dir, restrictions, parent, repo: Some(repo), is_fetched: true, shown_before: OnceLock::new() }
    }

    /// The URLs of the repositories that led here, this one's first.
    pub(crate) fn urls(&self) -> impl Iterator<Item = &str> {
        let chain = std::iter::successors(Some(self), |root| root.parent.as_deref());
        chain.filter_map(|root| Some(root.fetched_by()?.raw.as_str()))
    }

    /// The URL that names it, if it is one.
    pub(crate) fn fetched_by(&self) -> Option<&RepoSpec> {
        let repo = self.repo.as_ref().filter(|_| self.is_fetched)?;
        Some(&repo.checkout.spec)
    }

    /// The first root in the chain (this one included) that lies in or below `dir`: naming `dir` as a base is a
    /// cycle then. Kustomize refuses an innocent parent directory by the same rule.
    pub(crate) fn visited_below(&self, dir: &Path) -> Option<&Path> {
        let mut at = Some(self);
        while let Some(root) = at {
            if is_at_or_below(&root.dir, dir) {
                return Some(&root.dir);
            }
            at = root.parent.as_deref();
        }
        None
    }
}

/// For two resolved paths. The bytes are compared first: going through the components of every root in a long chain
/// costs more than the rest of opening a layer.
fn is_at_or_below(path: &Path, dir: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().starts_with(dir.as_os_str().as_encoded_bytes())
        && path.starts_with(dir)
}
