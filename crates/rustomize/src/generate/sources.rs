//! Key-value pairs from literals, files and env files.

use std::path::Path;

use ecow::EcoString;

use crate::diag::{Code, Diagnostic, Result};
use crate::source::Span;

/// One pair for the data of a ConfigMap or Secret. Values need not be text.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    /// The key.
    pub(crate) key: EcoString,
    /// The value, byte for byte.
    pub(crate) value: Vec<u8>,
    /// The entry of the kustomization (or the line of the env file) it came from.
    pub(crate) span: Span,
}

/// Reads `key=value`; one pair of quotes around the value is removed.
///
/// # Errors
/// No `=`, or nothing before it.
pub(crate) fn literal(text: &str, span: Span) -> Result<Pair> {
    let (key, value) = text.split_once('=').filter(|(key, _)| !key.is_empty()).ok_or_else(|| {
        Diagnostic::error(Code::Generator, format!("literal `{text}` is not of the form `key=value`"))
            .at(span)
            .hint("write `- KEY=value`; an empty value is written `- KEY=`")
            .upstream(format!("invalid literal source {text}, expected key=value"))
    })?;
    Ok(Pair { key: key.into(), value: unquote(value).as_bytes().to_vec(), span })
}

fn unquote(value: &str) -> &str {
    let quoted = |quote| value.len() >= 2 && value.starts_with(quote) && value.ends_with(quote);
    if quoted('"') || quoted('\'') { &value[1..value.len() - 1] } else { value }
}

/// Splits `[key=]path`; without a key the file's name is the key.
///
/// # Errors
/// More than one `=`, or nothing on one side of it.
pub(crate) fn file_key(text: &str, span: Span) -> Result<(&str, &str)> {
    let bad = |message: String| Diagnostic::error(Code::Generator, message).at(span);
    match text.split_once('=') {
        None => {
            let name = Path::new(text).file_name().and_then(|n| n.to_str()).unwrap_or(text);
            Ok((name, text))
        }
        Some((_, path)) if path.contains('=') => Err(bad(format!("`{text}` has more than one `=`"))
            .hint("write `[key=]path`; neither may contain `=`")),
        Some(("", path)) => {
            Err(bad(format!("`{text}` has no key before `=`")).hint(format!("write `- {path}`")))
        }
        Some((key, "")) => Err(bad(format!("`{text}` has no path after `{key}=`"))),
        Some(pair) => Ok(pair),
    }
}

/// The lines of an env file. A key without `=` has an empty value here; the caller may look it up.
///
/// # Errors
/// A line that is not UTF-8.
pub(crate) fn env_file(content: &[u8], name: &str, entry: Span) -> Result<Vec<Pair>> {
    let content = content.strip_prefix("\u{feff}".as_bytes()).unwrap_or(content);
    let lines = content.split(|b| *b == b'\n').enumerate();
    lines.filter_map(|(number, line)| env_line(line, name, number + 1, entry).transpose()).collect()
}

fn env_line(line: &[u8], name: &str, number: usize, entry: Span) -> Result<Option<Pair>> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let text = std::str::from_utf8(line).map_err(|_| {
        Diagnostic::error(Code::Generator, format!("line {number} of {name} is not UTF-8 text"))
            .at(entry)
            .hint("env files hold text; load binary content with `files`")
    })?;
    let text = text.trim_start();
    if text.is_empty() || text.starts_with('#') {
        return Ok(None);
    }
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    if key.is_empty() {
        return Ok(None);
    }
    Ok(Some(Pair { key: key.into(), value: value.as_bytes().to_vec(), span: entry }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_lose_one_pair_of_quotes() {
        let value = |text| String::from_utf8(literal(text, Span::NONE).unwrap().value).unwrap();
        assert_eq!(value("a=b=c"), "b=c");
        assert_eq!(value("a=\"x\""), "x");
        assert_eq!(value("a=''x''"), "'x'");
        assert_eq!(value("a=\""), "\"");
        assert!(literal("=x", Span::NONE).is_err() && literal("x", Span::NONE).is_err());
    }

    #[test]
    fn env_files_keep_quotes_and_skip_comments() {
        let text = b"\xef\xbb\xbfA=1\r\n  # no\n\n\tB=\"x\" # y\nC\n=z\n";
        let pairs = env_file(text, "e", Span::NONE).unwrap();
        let shown: Vec<_> =
            pairs.iter().map(|p| format!("{}:{}", p.key, String::from_utf8_lossy(&p.value))).collect();
        assert_eq!(shown, ["A:1", "B:\"x\" # y", "C:"]);
    }
}
