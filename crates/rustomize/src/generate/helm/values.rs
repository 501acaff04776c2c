//! The values a chart is rendered with.

use super::Surroundings;
use crate::diag::{Code, Diagnostic, Result};
use crate::kustomization::Text;
use crate::yaml::de::{Mode, from_node};
use crate::yaml::parse::{Dialect, decode, parse};
use crate::yaml::{Data, Entry, Node, Tag, emit};

/// How inline values and those of the file come together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Merge {
    /// Inline values win.
    Override,
    /// The file wins.
    Merge,
    /// The file does not count.
    Replace,
}

impl Merge {
    pub(super) fn of(text: &Text) -> Result<Merge> {
        match text.value.as_str() {
            "" | "override" => Ok(Merge::Override),
            "merge" => Ok(Merge::Merge),
            "replace" => Ok(Merge::Replace),
            other => Err(Diagnostic::error(Code::InvalidValue, format!("`valuesMerge` cannot be `{other}`"))
                .at(text.span)
                .hint("it is `override` (inline values win), `merge` (the file wins) or `replace`")
                .upstream("valuesMerge must be one of [merge override replace]")),
        }
    }

    /// The text of the values file that helm is given. Kustomize prints it as it prints objects.
    pub(super) fn apply(
        self,
        file: Vec<u8>,
        name: &str,
        inline: &Node,
        around: &dyn Surroundings,
    ) -> Result<String> {
        let inline = as_json(inline)?;
        let merged = match self {
            Merge::Replace => inline,
            Merge::Override => framed(around.merge(read(file, name, around)?, &inline))?,
            Merge::Merge => framed(around.merge(inline, &read(file, name, around)?))?,
        };
        let mut text = String::new();
        emit(&merged, &mut text)?;
        Ok(text)
    }
}

/// The first document of a values file.
fn read(file: Vec<u8>, name: &str, around: &dyn Surroundings) -> Result<Node> {
    let (source, text) = decode(file, name, around.sources())?;
    match parse(&text, source, 0, Dialect::V3)? {
        Some(node) => Ok(node),
        None => Err(Diagnostic::error(
            Code::Generator,
            format!("the values file `{name}` is empty, and cannot be merged"),
        )
        .hint("write `{}` into it, or use `valuesMerge: replace`")
        .upstream("could not parse values file into rnode: EOF")),
    }
}

/// What a value of a kustomization file is for kustomize, which reads the file through JSON: words and keys are those
/// of YAML 1.1, and all numbers are floats. The depth is bounded, as that of all parsed text.
fn as_json(node: &Node) -> Result<Node> {
    Ok(match &node.data {
        Data::Scalar(scalar) => match scalar.tag {
            Tag::Null => Node::null(node.span),
            Tag::Bool => Node::plain(bool_text(node)?, Tag::Bool, node.span),
            Tag::Int | Tag::Float => Node::untyped(number_text(node)?, node.span),
            _ => Node::string(scalar.text.clone(), node.span),
        },
        Data::Sequence(list) => {
            Node::sequence(list.items.iter().map(as_json).collect::<Result<_>>()?, node.span)
        }
        Data::Mapping(map) => {
            let entry = |e: &Entry| Ok(Entry { key: json_key(&e.key)?, value: as_json(&e.value)? });
            Node::mapping(map.entries.iter().map(entry).collect::<Result<_>>()?, node.span)
        }
    })
}

fn json_key(key: &Node) -> Result<Node> {
    Ok(match key.as_scalar().map(|scalar| scalar.tag) {
        Some(Tag::Bool) => Node::string(bool_text(key)?, key.span),
        Some(Tag::Int | Tag::Float) => Node::string(number_text(key)?, key.span),
        Some(_) => Node::string(key.text().unwrap_or_default(), key.span),
        None => key.clone(),
    })
}

fn bool_text(node: &Node) -> Result<&'static str> {
    Ok(if from_node(node, Mode::KUSTOMIZATION)? { "true" } else { "false" })
}

fn number_text(node: &Node) -> Result<String> {
    from_node::<f64>(node, Mode::KUSTOMIZATION).map(|number| match number.abs() < 1e21 {
        true => number.to_string(),
        false => format!("{number:e}"),
    })
}

fn framed(merged: Result<Node>) -> Result<Node> {
    merged.map_err(|error| match error.parts().upstream.clone() {
        Some(reason) => error.upstream(format!("could not merge values: {reason}")),
        None => error,
    })
}
