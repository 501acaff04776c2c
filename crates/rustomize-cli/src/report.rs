//! Diagnostics on stderr, with the line they are about.

use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Renderer, Snippet};
use rustomize::diag::{Code, Diagnostic, Label, Parts, Severity};
use rustomize::source::{Source, Sources};

/// Prints diagnostics.
pub(crate) fn print(diagnostics: &[Diagnostic], sources: &Sources) {
    for diagnostic in diagnostics {
        match upstream(diagnostic.parts()) {
            Some(text) => line(text),
            None => line(&render(diagnostic.parts(), sources)),
        }
    }
}

/// Something that went wrong outside the engine.
#[derive(Debug)]
pub(crate) struct Problem {
    message: String,
    hints: Vec<String>,
}

impl Problem {
    /// With a sentence that says what happened.
    pub(crate) fn new(message: String) -> Problem {
        Problem { message, hints: Vec::new() }
    }

    /// Adds what to do.
    pub(crate) fn hint(mut self, text: impl Into<String>) -> Problem {
        self.hints.push(text.into());
        self
    }
}

/// The system's words for an error, without its number.
pub(crate) fn reason(error: &std::io::Error) -> String {
    error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase()
}

/// Prints a problem as an error.
pub(crate) fn problem(problem: &Problem) {
    line(&group(Level::ERROR, problem));
}

/// Prints a problem as a warning.
pub(crate) fn warning(problem: &Problem) {
    line(&group(Level::WARNING, problem));
}

/// Prints a text to stderr; colours only where they are wanted. There is nobody left to tell if it fails.
pub(crate) fn line(text: &str) {
    let mut err = anstream::AutoStream::auto(std::io::stderr()).lock();
    let _ = writeln!(err, "{text}");
}

fn group(level: Level<'static>, problem: &Problem) -> String {
    let hints = problem.hints.iter().map(|hint| Level::HELP.message(hint.as_str()));
    draw(level.primary_title(problem.message.as_str()).elements(hints))
}

/// Kustomize's own text of a deprecation: tools wait for exactly this line.
fn upstream(parts: &Parts) -> Option<&str> {
    parts.upstream.as_deref().filter(|_| parts.code == Code::Deprecated)
}

fn render(parts: &Parts, sources: &Sources) -> String {
    let level = match parts.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let places = by_source(&parts.labels, sources);
    let snippets = places.iter().enumerate().map(|(n, (source, labels))| snippet(source, labels, n == 0));
    let trace = parts.trace.iter().map(|step| Level::NOTE.with_name("in").message(step.as_str()));
    let object = parts.subject.iter().map(|id| Level::NOTE.with_name("object").message(id.as_str()));
    let hints = parts.hints.iter().map(|hint| Level::HELP.message(hint.as_str()));
    let title = level.primary_title(parts.message.as_str()).id(parts.code.id());
    let elements = snippets.map(Element::from).chain(trace.chain(object).chain(hints).map(Element::from));
    draw(title.elements(elements))
}

fn draw(group: Group<'_>) -> String {
    // Lines longer than this are cut around what they are shown for.
    const WIDTH: usize = 140;
    // `line` takes the colours out again where nobody wants them.
    Renderer::styled().term_width(WIDTH).render(&[group])
}

/// The labels by source, in the order the sources are first named.
fn by_source<'a>(labels: &'a [Label], sources: &Sources) -> Vec<(Arc<Source>, Vec<&'a Label>)> {
    let mut places: Vec<(Arc<Source>, Vec<&Label>)> = Vec::new();
    for label in labels {
        match places.iter_mut().find(|(_, labels)| labels[0].span.source() == label.span.source()) {
            Some((_, labels)) => labels.push(label),
            None => places.extend(sources.get(label.span.source()).map(|source| (source, vec![label]))),
        }
    }
    places
}

