//! The tree of a text: values with everything that go-yaml v3 keeps of how they were written.

use ecow::EcoString;

use crate::yaml::scalar::resolve;
use crate::yaml::{Style, Tag};

/// One document.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Its value.
    pub root: Item,
    /// The comment before it, set apart by an empty line.
    pub head: Option<EcoString>,
    /// The comment after it.
    pub foot: Option<EcoString>,
}

/// A value and what was written around it.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// The value.
    pub content: Content,
    /// Written as `[…]` or `{…}`.
    pub flow: bool,
    /// The name after `&`.
    pub anchor: Option<EcoString>,
    /// The tag that was written out, such as `!!str` or `!Ref`, as it is printed.
    pub tag: Option<EcoString>,
    /// Its comments.
    pub comments: Option<Box<Comments>>,
}

/// A value.
#[derive(Clone, Debug)]
pub enum Content {
    /// Text with a type.
    Scalar(Text),
    /// A list.
    Sequence(Vec<Item>),
    /// A map; keys may repeat.
    Mapping(Vec<(Item, Item)>),
    /// `*name`
    Alias(EcoString),
}

/// A scalar.
#[derive(Clone, Debug)]
pub struct Text {
    /// The value after unescaping and folding.
    pub text: EcoString,
    /// Its type; `None` if that follows from the text alone.
    pub tag: Option<Tag>,
    /// How it was written.
    pub style: Style,
}

/// The comments that belong to a value, each with its `#`.
#[derive(Clone, Debug, Default)]
pub struct Comments {
    /// On the lines before.
    pub head: EcoString,
    /// At the end of the line.
    pub line: EcoString,
    /// On the lines after.
    pub foot: EcoString,
}

impl Default for Content {
    fn default() -> Content {
        Content::Scalar(Item::untyped(""))
    }
}

impl From<Content> for Item {
    fn from(content: Content) -> Item {
        Item { content, ..Item::default_parts() }
    }
}

impl Item {
    fn default_parts() -> Item {
        Item { content: Content::Sequence(Vec::new()), flow: false, anchor: None, tag: None, comments: None }
    }

    /// A plain scalar whose text decides its type.
    pub fn untyped(text: impl Into<EcoString>) -> Text {
        Text { text: text.into(), tag: None, style: Style::Plain }
    }

    /// The type of a scalar.
    pub fn scalar_tag(&self) -> Option<Tag> {
        match &self.content {
            Content::Scalar(scalar) => Some(scalar.tag.unwrap_or_else(|| resolve(&scalar.text))),
            _ => None,
        }
    }

    /// The comments, empty ones if there are none.
    pub(super) fn comments_mut(&mut self) -> &mut Comments {
        self.comments.get_or_insert_default()
    }
}
