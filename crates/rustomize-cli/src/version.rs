//! The versions: our own, and the one of kustomize whose output we give.

use crate::args::Format;

/// The version as one line, without the program's name.
pub(crate) const LINE: &str = concat!(env!("CARGO_PKG_VERSION"), " (compatible with kustomize 5.8.1)");

const VERSION: &str = env!("CARGO_PKG_VERSION");
const KUSTOMIZE: &str = "5.8.1";

/// The text that `rustomize version` prints. Scripts read the one of kustomize, and it has the same form: a line that
/// begins with the version, with `--short` one in braces, or a document with the key `version`.
pub(crate) fn text(format: Option<Format>, short: bool) -> String {
    match format {
        None if short => format!("{{v{VERSION}  kustomize/v{KUSTOMIZE}   }}\n"),
        None => format!("v{VERSION} (compatible with kustomize v{KUSTOMIZE})\n"),
        Some(Format::Yaml) => format!("version: v{VERSION}\nkustomize: v{KUSTOMIZE}\n"),
        Some(Format::Json) => {
            format!("{{\n  \"version\": \"v{VERSION}\",\n  \"kustomize\": \"v{KUSTOMIZE}\"\n}}\n")
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_engine_labels_with_the_version_we_name() {
        assert_eq!(rustomize::Options::default().label_version, format!("v{}", super::KUSTOMIZE));
        assert!(super::LINE.contains(super::KUSTOMIZE));
    }
}
