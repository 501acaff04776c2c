//! Single files by HTTP and HTTPS.

use super::RepoSpec;
use crate::diag::{Code, Diagnostic, Result};
use crate::source::Span;
use crate::world::Fetch;

/// What an HTTP URL turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fetched {
    /// A file.
    File(Vec<u8>),
    /// No file, but the URL of what may be a repository: git has to be asked.
    Repository(RepoSpec),
}

/// Whether an entry that is to be a file is fetched.
pub(crate) fn is_url(entry: &str) -> bool {
    let has = |scheme: &str| entry.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    (has("http://") || has("https://")) && has_valid_escapes(entry)
}

/// A `%` that begins no escape makes kustomize take the text for a path.
fn has_valid_escapes(url: &str) -> bool {
    // In the query anything goes.
    let path = url.split('?').next().unwrap_or_default();
    path.split('%').skip(1).all(|rest| rest.len() >= 2 && rest.bytes().take(2).all(|b| b.is_ascii_hexdigit()))
}

/// Fetches a file. Without the capability, a URL that may be a repository is left to git.
///
/// # Errors
/// Codes [`Capability`](Code::Capability) and [`Remote`](Code::Remote).
pub(crate) fn fetch(capability: Option<&dyn Fetch>, url: &str, span: Span) -> Result<Fetched> {
    let Some(capability) = capability else { return Err(not_allowed(url, span)) };
    let answer = capability.get(url).map_err(|error| {
        Diagnostic::error(Code::Remote, format!("cannot fetch `{url}`: {error}")).at(span)
    })?;
    if answer.success() {
        return Ok(Fetched::File(answer.body));
    }
    match RepoSpec::parse(url) {
        Some(spec) => Ok(Fetched::Repository(spec)),
        None => Err(bad_status(url, answer.status, span)),
    }
}

fn not_allowed(url: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::Capability,
        format!("`{url}` is not on this disk, and the network is switched off"),
    )
    .at(span)
    .hint("allow the network, or keep a copy of the file beside the kustomization")
}

fn bad_status(url: &str, status: u16, span: Span) -> Diagnostic {
    let text = status_text(status);
    let words = if text.is_empty() { String::new() } else { format!(" ({text})") };
    Diagnostic::error(Code::Remote, format!("cannot fetch `{url}`: the server answered {status}{words}"))
        .at(span)
        .upstream(format!("HTTP Error: status code {status} ({text})"))
}

/// The registered name of a status; empty for others.
fn status_text(status: u16) -> &'static str {
    match status {
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        305 => "Use Proxy",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Request Entity Too Large",
        414 => "Request URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Requested Range Not Satisfiable",
        417 => "Expectation Failed",
        418 => "I'm a teapot",
        421 => "Misdirected Request",
        422 => "Unprocessable Entity",
        423 => "Locked",
        424 => "Failed Dependency",
        425 => "Too Early",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        506 => "Variant Also Negotiates",
        507 => "Insufficient Storage",
        508 => "Loop Detected",
        510 => "Not Extended",
        511 => "Network Authentication Required",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Response;

    struct Always(u16);

    impl Fetch for Always {
        fn get(&self, url: &str) -> std::io::Result<Response> {
            Ok(Response { status: self.0, body: url.into() })
        }
    }

    #[test]
    fn urls() {
        for url in ["http://h/x", "HTTPS://h", "http://h/a b", "http://h/%20", "http://h/x?a=%zz"] {
            assert!(is_url(url), "{url}");
        }
        for path in ["http:/h", "https", "ftp://h/x", "a/http://h", "http://h/%zz", "http://h/%2", ""] {
            assert!(!is_url(path), "{path}");
        }
    }

    #[test]
    fn answers() {
        let get = |status, url| fetch(Some(&Always(status)), url, Span::NONE);
        assert_eq!(get(299, "http://h/x").unwrap(), Fetched::File(b"http://h/x".into()));
        assert!(matches!(get(404, "http://h/x/y").unwrap(), Fetched::Repository(_)));
        let error = get(404, "http://h/x").unwrap_err();
        assert_eq!(error.parts().upstream.as_deref(), Some("HTTP Error: status code 404 (Not Found)"));
        let error = get(599, "http://h/x").unwrap_err();
        assert_eq!(error.parts().upstream.as_deref(), Some("HTTP Error: status code 599 ()"));
        assert_eq!(fetch(None, "http://h/x", Span::NONE).unwrap_err().parts().code, Code::Capability);
    }
}
