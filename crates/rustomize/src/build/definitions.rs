//! What a kustomization says about the types of objects: `openapi`, `configurations` and `crds`.

use super::session::Session;
use crate::diag::{Code, Diagnostic, Result};
use crate::field::FieldConfig;
use crate::kustomization::Text;
use crate::load::{Layer, Loader};
use crate::resource::ResourceSet;
use crate::schema::Schema;
use crate::source::{SourceId, Span};
use crate::yaml::Node;
use crate::yaml::parse::{Dialect, parse};

/// The only version of the Kubernetes schema that is built in.
const BUILTIN_VERSION: &str = "v1.21.2";

/// Takes the schema of a kustomization, unless one read before has set one. The file is read in any case, but
/// looked into only if its schema is taken.
///
/// # Errors
/// A file that cannot be read or is no OpenAPI document, an unknown version, or both a file and a version.
pub(super) fn set_schema(session: &mut Session<'_>, layer: &Layer) -> Result<()> {
    let (path, version) =
        (layer.kustomization.openapi.get("path"), layer.kustomization.openapi.get("version"));
    let loader = session.loader;
    let file = match path {
        Some(path) => Some((loader.read_text(&layer.root, path, path.span)?, path)),
        None => None,
    };
    if session.schema_is_set {
        return Ok(());
    }
    match (file, version) {
        (Some((_, path)), Some(version)) => {
            Err(Diagnostic::error(Code::InvalidCombination, "`openapi` has both `path` and `version`")
                .at(path.span)
                .at(version.span)
                .hint("keep one of them")
                .upstream("builtin version and custom schema provided, cannot use both"))
        }
        (Some((source, path)), None) => {
            let schema = Schema::custom(&definitions(loader, source, path, Dialect::V3)?)?;
            session.schema = if session.builtin_consulted { schema.over_builtin() } else { schema };
            session.schema_is_set = true;
            Ok(())
        }
        (None, Some(version)) if version.is_empty() => Ok(()),
        (None, Some(version)) if version.value == BUILTIN_VERSION => {
            session.schema_is_set = true;
            Ok(())
        }
        (None, Some(version)) => Err(Diagnostic::error(
            Code::InvalidValue,
            format!("there is no built-in schema `{}`", version.value),
        )
        .at(version.span)
        .hint(format!("the only one is {BUILTIN_VERSION}; for another, name a file in `path`"))
        .upstream("the specified OpenAPI version is not built in")),
        (None, None) => Ok(()),
    }
}

/// Brings the ids of objects read before the schema was set up to date: custom kinds may have lost their namespace.
pub(super) fn follow_schema(set: &mut ResourceSet, schema: &Schema) {
    set.rearrange(|items| items.iter_mut().for_each(|res| res.rescope(schema)));
}

/// The field specs of one kustomization: the built-in tables with the files of its `configurations`.
///
/// # Errors
/// Files that cannot be read, unknown fields, specs that contradict each other.
pub(super) fn configurations(loader: &Loader<'_>, layer: &Layer) -> Result<FieldConfig> {
    let mut files = Vec::new();
    for path in &layer.kustomization.configurations {
        let source = loader.read_text(&layer.root, path, path.span)?;
        if let Some(node) = parse(&loader.text(source).text, source, Dialect::V2)? {
            files.push(FieldConfig::decode(&node)?);
        }
    }
    FieldConfig::with_files(&files)
}

/// The field specs of the types in the files of `crds`; `None` if there are no files.
///
/// # Errors
/// Files that cannot be read or hold no definitions.
pub(super) fn crds(loader: &Loader<'_>, layer: &Layer) -> Result<Option<FieldConfig>> {
    let mut config = None;
    for path in &layer.kustomization.crds {
        let source = loader.read_text(&layer.root, path, path.span)?;
        let found = FieldConfig::from_definitions(&definitions(loader, source, path, Dialect::V2)?)?;
        config.get_or_insert_with(FieldConfig::empty).merge(&found)?;
    }
    Ok(config)
}

/// The definitions of types in a file: none if there are only comments. Like kustomize, refuses a file without a byte.
fn definitions(loader: &Loader<'_>, source: SourceId, path: &Text, dialect: Dialect) -> Result<Node> {
    let text = &loader.text(source).text;
    if text.is_empty() {
        return Err(Diagnostic::error(Code::Schema, format!("`{}` is empty", path.value))
            .at(path.span)
            .hint("write the definitions of your types into it, or remove the entry"));
    }
    Ok(parse(text, source, dialect)?.unwrap_or_else(|| Node::null(Span::new(source, 0, 0))))
}
