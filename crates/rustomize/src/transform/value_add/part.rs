//! A part more in the text of a path.

use ecow::EcoString;

/// Puts `part` into a path before the part at `position`, from 0, or at the end if there are fewer. Empty parts
/// disappear, and so do `.` and whatever a `..` takes back.
pub(super) fn insert(path: &str, position: usize, part: &str) -> EcoString {
    let mut parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
    parts.insert(position.min(parts.len()), part);
    // A part that comes first and begins with a slash makes the path begin with one.
    let rooted = path.starts_with('/') || parts[0].starts_with('/');
    let mut kept: Vec<&str> = Vec::with_capacity(parts.len());
    for part in parts.iter().flat_map(|part| part.split('/')) {
        match part {
            "" | "." => {}
            ".." if kept.last().is_some_and(|last| *last != "..") => drop(kept.pop()),
            ".." if rooted => {}
            _ => kept.push(part),
        }
    }
    let joined = kept.join("/");
    match (rooted, joined.is_empty()) {
        (true, _) => ecow::eco_format!("/{joined}"),
        (false, true) => ".".into(),
        (false, false) => joined.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::insert;

    #[test]
    fn parts_go_where_they_are_told() {
        // Seen at kustomize 5.8.1.
        for (path, position, want) in [
            ("x/y/z", 0, "V/x/y/z"),
            ("x/y/z", 1, "x/V/y/z"),
            ("1", 4, "1/V"),
            ("", 0, "V"),
            ("a/", 1, "a/V"),
            ("/a/b", 0, "/V/a/b"),
            ("a//b", 1, "a/V/b"),
            ("./a", 0, "V/a"),
            ("./a", 1, "V/a"),
            ("../a", 0, "a"),
            ("../a", 1, "../V/a"),
            ("a/./b", 1, "a/V/b"),
            ("//a", 1, "/a/V"),
            ("/", 1, "/V"),
            (".", 1, "V"),
            ("a / b", 1, "a /V/ b"),
        ] {
            assert_eq!(insert(path, position, "V"), want, "{path} at {position}");
        }
        assert_eq!(insert("v", 0, "/a/"), "/a/v");
        assert_eq!(insert("v", 1, "/a/"), "v/a");
    }
}
