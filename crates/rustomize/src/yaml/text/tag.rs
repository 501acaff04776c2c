//! Tags: the types they name, and how they are written.

use ecow::EcoString;

use crate::yaml::Tag;

/// The type that a tag names.
pub(super) fn named_tag(tag: &str) -> Tag {
    match tag.strip_prefix("tag:yaml.org,2002:") {
        Some("null") => Tag::Null,
        Some("bool") => Tag::Bool,
        Some("int") => Tag::Int,
        Some("float") => Tag::Float,
        Some("timestamp") => Tag::Timestamp,
        Some("str") => Tag::Str,
        Some("binary") => Tag::Binary,
        Some("merge") => Tag::Merge,
        _ => Tag::Other,
    }
}

/// A full tag as it is written.
pub(super) fn printed_tag(tag: &str) -> EcoString {
    match (tag.strip_prefix("tag:yaml.org,2002:"), tag.strip_prefix('!')) {
        (Some(short), _) => ecow::eco_format!("!!{}", escaped(short)),
        (None, Some(local)) => ecow::eco_format!("!{}", escaped(local)),
        (None, None) => ecow::eco_format!("!<{}>", escaped(tag)),
    }
}

/// Writes what a tag cannot hold as `%` and two digits.
fn escaped(tag: &str) -> EcoString {
    let mut out = EcoString::new();
    for b in tag.bytes() {
        if b.is_ascii_alphanumeric() || b"-;/?:@&=+$,_.~*'()[]".contains(&b) {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}
