//! From paths to parsed text: restrictions, cycles, and every file read and parsed once.
//!
//! Nothing is transformed here.

mod layer;
mod path;
pub(crate) mod remote;
mod resources;
mod root;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use layer::KUSTOMIZATION_FILES;
pub(crate) use layer::Layer;
pub(crate) use path::{join, relative};
use remote::{Remote, Repo, git, http};
pub(crate) use resources::objects;
pub use root::LoadRestrictions;
pub(crate) use root::Root;

use crate::diag::{Code, Diagnostic, Result, did_you_mean};
use crate::source::{Source, SourceId, Sources, Span};
use crate::world::{Entry, FileSystem};
use crate::yaml::parse;

/// Reads files for one or more builds over the same file system.
pub(crate) struct Loader<'a> {
    files: &'a dyn FileSystem,
    /// Where the texts of all files go.
    pub(crate) sources: Arc<Sources>,
    relative_to: Option<PathBuf>,
    remote: Remote<'a>,
    resolver: path::Resolver,
}

/// What a `resources` entry is.
#[derive(Debug)]
pub(crate) enum Target {
    /// A file.
    File(Found),
    /// A directory, by its real path.
    Directory(PathBuf),
}

/// A file that was found.
#[derive(Debug)]
pub(crate) struct Found {
    real: PathBuf,
    /// Its content, if it was read on the way.
    content: Option<Vec<u8>>,
}

