//! The tokens of a document by themselves, for readers that need to know where comments stand between them.

use ecow::EcoString;

use super::Dialect;
use super::error::SyntaxError;
use super::events::Events;
use super::scan::{Lexeme, Scanner};
use crate::diag::Result;
use crate::source::SourceId;
use crate::yaml::Style;

/// What a token is, as far as trees are made of it.
#[derive(Debug)]
pub(in crate::yaml) enum Kind {
    DocumentStart,
    /// What ends the document: its end marker, the start of another one, or the end of the text.
    End,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias(EcoString),
    Anchor(EcoString),
    /// The full tag; `!` alone stands for none.
    Tag(EcoString),
    Scalar(EcoString, Style),
}

/// A token and its bytes.
#[derive(Debug)]
pub(in crate::yaml) struct Token {
    pub(in crate::yaml) kind: Kind,
    pub(in crate::yaml) start: usize,
    pub(in crate::yaml) end: usize,
}

/// The tokens of the first document of a text up to its end, and one more behind an end marker, as go-yaml v3 reads it. `None` if the text holds none.
///
/// # Errors
/// As [`parse`](super::parse) for what is not YAML; aliases are not looked at.
pub(in crate::yaml) fn tokens(text: &str) -> Result<Option<Vec<Token>>> {
    let diagnose = |e: Box<SyntaxError>| e.diagnose(text, SourceId::NONE, 0);
    super::text::check_characters(text).map_err(diagnose)?;
    let mut events = Events::new(Scanner::new(text, Dialect::V3));
    if !events.begin().map_err(diagnose)? {
        return Ok(None);
    }
    while events.next().map_err(diagnose)?.is_some() {}
    collect(text).map(Some).map_err(diagnose)
}

fn collect(text: &str) -> Result<Vec<Token>, Box<SyntaxError>> {
    let mut scanner = Scanner::new(text, Dialect::V3);
    let mut handles: Vec<(String, String)> = Vec::new();
    let mut list: Vec<Token> = Vec::new();
    loop {
        scanner.peek()?;
        let token = scanner.take();
        let kind = match token.lexeme {
            Lexeme::VersionDirective | Lexeme::TagDirective { .. } | Lexeme::DocumentStart
                if !list.is_empty() =>
            {
                Kind::End
            }
            Lexeme::StreamEnd | Lexeme::DocumentEnd => Kind::End,
            Lexeme::VersionDirective => continue,
            Lexeme::TagDirective { handle, prefix } => {
                handles.push((handle.to_owned(), prefix));
                continue;
            }
            Lexeme::Tag { handle, suffix } => Kind::Tag(full_tag(&handles, handle, &suffix)),
            lexeme => plain(lexeme),
        };
        let end = matches!(kind, Kind::End);
        list.push(Token { kind, start: token.start, end: token.end });
        if end {
            // Comments up to the token behind an end marker can belong to the document.
            if token.end > token.start {
                let next = scanner.peek()?;
                list.push(Token { kind: Kind::End, start: next.start, end: next.start });
            }
            return Ok(list);
        }
    }
}

/// The tokens that need no more than another name.
fn plain(lexeme: Lexeme<'_>) -> Kind {
    match lexeme {
        Lexeme::DocumentStart => Kind::DocumentStart,
        Lexeme::BlockSequenceStart => Kind::BlockSequenceStart,
        Lexeme::BlockMappingStart => Kind::BlockMappingStart,
        Lexeme::BlockEnd => Kind::BlockEnd,
        Lexeme::FlowSequenceStart => Kind::FlowSequenceStart,
        Lexeme::FlowSequenceEnd => Kind::FlowSequenceEnd,
        Lexeme::FlowMappingStart => Kind::FlowMappingStart,
        Lexeme::FlowMappingEnd => Kind::FlowMappingEnd,
        Lexeme::BlockEntry => Kind::BlockEntry,
        Lexeme::FlowEntry => Kind::FlowEntry,
        Lexeme::Key => Kind::Key,
        Lexeme::Value => Kind::Value,
        Lexeme::Alias(name) => Kind::Alias(name.into()),
        Lexeme::Anchor(name) => Kind::Anchor(name.into()),
        Lexeme::Scalar(text, style) => Kind::Scalar(text, style),
        Lexeme::StreamEnd
        | Lexeme::DocumentEnd
        | Lexeme::VersionDirective
        | Lexeme::TagDirective { .. }
        | Lexeme::Tag { .. } => Kind::End,
    }
}

fn full_tag(handles: &[(String, String)], handle: &str, suffix: &str) -> EcoString {
    let prefix = handles.iter().find(|(name, _)| name == handle).map(|(_, prefix)| prefix.as_str());
    let prefix = prefix.unwrap_or(match handle {
        "!!" => "tag:yaml.org,2002:",
        other => other,
    });
    ecow::eco_format!("{prefix}{suffix}")
}
