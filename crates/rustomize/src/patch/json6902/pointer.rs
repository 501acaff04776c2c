//! JSON pointers and the indexes in them.

use ecow::EcoString;

use crate::source::Span;
use crate::yaml::{MAX_DEPTH, Node};

/// A path of keys and indexes, with the text and place it was written.
#[derive(Clone, Debug)]
pub(super) struct Pointer {
    pub(super) text: EcoString,
    pub(super) span: Span,
    /// The steps behind the first `/`, unescaped; none at all if there is no `/`.
    pub(super) steps: Vec<EcoString>,
}

impl Pointer {
    pub(super) fn new(text: &EcoString, span: Span) -> Pointer {
        let steps = text.split('/').skip(1).map(unescape).collect();
        Pointer { text: text.clone(), span, steps }
    }

    /// The way to the collection, and the last step in it.
    pub(super) fn split(&self) -> Option<(&EcoString, &[EcoString])> {
        self.steps.split_last()
    }

    /// How many levels a value may have that is written there.
    pub(super) fn room(&self) -> Option<usize> {
        MAX_DEPTH.checked_sub(self.steps.len())
    }

    /// Whether a value can be written there without nesting too deep.
    pub(super) fn takes(&self, value: &Node) -> bool {
        self.room().is_some_and(|levels| !value.is_deeper_than(levels))
    }

    /// Whether it is empty, and so means the whole document.
    pub(super) fn is_document(&self) -> bool {
        self.text.is_empty()
    }
}

fn unescape(step: &str) -> EcoString {
    match step.contains('~') {
        true => step.replace("~1", "/").replace("~0", "~").into(),
        false => step.into(),
    }
}

/// Why a step is no index of a list.
#[derive(Clone, Copy, Debug)]
pub(super) enum IndexError {
    /// No number.
    Syntax,
    /// A number beyond 64 bits.
    Range,
    /// Beyond the list.
    Bounds,
}

/// The index of an element: negative ones count from the end, so that -1 is the last.
pub(super) fn element(step: &str, length: usize) -> Result<usize, IndexError> {
    bounded(number(step)?, length)
}

/// The index to insert at, up to the end: `-` and -1 are the end itself.
pub(super) fn insertion(step: &str, length: usize) -> Result<usize, IndexError> {
    if step == "-" { Ok(length) } else { bounded(number(step)?, length + 1) }
}

fn bounded(index: i64, length: usize) -> Result<usize, IndexError> {
    let length = i64::try_from(length).map_err(|_| IndexError::Range)?;
    let at = if index < 0 { index + length } else { index };
    usize::try_from(at).ok().filter(|_| at < length).ok_or(IndexError::Bounds)
}

/// Digits with an optional sign; leading zeros are fine.
fn number(step: &str) -> Result<i64, IndexError> {
    use std::num::IntErrorKind::{NegOverflow, PosOverflow};
    step.parse().map_err(|e: std::num::ParseIntError| match e.kind() {
        PosOverflow | NegOverflow => IndexError::Range,
        _ => IndexError::Syntax,
    })
}