impl<'a> Loader<'a> {
    /// A loader that shows paths relative to `relative_to`.
    pub(crate) fn new(
        files: &'a dyn FileSystem,
        relative_to: Option<PathBuf>,
        remote: Remote<'a>,
    ) -> Loader<'a> {
        Loader { files, sources: Arc::default(), relative_to, remote, resolver: path::Resolver::default() }
    }

    /// The root to start from.
    pub(crate) fn top(&self, dir: &Path, restrictions: LoadRestrictions) -> Result<Root> {
        let shown = self.shown(dir);
        match self.resolver.resolve(self.files, &path::clean(dir)) {
            Ok((real, Entry::Directory)) => Ok(Root::top(real, restrictions)),
            Ok(_) => {
                Err(Diagnostic::error(Code::Unreadable, format!("`{shown}` is a file, not a directory"))
                    .hint("name the directory that holds the kustomization file"))
            }
            Err(error) => Err(Diagnostic::error(
                Code::Unreadable,
                format!("cannot open directory `{shown}`: {}", reason(&error)),
            )
            .hint("name the directory that holds the kustomization file")),
        }
    }

    /// The root of a base or component that `root` names.
    pub(crate) fn child(&self, root: &Arc<Root>, dir: PathBuf, entry: &str, span: Span) -> Result<Arc<Root>> {
        if Path::new(entry).is_absolute() {
            return Err(Diagnostic::error(Code::OutsideRoot, format!("base `{entry}` is an absolute path"))
                .at(span)
                .hint(format!("write it relative to this kustomization: {}", relative(&root.dir, &dir)))
                .upstream(format!("new root '{entry}' cannot be absolute")));
        }
        if let Some(repo) = &root.repo {
            git::check_inside(repo.checkout.dir(), &dir, entry, span)?;
        }
        if let Some(visited) = root.visited_below(&dir) {
            let (dir, visited) = (self.shown(&dir), self.shown(visited));
            return Err(Diagnostic::error(
                Code::Cycle,
                format!("cycle: `{entry}` leads back to `{visited}`"),
            )
            .at(span)
            .hint("a kustomization cannot include itself, nor a directory above it")
            .upstream(format!("cycle detected: candidate root '{dir}' contains visited root '{visited}'")));
        }
        Ok(Arc::new(root.child(dir)))
    }

    /// Finds out whether an entry of `resources` is a file or a directory, without reading it.
    pub(crate) fn classify(&self, root: &Root, entry: &str, span: Span) -> Result<Target> {
        self.target(root, entry, span, |path| {
            let (real, entry) = self.resolve(root, path)?;
            Ok((real, entry, None))
        })
    }

    /// The same, for a file that is read next.
    pub(crate) fn open(&self, root: &Root, entry: &str, span: Span) -> Result<Target> {
        if !is_likely_file(entry) {
            return self.classify(root, entry, span);
        }
        let may_read = |real: &Path| self.inside(root, real);
        self.target(root, entry, span, |path| match &root.repo {
            Some(repo) => repo.resolver.open(repo.checkout.files(), path, may_read),
            None => self.resolver.open(self.files, path, may_read),
        })
    }

    fn target(
        &self,
        root: &Root,
        entry: &str,
        span: Span,
        find: impl FnOnce(&Path) -> io::Result<(PathBuf, Entry, Option<Vec<u8>>)>,
    ) -> Result<Target> {
        if entry.is_empty() {
            return Err(Diagnostic::error(Code::Unreadable, "this entry is empty")
                .at(span)
                .hint("name a file or a directory, or remove the entry")
                .upstream("new root cannot be empty"));
        }
        match find(&path::join(&root.dir, entry)) {
            Ok((real, Entry::Directory, _)) => Ok(Target::Directory(real)),
            Ok((real, Entry::File, content)) => {
                // What was read was allowed to be.
                if content.is_none() {
                    self.check_inside(root, &real, entry, span)?;
                }
                Ok(Target::File(Found { real, content }))
            }
            Ok(_) => Err(not_a_file(entry, span)),
            Err(error) => Err(self.missing(root, entry, &error, span)),
        }
    }

    /// The path without links, and what stands there, in the files that `root` lies in.
    pub(crate) fn resolve(&self, root: &Root, path: &Path) -> io::Result<(PathBuf, Entry)> {
        match &root.repo {
            Some(repo) => repo.resolver.resolve(repo.checkout.files(), path),
            None => self.resolver.resolve(self.files, path),
        }
    }

    /// Whether something stands at a path of this disk, links followed, that no kustomization names.
    pub(crate) fn exists(&self, path: &Path) -> bool {
        self.resolver.resolve(self.files, &path::clean(path)).is_ok()
    }

    /// Reads the bytes of a file that `root` names by its path or URL.
    pub(crate) fn read(&self, root: &Root, entry: &str, span: Span) -> Result<Vec<u8>> {
        if http::is_url(entry) {
            return self.download(entry, span);
        }
        match self.open(root, entry, span)? {
            Target::File(found) => Ok(self.content(root, found, entry, span)?.1),
            Target::Directory(_) => Err(not_a_file(entry, span)),
        }
    }

    /// Reads a text file that `root` names by its path or URL, and registers it.
    pub(crate) fn read_text(&self, root: &Root, entry: &str, span: Span) -> Result<SourceId> {
        if http::is_url(entry) {
            return parse::decode(self.download(entry, span)?, entry, &self.sources);
        }
        match self.open(root, entry, span)? {
            Target::File(found) => self.found_source(root, found, entry, span),
            Target::Directory(_) => Err(not_a_file(entry, span)),
        }
    }

    /// Registers the text of a file.
    fn source(&self, root: &Root, real: &Path, bytes: Vec<u8>) -> Result<SourceId> {
        parse::decode(bytes, self.shown_in(root, real), &self.sources)
    }

    /// Registers a text that stands in another source.
    pub(crate) fn inline(&self, text: &str, what: &str, span: Span) -> SourceId {
        let name = match self.sources.get(span.source()) {
            Some(outer) => format!("{} ({what} at line {})", outer.name, outer.position(span.start()).0),
            None => what.to_owned(),
        };
        self.sources.add(name, text)
    }

    /// A registered text.
    pub(crate) fn text(&self, source: SourceId) -> Arc<Source> {
        self.sources.get(source).expect("a source of this loader")
    }

    /// The path as shown to people.
    pub(crate) fn shown(&self, path: &Path) -> String {
        match &self.relative_to {
            Some(base) => relative(base, path),
            None => path.display().to_string(),
        }
    }

    /// [`shown`](Loader::shown) for a path that mostly lies in `root`.
    fn shown_local(&self, root: &Root, path: &Path) -> String {
        let before = root.shown_before.get_or_init(|| {
            let base = self.relative_to.as_deref().filter(|base| !base.starts_with(&root.dir))?;
            Some(relative(base, &root.dir))
        });
        match (before, path::inside(&root.dir, path)) {
            (Some(before), Some(inner)) => [before, "/", inner].concat(),
            _ => self.shown(path),
        }
    }

    /// The path as shown to people; in a repository, from its URL on.
    fn shown_in(&self, root: &Root, path: &Path) -> String {
        let Some(Repo { checkout, .. }) = root.repo.as_deref() else { return self.shown_local(root, path) };
        let url = &checkout.spec.repo;
        match relative(checkout.dir(), path) {
            inner if inner == "." => url.clone(),
            inner => format!("{url}//{inner}"),
        }
    }

    /// Registers the text of a file that was found.
    fn found_source(&self, root: &Root, found: Found, entry: &str, span: Span) -> Result<SourceId> {
        let (real, bytes) = self.content(root, found, entry, span)?;
        self.source(root, &real, bytes)
    }

    /// The real path and the content of a file that was found, read now if it was not yet.
    fn content(&self, root: &Root, found: Found, entry: &str, span: Span) -> Result<(PathBuf, Vec<u8>)> {
        let Found { real, content } = found;
        let content = content.map_or_else(|| self.read_real(root, &real, entry, span), Ok)?;
        Ok((real, content))
    }

    fn read_real(&self, root: &Root, real: &Path, entry: &str, span: Span) -> Result<Vec<u8>> {
        self.files_of(root).read(real).map_err(|error| {
            Diagnostic::error(Code::Unreadable, format!("cannot read `{entry}`: {}", reason(&error))).at(span)
        })
    }

    fn files_of<'r>(&'r self, root: &'r Root) -> &'r dyn FileSystem {
        root.repo.as_ref().map_or(self.files, |repo| repo.checkout.files())
    }

    fn inside(&self, root: &Root, real: &Path) -> bool {
        root.restrictions == LoadRestrictions::None || path::is_below(real, &root.dir)
    }

    fn check_inside(&self, root: &Root, real: &Path, entry: &str, span: Span) -> Result<()> {
        if self.inside(root, real) {
            return Ok(());
        }
        let dir = self.shown_in(root, &root.dir);
        Err(Diagnostic::error(Code::OutsideRoot, format!("file `{entry}` is not in or below `{dir}`"))
            .at(span)
            .hint(
                "a kustomization reads files only from its own directory: make the other directory a base, \
                   copy the file, or allow it with --load-restrictor LoadRestrictionsNone",
            )
            .upstream(format!("security; file '{entry}' is not in or below '{dir}'")))
    }

    fn missing(&self, root: &Root, entry: &str, error: &io::Error, span: Span) -> Diagnostic {
        let message = match error.kind() {
            io::ErrorKind::NotFound => format!("`{entry}` does not exist"),
            _ => format!("cannot open `{entry}`: {}", reason(error)),
        };
        let path = path::join(&root.dir, entry);
        let names = path.parent().and_then(|dir| self.files_of(root).list(dir).ok()).unwrap_or_default();
        let wanted = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        Diagnostic::error(Code::Unreadable, message)
            .at(span)
            .maybe_hint(did_you_mean(wanted, names.iter().map(String::as_str)))
            .hint("paths are relative to the directory of the file that names them")
    }
}

/// Whether the name is one of a file; a wrong guess costs time only.
fn is_likely_file(entry: &str) -> bool {
    Path::new(entry).extension().is_some()
}

fn not_a_file(entry: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::Unreadable, format!("`{entry}` is not a file")).at(span)
}

/// What the system says, without its number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}
