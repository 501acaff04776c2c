//! Paths of field specs: `spec/template/metadata/annotations`.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer};

use super::split::split_escaped;

/// A path through maps, parsed once. Lists on the way are walked through, whatever the path says.
///
/// Segments stand between slashes; one leading slash means nothing; `\/` is a slash within a segment.
/// Two paths are equal when they are written the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPath {
    segments: Cow<'static, [Segment]>,
    /// The text, if it is not the plain form of the segments.
    written: Option<Box<str>>,
}

/// One step of a [`FieldPath`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    name: Cow<'static, str>,
    list: bool,
}

impl Segment {
    /// A segment from text that lives forever; a `[]` at its end says that the field should be a list.
    pub const fn constant(text: &'static str) -> Segment {
        match text.as_bytes() {
            [name @ .., b'[', b']'] => {
                Segment { name: Cow::Borrowed(text.split_at(name.len()).0), list: true }
            }
            _ => Segment { name: Cow::Borrowed(text), list: false },
        }
    }

    fn parse(mut text: String) -> Segment {
        let list = text.ends_with("[]");
        if list {
            text.truncate(text.len() - 2);
        }
        Segment { name: Cow::Owned(text), list }
    }

    /// The key, as written but for the `[]`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the field should be a list: it is never created then, and a null becomes an empty list.
    pub fn is_list(&self) -> bool {
        self.list
    }
}

impl FieldPath {
    /// A path of segments that live forever.
    pub const fn constant(segments: &'static [Segment]) -> FieldPath {
        FieldPath { segments: Cow::Borrowed(segments), written: None }
    }

    /// Reads a path. Every text is one; what makes no sense is found when an object is walked.
    pub fn parse(text: &str) -> FieldPath {
        let names = split_escaped(text.strip_prefix('/').unwrap_or(text), '/');
        let segments = names.into_iter().map(|name| Segment::parse(name.into_owned())).collect();
        let mut path = FieldPath { segments: Cow::Owned(segments), written: None };
        if path.to_string() != text {
            path.written = Some(text.into());
        }
        path
    }

    /// The steps.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Whether the path is written exactly as `text`.
    pub fn is_written(&self, text: &str) -> bool {
        let Some(written) = &self.written else { return self.is_plainly(text) };
        **written == *text
    }

    /// Whether the plain form of the steps is `text`; builds nothing, as it is asked for every object.
    fn is_plainly(&self, text: &str) -> bool {
        let mut rest = Some(text);
        for segment in self.segments.iter() {
            let name = segment.name();
            let (true, Some(left)) = (!name.contains('/'), rest) else { return self.to_string() == text };
            let Some(after) = left.strip_prefix(name) else { return false };
            let after = if segment.list { after.strip_prefix("[]") } else { Some(after) };
            rest = match after {
                Some("") => None,
                Some(after) => match after.strip_prefix('/') {
                    Some(next) => Some(next),
                    None => return false,
                },
                None => return false,
            };
        }
        rest.is_none()
    }

    /// Whether the last steps are `names`.
    pub fn ends_with(&self, names: &[&str]) -> bool {
        let tail = self.segments.len().checked_sub(names.len());
        tail.is_some_and(|at| self.segments[at..].iter().map(Segment::name).eq(names.iter().copied()))
    }
}

impl fmt::Display for FieldPath {
    /// The path as written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(written) = &self.written {
            return f.write_str(written);
        }
        for (at, segment) in self.segments.iter().enumerate() {
            let slash = if at == 0 { "" } else { "/" };
            let list = if segment.list { "[]" } else { "" };
            write!(f, "{slash}{}{list}", segment.name.replace('/', "\\/"))?;
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for FieldPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FieldPath, D::Error> {
        Ok(FieldPath::parse(&Cow::<str>::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::FieldPath;

    fn names(text: &str) -> Vec<String> {
        FieldPath::parse(text).segments().iter().map(|s| format!("{}{}", s.name(), s.is_list())).collect()
    }

    #[test]
    fn splits_at_slashes_that_are_not_escaped() {
        assert_eq!(names("/spec/containers[]/image"), ["specfalse", "containerstrue", "imagefalse"]);
        assert_eq!(
            names(r"metadata/annotations/a.io\/b"),
            ["metadatafalse", "annotationsfalse", "a.io/bfalse"]
        );
        assert_eq!(names(r"a\/b\/c"), ["a/b/cfalse"]);
        assert_eq!(names("a//b/"), ["afalse", "false", "bfalse", "false"]);
        assert_eq!(names(""), ["false"]);
    }

    #[test]
    fn shows_and_compares_what_was_written() {
        for text in ["a/b", "/a/b", "a//b", r"a\/b/c[]", "", "/", r"a\", "[]"] {
            assert_eq!(FieldPath::parse(text).to_string(), text);
            assert!(FieldPath::parse(text).is_written(text));
        }
        assert_ne!(FieldPath::parse("/a"), FieldPath::parse("a"));
        assert!(FieldPath::parse("/x/roleRef/name").ends_with(&["roleRef", "name"]));
    }
}
