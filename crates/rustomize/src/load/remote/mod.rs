//! Files and bases that are not on the disk: by HTTP and by git.
//!
//! An entry of `resources` goes through three steps, as in kustomize: [`http::is_url`] says whether it is fetched
//! first; if that is no success, or it is no file either, [`RepoSpec::parse`] says whether it is a repository.

pub(crate) mod git;
pub(crate) mod http;
mod query;
mod reach;
mod url;

pub(crate) use url::RepoSpec;

use super::path::Resolver;
use crate::world::{Exec, Fetch};
use git::Checkout;

/// What the loader may use to reach beyond the files.
#[derive(Clone, Copy, Default)]
pub(crate) struct Remote<'a> {
    /// Fetches files.
    pub(crate) fetch: Option<&'a dyn Fetch>,
    /// Runs git.
    pub(crate) git: Option<&'a dyn Exec>,
}

/// A repository that roots lie in.
pub(crate) struct Repo {
    /// The files.
    pub(crate) checkout: Checkout,
    /// Paths in it.
    pub(crate) resolver: Resolver,
}

impl std::fmt::Debug for Repo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Repo").field(&self.checkout.spec.raw).finish()
    }
}
