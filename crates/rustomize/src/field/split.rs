//! Cutting the text of a path into its parts.

use std::borrow::Cow;

/// Cuts at a separator, but not where a `\` stands before it; that `\` is taken out.
pub(crate) fn split_escaped(path: &str, separator: char) -> Vec<Cow<'_, str>> {
    let mut parts: Vec<Cow<'_, str>> = Vec::new();
    for piece in path.split(separator) {
        match parts.last_mut().filter(|last| last.ends_with('\\')) {
            Some(last) => {
                let joined = last.to_mut();
                joined.pop();
                joined.push(separator);
                joined.push_str(piece);
            }
            None => parts.push(Cow::Borrowed(piece)),
        }
    }
    parts
}

/// Cuts a path of vars and replacements, such as `spec.containers.[name=web].env`: at dots, but not at `\.`, nor inside
/// of a part that starts with `[`. Such a part loses its brackets if it has a dot and no `=`.
pub(crate) fn split_dotted(path: &str) -> Vec<Cow<'_, str>> {
    let mut parts = split_escaped(path, '.').into_iter();
    let mut segments = Vec::new();
    while let Some(part) = parts.next() {
        if !part.starts_with('[') || part.ends_with(']') {
            segments.push(part);
            continue;
        }
        let mut bracketed = part.into_owned();
        for next in parts.by_ref() {
            bracketed.push('.');
            bracketed.push_str(&next);
            if next.ends_with(']') {
                break;
            }
        }
        if !bracketed.contains('=') {
            bracketed = bracketed.trim_matches(['[', ']']).to_owned();
        }
        segments.push(Cow::Owned(bracketed));
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_like_kustomize() {
        let cases: &[(&str, &[&str])] = &[
            ("a.b", &["a", "b"]),
            ("a..b", &["a", "", "b"]),
            (r"a\.b.c", &["a.b", "c"]),
            ("x.[a.b]", &["x", "a.b"]),
            ("x.[a]", &["x", "[a]"]),
            ("x.[a.b=c.d].e", &["x", "[a.b=c.d]", "e"]),
            ("d.[a", &["d", "a"]),
            (r"a\", &[r"a\"]),
        ];
        for (path, want) in cases {
            assert_eq!(split_dotted(path), *want, "{path}");
        }
        assert_eq!(split_escaped(r"a\/b/c.d/", '/'), ["a/b", "c.d", ""]);
    }
}
