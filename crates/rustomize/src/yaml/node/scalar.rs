//! A scalar: text, type and style.

use ecow::EcoString;

/// A scalar as go-yaml v3 sees it: text, resolved type and the style it was written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The value after unescaping and folding; for a plain scalar the text as written.
    pub text: EcoString,
    /// The type it was given by its tag or, for a plain scalar, by its text.
    pub tag: Tag,
    /// How it was written; a merge keeps the style of the value it replaces.
    pub style: Style,
    /// Whether the tag was written out (`!!int "5"`).
    pub tagged: bool,
    /// Whether it has no type of its own, as what kustomize's steps write: another text brings another type.
    pub untyped: bool,
    /// The number of the value that this is one of the places of, unique in its object; 0 if it is not shared.
    pub shared: u32,
}

/// The type of a scalar. Tags that YAML does not define mean a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// `!!null`
    Null,
    /// `!!bool`
    Bool,
    /// `!!int`
    Int,
    /// `!!float`
    Float,
    /// `!!timestamp`
    Timestamp,
    /// `!!str`
    Str,
    /// `!!binary`
    Binary,
    /// `<<`
    Merge,
    /// A tag of the user's own.
    Other,
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `text`
    Plain,
    /// `'text'`
    SingleQuoted,
    /// `"text"`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

impl Scalar {
    /// A string that prints as itself, quoted where it must be.
    pub fn string(text: impl Into<EcoString>) -> Scalar {
        Scalar {
            text: text.into(),
            tag: Tag::Str,
            style: Style::Plain,
            tagged: false,
            untyped: false,
            shared: 0,
        }
    }
}
