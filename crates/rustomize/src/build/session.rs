//! What one build carries along: the door to the files, the schema, the warnings.

use std::path::PathBuf;

use super::Options;
use super::bases::Bases;
use super::origins::Recorded;
use crate::diag::{Code, Diagnostic};
use crate::id::Gvk;
use crate::load::Loader;
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::parse::Parser;

/// The state of one build.
pub(crate) struct Session<'a> {
    pub(crate) loader: &'a Loader<'a>,
    /// For the files of objects.
    pub(crate) parser: Parser,
    pub(crate) options: &'a Options,
    /// The schema in force.
    pub(crate) schema: Schema,
    /// Whether a kustomization set the schema: the first one to do so wins.
    pub(crate) schema_is_set: bool,
    /// Whether the built-in schema may have been asked about something that its tables do not say: a schema set
    /// later is then laid over it, as in kustomize, where the first question loads it for good.
    pub(crate) builtin_consulted: bool,
    /// What is recorded about objects: what the root asks for.
    pub(crate) recorded: Recorded,
    pub(crate) warnings: Vec<Diagnostic>,
    /// The bases that builds of the same call share; `None` for a single build.
    pub(crate) bases: Option<&'a Bases>,
    /// The directories of all bases and components so far; kept only if bases are shared.
    pub(crate) dirs: Vec<PathBuf>,
}

impl<'a> Session<'a> {
    pub(crate) fn new(loader: &'a Loader<'a>, options: &'a Options) -> Session<'a> {
        Session {
            loader,
            parser: Parser::default(),
            options,
            schema: Schema::builtin(),
            schema_is_set: false,
            builtin_consulted: false,
            recorded: Recorded::default(),
            warnings: Vec::new(),
            bases: None,
            dirs: Vec::new(),
        }
    }

    /// Notes that the schema is asked about the kind of a new object.
    pub(crate) fn consult(&mut self, gvk: &Gvk) {
        self.builtin_consulted |= !Schema::knows_scope(gvk);
    }

    /// Reports that something was written but had no effect.
    pub(crate) fn no_effect(&mut self, message: String, span: Span) {
        self.warnings.push(Diagnostic::warning(Code::NoEffect, message).at(span));
    }
}
