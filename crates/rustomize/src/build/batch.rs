//! Several builds in one call: they share bases and use all cores, and give what single builds would give.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::bases::Bases;
use super::{Failure, LoadRestrictions, Options, Rendered, build_with, loader};
use crate::load::remote::Remote;
use crate::load::{Loader, Target};
use crate::world::FileSystem;

/// Builds several kustomizations of a file system and hands each result to `done`, as soon as it is there, with the
/// position of its root. The results are those of [`build`](super::build); only the work is shared.
///
/// `threads` is how many builds run at a time, and how many calls of `done`. What takes no longer than 20 ms runs on one
/// thread alone.
pub fn build_all<T: Send>(
    files: &dyn FileSystem,
    roots: &[impl AsRef<Path> + Sync],
    options: &Options,
    threads: usize,
    done: impl Fn(usize, Result<Rendered, Failure>) -> T + Sync,
) -> Vec<T> {
    let loader = loader(files, options);
    let bases = Bases::default();
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<Option<T>>> = Mutex::new(roots.iter().map(|_| None).collect());
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(root) = roots.get(at) else { break };
            let result = done(at, build_with(&loader, Some(&bases), root.as_ref(), options));
            results.lock().unwrap_or_else(PoisonError::into_inner)[at] = Some(result);
        }
    };
    let helpers = threads.min(roots.len()).saturating_sub(1);
    let finished = Finished::default();
    std::thread::scope(|scope| {
        if helpers > 0 {
            scope.spawn(|| {
                if finished.within(ALONE) {
                    return;
                }
                for _ in 1..helpers {
                    scope.spawn(work);
                }
                work();
            });
        }
        work();
        finished.tell();
    });
    results.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().flatten().collect()
}

/// How long one thread works alone. What takes no longer is not worth the others: they cost more than they save, as
/// all of them count the references to the same bases.
const ALONE: Duration = Duration::from_millis(20);

/// Whether all builds have begun, for one who waits for that.
#[derive(Default)]
struct Finished {
    yes: Mutex<bool>,
    told: Condvar,
}

impl Finished {
    fn tell(&self) {
        *self.yes.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.told.notify_all();
    }

    /// Waits, but no longer than `limit`. Returns whether it is so.
    fn within(&self, limit: Duration) -> bool {
        let yes = self.yes.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.told.wait_timeout_while(yes, limit, |yes| !*yes);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// What a kustomization refers to.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Named {
    /// Whether it is a component, which is made to be referred to.
    pub is_component: bool,
    /// The directories among its `resources` and `components`, as absolute paths without links.
    pub directories: Vec<PathBuf>,
}

/// Finds out which local directories the kustomization in directory `root` refers to, without building anything.
///
/// # Errors
/// A kustomization file that is missing or cannot be read.
pub fn directories(files: &dyn FileSystem, root: &Path) -> Result<Named, Failure> {
    let loader = Loader::new(files, None, Remote::default());
    let find = || -> crate::diag::Result<Named> {
        let root = std::sync::Arc::new(loader.top(root, LoadRestrictions::None)?);
        let layer = loader.layer(root, &mut Vec::new())?;
        let kustomization = &layer.kustomization;
        let entries = kustomization.resources.iter().chain(&kustomization.components);
        let directories = entries
            .filter_map(|entry| match loader.classify(&layer.root, entry, entry.span) {
                Ok(Target::Directory(dir)) => Some(dir),
                _ => None,
            })
            .collect();
        Ok(Named { is_component: kustomization.is_component(), directories })
    };
    find().map_err(|error| Failure {
        errors: vec![error],
        warnings: Vec::new(),
        sources: loader.sources.clone(),
    })
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::world::Memory;

    /// Each call of `done` waits for another one, so both can only come back if they run at the same time.
    #[test]
    fn long_work_gets_help() {
        let files = Memory::new()
            .with("a/kustomization.yaml", "namePrefix: a-\n")
            .with("b/kustomization.yaml", "namePrefix: b-\n");
        let running = AtomicUsize::new(0);
        let met = build_all(&files, &["/a", "/b"], &Options::default(), 2, |_, _| {
            running.fetch_add(1, Ordering::SeqCst);
            let start = Instant::now();
            while running.load(Ordering::SeqCst) < 2 && start.elapsed() < Duration::from_secs(20) {
                std::thread::yield_now();
            }
            running.load(Ordering::SeqCst) == 2
        });
        assert_eq!(met, [true, true]);
    }
}
