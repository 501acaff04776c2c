//! How far a long rendering is: on a terminal, and only when it takes longer than a second.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A line on stderr that counts what is done.
pub(crate) struct Progress {
    total: usize,
    done: AtomicUsize,
    shown: AtomicBool,
    started: Instant,
    terminal: bool,
}

/// Shorter work shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

impl Progress {
    /// For so many steps.
    pub(crate) fn of(total: usize) -> Progress {
        Progress {
            total,
            done: AtomicUsize::new(0),
            shown: AtomicBool::new(false),
            started: Instant::now(),
            terminal: std::io::stderr().is_terminal(),
        }
    }

    /// One more is done.
    pub(crate) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.terminal && self.started.elapsed() > PATIENCE {
            self.shown.store(true, Ordering::Relaxed);
            // Progress is a courtesy: if it cannot be written, nothing is lost.
            let _ = write!(std::io::stderr(), "\r{done} of {} rendered", self.total);
        }
    }

    /// Takes the line away.
    pub(crate) fn end(&self) {
        if self.shown.load(Ordering::Relaxed) {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
