//! U+0085 (next line), which kustomize's detour over JSON text folds like a line break.

use crate::yaml::{Node, Scalar};

const NEXT_LINE: char = '\u{85}';

/// The configuration of a plugin as the plugin gets it: kustomize writes it, and reads that. `None` if all texts stay.
pub(crate) fn read_back(config: &Node) -> Option<Node> {
    config.with_scalars(&|node| {
        let scalar = node.as_scalar().filter(|scalar| scalar.text.contains(NEXT_LINE))?;
        Some(Node::scalar(Scalar { text: fold(&scalar.text)?.into(), ..scalar.clone() }, node.span))
    })
}

/// The text after the detour: one U+0085 with the spaces around it becomes a space, several become one line feed
/// less than they are. `None` where what follows looks like the start or end of a document, which is an error.
pub(super) fn fold(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(NEXT_LINE) {
        out.push_str(rest[..at].trim_end_matches(' '));
        let after = rest[at..].trim_start_matches([NEXT_LINE, ' ']);
        let run = &rest[at..rest.len() - after.len()];
        match run.matches(NEXT_LINE).count() {
            1 => out.push(' '),
            breaks => out.extend(std::iter::repeat_n('\n', breaks - 1)),
        }
        if run.ends_with(NEXT_LINE) && is_document_mark(after) {
            return None;
        }
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

fn is_document_mark(text: &str) -> bool {
    let after = text.strip_prefix("---").or_else(|| text.strip_prefix("..."));
    after.is_some_and(|after| after.starts_with([' ', NEXT_LINE]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds() {
        // measured with kustomize 5.8.1
        let cases = [
            ("x\u{85}y", Some("x y")),
            ("x \u{85} y", Some("x y")),
            ("x\u{85}\u{85}y", Some("x\ny")),
            ("\u{85}", Some(" ")),
            ("x\n\u{85}y", Some("x\n y")),
            ("x\u{85}---", Some("x ---")),
            ("x\u{85} --- y", Some("x --- y")),
            ("x\u{85}...\ty", Some("x ...\ty")),
            ("x\u{85}--- y", None),
            ("x\u{85}---\u{85}y", None),
        ];
        for (text, folded) in cases {
            assert_eq!(fold(text).as_deref(), folded, "{text:?}");
        }
    }
}
