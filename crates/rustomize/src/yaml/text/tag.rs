//! Tags: the types they name, and how they are written.

use ecow::EcoString;

use crate::yaml::Tag;

/// The type that a tag names.
pub(super) fn named_tag(tag: &str) -> Tag {
    tag.strip_prefix(Tag::NAMESPACE).map_or(Tag::Other, Tag::of_name)
}

/// A full tag as it is written.
pub(super) fn printed_tag(tag: &str) -> EcoString {
    match (tag.strip_prefix(Tag::NAMESPACE), tag.strip_prefix('!')) {
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
