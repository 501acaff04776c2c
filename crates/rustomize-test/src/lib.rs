//! Snapshot tests of kustomize overlays.
//!
//! For now the cases of this project's own `testdata/`: [`discover`] finds them, [`check`] renders one and
//! compares it. A case is a directory `<topic>/<case>/` with plain YAML, so the real kustomize runs on the
//! same tree:
//!
//! ```text
//! images/digest/input/kustomization.yaml   what is rendered (or another directory, see case.toml)
//! images/digest/expected.yaml              the bytes kustomize gives, or …
//! images/digest/expected.err               … the diagnostic, if kustomize refuses the input too
//! images/digest/expected.warn              optional: the warnings kustomize does not give
//! images/digest/case.toml                  optional: what it shows, entry, flags, warnings, plugin_home, differs
//! ```

mod case;
mod check;

pub use case::{Case, Expected, discover};
pub use check::{Mode, check, difference};

/// The examples of the README, compiled.
#[cfg(doctest)]
// `yaml file=…` is for the tests of the command, which compare these blocks with files.
#[allow(rustdoc::invalid_codeblock_attributes)]
#[doc = include_str!("../../../README.md")]
pub struct Readme;
