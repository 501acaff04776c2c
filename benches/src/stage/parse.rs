//! Text → nodes.

use rustomize::source::SourceId;
use rustomize::yaml::parse::{Dialect, parse};
use rustomize::yaml::stream;

use super::{Case, Work, hundred, work};

pub(crate) const CASES: &[Case] = &[
    Case { name: "parse/300-objects", prepare: objects },
    Case { name: "parse/general-parser", prepare: general },
    Case { name: "parse/definition", prepare: definition },
    Case { name: "parse/kustomization", prepare: kustomization },
];

fn objects() -> Work {
    let text = hundred();
    work(move || stream::read(&text, SourceId::NONE))
}

/// A tag, which the fast parser leaves to the general one, in each of a few documents.
fn general() -> Work {
    let documents: Vec<String> = (0..10)
        .map(|i| {
            rustomize_benches::application(i)
                .replace(": brown", ": !!str brown")
                .replace(": Deployment", ": !!str Deployment")
        })
        .collect();
    let text = documents.join("---\n");
    work(move || stream::read(&text, SourceId::NONE))
}

fn definition() -> Work {
    let text = rustomize_benches::custom_resource_definition(0, 12);
    work(move || stream::read(&text, SourceId::NONE))
}

fn kustomization() -> Work {
    let tree = rustomize_benches::workload::patches(100);
    let is_kustomization = |path: &str| path.ends_with("kustomization.yaml");
    let (_, text) = tree.files.into_iter().find(|(path, _)| is_kustomization(path)).expect("there is one");
    let text = String::from_utf8(text).expect("text");
    work(move || parse(&text, SourceId::NONE, Dialect::V2))
}
