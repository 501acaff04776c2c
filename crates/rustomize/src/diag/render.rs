//! Diagnostics as plain text without a terminal: for `Display` of errors, logs and tests.

use std::fmt::Write;

use super::{Diagnostic, Severity};
use crate::source::Sources;

/// The diagnostic as text: message, places as `file:line:column`, the line itself, hints.
pub fn plain(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let parts = diagnostic.parts();
    let severity = match parts.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut out = format!("{severity}[{}]: {}\n", parts.code, parts.message);
    for label in &parts.labels {
        if let Some(source) = sources.get(label.span.source()) {
            let (line, column) = source.position(label.span.start());
            let _ = writeln!(out, "  --> {}:{line}:{column}{}", source.name, suffix(&label.text));
            if let Some(text) = source.text.lines().nth(line - 1) {
                let _ = writeln!(out, "   | {}", text.trim_end());
            }
        }
    }
    for (name, texts) in [("in", &parts.trace), ("help", &parts.hints)] {
        for text in texts {
            let _ = writeln!(out, "   = {name}: {text}");
        }
    }
    if let Some(subject) = &parts.subject {
        let _ = writeln!(out, "   = object: {subject}");
    }
    out
}

fn suffix(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(": {text}") }
}
