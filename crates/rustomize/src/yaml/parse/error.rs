//! Syntax errors: go-yaml's wording, the place, and what usually causes it.

use crate::diag::{Code, Diagnostic};
use crate::source::{SourceId, Span};

/// The text that is not YAML, in offsets of the parsed piece.
#[derive(Debug)]
pub(super) struct SyntaxError {
    pub(super) problem: &'static str,
    pub(super) at: usize,
    /// What was being read, and where it started.
    pub(super) context: Option<(&'static str, usize)>,
    pub(super) code: Code,
}

/// A step of the scanner or the grammar.
pub(super) type Step<T> = Result<T, Box<SyntaxError>>;

impl SyntaxError {
    pub(super) fn new(problem: &'static str, at: usize) -> Box<SyntaxError> {
        Box::new(SyntaxError { problem, at, context: None, code: Code::Syntax })
    }

    pub(super) fn within(
        context: &'static str,
        start: usize,
        problem: &'static str,
        at: usize,
    ) -> Box<SyntaxError> {
        Box::new(SyntaxError { problem, at, context: Some((context, start)), code: Code::Syntax })
    }

    /// The diagnostic of an error in `text`, which lies at `base` in `source`.
    pub(super) fn diagnose(&self, text: &str, source: SourceId, base: usize) -> Diagnostic {
        let width = text.get(self.at..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        let span = Span::new(source, base + self.at, base + self.at + width);
        let mut diagnostic = Diagnostic::error(self.code, self.problem).at(span);
        if let Some((context, start)) = self.context.filter(|&(_, start)| start != self.at) {
            diagnostic = diagnostic.label(Span::new(source, base + start, base + start), context);
        }
        diagnostic.upstream(format!("yaml: {}", self.problem)).maybe_hint(hint(self, text))
    }
}

/// The usual cause of a problem, in plain words.
fn hint(error: &SyntaxError, text: &str) -> Option<String> {
    let line = line_at(text, error.at);
    let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
    let next = text.get(error.at..).and_then(|t| t.chars().next());
    let text = match error.problem {
        "found character that cannot start any token" if indent.contains('\t') || next == Some('\t') => {
            "YAML does not allow tabs for indentation: use spaces".to_owned()
        }
        "found character that cannot start any token" => {
            let c = next.unwrap_or(' ');
            format!("a value cannot start with `{c}`: put it in quotes")
        }
        "found a tab character where an indentation space is expected"
        | "found a tab character that violates indentation" => {
            "YAML does not allow tabs for indentation: use spaces".to_owned()
        }
        "mapping values are not allowed in this context" => {
            "a value that contains `: ` must be quoted; otherwise check the indentation of this line".to_owned()
        }
        "could not find expected ':'" => {
            "a key must be followed by `: ` (with the space); text that goes on over several lines must be \
             indented deeper than its key"
                .to_owned()
        }
        "did not find expected key" => {
            "check the indentation: this line does not line up with the keys of the map it should belong to"
                .to_owned()
        }
        "did not find expected '-' indicator" => {
            "check the indentation: the elements of a list must all start with `-` in the same column".to_owned()
        }
        "block sequence entries are not allowed in this context" => {
            "a list must start on a new line after its key".to_owned()
        }
        "found unexpected end of stream" => "a quote is opened here and never closed".to_owned(),
        "found unexpected document indicator" => {
            "a quote is opened here and not closed before the end of the document".to_owned()
        }
        "did not find expected ',' or ']'" => "a `[` is not closed, or a comma is missing".to_owned(),
        "did not find expected ',' or '}'" => {
            "a `{` is not closed, or a comma is missing; a template such as `{{ x }}` must be quoted".to_owned()
        }
        "did not find expected node content" => {
            "a value is missing here; a value that starts with one of `[]{},` must be quoted".to_owned()
        }
        "found unknown escape character" => {
            "in double quotes a backslash starts an escape: double it, or use single quotes".to_owned()
        }
        "did not find expected comment or line break" => {
            "text after `|` or `>` must start on the next line; quote the value if it is meant to start with that \
             character"
                .to_owned()
        }
        "did not find expected alphabetic or numeric character" => {
            "`*` and `&` start an alias or an anchor: quote a value that starts with one of them".to_owned()
        }
        "did not find expected whitespace or line break" => {
            "`!` starts a tag: quote a value that starts with it".to_owned()
        }
        "control characters are not allowed" => "write it as an escape in double quotes, such as \"\\x1b\"".to_owned(),
        _ => return None,
    };
    Some(text)
}

/// The line that holds an offset, without its break.
fn line_at(text: &str, at: usize) -> &str {
    let at = at.min(text.len());
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |i| i + 1);
    let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |i| at + i);
    text.get(start..end).unwrap_or("")
}
