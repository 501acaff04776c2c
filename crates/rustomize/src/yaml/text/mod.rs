//! YAML text as people keep it: read and written with its comments, styles, anchors and tags.
//!
//! A replacement can write into a field that holds YAML text, and functions are handed objects as text. Both must come
//! out as go-yaml v3 writes them: two spaces of indentation, lists at the indentation of their key, no folding, and
//! every comment near the value that go-yaml attaches it to. `comments` finds that out, `compose` makes the tree,
//! `write` prints it.

mod comments;
mod compose;
mod item;
mod node;
mod scalar;
mod sink;
mod tag;
mod write;

pub use item::{Comments, Content, Document, Item, Text};

use super::Node;
use crate::diag::Result;

/// Reads the first document of a text. `None` if there is nothing but white space and comments.
///
/// # Errors
/// Text that is not YAML; aliases of unknown anchors.
pub fn parse(text: &str) -> Result<Option<Document>> {
    compose::compose(text)
}

/// Writes a document: with a line break at its end.
pub fn encode_document(document: &Document) -> String {
    write::document(document)
}

/// Writes a value as a document of its own.
pub fn encode_item(item: &Item) -> String {
    write::item(item)
}

/// Writes an object, or a part of one, as go-yaml v3 does: block style with the styles of its scalars kept, without
/// comments.
pub fn encode(node: &Node) -> String {
    write::item(&Item::from(node))
}

#[cfg(test)]
mod tests;
