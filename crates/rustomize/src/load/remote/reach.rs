//! The loader's way to what is not on this disk.

use std::sync::Arc;

use super::git::{self, Checkout};
use super::http::{self, Fetched};
use super::{Repo, RepoSpec};
use crate::diag::{Code, Diagnostic, Result};
use crate::load::path::Resolver;
use crate::load::{Loader, Root};
use crate::source::Span;

impl Loader<'_> {
    /// Asks for what a URL stands for.
    pub(crate) fn fetch(&self, url: &str, span: Span) -> Result<Fetched> {
        http::fetch(self.remote.fetch, url, span)
    }

    /// The bytes of a file by its URL.
    pub(in crate::load) fn download(&self, url: &str, span: Span) -> Result<Vec<u8>> {
        match self.fetch(url, span)? {
            Fetched::File(bytes) => Ok(bytes),
            Fetched::Repository(_) => {
                Err(Diagnostic::error(Code::Remote, format!("there is no file at `{url}`"))
                    .at(span)
                    .hint("a repository cannot stand here; a base in one is named in `resources`")
                    .upstream("URL is a git repository"))
            }
        }
    }

    /// Fetches a repository, and gives the root that its URL names.
    pub(crate) fn clone_root(
        &self,
        parent: Option<&Arc<Root>>,
        spec: RepoSpec,
        span: Span,
    ) -> Result<Arc<Root>> {
        git::check_cycle(&spec, parent.into_iter().flat_map(|root| root.urls()), span)?;
        let checkout = Checkout::fetch(self.remote.git, spec, span)?;
        let resolver = Resolver::default();
        let found = resolver.resolve(checkout.files(), &checkout.base());
        let dir = checkout.check_base(found, span)?;
        Ok(Arc::new(Root::fetched(parent.cloned(), dir, Arc::new(Repo { checkout, resolver }))))
    }
}
