//! URLs of git repositories, in all forms kustomize takes.
//!
//! The rules were found by asking kustomize 5.8.1; `urls.tsv` holds its answers.

use std::time::Duration;

use super::query::Query;

/// Where a remote base is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RepoSpec {
    /// The entry as written.
    pub(crate) raw: String,
    /// The repository, in the form git gets.
    pub(crate) repo: String,
    /// The directory in it, cleaned, without a `/` at either end; empty for its top.
    pub(crate) path: String,
    /// Branch, tag or commit; empty for the default branch.
    pub(crate) reference: String,
    /// How long each git command may run.
    pub(crate) timeout: Duration,
    /// Whether submodules are fetched too.
    pub(crate) submodules: bool,
    /// Whether the URL had a `git::` in front, which kustomize warns of.
    pub(crate) forced: bool,
}

impl RepoSpec {
    /// The repository and directory of an entry; `None` if it is no git URL, and then is a local path.
    pub(crate) fn parse(entry: &str) -> Option<RepoSpec> {
        if entry.starts_with('/') {
            return None;
        }
        let (url, query) = entry.split_once('?').unwrap_or((entry, ""));
        let (forced, url) = match strip_prefix_ignore_case(url, "git::") {
            Some(rest) => (true, rest),
            None => (false, url),
        };
        let (host, rest) = split_host(url)?;
        let (repo, path) = split_path(rest, host.eq_ignore_ascii_case("file://"))?;
        let query = Query::read(query);
        Some(RepoSpec {
            raw: entry.to_owned(),
            repo: format!("{host}{repo}"),
            path: clean(path)?,
            reference: query.reference,
            timeout: query.timeout,
            submodules: query.submodules,
            forced,
        })
    }
}

/// `scheme://user@host/` in the form git gets, and the rest.
fn split_host(url: &str) -> Option<(String, &str)> {
    let (scheme, rest) = split_scheme(url);
    if scheme == "file://" {
        return Some((scheme.to_owned(), rest));
    }
    let (user, rest) = split_user(rest);
    let github = is_github(rest);
    if scheme.is_empty() && user.is_empty() && !github {
        return None;
    }
    let end = host_end(rest, scheme.is_empty())?;
    let (host, rest) = rest.split_at(end);
    let host = match (github, scheme == "ssh://" || !user.is_empty()) {
        (true, true) => format!("{user}github.com:"),
        (true, false) => "https://github.com/".to_owned(),
        (false, _) => format!("{scheme}{user}{host}"),
    };
    Some((host, rest))
}

/// The scheme in lower case, if it is one that git URLs may have.
fn split_scheme(url: &str) -> (&'static str, &str) {
    const SCHEMES: [&str; 4] = ["ssh://", "https://", "http://", "file://"];
    SCHEMES
        .into_iter()
        .find_map(|scheme| Some((scheme, strip_prefix_ignore_case(url, scheme)?)))
        .unwrap_or(("", url))
}

/// A user name with its `@`: a letter, then letters, digits and dashes.
fn split_user(text: &str) -> (&str, &str) {
    let length = text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
    let is_user = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text[length..].starts_with('@');
    text.split_at(if is_user { length + 1 } else { 0 })
}

fn is_github(text: &str) -> bool {
    strip_prefix_ignore_case(text, "github.com").is_some_and(|rest| rest.starts_with([':', '/']))
}

/// Behind the first `/`, or behind the first `:` if that comes earlier and the URL has no scheme.
fn host_end(text: &str, scp: bool) -> Option<usize> {
    match scp {
        true => text.find(['/', ':']),
        false => text.find('/'),
    }
    .map(|at| at + 1)
}

/// The repository and the directory in it; the first rule that fits decides.
fn split_path(rest: &str, is_file: bool) -> Option<(&str, &str)> {
    const AZURE: &str = "_git/";
    if let Some(at) = rest.find(AZURE) {
        let name = at + AZURE.len();
        return Some(match rest[name..].find('/') {
            Some(end) => (&rest[..name + end], &rest[name + end..]),
            None => (rest, ""),
        });
    }
    if let Some(parts) = rest.split_once("//") {
        return Some(parts);
    }
    if let Some(at) = rest.find(".git") {
        return Some(rest.split_at(at + ".git".len()));
    }
    if is_file {
        return (!rest.is_empty()).then_some((rest, ""));
    }
    let owner = rest.find('/')?;
    match rest[owner + 1..].find('/') {
        Some(end) => Some(rest.split_at(owner + 1 + end)),
        None => Some((rest, "")),
    }
}

/// The path without empty parts, `.` and `..`; `None` if it leads out.
fn clean(path: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn strip_prefix_ignore_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

#[cfg(test)]
mod tests {
    use super::super::query::DEFAULT_TIMEOUT;
    use super::*;

    /// One line per URL: the URL, and what kustomize 5.8.1 did: repository, directory, reference, submodules; or
    /// `local`.
    const TABLE: &str = include_str!("urls.tsv");

    #[test]
    fn as_kustomize() {
        let mut count = 0;
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let (url, expected) = line.split_once('\t').unwrap();
            let ours = match RepoSpec::parse(url) {
                None => "local".to_owned(),
                Some(spec) => {
                    let reference = if spec.reference.is_empty() { "HEAD" } else { &spec.reference };
                    format!("{}\t{}\t{reference}\t{}", spec.repo, spec.path, spec.submodules)
                }
            };
            assert_eq!(ours, expected, "{url}");
            count += 1;
        }
        assert!(count > 100);
    }

    #[test]
    fn timeouts() {
        let of = |text: &str| RepoSpec::parse(&format!("https://h/a/b?timeout={text}")).unwrap().timeout;
        let ms = Duration::from_millis;
        let cases = [
            ("90", ms(90_000)),
            ("90s", ms(90_000)),
            ("1m30s", ms(90_000)),
            ("500ms", ms(500)),
            ("1s500ms", ms(1500)),
            ("1.5h", ms(5_400_000)),
            ("", DEFAULT_TIMEOUT),
            ("0", DEFAULT_TIMEOUT),
            ("-1", DEFAULT_TIMEOUT),
            ("1.5", DEFAULT_TIMEOUT),
            ("abc", DEFAULT_TIMEOUT),
            ("s", DEFAULT_TIMEOUT),
            ("99999999999999999999h", DEFAULT_TIMEOUT),
        ];
        for (text, expected) in cases {
            assert_eq!(of(text), expected, "{text}");
        }
    }

    #[test]
    fn forced() {
        assert!(RepoSpec::parse("Git::https://h/a/b").unwrap().forced);
        assert!(!RepoSpec::parse("https://h/a/b").unwrap().forced);
    }

    #[test]
    fn no_panic_on_odd_text() {
        for text in [
            "",
            "?",
            "é",
            "git::",
            "git::é",
            "@",
            "a@",
            "ssh://",
            "https://é",
            "file://?",
            "%",
            "https://h/a/b?%",
        ] {
            let _ = RepoSpec::parse(text);
        }
    }
}
