//! What must hold for any input at all. Each function panics if it does not: for libFuzzer (`fuzz_targets/`) and for
//! the test that mutates our own test data (`tests/mutations.rs`).
#![forbid(unsafe_code)]

pub mod mutation;

use rustomize::source::SourceId;
use rustomize::world::Memory;
use rustomize::yaml::parse::{Dialect, parse, parse_both};
use rustomize::yaml::{Node, emit, stream};
use rustomize::{Options, build};

/// The fast and the general parser make the same of a text: values, styles and spans.
pub fn parsers(text: &str) {
    for dialect in [Dialect::V3, Dialect::V2] {
        let (Some(fast), general) = parse_both(text, dialect) else { continue };
        let general = general.unwrap_or_else(|error| panic!("only the fast parser reads it: {error}"));
        if format!("{fast:?}") != format!("{general:?}") {
            panic!("the parsers differ ({dialect:?}):\n{fast:#?}\n{general:#?}");
        }
    }
}

/// What was read and printed can be read again and is printed the same.
pub fn round_trip(text: &str) {
    let Ok(nodes) = stream::read(text, SourceId::NONE) else { return };
    for node in nodes {
        // Some values cannot be printed: keys that are no strings, for one.
        let Ok(first) = print(&node) else { continue };
        // Not as a stream: there a lone list is its items, and a text may hold what looks like a separator.
        let again = match parse(&first, SourceId::NONE, Dialect::V3) {
            Ok(Some(again)) => again,
            Ok(None) => panic!("nothing is left:\n{first}"),
            Err(error) => panic!("not readable: {error}\n{first}"),
        };
        let second = print(&again).unwrap_or_else(|error| panic!("not printable: {error}\n{first}"));
        assert_eq!(first, second, "printed twice");
    }
}

fn print(node: &Node) -> Result<String, rustomize::diag::Diagnostic> {
    let mut out = String::new();
    emit(node, &mut out).map(|()| out)
}

/// What stands between the parts of an input of [`render`].
pub const SEPARATOR: &str = "\n=====\n";

/// A build ends, in one way or the other, and does so twice in the same way. The text is a kustomization, then
/// the files `a.yaml` and `b.yaml`.
pub fn render(text: &str) {
    let mut parts = text.split(SEPARATOR);
    let files = ["kustomization.yaml", "a.yaml", "b.yaml"];
    let files: Memory = files.into_iter().map(|path| (path, parts.next().unwrap_or_default())).collect();
    let render = || match build(&files, "/".as_ref(), &Options::default()) {
        Ok(rendered) => rendered.to_yaml().map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    assert_eq!(render(), render());
}
