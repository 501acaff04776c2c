//! The tokens of a document by themselves, for readers that need to know where comments stand between them.

use super::Dialect;
use super::error::SyntaxError;
use super::events::Events;
use super::scan::{Lexeme, Scanner, Token};
use crate::diag::Result;
use crate::source::SourceId;
use crate::yaml::Tag;

/// The tokens of the first document of a text up to its end, and one more behind an end marker, as go-yaml v3 reads
/// it. What ends the document, be it a marker, the start of another one or the end of the text, is a
/// [`Lexeme::StreamEnd`]; tags are full ones, and directives are left out. `None` if the text holds no document.
///
/// # Errors
/// As [`parse`](super::parse) for what is not YAML; aliases are not looked at.
pub(in crate::yaml) fn tokens(text: &str) -> Result<Option<Vec<Token<'_>>>> {
    let diagnose = |e: Box<SyntaxError>| e.diagnose(text, SourceId::NONE, 0);
    super::text::check_characters(text).map_err(diagnose)?;
    let mut events = Events::new(Scanner::new(text, Dialect::V3));
    if !events.begin().map_err(diagnose)? {
        return Ok(None);
    }
    while events.next().map_err(diagnose)?.is_some() {}
    collect(text).map(Some).map_err(diagnose)
}

fn collect(text: &str) -> Result<Vec<Token<'_>>, Box<SyntaxError>> {
    let mut scanner = Scanner::new(text, Dialect::V3);
    let mut handles: Vec<(&str, String)> = Vec::new();
    let mut list: Vec<Token<'_>> = Vec::new();
    loop {
        scanner.peek()?;
        let mut token = scanner.take();
        token.lexeme = match token.lexeme {
            Lexeme::VersionDirective | Lexeme::TagDirective { .. } | Lexeme::DocumentStart
                if !list.is_empty() =>
            {
                Lexeme::StreamEnd
            }
            Lexeme::DocumentEnd => Lexeme::StreamEnd,
            Lexeme::VersionDirective => continue,
            Lexeme::TagDirective { handle, prefix } => {
                handles.push((handle, prefix));
                continue;
            }
            Lexeme::Tag { handle, suffix } => {
                Lexeme::Tag { handle: "", suffix: full_tag(&handles, handle, &suffix) }
            }
            lexeme => lexeme,
        };
        let ends = matches!(token.lexeme, Lexeme::StreamEnd);
        let marked = token.end > token.start;
        list.push(token);
        if ends {
            // Comments up to the token behind an end marker can belong to the document.
            if marked {
                let start = scanner.peek()?.start;
                list.push(Token { lexeme: Lexeme::StreamEnd, start, end: start, key_level: None });
            }
            return Ok(list);
        }
    }
}

fn full_tag(handles: &[(&str, String)], handle: &str, suffix: &str) -> String {
    let prefix = handles.iter().find(|(name, _)| *name == handle).map(|(_, prefix)| prefix.as_str());
    let prefix = prefix.unwrap_or(match handle {
        "!!" => Tag::NAMESPACE,
        other => other,
    });
    format!("{prefix}{suffix}")
}
