//! The values a chart is rendered with.

use super::Surroundings;
use crate::diag::{Code, Diagnostic, Result};
use crate::kustomization::Text;
use crate::patch::{Outcome, merge};
use crate::schema::Schema;
use crate::yaml::parse::{Dialect, decode, parse};
use crate::yaml::{Data, Entry, Node, Tag, config_to_json, emit, from_json};

/// How inline values and those of the file come together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precedence {
    /// Inline values win.
    Inline,
    /// The file wins.
    File,
    /// The file does not count.
    InlineAlone,
}

impl Precedence {
    pub(super) fn of(text: &Text) -> Result<Precedence> {
        match text.value.as_str() {
            "" | "override" => Ok(Precedence::Inline),
            "merge" => Ok(Precedence::File),
            "replace" => Ok(Precedence::InlineAlone),
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
        // Kustomize reads its own files through JSON: all numbers are floats.
        let inline = from_json(&config_to_json(inline)?)?;
        let merged = match self {
            Precedence::InlineAlone => inline,
            Precedence::Inline => laid_over(read(file, name, around)?, &inline)?,
            Precedence::File => laid_over(inline, &read(file, name, around)?)?,
        };
        let mut text = String::new();
        emit(&in_blocks(&merged), &mut text)?;
        Ok(text)
    }
}

/// The first document of a values file.
fn read(file: Vec<u8>, name: &str, around: &dyn Surroundings) -> Result<Node> {
    let source = decode(file, name, around.sources())?;
    let node = match around.sources().get(source) {
        Some(text) => parse(&text.text, source, Dialect::V3)?,
        None => None,
    };
    match node {
        Some(node) => Ok(node),
        None => Err(Diagnostic::error(
            Code::Generator,
            format!("the values file `{name}` is empty, and cannot be merged"),
        )
        .hint("write `{}` into it, or use `valuesMerge: replace`")
        .upstream("could not parse values file into rnode: EOF")),
    }
}

/// A strategic merge; values have no schema, so lists are replaced.
fn laid_over(base: Node, over: &Node) -> Result<Node> {
    match merge(&base, over, &Schema::builtin()) {
        Ok(Outcome::Unchanged) => Ok(base),
        Ok(Outcome::Deleted) => Ok(Node::mapping(Vec::new(), base.span)),
        Ok(Outcome::Cleaned(node) | Outcome::Changed(node)) => Ok(node),
        Err(error) => Err(match error.parts().upstream.clone() {
            Some(reason) => error.upstream(format!("could not merge values: {reason}")),
            None => error,
        }),
    }
}

/// The tree in block style, with every scalar of the type it has. Objects are printed and read back once more than
/// values are, and that changes types: an empty value in flow style and a number in the quotes of the text it took the
/// place of become text. The depth is bounded, as that of all parsed text.
fn in_blocks(node: &Node) -> Node {
    match &node.data {
        Data::Scalar(scalar) if scalar.tag != Tag::Str && !scalar.tagged => {
            Node::plain(scalar.text.clone(), scalar.tag, node.span)
        }
        Data::Scalar(_) => node.clone(),
        Data::Sequence(list) => Node::sequence(list.items().iter().map(in_blocks).collect(), node.span),
        Data::Mapping(map) => {
            let entry = |e: &Entry| Entry { key: e.key.clone(), value: in_blocks(&e.value) };
            Node::mapping(map.entries().iter().map(entry).collect(), node.span)
        }
    }
}
