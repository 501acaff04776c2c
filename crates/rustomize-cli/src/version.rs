//! The versions: our own, and the one of kustomize whose output we give.

use crate::args::Format;

/// The version as one line, without the program's name.
pub(crate) const LINE: &str = concat!(env!("CARGO_PKG_VERSION"), " (compatible with kustomize 5.8.1)");

const VERSION: &str = env!("CARGO_PKG_VERSION");
const KUSTOMIZE: &str = "5.8.1";

/// The text that `rustomize version` prints.
pub(crate) fn text(format: Option<Format>) -> String {
    match format {
        None => format!("rustomize {LINE}\n"),
        Some(Format::Yaml) => format!("version: {VERSION}\nkustomize: {KUSTOMIZE}\n"),
        Some(Format::Json) => {
            format!("{{\n  \"version\": \"{VERSION}\",\n  \"kustomize\": \"{KUSTOMIZE}\"\n}}\n")
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