/// The lines of one source that labels point to; only they are handed over, however long the file is.
fn snippet<'a>(source: &'a Source, labels: &[&'a Label], primary: bool) -> Snippet<'a, Annotation<'a>> {
    let text = &*source.text;
    let ranges: Vec<Range<usize>> = labels.iter().map(|label| within_line(text, label)).collect();
    let from = ranges.iter().map(|range| line_start(text, range.start)).min().unwrap_or(0);
    let to = ranges.iter().map(|range| line_end(text, range.end)).max().unwrap_or(text.len());
    let (first_line, _) = source.position(u32::try_from(from).unwrap_or(u32::MAX));
    let annotations = labels.iter().zip(ranges).enumerate().map(|(n, (label, range))| {
        let kind = if primary && n == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let label = Some(label.text.as_str()).filter(|text| !text.is_empty());
        kind.span(range.start - from..range.end - from).label(label)
    });
    Snippet::source(&text[from..to]).line_start(first_line).path(&source.name).annotations(annotations)
}

/// The bytes a label points to, cut at the end of their first line: a block is shown by how it begins.
fn within_line(text: &str, label: &Label) -> Range<usize> {
    let boundary = |mut offset: usize| {
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    // The end of the file is shown as the end of its last line that says something.
    let last = text.trim_end_matches(['\n', '\r']).len();
    let start = boundary((label.span.start() as usize).min(last));
    let end = boundary((label.span.end() as usize).min(line_end(text, start)));
    start..end.max(start)
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |newline| newline + 1)
}

fn line_end(text: &str, offset: usize) -> usize {
    text[offset..].find(['\n', '\r']).map_or(text.len(), |length| offset + length)
}

#[cfg(test)]
mod tests {
    use rustomize::source::Span;

    use super::*;

    fn shown(text: &str, range: Range<usize>, label: &str) -> String {
        let sources = Sources::default();
        let id = sources.add("kustomization.yaml", text);
        let diagnostic = Diagnostic::error(Code::UnknownField, "unknown field `resource`")
            .label(Span::new(id, range.start, range.end), label)
            .hint("did you mean `resources`?");
        let text = render(diagnostic.parts(), &sources);
        anstream::adapter::strip_str(&text).to_string()
    }

    #[test]
    fn shows_the_line_and_the_hint() {
        let text = shown("namePrefix: a-\nresource: [x]\n", 15..23, "not a field of Kustomization");
        let want = "\
error[R0301]: unknown field `resource`
 --> kustomization.yaml:2:1
  |
2 | resource: [x]
  | ^^^^^^^^ not a field of Kustomization
  |
  = help: did you mean `resources`?";
        assert_eq!(text, want);
    }

    #[test]
    fn any_range_of_any_text_can_be_shown() {
        for text in ["", "\n", "a", "a\r\nb\r\n", "é: ü\n", "a\n\n\n", "\u{0}\t\u{1b}[31m\n"] {
            for start in 0..text.len() + 2 {
                for end in start..text.len() + 3 {
                    assert!(
                        shown(text, start..end, "").starts_with("error[R0301]"),
                        "{text:?} {start}..{end}"
                    );
                }
            }
        }
    }

    #[test]
    fn long_lines_are_cut() {
        let text = format!("{}b: here\n", "a".repeat(5000));
        let shown = shown(&text, 5000..5001, "this");
        assert!(shown.lines().all(|line| line.len() < 160), "{shown}");
        assert!(shown.contains("b: here"));
    }

    #[test]
    fn only_deprecations_keep_the_words_of_kustomize() {
        let text = "# Warning: 'bases' is deprecated.";
        let deprecated = Diagnostic::warning(Code::Deprecated, "`bases` is deprecated").upstream(text);
        assert_eq!(upstream(deprecated.parts()), Some(text));
        let other =
            Diagnostic::warning(Code::Var, "the var `A` was never used").upstream("well-defined vars");
        assert_eq!(upstream(other.parts()), None);
    }
}
