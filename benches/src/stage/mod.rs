//! What is counted: one file for each stage of a build.

pub(crate) mod build;
pub(crate) mod emit;
pub(crate) mod hash;
pub(crate) mod parse;
pub(crate) mod patch;
pub(crate) mod references;

use std::any::Any;

use rustomize::resource::{Resource, ResourceSet};
use rustomize::schema::Schema;
use rustomize::source::SourceId;
use rustomize::yaml::{Node, stream};

/// Work that is ready to start. What it returns is dropped after the measurement.
pub(crate) type Work = Box<dyn FnOnce() -> Box<dyn Any>>;

/// One measurement.
pub(crate) struct Case {
    /// `stage/case`.
    pub(crate) name: &'static str,
    /// Makes the inputs.
    pub(crate) prepare: fn() -> Work,
}

/// All measurements, in the order of a build.
pub(crate) const CASES: &[&[Case]] =
    &[parse::CASES, emit::CASES, patch::CASES, hash::CASES, references::CASES, build::CASES];

/// The measurement with a name.
pub(crate) fn case(name: &str) -> Option<&'static Case> {
    CASES.iter().copied().flatten().find(|case| case.name == name)
}

/// Makes work of a function that borrows nothing.
fn work<T: 'static>(function: impl FnOnce() -> T + 'static) -> Work {
    Box::new(move || Box::new(function()))
}

/// The text of a hundred applications.
pub(crate) fn hundred() -> String {
    let documents: Vec<String> = (0..100).map(rustomize_benches::application).collect();
    documents.join("---\n")
}

fn read(text: &str) -> Vec<Node> {
    stream::read(text, SourceId::NONE).expect("our own YAML is right")
}

fn set_of(nodes: Vec<Node>, schema: &Schema) -> ResourceSet {
    let mut set = ResourceSet::new();
    for node in nodes {
        set.push(Resource::new(node, schema)).expect("names differ");
    }
    set
}

/// Gives the objects of a kind another name, as a prefix does.
fn rename(set: &mut ResourceSet, kind: &str, schema: &Schema) {
    let renamed = set.edit_all(schema, |res| {
        if res.id().gvk.kind == kind {
            res.push_former_id();
            let name = format!("new-{}", res.id().name);
            if let Some(node) = res.node.get_mut("metadata").and_then(|metadata| metadata.get_mut("name")) {
                *node = node.with_text(name);
            }
        }
        Ok(())
    });
    renamed.expect("a name can be changed");
}
