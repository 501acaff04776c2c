//! What a build reaches outside of its files: helm, git, HTTP, containers and programs of plugins.
//!
//! The programs are stand-ins that write down how they are called; git is real, over `file://`. What is expected lies
//! in `recorded/`, written by the real kustomize in the same scenes:
//!
//! ```sh
//! KUSTOMIZE=/path/to/kustomize cargo test -p rustomize-cli --test outside
//! ```
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "a test drives the command from outside")]

mod containers;
mod git;
mod helm;
mod http;
mod plugins;
mod scene;
