//! Files and bases that are not on the disk: by HTTP and by git.
//!
//! An entry of `resources` goes through three steps, as in kustomize: [`http::is_url`] says whether it is fetched
//! first; if that is no success, or it is no file either, [`RepoSpec::parse`] says whether it is a repository.

#![allow(dead_code, reason = "the loader is not connected yet")]

pub(crate) mod git;
pub(crate) mod http;
mod url;

pub(crate) use url::RepoSpec;
