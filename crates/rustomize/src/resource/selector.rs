//! Choosing objects by regular expressions on their ids and by their labels and annotations.

use regex::Regex;

use super::{LabelSelector, Resource};
use crate::diag::{Code, Diagnostic, Result};
use crate::id::Gvk;
use crate::source::Span;

/// A regular expression that must match the whole text. Plain words never become a regex.
#[derive(Clone, Debug, Default)]
pub enum Pattern {
    /// Matches anything: the field was empty.
    #[default]
    Any,
    /// Matches exactly this text.
    Exact(String),
    /// Matches by regular expression.
    Regex(Regex),
}

impl Pattern {
    /// Compiles a pattern anchored at both ends.
    ///
    /// # Errors
    /// Text that is no regular expression.
    pub fn compile(text: &str, span: Span) -> Result<Pattern> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_/@:".contains(&b);
        if text.is_empty() {
            return Ok(Pattern::Any);
        }
        if text.bytes().all(plain) {
            return Ok(Pattern::Exact(text.to_owned()));
        }
        super::compile_regex(&format!("^(?:{text})$"))
            .map(Pattern::Regex)
            .map_err(|error| invalid_regex(text, &error, span))
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Pattern::Any => true,
            Pattern::Exact(word) => word == text,
            Pattern::Regex(regex) => regex.is_match(text),
        }
    }

    /// Whether the field was empty.
    pub fn is_any(&self) -> bool {
        matches!(self, Pattern::Any)
    }
}

/// The error for a text that is no regular expression.
pub(crate) fn invalid_regex(text: &str, error: &regex::Error, span: Span) -> Diagnostic {
    let reason = error.to_string();
    let last = reason.lines().last().unwrap_or_default().trim_start_matches("error: ");
    Diagnostic::error(Code::InvalidSelector, format!("`{text}` is not a regular expression: {last}"))
        .at(span)
        .hint("selectors are regular expressions: escape special characters with `\\`")
}

/// A compiled selector, as the targets of patches use it. The default selects everything.
#[derive(Clone, Debug, Default)]
pub struct Selector {
    /// API group.
    pub group: Pattern,
    /// API version.
    pub version: Pattern,
    /// Kind.
    pub kind: Pattern,
    /// Name, original or current.
    pub name: Pattern,
    /// Effective namespace, original or current.
    pub namespace: Pattern,
    /// Labels.
    pub labels: LabelSelector,
    /// Annotations.
    pub annotations: LabelSelector,
}

impl Selector {
    /// Whether it selects the object: by the original or the current name and namespace, but by the current
    /// group, version, kind, labels and annotations.
    pub fn selects(&self, res: &Resource) -> bool {
        self.selects_gvk(&res.id().gvk) && self.selects_identity(res) && self.selects_metadata(res)
    }

    /// Whether group, version and kind fit.
    pub fn selects_gvk(&self, gvk: &Gvk) -> bool {
        self.kind.matches(&gvk.kind) && self.group.matches(&gvk.group) && self.version.matches(&gvk.version)
    }

    /// Whether labels and annotations fit.
    pub fn selects_metadata(&self, res: &Resource) -> bool {
        self.labels.matches(|key| res.label(key)) && self.annotations.matches(|key| res.annotation(key))
    }

    fn selects_identity(&self, res: &Resource) -> bool {
        let first = res.lineage().former().first();
        let id = res.id();
        (self.name.matches(&id.name) || first.is_some_and(|f| self.name.matches(&f.name)))
            && (self.namespace.matches(id.effective_namespace())
                || first.is_some_and(|f| self.namespace.matches(&f.namespace)))
    }
}
