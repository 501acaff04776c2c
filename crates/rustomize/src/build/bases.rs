//! Bases that several builds of one call share: collected once, then copied on write.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::accumulate::Accumulator;
use super::origins::Recorded;
use super::session::Session;
use crate::diag::Diagnostic;
use crate::load::Root;

/// What bases gave, by their directories.
#[derive(Debug, Default)]
pub(crate) struct Bases(Mutex<HashMap<PathBuf, Arc<Base>>>);

/// One base and what happened on the way to it.
#[derive(Debug)]
struct Base {
    accumulated: Accumulator,
    warnings: Vec<Diagnostic>,
    /// The directories it consists of: naming one of them above it is a cycle.
    dirs: Vec<PathBuf>,
    builtin_consulted: bool,
}

/// Where a session stood before a base was collected.
pub(super) struct Mark {
    warnings: usize,
    dirs: usize,
}

impl Bases {
    /// What the base in a directory gave to an earlier build, if that holds for this one too.
    pub(super) fn get(&self, session: &mut Session<'_>, root: &Root) -> Option<Accumulator> {
        if !is_neutral(session) {
            return None;
        }
        let base = self.lock().get(&root.dir)?.clone();
        let above = root.parent.as_deref();
        if base.dirs.iter().any(|dir| above.is_some_and(|above| above.visited_below(dir).is_some())) {
            return None;
        }
        session.warnings.extend(base.warnings.iter().cloned());
        session.dirs.extend(base.dirs.iter().cloned());
        session.builtin_consulted |= base.builtin_consulted;
        Some(base.accumulated.clone())
    }

    /// Remembers what the base in a directory gave, if that does not depend on who asked.
    pub(super) fn put(&self, session: &Session<'_>, dir: &Path, since: &Mark, accumulated: &Accumulator) {
        if is_neutral(session) {
            let base = Base {
                accumulated: accumulated.clone(),
                warnings: session.warnings[since.warnings..].to_vec(),
                dirs: session.dirs[since.dirs..].to_vec(),
                builtin_consulted: session.builtin_consulted,
            };
            self.lock().insert(dir.to_path_buf(), Arc::new(base));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Arc<Base>>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Mark {
    pub(super) fn of(session: &Session<'_>) -> Mark {
        Mark { warnings: session.warnings.len(), dirs: session.dirs.len() }
    }
}

/// Whether nothing that the root decides reaches down into bases: no schema of its own, nothing recorded, no charts,
/// which are rendered for the namespace of whoever names the base.
fn is_neutral(session: &Session<'_>) -> bool {
    !session.schema_is_set && session.recorded == Recorded::default() && session.options.helm.is_none()
}
