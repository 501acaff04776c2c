//! Content → hash → name.

use rustomize::resource::ResourceSet;
use rustomize::schema::Schema;
use rustomize::stages::append_hashes;

use super::{Case, Work, read, set_of, work};

pub(crate) const CASES: &[Case] =
    &[Case { name: "hash/many-small", prepare: many }, Case { name: "hash/large", prepare: large }];

fn many() -> Work {
    hash((0..300).map(|i| config_map(i, 3)))
}

fn large() -> Work {
    hash((0..2).map(|i| config_map(i, 1500)))
}

fn config_map(i: usize, lines: usize) -> String {
    let lines: String =
        (0..lines).map(|line| format!("    key{line} = \"value\" <{i}>, and some more of it\n")).collect();
    format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: menu-{i}\ndata:\n  number: \"{i}\"\n  file: |\n{lines}"
    )
}

/// The set of objects that want a hash.
pub(crate) fn wanting(texts: impl Iterator<Item = String>, schema: &Schema) -> ResourceSet {
    let texts: Vec<String> = texts.collect();
    let mut set = set_of(read(&texts.join("---\n")), schema);
    set.rearrange(|items| items.iter_mut().for_each(|res| res.lineage_mut().needs_hash = true));
    set
}

fn hash(texts: impl Iterator<Item = String>) -> Work {
    let schema = Schema::builtin();
    let mut set = wanting(texts, &schema);
    work(move || (append_hashes(&mut set, &schema), set))
}
