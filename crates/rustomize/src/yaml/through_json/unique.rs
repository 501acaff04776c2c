//! Keys that repeat.

use foldhash::{HashMap, HashSet};

use crate::diag::Result;
use crate::yaml::node::{Entry, Mapping, Node};
use crate::yaml::refusal::duplicate_key;

impl Mapping {
    /// Refuses a key that repeats.
    ///
    /// # Errors
    /// At the second one.
    pub(crate) fn require_unique_keys(&self) -> Result<()> {
        repeated(self.entries()).map_or(Ok(()), |(first, second)| Err(duplicate_key(first, second)))
    }
}

/// Up to this many keys are compared with each other.
const FEW: usize = 16;

/// Whether the first and last bytes alone tell all keys apart: a quick look that mostly is enough.
#[inline]
fn surely_differ(entries: &[Entry]) -> bool {
    let mut seen = 0_u64;
    entries.iter().all(|entry| {
        let Some([first, .., last]) = entry.key.text().map(str::as_bytes) else { return false };
        let bit = 1 << ((7 * usize::from(*first) + 13 * usize::from(*last)) % 64);
        let fresh = seen & bit == 0;
        seen |= bit;
        fresh
    })
}

/// The first key that repeats, and the key before.
pub(super) fn repeated(entries: &[Entry]) -> Option<(&Node, &Node)> {
    if surely_differ(entries) {
        return None;
    }
    if entries.len() <= FEW {
        return entries.iter().enumerate().find_map(|(i, second)| {
            let text = second.key.text();
            let is_same = |key: &Node| text.map_or(key.text().is_none(), |text| key.is_text(text));
            let first = entries[..i].iter().find(|first| is_same(&first.key))?;
            Some((&first.key, &second.key))
        });
    }
    let mut seen = HashSet::default();
    let second = entries.iter().find(|entry| !seen.insert(entry.key.text()))?;
    let first = entries.iter().find(|first| first.key.text() == second.key.text())?;
    Some((&first.key, &second.key))
}

/// The entries without those whose key comes again.
pub(super) fn last_ones(entries: &[Entry]) -> Vec<Entry> {
    let last: HashMap<Option<&str>, usize> =
        entries.iter().enumerate().map(|(i, entry)| (entry.key.text(), i)).collect();
    let is_last = |(i, entry): &(usize, &Entry)| last.get(&entry.key.text()) == Some(i);
    entries.iter().enumerate().filter(is_last).map(|(_, entry)| entry.clone()).collect()
}
