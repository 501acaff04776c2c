//! What is known about the shape of objects: which lists are merged by which keys, which kinds have no namespace.
//!
//! A [`Schema`] is a value of one render. The built-in one is constant data; a custom OpenAPI document replaces
//! it, except for the scope of the kinds kustomize knows in advance and kustomize's own kinds.

#[rustfmt::skip]
mod builtin;
mod custom;
mod table;

use std::borrow::Cow;
use std::sync::Arc;

use custom::Document;
pub use custom::Fragment;
use table::Type;

use crate::diag::{Code, Diagnostic, Result};
use crate::id::Gvk;
use crate::source::{SourceId, Span};
use crate::yaml::parse::{Dialect, parse};
use crate::yaml::{Node, config_to_json, parse_json, to_json};

/// The schema of one render. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    custom: Option<Arc<Document>>,
    /// What the custom document does not say is looked up in the built-in schema.
    over_builtin: bool,
}

/// What the schema says about one value. That there is one at all means something: a value whose parent says
/// nothing about it is looked up by its own apiVersion and kind.
#[derive(Clone, Copy, Debug)]
pub struct SchemaNode<'a>(Inner<'a>);

#[derive(Clone, Copy, Debug)]
enum Inner<'a> {
    Builtin(Type),
    Custom { schema: &'a Schema, node: custom::Ref<'a> },
}

/// The names of the fields that identify an element; none at all for a list of scalars.
pub type MergeKeys<'a> = &'a [Cow<'static, str>];

/// The group of the kinds that are known under any schema.
const OWN_GROUP: &str = "kustomize.config.k8s.io";

impl Schema {
    /// The schema of Kubernetes 1.21 that kustomize has built in.
    pub fn builtin() -> Schema {
        Schema::default()
    }

    /// The schema of the text of an OpenAPI v2 document (`openapi.path`).
    ///
    /// A text that begins with `{` is strict JSON, in which keys may not repeat; all others are YAML, whatever the
    /// file's name.
    ///
    /// # Errors
    /// Code [`Schema`](Code::Schema): a text that cannot be read, an empty one, and what [`Schema::custom`] refuses.
    pub fn from_text(text: &str, source: SourceId) -> Result<Schema> {
        let unreadable = |error: &Diagnostic| {
            let message = format!("the OpenAPI document cannot be read: {error}");
            let labels = &error.parts().labels;
            labels
                .iter()
                .fold(Diagnostic::error(Code::Schema, message), |d, l| d.label(l.span, l.text.as_str()))
        };
        if text.trim_start().starts_with('{') {
            let node = parse_json(text, source, 0).map_err(|error| {
                let at = Span::new(source, error.at, (error.at + 1).min(text.len()));
                Diagnostic::error(Code::Schema, format!("the OpenAPI document is not JSON: {error}")).at(at)
            })?;
            return Schema::custom(&to_json(&node).map_err(|error| unreadable(&error))?);
        }
        let node = parse(text, source, Dialect::V2).map_err(|error| unreadable(&error))?;
        let empty =
            || Diagnostic::error(Code::Schema, "the OpenAPI document is empty").at(Span::new(source, 0, 0));
        let node = config_to_json(&node.ok_or_else(empty)?).map_err(|error| unreadable(&error))?;
        Schema::custom(&node)
    }

    /// The schema of a parsed OpenAPI v2 document.
    ///
    /// # Errors
    /// A document in which a part that is read has the wrong shape.
    pub fn custom(document: &Node) -> Result<Schema> {
        Ok(Schema { custom: Some(Arc::new(Document::read(document)?)), over_builtin: false })
    }

    /// The same, laid over the built-in schema instead of in its place.
    #[must_use]
    pub fn over_builtin(self) -> Schema {
        Schema { over_builtin: true, ..self }
    }

    /// Whether the scope of a kind is known in advance, whatever the schema.
    pub fn knows_scope(gvk: &Gvk) -> bool {
        table::is_namespaced(&gvk.kind, &gvk.group, &gvk.version).is_some()
    }

    /// The schema of objects of a kind. `api_version` is the field's text: `group/version` or `version`.
    pub fn lookup(&self, api_version: &str, kind: &str) -> Option<SchemaNode<'_>> {
        let (group, version) = match api_version.split_once('/') {
            Some(("", _)) => return self.custom_kind(api_version, kind),
            Some(parts) => parts,
            None => ("", api_version),
        };
        match &self.custom {
            Some(_) if group != OWN_GROUP => match self.custom_kind(api_version, kind) {
                None if self.over_builtin => Type::of_kind(kind, group, version).map(SchemaNode::builtin),
                found => found,
            },
            _ => Type::of_kind(kind, group, version).map(SchemaNode::builtin),
        }
    }

    fn custom_kind(&self, api_version: &str, kind: &str) -> Option<SchemaNode<'_>> {
        let node = self.custom.as_ref()?.kind(api_version, kind)?;
        Some(SchemaNode(Inner::Custom { schema: self, node }))
    }

    /// Whether objects of the kind certainly have no namespace. Unknown kinds count as namespaced.
    pub fn is_cluster_scoped(&self, gvk: &Gvk) -> bool {
        let known = table::is_namespaced(&gvk.kind, &gvk.group, &gvk.version);
        let namespaced = match (&self.custom, known) {
            (Some(document), None) => document.is_namespaced(&gvk.api_version(), &gvk.kind),
            _ => known,
        };
        namespaced == Some(false)
    }

    /// The schema written in a comment, for as long as the fragment lives.
    pub fn fragment<'a>(&'a self, fragment: &'a Fragment) -> Option<SchemaNode<'a>> {
        SchemaNode::resolved(self, fragment.root())
    }

    /// What a JSON pointer such as `#/definitions/NAME` leads to.
    fn reference(&self, pointer: &str) -> Option<SchemaNode<'_>> {
        match self.custom.as_ref().map(|document| document.pointer(pointer)) {
            Some(Some(node)) => Some(SchemaNode(Inner::Custom { schema: self, node })),
            Some(None) if !self.over_builtin => None,
            _ => Type::definition(pointer.strip_prefix("#/definitions/")?).map(SchemaNode::builtin),
        }
    }
}

