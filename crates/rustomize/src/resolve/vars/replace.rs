//! The fields that `varReference` names, with the values put in.

use std::collections::HashMap;

use super::expand::Values;
use crate::diag::{Code, Diagnostic, Result};
use crate::field::{FieldConfig, FieldSpec, edit};
use crate::id::Gvk;
use crate::resource::ResourceSet;
use crate::schema::Schema;
use crate::yaml::{Data, Node, Scalar, SharedWrites, Tag};

/// Puts the values in.
///
/// # Errors
/// A list with something else than strings, or a map with keys that are none.
pub(super) fn replace(
    set: &mut ResourceSet,
    config: &FieldConfig,
    schema: &Schema,
    values: &mut Values,
) -> Result<()> {
    let mut specs: HashMap<Gvk, Vec<&FieldSpec>> = HashMap::new();
    set.edit_all(schema, |res| {
        if !specs.contains_key(&res.id().gvk) {
            let fitting = config.var_reference.iter().filter(|spec| spec.fits(&res.id().gvk)).collect();
            specs.insert(res.id().gvk.clone(), fitting);
        }
        for spec in specs.get(&res.id().gvk).into_iter().flatten() {
            let mut written = SharedWrites::default();
            edit(&mut res.node, &spec.path, None, Some(&mut concerns), &mut |node| {
                put_in(node, values, &mut written)
            })
            .map_err(|e| e.subject(res.id()))?;
            written.spread(&mut res.node);
        }
        Ok(())
    })
}

/// Whether there is something to put in, to write anew, or to refuse.
fn concerns(node: &Node) -> bool {
    match &node.data {
        Data::Scalar(_) => changes(node),
        Data::Mapping(map) => map.entries().iter().any(|e| !is_string(&e.key) || changes(&e.value)),
        Data::Sequence(list) => list.items().iter().any(|item| !is_string(item) || changes(item)),
    }
}

fn changes(node: &Node) -> bool {
    let Some(scalar) = node.as_scalar() else { return false };
    is_text(scalar) && (scalar.tag != Tag::Str || !scalar.is_read_back_as_is() || scalar.text.contains('$'))
}

fn is_string(node: &Node) -> bool {
    node.as_scalar().is_some_and(|s| s.tag == Tag::Str)
}

/// Whether vars can stand in it. What kustomize wrote itself can, whatever it looks like.
fn is_text(scalar: &Scalar) -> bool {
    scalar.tag == Tag::Str || scalar.untyped
}

fn put_in(node: &mut Node, values: &mut Values, written: &mut SharedWrites) -> Result<()> {
    match &node.data {
        Data::Scalar(_) => scalar(node, values, written),
        Data::Mapping(_) => {
            for entry in node.as_mapping_mut().into_iter().flat_map(|map| map.entries_mut()) {
                if !is_string(&entry.key) {
                    let (text, span) = (entry.key.text().unwrap_or_default(), entry.key.span);
                    return Err(refused(span, "the keys of a map with vars must be strings")
                        .upstream(format!("invalid map key: value='{text}'")));
                }
                scalar(&mut entry.value, values, written);
            }
        }
        Data::Sequence(_) => {
            for item in node.items_mut().into_iter().flatten() {
                if !is_string(item) {
                    return Err(refused(item.span, "the items of a list with vars must be strings")
                        .hint("quote it, or leave the field out of `varReference`")
                        .upstream("invalid value type expect a string"));
                }
                scalar(item, values, written);
            }
        }
    }
    Ok(())
}

/// Puts values into a text. Kustomize writes it anew even without any: it becomes a string, and loses its style.
fn scalar(node: &mut Node, values: &mut Values, written: &mut SharedWrites) {
    if let Some(scalar) = node.as_scalar().filter(|scalar| is_text(scalar)) {
        let new = values.expanded(&scalar.text, node.span);
        let new = new.unwrap_or_else(|| Node::string(scalar.text.clone(), node.span));
        *node = written.instead(node, new);
    }
}

fn refused(span: crate::source::Span, message: &str) -> Diagnostic {
    Diagnostic::error(Code::Var, message).at(span)
}
