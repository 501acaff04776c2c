//! Orchestration: from a root directory to final objects.

mod accumulate;
mod annotations;
mod bases;
mod batch;
mod definitions;
mod finish;
mod functions;
mod options;
mod origins;
mod plugins;
mod session;
mod sorting;

use std::path::Path;
use std::sync::Arc;

pub use batch::{Named, build_all, directories};
pub use options::{LoadRestrictions, Options, Reorder};

use crate::diag::{self, Diagnostic, plain};
use crate::load::Loader;
use crate::load::remote::{Remote, RepoSpec};
use crate::resource::Resource;
use crate::source::{Sources, Span};
use crate::world::FileSystem;
use crate::yaml::{Data, Node, emit, without_folded};
use bases::Bases;
use session::Session;

/// What a build gives.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rendered {
    /// The final objects in output order.
    pub resources: Vec<Resource>,
    /// What deserves a look, in the order it was noticed.
    pub warnings: Vec<Diagnostic>,
    /// The texts that spans of objects and warnings point into.
    pub sources: Arc<Sources>,
}

impl Rendered {
    /// The objects as one YAML stream, byte for byte what kustomize prints.
    ///
    /// # Errors
    /// Values that JSON cannot hold (`.inf`, keys that are no strings, repeated keys) are found only here.
    pub fn to_yaml(&self) -> Result<String, Failure> {
        // Most objects are about as long as their source.
        let length: usize = self.resources.iter().map(|res| length_in_source(&res.node)).sum();
        let mut out = String::with_capacity(length + length / 2);
        for (at, res) in self.resources.iter().enumerate() {
            if at > 0 {
                out.push_str("---\n");
            }
            emit(&res.node, &mut out).map_err(|error| self.failure(error.subject(res.id())))?;
        }
        Ok(out)
    }

    /// Each object as a YAML document of its own, byte for byte what kustomize writes into the files of a directory.
    /// That is not always a part of the stream: on the way to it kustomize doubles some line breaks of folded texts.
    ///
    /// # Errors
    /// As for [`Rendered::to_yaml`].
    pub fn to_documents(&self) -> Result<Vec<String>, Failure> {
        let document = |res: &Resource| {
            let mut out = String::new();
            emit(without_folded(&res.node).as_ref().unwrap_or(&res.node), &mut out)
                .map_err(|error| self.failure(error.subject(res.id())))?;
            Ok(out)
        };
        self.resources.iter().map(document).collect()
    }

    fn failure(&self, error: Diagnostic) -> Failure {
        Failure { errors: vec![error], warnings: Vec::new(), sources: self.sources.clone() }
    }
}

/// About how many bytes an object takes in its source: from its start to its last value.
fn length_in_source(object: &Node) -> usize {
    let mut last = object;
    while let Some(child) = match &last.data {
        Data::Mapping(map) => map.entries().last().map(|entry| &entry.value),
        Data::Sequence(list) => list.items().last(),
        Data::Scalar(_) => None,
    } {
        last = child;
    }
    let length = last.span.end().saturating_sub(object.span.start()) as usize;
    if last.span.source() == object.span.source() { length } else { 0 }
}

/// Why a build gave nothing: every independent problem, and the texts they point into.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failure {
    /// The problems; never empty.
    pub errors: Vec<Diagnostic>,
    /// Warnings that were noticed before.
    pub warnings: Vec<Diagnostic>,
    /// The texts that spans point into.
    pub sources: Arc<Sources>,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.errors.iter().try_for_each(|e| f.write_str(&plain(e, &self.sources)))
    }
}

impl std::error::Error for Failure {}

/// Whether the root of a build is the URL of a git repository, and not a path.
pub fn is_repository(root: &Path) -> bool {
    repository(root).is_some()
}

fn repository(root: &Path) -> Option<RepoSpec> {
    RepoSpec::parse(root.to_str()?)
}

/// Builds the kustomization in directory `root` of a file system, or in a git repository if it is
/// [the URL of one](is_repository).
///
/// # Errors
/// Whatever kustomize refuses; see [`Failure`].
pub fn build(files: &dyn FileSystem, root: &Path, options: &Options) -> Result<Rendered, Failure> {
    build_with(&loader(files, options), None, root, options)
}

fn loader<'a>(files: &'a dyn FileSystem, options: &'a Options) -> Loader<'a> {
    let remote = Remote { fetch: options.fetch.as_deref(), git: options.git.as_deref() };
    Loader::new(files, options.relative_to.clone(), remote)
}

fn build_with(
    loader: &Loader<'_>,
    bases: Option<&Bases>,
    root: &Path,
    options: &Options,
) -> Result<Rendered, Failure> {
    let mut session = Session { bases, ..Session::new(loader, options) };
    match run(&mut session, root) {
        Ok(resources) => {
            Ok(Rendered { resources, warnings: session.warnings, sources: loader.sources.clone() })
        }
        Err(error) => {
            Err(Failure { errors: vec![error], warnings: session.warnings, sources: loader.sources.clone() })
        }
    }
}

fn run(session: &mut Session<'_>, root: &Path) -> diag::Result<Vec<Resource>> {
    let top = match repository(root) {
        Some(spec) => session.loader.clone_root(None, spec, Span::NONE)?,
        None => Arc::new(session.loader.top(root, session.options.load_restrictions)?),
    };
    let layer = session.loader.layer(top, &mut session.warnings)?;
    definitions::set_schema(session, &layer)?;
    session.recorded = origins::Recorded::asked_by(&layer);
    let collected = accumulate::accumulate(session, &layer)?;
    finish::finish(session, &layer, collected)
}
