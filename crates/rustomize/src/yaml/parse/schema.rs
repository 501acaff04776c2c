//! Comments that carry a schema: `# {"x-kubernetes-patch-merge-key": "name", …}` on the line of a field or above it.

use ecow::EcoString;

use crate::yaml::Mapping;

/// Whether a comment (with its `#`) is worth keeping: a JSON object with one of the extensions that steer patches.
pub(super) fn may_be_one(comment: &[u8]) -> bool {
    let text = comment.trim_ascii_start();
    let text = &text[text.iter().take_while(|&&b| b == b'#').count()..];
    text.trim_ascii_start().first() == Some(&b'{') && memchr::memmem::find(text, b"x-kubernetes-").is_some()
}

/// Gives each field of a block map the schema from its comment, the one on its line before the one above it.
///
/// `comments` are ranges of `text`, in order; the spans of the mapping count from `base` before it.
pub(super) fn attach(mapping: &mut Mapping, comments: &[(usize, usize)], text: &str, base: usize) {
    if mapping.flow() {
        return;
    }
    let mut schemas = Vec::new();
    for entry in mapping.entries() {
        let (Some(key), span) = (entry.key.text(), entry.key.span) else { continue };
        let (start, end) =
            ((span.start() as usize).saturating_sub(base), (span.end() as usize).saturating_sub(base));
        let after = comments.partition_point(|c| c.0 < end);
        let same_line = comments.get(after).filter(|c| !has_break(text, end, c.0));
        let above = || after.checked_sub(1).map(|i| &comments[i]).filter(|c| is_line_above(text, **c, start));
        if let Some(&(from, to)) = same_line.or_else(above) {
            let schema = text[from..to].trim_start_matches('#').trim();
            schemas.push((EcoString::from(key), EcoString::from(schema)));
        }
    }
    if !schemas.is_empty() {
        mapping.set_schemas(schemas);
    }
}

fn has_break(text: &str, from: usize, to: usize) -> bool {
    text.as_bytes().get(from..to).is_none_or(|between| between.contains(&b'\n'))
}

/// Whether a comment has a line of its own, right above the one where the key starts.
fn is_line_above(text: &str, comment: (usize, usize), key: usize) -> bool {
    let Some(between) = text.get(comment.1..key) else { return false };
    let between = between.strip_prefix('\r').unwrap_or(between);
    let Some(indent) = between.strip_prefix('\n') else { return false };
    let before = text[..comment.0].rsplit('\n').next().unwrap_or("");
    indent.bytes().all(|b| b == b' ' || b == b'-') && before.trim().is_empty()
}
