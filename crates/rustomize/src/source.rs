//! Where text came from: the table of sources of one render, and spans into it.

use std::sync::{Arc, Mutex};

/// Names one source (a file, an inline patch, a literal of a generator) within a [`Sources`] table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(u32);

impl SourceId {
    /// The source of values that the engine made up itself (a default, a computed hash).
    pub const NONE: SourceId = SourceId(u32::MAX);

    /// The id as a number, to carry it through a data format.
    pub(crate) fn raw(self) -> u32 {
        self.0
    }

    /// The id of a number from [`SourceId::raw`].
    pub(crate) fn from_raw(raw: u32) -> SourceId {
        SourceId(raw)
    }
}

/// A range of bytes in one source.
///
/// There is one in every value of every tree, so it is packed into eight bytes: 20 bits for the source, 32 for the start,
/// 12 for the length. A longer range ends early, and what lies in a source beyond the first million has no place.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span(u64);

impl Span {
    /// The span of values that come from no text; also the default.
    pub const NONE: Span = Span(Span::NO_SOURCE << Span::SOURCE_SHIFT);

    const SOURCE_SHIFT: u32 = 44;
    const START_SHIFT: u32 = 12;
    const NO_SOURCE: u64 = (1 << 20) - 1;
    const LONGEST: u64 = (1 << Span::START_SHIFT) - 1;

    /// A span of `start..end` bytes of `source`.
    #[inline]
    pub const fn new(source: SourceId, start: usize, end: usize) -> Span {
        let source = if (source.0 as u64) < Span::NO_SOURCE { source.0 as u64 } else { Span::NO_SOURCE };
        let length = end.saturating_sub(start) as u64;
        let length = if length < Span::LONGEST { length } else { Span::LONGEST };
        Span(source << Span::SOURCE_SHIFT | (start as u32 as u64) << Span::START_SHIFT | length)
    }

    /// From where this span starts to where `last` ends.
    #[inline]
    #[must_use]
    pub const fn to(self, last: Span) -> Span {
        Span::new(self.source(), self.start() as usize, last.end() as usize)
    }

    /// The source the range lies in.
    #[inline]
    pub const fn source(self) -> SourceId {
        match self.0 >> Span::SOURCE_SHIFT {
            Span::NO_SOURCE => SourceId::NONE,
            source => SourceId(source as u32),
        }
    }

    /// Offset of the first byte.
    #[inline]
    pub const fn start(self) -> u32 {
        (self.0 >> Span::START_SHIFT) as u32
    }

    /// Offset after the last byte; in ranges of more than 4095 bytes, after the 4095th.
    #[inline]
    pub const fn end(self) -> u32 {
        self.start().saturating_add((self.0 & Span::LONGEST) as u32)
    }

    /// Whether the span points to no text.
    pub fn is_none(self) -> bool {
        self.source() == SourceId::NONE
    }

    /// This span, or `other` if it points to no text.
    #[must_use]
    pub fn or(self, other: Span) -> Span {
        if self.is_none() { other } else { self }
    }
}

impl Default for Span {
    fn default() -> Span {
        Span::NONE
    }
}

impl std::fmt::Debug for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}[{}..{}]", self.source(), self.start(), self.end())
    }
}

/// One text and the name it is shown under.
#[derive(Debug)]
pub struct Source {
    /// Path relative to the build root, URL, or a description such as `patch in kustomization.yaml`.
    pub name: String,
    /// The text, as read.
    pub text: String,
}

impl Source {
    /// Line and column (both from 1, columns in characters) of a byte offset.
    pub fn position(&self, offset: u32) -> (usize, usize) {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &self.text[..offset];
        let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
        let start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |i| i + 1);
        (line, before[start..].chars().count() + 1)
    }
}

/// The sources of one render. Shared by all its threads; it only ever grows, so ids stay valid.
#[derive(Debug, Default)]
pub struct Sources(Mutex<Vec<Arc<Source>>>);

impl Sources {
    /// Registers a text and returns the id that spans into it carry.
    pub fn add(&self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let source = Arc::new(Source { name: name.into(), text: text.into() });
        let mut list = self.lock();
        list.push(source);
        SourceId((list.len() - 1) as u32)
    }

    /// The source of an id; `None` for [`SourceId::NONE`].
    pub fn get(&self, id: SourceId) -> Option<Arc<Source>> {
        self.lock().get(id.0 as usize).cloned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Source>>> {
        // A panic while the lock was held can only have left a complete vector behind.
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_packed_without_loss_up_to_their_limits() {
        let whole = |span: Span| (span.source(), span.start(), span.end());
        for source in [SourceId(0), SourceId(1_048_574), SourceId::NONE] {
            for (start, end) in [(0, 0), (7, 12), (u32::MAX as usize, u32::MAX as usize), (3, 3 + 4095)] {
                assert_eq!(whole(Span::new(source, start, end)), (source, start as u32, end as u32));
            }
        }
        assert_eq!(whole(Span::new(SourceId(1), 5, 1_000_000)), (SourceId(1), 5, 5 + 4095));
        assert!(Span::new(SourceId(1_048_575), 5, 6).is_none());
        assert_eq!(
            whole(Span::new(SourceId(1), 5, 6).to(Span::new(SourceId(1), 9, 12))),
            (SourceId(1), 5, 12)
        );
        assert_eq!(Span::default(), Span::NONE);
    }
}