/// References that lead to references are followed this far; kustomize hangs on a circle.
const MAX_HOPS: usize = 64;

impl<'a> SchemaNode<'a> {
    fn builtin(value: Type) -> SchemaNode<'a> {
        SchemaNode(Inner::Builtin(value))
    }

    /// The node itself or, for a `$ref`, everything of what it refers to.
    fn resolved(schema: &'a Schema, node: custom::Ref<'a>) -> Option<SchemaNode<'a>> {
        let mut found = SchemaNode(Inner::Custom { schema, node });
        for _ in 0..MAX_HOPS {
            match found.0 {
                Inner::Custom { node, .. } if node.reference().is_some() => {
                    found = schema.reference(node.reference()?)?;
                }
                _ => return Some(found),
            }
        }
        None
    }

    /// The schema of the value of a field: a property, else what all other fields share.
    pub fn field(self, name: &str) -> Option<SchemaNode<'a>> {
        match self.0 {
            Inner::Builtin(value) => value.field(name).map(SchemaNode::builtin),
            Inner::Custom { schema, node } => SchemaNode::resolved(schema, node.field(name)?),
        }
    }

    /// The schema of the elements of a list.
    pub fn elements(self) -> Option<SchemaNode<'a>> {
        match self.0 {
            Inner::Builtin(value) => value.elements().map(SchemaNode::builtin),
            Inner::Custom { schema, node } => SchemaNode::resolved(schema, node.elements()?),
        }
    }

    /// The keys by which the elements of a list are matched; `None` if the list is replaced as a whole.
    ///
    /// # Errors
    /// Extensions of a custom schema that have the wrong type; kustomize panics on them.
    pub fn merge(self) -> Result<Option<MergeKeys<'a>>> {
        match self.0 {
            Inner::Builtin(value) => Ok(value.merge()),
            Inner::Custom { node, .. } => node.merge(),
        }
    }
}

#[cfg(test)]
mod tests;
