//! One kustomization file, decoded.

use std::sync::Arc;

use ecow::EcoString;

use super::remote::RepoSpec;
use super::{Loader, Root};
use crate::diag::{Diagnostic, Result};
use crate::kustomization::{self, Kustomization};
use crate::resource::{ConfiguredBy, Origin};
use crate::source::Span;
use crate::yaml::Node;
use crate::yaml::parse::{self, Dialect};

/// What kustomize puts in the place of the path where a URL names the top of a repository.
const NOT_CLONED: &str = "notCloned";

/// A kustomization file, decoded, and the directory it stands in.
pub(crate) struct Layer {
    /// The directory.
    pub(crate) root: Arc<Root>,
    /// The file.
    pub(crate) kustomization: Kustomization,
    /// The name of the file.
    pub(crate) file: &'static str,
    /// Where the directory lies, for the annotations that say where things come from. The path is the one from the
    /// build root, by the entries that led here; empty for the root itself.
    pub(crate) origin: Origin,
    /// Its namespace, or that of the nearest kustomization above that has one: charts are rendered for it.
    pub(crate) namespace: EcoString,
}

impl Layer {
    /// The origin of what an entry names. What looks like the URL of a repository counts as one, even if it is a file.
    pub(crate) fn named(&self, entry: &str) -> Origin {
        match RepoSpec::parse(entry) {
            Some(RepoSpec { repo, path, reference, .. }) => {
                let path = if path.is_empty() { NOT_CLONED.to_owned() } else { path };
                let (path, repo, reference) = (path.into(), repo.into(), reference.into());
                Origin { path, repo, reference, ..Origin::default() }
            }
            None => self.origin.joined(entry),
        }
    }

    /// The origin of what a generator or transformer of this kustomization file does.
    pub(crate) fn configures(&self, by: ConfiguredBy) -> Origin {
        let Origin { path, repo, reference, .. } = self.origin.joined(self.file);
        Origin { repo, reference, configured_in: path, configured_by: Some(by), ..Origin::default() }
    }
}

impl Loader<'_> {
    /// Reads the kustomization file of a directory.
    ///
    /// # Errors
    /// None or several of them, bad YAML, fields that do not exist or hold the wrong type.
    pub(crate) fn layer(&self, root: Arc<Root>, warnings: &mut Vec<Diagnostic>) -> Result<Layer> {
        let (file, path, bytes) = self.kustomization_file(&root)?;
        let source = self.source(&root, &path, bytes)?;
        let text = self.text(source);
        let node = parse::parse(&text.text, source, Dialect::V2)?;
        let node = node.unwrap_or_else(|| Node::null(Span::new(source, 0, 0)));
        let kustomization = kustomization::decode(&node, warnings)?;
        let namespace = kustomization.namespace.value.clone();
        Ok(Layer { root, kustomization, file, origin: Origin::default(), namespace })
    }
}
