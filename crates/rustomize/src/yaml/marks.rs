//! What is known of a collection and all it holds.

use std::sync::atomic::{AtomicU8, Ordering};

/// Facts about a collection that were found out once and hold until it changes: every way to change one forgets them,
/// and so does a copy. A child changes only through its parents, so the facts may be about the whole tree below.
#[derive(Debug, Default)]
pub(crate) struct Marks(AtomicU8);

/// A fact.
#[derive(Clone, Copy, Debug)]
#[repr(u8)]
pub(crate) enum Mark {
    /// [`to_json`](super::to_json) leaves it as it is.
    IsJson = 1,
    /// [`from_json`](super::from_json) leaves it as it is.
    FromJson = 2,
}

/// Several facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Facts(u8);

impl Facts {
    pub(crate) const NONE: Facts = Facts(0);

    /// These facts and one more.
    pub(crate) fn with(self, mark: Mark) -> Facts {
        Facts(self.0 | mark as u8)
    }

    /// The facts that both know.
    pub(crate) fn and(self, other: Facts) -> Facts {
        Facts(self.0 & other.0)
    }
}

impl Marks {
    /// All that is known.
    pub(crate) fn facts(&self) -> Facts {
        Facts(self.0.load(Ordering::Relaxed))
    }

    /// Whether the fact is known.
    #[inline]
    pub(crate) fn has(&self, mark: Mark) -> bool {
        self.0.load(Ordering::Relaxed) & mark as u8 != 0
    }

    /// Notes a fact. Others may look at the same collection at the same time: they know it now, or find out themselves.
    pub(crate) fn note(&self, mark: Mark) {
        // Not one step, as that costs more: a fact that is lost is found out again.
        self.0.store(self.0.load(Ordering::Relaxed) | mark as u8, Ordering::Relaxed);
    }

    /// Only these facts.
    pub(crate) fn of(facts: Facts) -> Marks {
        Marks(AtomicU8::new(facts.0))
    }
}

impl Clone for Marks {
    fn clone(&self) -> Marks {
        Marks::default()
    }
}
