//! Nodes → text.

use rustomize::yaml::{Node, emit};

use super::{Case, Work, hundred, read, work};

pub(crate) const CASES: &[Case] = &[
    Case { name: "emit/300-objects", prepare: objects },
    Case { name: "emit/definition", prepare: definition },
    Case { name: "emit/long-text", prepare: long_text },
];

fn all(nodes: Vec<Node>) -> Work {
    work(move || {
        let mut out = String::new();
        nodes.iter().for_each(|node| emit(node, &mut out).expect("JSON can hold it"));
        (out, nodes)
    })
}

fn objects() -> Work {
    all(read(&hundred()))
}

fn definition() -> Work {
    all(read(&rustomize_benches::custom_resource_definition(0, 12)))
}

/// Texts with and without quotes and block form.
fn long_text() -> Work {
    let lines: String = (0..2000).map(|i| format!("    line {i}: \"with\" quotes, 'and' more\n")).collect();
    let words = "neither short nor interesting ".repeat(200);
    all(read(&format!(
        "kind: ConfigMap\ndata:\n  lines: |\n{lines}  words: {words}\n  tab: \"a\\tb {words}\"\n"
    )))
}
