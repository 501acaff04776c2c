//! Expectations were seen on kustomize 5.8.1, by what it did to objects.

mod merge;
mod walk;

use crate::source::{SourceId, Span};
use crate::yaml::Node;
use crate::yaml::parse::{Dialect, parse};

fn node(text: &str, dialect: Dialect) -> Node {
    parse(text, SourceId::NONE, dialect).expect("valid YAML").unwrap_or_else(|| Node::null(Span::NONE))
}
