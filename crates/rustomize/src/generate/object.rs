//! From key-value pairs to a ConfigMap or Secret.

use std::collections::HashSet;

use ecow::EcoString;

use super::base64_lines;
use super::sources::Pair;
use crate::diag::{Code, Diagnostic, Result};
use crate::source::Span;
use crate::yaml::{Entry, Node, Scalar, Style, Tag, new_data, new_string};

/// What to make.
#[derive(Clone, Debug)]
pub(crate) struct Blueprint {
    /// ConfigMap or Secret.
    pub(crate) kind: DataKind,
    /// `metadata.name`
    pub(crate) name: EcoString,
    /// `metadata.namespace`; empty for none.
    pub(crate) namespace: EcoString,
    /// The data: env files first, then literals, then files.
    pub(crate) pairs: Vec<Pair>,
    /// Labels with the places of their values.
    pub(crate) labels: Vec<(EcoString, EcoString, Span)>,
    /// Annotations with the places of their values.
    pub(crate) annotations: Vec<(EcoString, EcoString, Span)>,
    /// `immutable: true`
    pub(crate) immutable: bool,
    /// Where it is declared.
    pub(crate) span: Span,
}

/// The two kinds of generated objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DataKind {
    /// Text in `data`, anything else in `binaryData`.
    ConfigMap,
    /// Everything base64 in `data`.
    Secret {
        /// `type`
        secret_type: EcoString,
    },
}

impl Blueprint {
    /// The object.
    ///
    /// # Errors
    /// No name, or a key that occurs twice.
    pub(crate) fn build(self) -> Result<Node> {
        self.check()?;
        let span = self.span;
        let kind = match self.kind {
            DataKind::ConfigMap => "ConfigMap",
            DataKind::Secret { .. } => "Secret",
        };
        let mut root = vec![entry("apiVersion", string("v1", span)), entry("kind", string(kind, span))];
        let mut metadata = vec![entry("name", new_string(self.name, span))];
        if !self.namespace.is_empty() {
            metadata.push(entry("namespace", new_string(self.namespace, span)));
        }
        metadata.extend(pairs_field("labels", self.labels, span));
        metadata.extend(pairs_field("annotations", self.annotations, span));
        root.push(entry("metadata", Node::mapping(metadata, span)));
        match self.kind {
            DataKind::ConfigMap => root.extend(config_map_data(self.pairs, span)),
            DataKind::Secret { secret_type } => {
                root.push(entry("type", new_string(secret_type, span)));
                let data = self.pairs.into_iter().map(|p| encoded(&p)).collect();
                root.push(entry("data", Node::mapping(data, span)));
            }
        }
        if self.immutable {
            root.push(entry("immutable", Node::plain("true", Tag::Bool, span)));
        }
        Ok(Node::mapping(root, span))
    }

    fn check(&self) -> Result<()> {
        if self.name.is_empty() {
            return Err(Diagnostic::error(Code::Generator, "this generator has no name")
                .at(self.span)
                .hint("add `name:`")
                .upstream("a configmap must have a name"));
        }
        if let Some((_, _, span)) =
            self.labels.iter().chain(&self.annotations).find(|(key, ..)| key.is_empty())
        {
            return Err(Diagnostic::error(Code::Generator, "a label or annotation has no name")
                .at(*span)
                .upstream("wrong node kind: expected ScalarNode but got MappingNode"));
        }
        let mut seen = HashSet::new();
        match self.pairs.iter().find(|pair| !seen.insert(&pair.key)) {
            None => Ok(()),
            Some(twice) => {
                let message = format!("key `{}` occurs twice in generator `{}`", twice.key, self.name);
                let first = self.pairs.iter().find(|p| p.key == twice.key).map_or(self.span, |p| p.span);
                Err(Diagnostic::error(Code::Generator, message)
                    .label(twice.span, "again here")
                    .label(first, "first here")
                    .hint("remove one of them; to change a key of a base use `behavior: merge`")
                    .upstream(format!("configmap {} illegally repeats the key `{}`", self.name, twice.key)))
            }
        }
    }
}

fn config_map_data(pairs: Vec<Pair>, span: Span) -> Vec<Entry> {
    let (mut text, mut binary) = (Vec::new(), Vec::new());
    for pair in pairs {
        match String::from_utf8(pair.value) {
            Ok(value) => text
                .push(Entry { key: Node::untyped(pair.key, pair.span), value: new_data(value, pair.span) }),
            Err(error) => binary.push(encoded(&Pair { value: error.into_bytes(), ..pair })),
        }
    }
    let field =
        |key, entries: Vec<Entry>| (!entries.is_empty()).then(|| entry(key, Node::mapping(entries, span)));
    field("data", text).into_iter().chain(field("binaryData", binary)).collect()
}

fn encoded(pair: &Pair) -> Entry {
    Entry {
        key: Node::untyped(pair.key.clone(), pair.span),
        value: new_data(base64_lines::encode(&pair.value), pair.span),
    }
}

fn pairs_field(key: &str, pairs: Vec<(EcoString, EcoString, Span)>, span: Span) -> Option<Entry> {
    let entries: Vec<Entry> = pairs
        .into_iter()
        .map(|(key, value, span)| {
            // Quoted, because some tools get confused about their type.
            let value = Scalar { style: Style::SingleQuoted, ..Scalar::string(value) };
            Entry { key: Node::untyped(key, span), value: Node::scalar(value, span) }
        })
        .collect();
    (!entries.is_empty()).then(|| entry(key, Node::mapping(entries, span)))
}

fn entry(key: &str, value: Node) -> Entry {
    Entry { key: Node::string(key, value.span), value }
}

fn string(text: &str, span: Span) -> Node {
    Node::string(text, span)
}
