//! `$(NAME)` in texts: values, and how a text with references is read.

use std::collections::HashMap;
use std::fmt;

use ecow::EcoString;

use crate::source::Span;
use crate::yaml::{Node, Tag, general_number};

/// The value of a var. A field that is one reference and nothing else takes on its type.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// A string, or a scalar of a type that vars do not know.
    Text(EcoString),
    /// A whole number.
    Int(i64),
    /// Another number.
    Float(f64),
    /// A truth value.
    Bool(bool),
    /// A map or a list: such a var is never replaced.
    Collection,
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => f.write_str(text),
            Value::Int(value) => write!(f, "{value}"),
            Value::Float(value) => f.write_str(&general_number(*value)),
            Value::Bool(value) => write!(f, "{value}"),
            Value::Collection => Ok(()),
        }
    }
}

/// The values by name, and which of them were used.
#[derive(Debug, Default)]
pub(super) struct Values(HashMap<EcoString, (Value, bool)>);

impl Values {
    pub(super) fn insert(&mut self, name: EcoString, value: Value) {
        self.0.insert(name, (value, false));
    }

    pub(super) fn is_used(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|(_, used)| *used)
    }

    /// The value to put in for a name.
    fn get(&mut self, name: &str) -> Option<&Value> {
        let (value, used) = self.0.get_mut(name).filter(|(value, _)| *value != Value::Collection)?;
        *used = true;
        Some(value)
    }

    /// What a text becomes; `None` if it stays.
    pub(super) fn expanded(&mut self, text: &str, span: Span) -> Option<Node> {
        let first = memchr::memchr(b'$', text.as_bytes())?;
        if let Some(name) = only_reference(text) {
            return self.get(name).map(|value| node(value, span));
        }
        let mut out = String::with_capacity(text.len());
        out.push_str(&text[..first]);
        let mut rest = &text[first..];
        while let Some(at) = memchr::memchr(b'$', rest.as_bytes()) {
            out.push_str(&rest[..at]);
            rest = self.one(&rest[at..], &mut out);
        }
        out.push_str(rest);
        (out != text).then(|| Node::string(out, span))
    }

    /// Reads what starts with a dollar sign. Returns what is left.
    fn one<'t>(&mut self, text: &'t str, out: &mut String) -> &'t str {
        let rest = &text[1..];
        if let Some(rest) = rest.strip_prefix('$') {
            out.push('$');
            return rest;
        }
        let Some((name, rest)) = rest.strip_prefix('(').and_then(|inner| inner.split_once(')')) else {
            out.push('$');
            return rest;
        };
        match self.get(name) {
            Some(value) => {
                // Writing to a string cannot fail.
                let _ = fmt::Write::write_fmt(out, format_args!("{value}"));
            }
            None => out.extend(["$(", name, ")"]),
        }
        rest
    }
}

/// The name, if the text is a reference and nothing else.
fn only_reference(text: &str) -> Option<&str> {
    let name = text.strip_prefix("$(")?.strip_suffix(')')?;
    (!name.contains(')')).then_some(name)
}

fn node(value: &Value, span: Span) -> Node {
    match value {
        Value::Text(text) => Node::string(text.clone(), span),
        Value::Int(_) => Node::plain(ecow::eco_format!("{value}"), Tag::Int, span),
        Value::Float(number) => Node::plain(ecow::eco_format!("{number:?}"), Tag::Float, span),
        Value::Bool(_) => Node::plain(ecow::eco_format!("{value}"), Tag::Bool, span),
        Value::Collection => Node::null(span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The results are kustomize's.
    #[test]
    fn expands_as_kustomize_does() {
        let mut values = Values::default();
        values.insert("V".into(), Value::Text("str".into()));
        values.insert("N".into(), Value::Int(12));
        values.insert("F".into(), Value::Float(-0.0));
        values.insert("D".into(), Value::Text("$(V)".into()));
        values.insert("M".into(), Value::Collection);
        for (text, want) in [
            ("$(V)", "str"),
            ("$(V)-$(N)", "str-12"),
            ("a$(F)", "a-0"),
            ("$(D)$(D)", "$(V)$(V)"),
            ("$$(V)", "$(V)"),
            ("$$$$(V)$$", "$$(V)$"),
        ] {
            let node = values.expanded(text, Span::NONE);
            assert_eq!(node.as_ref().and_then(Node::text), Some(want), "{text}");
        }
        for text in ["", "plain", "$V", "$(V", "x$", "$()", "$(X)", "$(a$(V)b", "$(M)", "$(M)-$(X)"] {
            assert!(values.expanded(text, Span::NONE).is_none(), "{text}");
        }
    }
}
