//! The directory a kustomization stands in, and the chain of kustomizations that led to it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::build::LoadRestrictions;

/// The real directory of one kustomization and how it was reached.
#[derive(Debug)]
pub(crate) struct Root {
    /// The directory, links resolved.
    pub(crate) dir: PathBuf,
    /// Which files it may read.
    pub(crate) restrictions: LoadRestrictions,
    /// The kustomization that named this one.
    pub(crate) parent: Option<Arc<Root>>,
}

impl Root {
    /// The first root of a build.
    pub(crate) fn top(dir: PathBuf, restrictions: LoadRestrictions) -> Root {
        Root { dir, restrictions, parent: None }
    }

    /// The root of a base or component of this one.
    pub(crate) fn child(self: &Arc<Root>, dir: PathBuf) -> Root {
        Root { dir, restrictions: self.restrictions, parent: Some(self.clone()) }
    }

    /// The first root in the chain (this one included) that lies in or below `dir`: naming `dir` as a base is a
    /// cycle then. Kustomize refuses an innocent parent directory by the same rule.
    pub(crate) fn visited_below(&self, dir: &Path) -> Option<&Path> {
        let mut at = Some(self);
        while let Some(root) = at {
            if root.dir.starts_with(dir) {
                return Some(&root.dir);
            }
            at = root.parent.as_deref();
        }
        None
    }
}
