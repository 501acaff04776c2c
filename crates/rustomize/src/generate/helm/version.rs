//! Which helm it is.

use crate::diag::{Code, Diagnostic, Result};
use crate::source::Span;

/// Checks what `helm version --short` printed.
///
/// # Errors
/// No version in it, or one that is neither 3 nor 4.
pub(super) fn check(printed: &[u8], span: Span) -> Result<()> {
    let text = String::from_utf8_lossy(printed);
    let Some(version) = find(&text) else {
        return Err(Diagnostic::error(
            Code::Generator,
            format!("cannot tell helm's version from `{}`", text.trim()),
        )
        .at(span)
        .upstream(format!("cannot find version string in {text}")));
    };
    match version.trim_start_matches('v').split('.').next() {
        Some("3" | "4") => Ok(()),
        _ => Err(Diagnostic::error(Code::Generator, format!("this is helm {version}, but 3 or 4 is needed"))
            .at(span)
            .upstream(format!("this plugin requires helm V3 or V4 but got {version}"))),
    }
}

/// The first `3.14.0` or `v3.14.0` of at least two numbers.
fn find(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let digits = start + usize::from(bytes[start] == b'v');
        let mut end = number(bytes, digits);
        if end > digits {
            let major = end;
            while bytes.get(end) == Some(&b'.') && number(bytes, end + 1) > end + 1 {
                end = number(bytes, end + 1);
            }
            if end > major {
                return Some(&text[start..end]);
            }
        }
        at = end.max(start + 1);
    }
    None
}

/// Where the digits from `at` end.
fn number(bytes: &[u8], at: usize) -> usize {
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_kustomize() {
        let upstream = |text: &str| {
            check(text.as_bytes(), Span::NONE).err().map(|e| e.parts().upstream.clone().unwrap())
        };
        for fine in [
            "v3.14.0+gabc\n",
            "v4.0.1",
            "3.1.2",
            "version.BuildInfo{Version:\"v3.8\"}",
            "foo v3.1 bar",
            "é3.1",
        ] {
            assert_eq!(upstream(fine), None, "{fine}");
        }
        let wrong = |version: &str| Some(format!("this plugin requires helm V3 or V4 but got {version}"));
        assert_eq!(upstream("v2.9"), wrong("v2.9"));
        assert_eq!(upstream("v10.1"), wrong("v10.1"));
        assert_eq!(upstream("v5.0\n"), wrong("v5.0"));
        let none = |text: &str| Some(format!("cannot find version string in {text}"));
        assert_eq!(upstream("xx\n"), none("xx\n"));
        assert_eq!(upstream("v3\n"), none("v3\n"));
        assert_eq!(upstream("vvv."), none("vvv."));
        assert_eq!(upstream(""), none(""));
    }
}
