//! The history of an object, for the annotations that a program sees, and from those it returns.

use crate::function::bookkeeping::{Bookkeeping, Previous};
use crate::id::Gvk;
use crate::resource::{Behavior, Former, Lineage, Resource};
use crate::schema::Schema;
use crate::yaml::Node;

pub(super) fn bookkeeping(res: &Resource) -> Bookkeeping {
    let lineage = res.lineage();
    let previous = lineage.former().iter().map(|former| Previous {
        kind: former.kind.clone(),
        name: former.name.clone(),
        namespace: former.namespace.clone(),
    });
    Bookkeeping {
        prefixes: lineage.prefixes().to_vec(),
        suffixes: lineage.suffixes().to_vec(),
        previous: previous.collect(),
        behavior: if lineage.generated { lineage.behavior.as_str().into() } else { "".into() },
        needs_hash: lineage.needs_hash,
    }
}

pub(super) fn restored(node: Node, history: Bookkeeping, schema: &Schema) -> Resource {
    let mut res = Resource::new(node, schema);
    let gvk = res.id().gvk.clone();
    let former = history.previous.into_iter().map(|Previous { kind, name, namespace }| {
        let cluster_scoped = schema.is_cluster_scoped(&Gvk { kind: kind.clone(), ..gvk.clone() });
        Former { kind, name, namespace, cluster_scoped }
    });
    let former = former.collect();
    let lineage = res.lineage_mut();
    *lineage = Lineage::default();
    lineage.recall(former, history.prefixes, history.suffixes);
    lineage.needs_hash = history.needs_hash;
    lineage.generated = !history.behavior.is_empty();
    lineage.behavior = Behavior::parse(&history.behavior);
    res
}
