//! What went wrong, where, and what to do about it.

mod code;
mod render;
mod suggest;

pub use code::Code;
pub use render::plain;
pub use suggest::{did_you_mean, nearest};

use crate::source::Span;

/// Result of a step that stops at its first problem.
pub type Result<T, E = Diagnostic> = std::result::Result<T, E>;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Nothing is rendered.
    Error,
    /// The output stands, but something deserves a look.
    Warning,
}

/// A place in a source and what is to be seen there.
#[derive(Clone, Debug)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there; may be empty when the diagnostic's message says it all.
    pub text: String,
}

/// One problem: a stable code, a sentence, the places, and hints.
#[derive(Clone, Debug)]
pub struct Diagnostic(Box<Parts>);

/// The parts of a [`Diagnostic`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Parts {
    /// The kind of problem.
    pub code: Code,
    /// Error or warning.
    pub severity: Severity,
    /// One sentence, lower case, without a full stop.
    pub message: String,
    /// The places, the most important first.
    pub labels: Vec<Label>,
    /// What to do.
    pub hints: Vec<String>,
    /// The object it is about, as `Kind.version.group/name.namespace`.
    pub subject: Option<String>,
    /// How the place was reached: the including files, innermost first.
    pub trace: Vec<String>,
    /// The text kustomize prints for this, where tools may wait for it.
    pub upstream: Option<String>,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, message.into())
    }

    /// A warning.
    pub fn warning(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: Code, message: String) -> Diagnostic {
        Diagnostic(Box::new(Parts {
            code,
            severity,
            message,
            labels: Vec::new(),
            hints: Vec::new(),
            subject: None,
            trace: Vec::new(),
            upstream: None,
        }))
    }

    /// Adds the place it happened at. Spans of no source are left out.
    #[must_use]
    pub fn at(self, span: Span) -> Diagnostic {
        self.label(span, "")
    }

    /// Adds a place with a text.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        if !span.is_none() {
            self.0.labels.push(Label { span, text: text.into() });
        }
        self
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Diagnostic {
        self.0.hints.push(text.into());
        self
    }

    /// Adds a hint if there is one.
    #[must_use]
    pub fn maybe_hint(self, text: Option<String>) -> Diagnostic {
        match text {
            Some(text) => self.hint(text),
            None => self,
        }
    }

    /// Names the object it is about, if it has no subject yet.
    #[must_use]
    pub fn subject(mut self, subject: impl std::fmt::Display) -> Diagnostic {
        self.0.subject.get_or_insert_with(|| subject.to_string());
        self
    }

    /// Adds an including file to the trace.
    #[must_use]
    pub fn through(mut self, step: impl Into<String>) -> Diagnostic {
        self.0.trace.push(step.into());
        self
    }

    /// Keeps the text kustomize has for it.
    #[must_use]
    pub fn upstream(mut self, text: impl Into<String>) -> Diagnostic {
        self.0.upstream = Some(text.into());
        self
    }

    /// Adds a place only if it has none so far: for callers that know roughly where.
    #[must_use]
    pub fn or_at(self, span: Span) -> Diagnostic {
        if self.0.labels.is_empty() { self.at(span) } else { self }
    }

    /// Puts a place before all others, the first of which then says `text` if it said nothing.
    #[must_use]
    pub(crate) fn before(mut self, span: Span, text: &str) -> Diagnostic {
        if span.is_none() {
            return self;
        }
        if let Some(first) = self.0.labels.first_mut().filter(|label| label.text.is_empty()) {
            first.text = text.to_owned();
        }
        self.0.labels.insert(0, Label { span, text: String::new() });
        self
    }

    /// The parts.
    pub fn parts(&self) -> &Parts {
        &self.0
    }
}

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Diagnostic {}
