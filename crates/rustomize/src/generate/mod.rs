//! Generators.
pub(crate) mod helm;
