//! YAML text → [`Node`].
//!
//! The pieces: `text` decodes bytes; `fast` parses what Kubernetes files are made of; the general parser behind it is
//! `scan` and its neighbours (tokens), `events` (grammar) and `general` (tree).
//!
//! **Spans.** A scalar spans its token: quotes included; a block scalar from its `|` or `>` to the end of its last line
//! of text, without the break. A collection spans from its first to its last byte: brackets included in flow style, in
//! block style from its first key or `-` to the end of its last value. A value that is not written has an empty span,
//! right behind what stands before it: the `:`, the `-`, the key, or the tag. An alias has its own span (`*name`), and
//! shares what is below it with its anchor. Properties (`&anchor`, `!tag`) are outside the span of their value.

mod error;
mod events;
mod fast;
mod fetch;
mod general;
mod merge;
pub(in crate::yaml) use merge::expand_written;
mod scalars;
mod scan;
mod schema;
mod tags;
mod text;
mod tokens;

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod tests;

pub(super) use scan::{Lexeme, Token};
pub use text::decode;
pub(super) use tokens::tokens;

use crate::diag::Result;
use crate::source::SourceId;
use crate::yaml::{Node, Tag, scalar};

const TOO_DEEP: &str = "exceeded max depth of 1000";

/// Which go-yaml reads the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Resources and patches: go-yaml v3, YAML 1.2 booleans.
    V3,
    /// Kustomization files and configurations of plugins: go-yaml v2, YAML 1.1 booleans.
    V2,
}

impl Dialect {
    /// The type of a plain scalar.
    fn resolve(self, text: &str) -> Tag {
        match self {
            Dialect::V3 => scalar::resolve(text),
            Dialect::V2 => scalar::resolve_v2(text),
        }
    }
}

/// Parses texts one after the other; keeps the memory it works in.
#[derive(Default)]
pub struct Parser {
    stacks: fast::Stacks,
}

impl Parser {
    /// Parses the first document of `text`, which lies at offset `base` of `source`.
    ///
    /// `None` if the text holds nothing but white space and comments. Aliases are followed and merge keys are expanded;
    /// keys may repeat.
    ///
    /// # Errors
    /// Text that go-yaml refuses, with its wording; aliases without anchor or that contain themselves; nesting deeper
    /// than 1000 and aliases that stand for more than a million values.
    pub fn parse(
        &mut self,
        text: &str,
        source: SourceId,
        base: usize,
        dialect: Dialect,
    ) -> Result<Option<Node>> {
        match fast::parse(text, source, base, dialect, &mut self.stacks) {
            Some(node) => Ok(node),
            None => general::parse(text, source, base, dialect),
        }
    }
}

/// [`Parser::parse`] for a single text that is all of its source.
///
/// # Errors
/// Those of [`Parser::parse`].
pub fn parse(text: &str, source: SourceId, dialect: Dialect) -> Result<Option<Node>> {
    Parser::default().parse(text, source, 0, dialect)
}

/// What both parsers make of a text: the fast one (`None` if it leaves the text to the other), and the general one.
///
/// For tests: a text that the fast parser takes must come out the same from both.
#[doc(hidden)]
pub fn parse_both(text: &str, dialect: Dialect) -> (Option<Option<Node>>, Result<Option<Node>>) {
    let source = SourceId::NONE;
    let fast = fast::parse(text, source, 0, dialect, &mut fast::Stacks::default());
    (fast, general::parse(text, source, 0, dialect))
}
