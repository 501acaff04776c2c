//! Lists of which something changes.

use super::Changed;
use crate::diag::Result;
use crate::yaml::Entry;

/// A list in which some things change. Nothing is copied before the first change.
pub(super) struct Rebuilt<'a, T> {
    old: &'a [T],
    at: usize,
    new: Option<Vec<T>>,
}

impl<'a, T: Clone> Rebuilt<'a, T> {
    pub(super) fn of(old: &'a [T]) -> Rebuilt<'a, T> {
        Rebuilt { old, at: 0, new: None }
    }

    /// What the next one becomes; `None` if it stays. Takes a result, so that the caller need not keep both.
    #[inline]
    pub(super) fn next(&mut self, changed: Result<Option<T>>) -> Result<()> {
        let at = self.at;
        self.at += 1;
        match (changed?, &mut self.new) {
            (Some(changed), Some(new)) => new.push(changed),
            (Some(changed), None) => {
                let mut new = Vec::with_capacity(self.old.len());
                new.extend_from_slice(&self.old[..at]);
                new.push(changed);
                self.new = Some(new);
            }
            (None, Some(new)) => new.push(self.old[at].clone()),
            (None, None) => {}
        }
        Ok(())
    }

    /// The new list, if anything changed.
    pub(super) fn end(self) -> Option<Vec<T>> {
        self.new
    }
}

impl Rebuilt<'_, Entry> {
    #[inline(always)]
    pub(super) fn next_entry(&mut self, key: Changed, value: Result<Changed>) -> Result<()> {
        match value {
            // So it is mostly.
            Ok(None) if key.is_none() && self.new.is_none() => {
                self.at += 1;
                Ok(())
            }
            value => self.put(key, value?),
        }
    }

    #[inline(never)]
    fn put(&mut self, key: Changed, value: Changed) -> Result<()> {
        let entry = &self.old[self.at];
        let changed = (key.is_some() || value.is_some()).then(|| Entry {
            key: key.unwrap_or_else(|| entry.key.clone()),
            value: value.unwrap_or_else(|| entry.value.clone()),
        });
        self.next(Ok(changed))
    }
}
