//! Several builds in one call: they share bases and use all cores, and give what single builds would give.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::bases::Bases;
use super::{Failure, Options, Rendered, build_with, loader};
use crate::world::FileSystem;

/// Builds several kustomizations of a file system and hands each result to `done`, as soon as it is there, with the
/// position of its root. The results are those of [`build`](super::build); only the work is shared.
///
/// `threads` is how many builds run at a time; `done` is called by one of them at a time, in any order.
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
    std::thread::scope(|scope| {
        for _ in 1..threads.min(roots.len()) {
            scope.spawn(work);
        }
        work();
    });
    results.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().flatten().collect()
}
