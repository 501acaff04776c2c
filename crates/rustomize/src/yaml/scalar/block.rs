//! What becomes of a text that kustomize writes as a block scalar in between, and reads back.
//!
//! go-yaml v3 does not write every text so that it reads the same: a folded one may gain line breaks, and one that
//! starts with a tab cannot be read back at all.

use std::borrow::Cow;

use super::value::ValueError;
use crate::yaml::{Scalar, Style};

impl Scalar {
    /// Whether a string certainly survives the round trip: all but folded texts and those that start with a tab.
    #[inline]
    pub(crate) fn is_read_back_as_is(&self) -> bool {
        self.style != Style::Folded && self.text.as_bytes().first() != Some(&b'\t')
    }
}

/// The text of a string scalar in block style after the round trip.
pub(super) fn read_back(scalar: &Scalar) -> Result<Cow<'_, str>, ValueError> {
    let text = scalar.text.as_str();
    let block = match scalar.style {
        Style::Folded => is_block_allowed(text),
        Style::Literal => text.starts_with('\t') && is_block_allowed(text),
        // What tools write carries no style: a text of several lines becomes a literal one.
        Style::Plain => text.starts_with('\t') && text.contains('\n') && is_block_allowed(text),
        Style::SingleQuoted | Style::DoubleQuoted => false,
    };
    if !block {
        Ok(Cow::Borrowed(text))
    } else if text.starts_with('\t') {
        Err(ValueError::LeadingTab)
    } else if scalar.style == Style::Folded {
        Ok(Cow::Owned(read_folded(&write_folded(text), text)))
    } else {
        Ok(Cow::Borrowed(text))
    }
}

/// Whether the text is written as a block at all: else it is put in double quotes, which change nothing.
pub(crate) fn is_block_allowed(text: &str) -> bool {
    let printable = |c: char| {
        matches!(c, '\n' | '\t' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
            && c != '\u{feff}'
    };
    !text.is_empty() && !text.ends_with(' ') && !text.contains(" \n") && text.chars().all(printable)
}

/// The lines as go-yaml writes them: a line break is doubled, because a single one would be folded into a space.
/// It does so too often: it looks at the start of the whole text to see whether an indented line follows.
fn write_folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let first = text.trim_start_matches('\n').chars().next();
    let doubles = !matches!(first, None | Some(' ' | '\t'));
    let (mut after_break, mut indented) = (true, true);
    for c in text.chars() {
        if c == '\n' {
            if doubles && !after_break && !indented {
                out.push('\n');
            }
            out.push('\n');
            after_break = true;
        } else {
            if after_break {
                indented = c == ' ' || c == '\t';
            }
            out.push(c);
            after_break = false;
        }
    }
    out
}

/// Reads written lines as a folded block; the line breaks at the end are kept as the original text had them.
fn read_folded(written: &str, original: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let body = written.trim_end_matches('\n');
    let mut lines = body.split('\n');
    let (mut breaks, mut last_indented, mut first) = (0, true, true);
    let mut next = lines.next();
    while let Some(line) = next {
        next = lines.next();
        if line.is_empty() {
            breaks += 1;
            continue;
        }
        let indented = line.starts_with([' ', '\t']);
        if first {
            out.extend(std::iter::repeat_n('\n', breaks));
        } else if last_indented || indented {
            out.extend(std::iter::repeat_n('\n', breaks + 1));
        } else if breaks == 0 {
            out.push(' ');
        } else {
            out.extend(std::iter::repeat_n('\n', breaks));
        }
        out.push_str(line);
        (breaks, last_indented, first) = (0, indented, false);
    }
    let kept = original.len() - original.trim_end_matches('\n').len();
    let ends = match kept {
        // Chomping says "keep": what was doubled at the end stays doubled.
        2.. => written.len() - body.len(),
        one => one,
    };
    out.extend(std::iter::repeat_n('\n', ends));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let scalar = Scalar { style: Style::Folded, ..Scalar::string(text) };
        read_back(&scalar).unwrap().into_owned()
    }

    /// What kustomize 5.8.1 prints for these.
    #[test]
    fn folded_texts_gain_breaks() {
        assert_eq!(folded("one\n two\n  three\n two\n"), "one\n\n two\n  three\n two\n");
        assert_eq!(folded("a b\n"), "a b\n");
        assert_eq!(folded("a\nb\n"), "a\nb\n");
        assert_eq!(folded("a\n\n\n"), "a\n\n\n\n");
    }

    #[test]
    fn a_tab_cannot_start_a_block() {
        assert!(read_back(&Scalar::string("\ta\nb")).is_err());
        assert!(read_back(&Scalar::string("\ta")).is_ok());
        assert!(read_back(&Scalar::string("\ta \nb")).is_ok());
    }
}
