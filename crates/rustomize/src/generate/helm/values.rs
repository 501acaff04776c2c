//! The values a chart is rendered with.

use super::Surroundings;
use crate::diag::{Code, Diagnostic, Result};
use crate::kustomization::Text;
use crate::patch::{Outcome, merge};
use crate::schema::Schema;
use crate::yaml::parse::{Dialect, decode, parse};
use crate::yaml::through_json::{config_to_json, from_json};
use crate::yaml::{Node, emit};

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
        // Kustomize reads its own files through JSON: all numbers are floats.
        let inline = from_json(&config_to_json(inline)?);
        let merged = match self {
            Merge::Replace => inline,
            Merge::Override => laid_over(read(file, name, around)?, &inline)?,
            Merge::Merge => laid_over(inline, &read(file, name, around)?)?,
        };
        let mut text = String::new();
        emit(&merged, &mut text)?;
        Ok(text)
    }
}

/// The first document of a values file.
fn read(file: Vec<u8>, name: &str, around: &dyn Surroundings) -> Result<Node> {
    let (source, text) = decode(file, name, around.sources())?;
    match parse(&text, source, Dialect::V3)? {
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
        Ok(Outcome::Changed(node)) => Ok(node),
        Err(error) => Err(match error.parts().upstream.clone() {
            Some(reason) => error.upstream(format!("could not merge values: {reason}")),
            None => error,
        }),
    }
}
