//! Choosing objects by regular expressions on their ids and by their labels and annotations.

use regex::Regex;

use super::{LabelSelector, Resource};
use crate::diag::{Code, Diagnostic, Result};
use crate::id::Gvk;
use crate::source::Span;

/// A regular expression that must match the whole text. The usual ones never become a regex.
#[derive(Clone, Debug, Default)]
pub enum Pattern {
    /// Matches anything: the field was empty.
    #[default]
    Any,
    /// Matches one text, as most do.
    Word(String),
    /// Matches what one of the alternatives matches.
    Words(Vec<Vec<Step>>),
    /// Matches by regular expression.
    Regex(Regex),
}

/// One step of a simple pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// This text.
    Text(String),
    /// `.`: any character but a line break.
    One,
    /// `.*`: any number of them.
    Many,
}

impl Pattern {
    /// Compiles a pattern anchored at both ends.
    ///
    /// # Errors
    /// Text that is no regular expression.
    pub fn compile(text: &str, span: Span) -> Result<Pattern> {
        if text.is_empty() {
            return Ok(Pattern::Any);
        }
        if let Some(words) = text.split('|').map(simple).collect::<Option<Vec<_>>>() {
            if let [steps] = words.as_slice()
                && let [Step::Text(word)] = steps.as_slice()
            {
                return Ok(Pattern::Word(word.clone()));
            }
            return Ok(Pattern::Words(words));
        }
        super::compile_regex(&format!("^(?:{text})$"))
            .map(Pattern::Regex)
            .map_err(|error| invalid_regex(text, &error, span))
    }

    /// Whether the whole text matches.
    #[inline]
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Pattern::Any => true,
            Pattern::Word(word) => word == text,
            Pattern::Words(words) => words.iter().any(|steps| fits(steps, text)),
            Pattern::Regex(regex) => regex.is_match(text),
        }
    }

    /// The one text that matches, if there is only one.
    pub fn word(&self) -> Option<&str> {
        if let Pattern::Word(word) = self { Some(word) } else { None }
    }

    /// Whether the field was empty.
    pub fn is_any(&self) -> bool {
        matches!(self, Pattern::Any)
    }
}

/// The steps of an expression of plain characters, `.` and `.*`; `None` for any other.
fn simple(text: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '.' if chars.next_if_eq(&'*').is_some() => steps.push(Step::Many),
            '.' => steps.push(Step::One),
            c if c.is_ascii_alphanumeric() || "-_/@:".contains(c) => match steps.last_mut() {
                Some(Step::Text(word)) => word.push(c),
                _ => steps.push(Step::Text(c.into())),
            },
            _ => return None,
        }
        if matches!(chars.peek(), Some('?' | '*' | '+' | '{')) {
            return None;
        }
    }
    // Two open ends in one word would need a search: that is what the regex is for.
    (steps.iter().filter(|step| **step == Step::Many).count() <= 1).then_some(steps)
}

/// Whether the steps cover the whole text.
fn fits(steps: &[Step], text: &str) -> bool {
    match steps.split_first() {
        None => text.is_empty(),
        Some((Step::Text(word), rest)) => {
            text.strip_prefix(word.as_str()).is_some_and(|text| fits(rest, text))
        }
        Some((Step::One, rest)) => {
            let mut chars = text.chars();
            chars.next().is_some_and(|c| c != '\n') && fits(rest, chars.as_str())
        }
        // The rest has a fixed number of characters, so it can only fit the end of the text.
        Some((Step::Many, rest)) => {
            let length: usize =
                rest.iter().map(|step| if let Step::Text(w) = step { w.len() } else { 1 }).sum();
            let chars = text.chars().count();
            chars >= length && {
                let cut = text.char_indices().nth(chars - length).map_or(text.len(), |(at, _)| at);
                !text[..cut].contains('\n') && fits(rest, &text[cut..])
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_patterns_match_as_the_regex_would() {
        let patterns = ["a", ".", ".*", "a.*", ".*a", "a.b", "a|bc|.*d", "a.*b.", "", "a|", "x.*y|z", ".*é"];
        let texts = [
            "", "a", "b", "ab", "aab", "axb", "bc", "xd", "d", "a\nb", "é", "aé", "axxbz", "xy", "z", "x\ny",
        ];
        for pattern in patterns {
            let regex = Regex::new(&format!("^(?:{pattern})$")).unwrap();
            let compiled = Pattern::compile(pattern, Span::NONE).unwrap();
            for text in texts {
                let expected = pattern.is_empty() || regex.is_match(text);
                assert_eq!(compiled.matches(text), expected, "{pattern:?} on {text:?}");
            }
        }
    }
}
