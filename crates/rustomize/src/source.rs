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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The source the range lies in.
    pub source: SourceId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The span of values that come from no text; also the default.
    pub const NONE: Span = Span { source: SourceId::NONE, start: 0, end: 0 };

    /// A span of `start..end` bytes of `source`.
    pub fn new(source: SourceId, start: usize, end: usize) -> Span {
        Span { source, start: start as u32, end: end as u32 }
    }

    /// Whether the span points to no text.
    pub fn is_none(self) -> bool {
        self.source == SourceId::NONE
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
