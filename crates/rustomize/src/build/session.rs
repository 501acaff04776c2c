//! What one build carries along: the door to the files, the schema, the warnings.

use std::sync::Arc;

use crate::build::Options;
use crate::diag::{Code, Diagnostic, Result};
use crate::kustomization::{self, Kustomization};
use crate::load::{Loader, Root};
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::Node;
use crate::yaml::parse::{self, Dialect};

/// The state of one build.
pub(crate) struct Session<'a> {
    pub(crate) loader: &'a Loader<'a>,
    pub(crate) options: &'a Options,
    /// The schema in force.
    pub(crate) schema: Schema,
    /// Whether a kustomization set the schema: the first one to do so wins.
    pub(crate) schema_is_set: bool,
    pub(crate) warnings: Vec<Diagnostic>,
}

/// A kustomization file, decoded, and the directory it stands in.
pub(crate) struct Layer {
    pub(crate) root: Arc<Root>,
    pub(crate) kustomization: Kustomization,
    /// The whole file, for blaming it.
    pub(crate) span: Span,
}

impl<'a> Session<'a> {
    pub(crate) fn new(loader: &'a Loader<'a>, options: &'a Options) -> Session<'a> {
        Session { loader, options, schema: Schema::builtin(), schema_is_set: false, warnings: Vec::new() }
    }

    /// Reads the kustomization file of a directory.
    pub(crate) fn open(&mut self, root: Arc<Root>) -> Result<Layer> {
        let (path, bytes) = self.loader.kustomization_file(&root)?;
        let source = self.loader.source(&path, bytes)?;
        let text = self.loader.text(source);
        let span = Span::new(source, 0, 0);
        let node = parse::parse(&text.text, source, 0, Dialect::V2)?;
        let node = node.unwrap_or_else(|| Node::null(span));
        let kustomization = kustomization::decode(&node, &mut self.warnings)?;
        Ok(Layer { root, kustomization, span })
    }

    /// Reports that something was written but had no effect.
    pub(crate) fn no_effect(&mut self, message: String, span: Span, hint: &str) {
        let warning = Diagnostic::warning(Code::NoEffect, message).at(span).hint(hint);
        self.warnings.push(warning);
    }
}
