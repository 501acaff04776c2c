//! From the kustomization to the steps.

use super::path::FieldPath;
use super::{Rejection, Replacement, Replacements, Source, SourceObject, Target};
use crate::diag::{Code, Diagnostic, Result};
use crate::id::Gvk;
use crate::kustomization::{
    self, FieldOptions, ReplacementField, SourceSelector, Spanned, TargetSelector, Text,
};
use crate::source::Span;
use crate::transform::patches::compiled;
use crate::transform::{Setup, Step};
use crate::yaml::Node;
use crate::yaml::de::{Mode, from_node};
use crate::yaml::parse::{self, Dialect};

/// The field that is meant if none is named.
const DEFAULT_PATH: &str = "metadata.name";

/// One step for the whole list.
pub(in crate::transform) fn configure(setup: &Setup<'_>, steps: &mut Vec<Step>) -> Result<()> {
    let fields = &setup.layer.kustomization.replacements;
    let Some(first) = fields.first() else { return Ok(()) };
    steps.push(Step::new(compiled_all(setup, fields)?, first.span));
    Ok(())
}

/// The configuration of a `ReplacementTransformer`.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Config {
    replacements: Vec<Spanned<ReplacementField>>,
}

/// The step for a configuration object.
pub(in crate::transform) fn from_config(
    setup: &Setup<'_>,
    config: &Node,
    steps: &mut Vec<Step>,
) -> Result<()> {
    let Config { replacements } = from_node(config, Mode::PLUGIN)?;
    steps.push(Step::of(compiled_all(setup, &replacements)?, config));
    Ok(())
}

fn compiled_all(setup: &Setup<'_>, fields: &[Spanned<ReplacementField>]) -> Result<Replacements> {
    let mut items = Vec::new();
    for field in fields {
        for replacement in written(setup, field)? {
            items.push(compile(&replacement)?);
        }
    }
    Ok(Replacements { items })
}

/// The replacements that an entry stands for: one, or those of its file.
fn written(
    setup: &Setup<'_>,
    field: &Spanned<ReplacementField>,
) -> Result<Vec<Spanned<kustomization::Replacement>>> {
    let inline = &field.replacement;
    if field.path.is_empty() {
        return Ok(vec![Spanned::new(inline.clone(), field.span)]);
    }
    if inline.source.is_some() || inline.source_value.is_some() || !inline.targets.is_empty() {
        return Err(Diagnostic::error(
            Code::InvalidCombination,
            "an entry of `replacements` is a file or a replacement",
        )
        .at(field.span)
        .hint("remove `path`, or everything else")
        .upstream("cannot specify both path and inline replacement"));
    }
    let source = setup.loader.read_text(&setup.layer.root, &field.path, field.path.span)?;
    let text = setup.loader.text(source);
    let node = parse::parse(&text.text, source, Dialect::V2)?;
    let node = node.unwrap_or_else(|| Node::null(Span::new(source, 0, 0)));
    kustomization::Replacement::decode_file(&node).map_err(|e| e.through(format!("`{}`", field.path.value)))
}

/// Compiles one replacement, from a kustomization or a transformer's configuration.
///
/// # Errors
/// Parts that are missing or exclude each other; expressions and selectors that cannot be read.
pub(in crate::transform) fn compile(written: &Spanned<kustomization::Replacement>) -> Result<Replacement> {
    let incomplete = |what: &str| {
        Diagnostic::error(Code::InvalidCombination, format!("this replacement has no {what}"))
            .at(written.span)
            .hint("a replacement needs `source` (or `sourceValue`) and `targets`")
            .upstream("replacements must specify a source and at least one target")
    };
    if written.targets.is_empty() {
        return Err(incomplete("`targets`"));
    }
    let source = match (&written.source, &written.source_value) {
        (None, None) => return Err(incomplete("`source`")),
        (Some(source), Some(_)) => {
            return Err(Diagnostic::error(
                Code::InvalidCombination,
                "a replacement has `source` or `sourceValue`, not both",
            )
            .at(source.span)
            .hint("remove one of them")
            .upstream("value and resource selectors are mutually exclusive"));
        }
        (None, Some(value)) => Source::Value(Node::untyped(value.value.clone(), value.span)),
        (Some(source), None) => Source::Object(Box::new(source_object(source)?)),
    };
    let targets = written.targets.iter().map(target).collect::<Result<_>>()?;
    Ok(Replacement { source, targets })
}

fn source_object(written: &Spanned<SourceSelector>) -> Result<SourceObject> {
    let options = written.options.as_ref();
    let (delimiter, index) = parts(options);
    let delimiter_span = options.map_or(written.span, |o| o.delimiter.span);
    Ok(SourceObject {
        gvk: Gvk::new(written.group.value.clone(), written.version.value.clone(), written.kind.value.clone()),
        name: written.name.value.clone(),
        namespace: written.namespace.value.clone(),
        field_path: path(&written.field_path, written.span)?,
        delimiter,
        delimiter_span,
        index,
        index_span: options.map(|o| o.index.span).filter(|span| !span.is_none()).unwrap_or(delimiter_span),
        span: written.span,
    })
}

fn target(written: &Spanned<TargetSelector>) -> Result<Target> {
    let Some(select) = &written.select else {
        return Err(Diagnostic::error(
            Code::InvalidCombination,
            "this target does not say which objects it is for",
        )
        .at(written.span)
        .hint("add `select:`, for example with a kind and a name")
        .upstream("target must specify resources to select"));
    };
    let field_paths = match written.field_paths.is_empty() {
        true => vec![FieldPath::parse(DEFAULT_PATH, written.span)?],
        false => written.field_paths.iter().map(|p| FieldPath::parse(p, p.span)).collect::<Result<_>>()?,
    };
    let (delimiter, index) = parts(written.options.as_ref());
    Ok(Target {
        select: compiled(select)?,
        reject: written.reject.iter().map(rejection).collect::<Result<_>>()?,
        field_paths,
        delimiter,
        index,
        create: written.options.as_ref().is_some_and(|o| o.create),
        span: select.span,
    })
}

fn rejection(written: &Spanned<kustomization::Selector>) -> Result<Rejection> {
    let id = [&written.group, &written.version, &written.kind, &written.name, &written.namespace];
    Ok(Rejection {
        selector: compiled(written)?,
        by_id: id.iter().any(|part| !part.is_empty()),
        by_metadata: !written.label_selector.is_empty() || !written.annotation_selector.is_empty(),
    })
}

fn parts(options: Option<&FieldOptions>) -> (ecow::EcoString, i64) {
    options.map_or_else(Default::default, |o| (o.delimiter.value.clone(), o.index.value))
}

fn path(written: &Text, default_span: Span) -> Result<FieldPath> {
    match written.is_empty() {
        true => FieldPath::parse(DEFAULT_PATH, default_span),
        false => FieldPath::parse(written, written.span),
    }
}
