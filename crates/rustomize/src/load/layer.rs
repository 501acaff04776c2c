//! One kustomization file, decoded.

use std::sync::Arc;

use super::{Loader, Root};
use crate::diag::{Diagnostic, Result};
use crate::kustomization::{self, Kustomization};
use crate::source::Span;
use crate::yaml::Node;
use crate::yaml::parse::{self, Dialect};

/// A kustomization file, decoded, and the directory it stands in.
pub(crate) struct Layer {
    /// The directory.
    pub(crate) root: Arc<Root>,
    /// The file.
    pub(crate) kustomization: Kustomization,
}

impl Loader<'_> {
    /// Reads the kustomization file of a directory.
    ///
    /// # Errors
    /// None or several of them, bad YAML, fields that do not exist or hold the wrong type.
    pub(crate) fn layer(&self, root: Arc<Root>, warnings: &mut Vec<Diagnostic>) -> Result<Layer> {
        let (path, bytes) = self.kustomization_file(&root)?;
        let source = self.source(&path, bytes)?;
        let text = self.text(source);
        let node = parse::parse(&text.text, source, Dialect::V2)?;
        let node = node.unwrap_or_else(|| Node::null(Span::new(source, 0, 0)));
        let kustomization = kustomization::decode(&node, warnings)?;
        Ok(Layer { root, kustomization })
    }
}
