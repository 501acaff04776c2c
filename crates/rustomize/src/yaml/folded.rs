//! Folded texts in files of a directory.
//!
//! On stdout, kustomize writes and reads a folded text (`>`) once more, and line breaks are doubled on the way. In the
//! files of a directory it does not.

use super::node::{Data, Node, Style};

/// The tree with its folded texts in another style, if it has any.
pub(crate) fn without_folded(node: &Node) -> Option<Node> {
    if !has_folded(node) {
        return None;
    }
    let mut node = node.clone();
    quote(&mut node);
    Some(node)
}

fn has_folded(node: &Node) -> bool {
    match &node.data {
        Data::Scalar(_) => is_folded(node),
        Data::Sequence(list) => list.items().iter().any(has_folded),
        Data::Mapping(map) => map.entries().iter().any(|e| has_folded(&e.key) || has_folded(&e.value)),
    }
}

/// One that starts with a tab is refused in both forms.
fn is_folded(node: &Node) -> bool {
    node.as_scalar().is_some_and(|scalar| scalar.style == Style::Folded && !scalar.text.starts_with('\t'))
}

fn quote(node: &mut Node) {
    let folded = is_folded(node);
    match &mut node.data {
        Data::Scalar(_) if !folded => {}
        Data::Scalar(scalar) => scalar.style = Style::DoubleQuoted,
        Data::Sequence(list) => list.items_mut().iter_mut().for_each(quote),
        Data::Mapping(map) => {
            for entry in map.entries_mut() {
                quote(&mut entry.key);
                quote(&mut entry.value);
            }
        }
    }
}
