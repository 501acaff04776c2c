//! The error of decoding: a diagnostic that serde can make.

use std::fmt;

use serde::de;

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// Why a value cannot be decoded.
#[derive(Debug)]
pub struct Error(Diagnostic);

impl Error {
    /// The diagnostic.
    pub fn into_diagnostic(self) -> Diagnostic {
        self.0
    }

    pub(super) fn or_at(self, span: Span) -> Error {
        Error(self.0.or_at(span))
    }
}

impl From<Diagnostic> for Error {
    fn from(diagnostic: Diagnostic) -> Error {
        Error(diagnostic)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Error {
        Error(Diagnostic::error(Code::InvalidValue, message.to_string()))
    }
}
