//! `labels`, `commonLabels` and `commonAnnotations`: the same pairs on many objects.
//!
//! Example: `labels: [{pairs: {env: prd}}]` adds `metadata.labels.env: prd` to every object.

use std::borrow::Cow;

use ecow::EcoString;
use serde::Deserialize;

use super::{Changes, Setup, Step, Transformer};
use crate::diag::{Code, Diagnostic, Result};
use crate::field::{Create, FieldConfig, FieldSpec, METADATA_LABELS, merge_all};
use crate::kustomization::{self, Label, Spanned, Text};
use crate::resource::ResourceSet;
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::de::{Mode, from_node};
use crate::yaml::{Kind, Node, Scalar, SharedWrites, Style, name_span, style_of_new};

/// Fields that exist once in an object: a value set there only has no second place.
const ALONE: [&str; 2] = ["metadata/labels", "metadata/annotations"];

/// Pairs for the maps that the field specs name.
pub(crate) struct Pairs {
    /// The pairs, sorted by key.
    pub(crate) pairs: Vec<Pair>,
    /// Where they are declared.
    pub(crate) span: Span,
    /// The maps that get them.
    pub(crate) fields: Cow<'static, [FieldSpec]>,
}

/// A key and its value.
pub(crate) struct Pair {
    key: EcoString,
    value: EcoString,
    /// The place of the value.
    span: Span,
    /// How the value is written in a new field.
    style: Style,
}

impl Pair {
    fn new(key: EcoString, value: EcoString, span: Span) -> Pair {
        let style = style_of_new(&value);
        Pair { key, value, span, style }
    }
}

/// One step for each entry of `labels`, then one for `commonLabels`.
pub(super) fn configure(setup: &Setup<'_>, steps: &mut Vec<Step>) -> Result<()> {
    for label in &setup.layer.kustomization.labels {
        steps.push(step(&label.pairs, fields_of(label, setup.config)?, label.span));
    }
    let common_labels = &setup.layer.kustomization.common_labels;
    if common_labels.is_empty() && !setup.layer.kustomization.labels.is_empty() {
        // It does nothing, but it is there: a build that records its transformers names it.
        steps.push(step(common_labels, Cow::Borrowed(&[]), Span::NONE));
    }
    common(common_labels, &setup.config.common_labels, steps);
    Ok(())
}

/// The step for `commonAnnotations`.
pub(super) fn configure_annotations(setup: &Setup<'_>, steps: &mut Vec<Step>) -> Result<()> {
    common(&setup.layer.kustomization.common_annotations, &setup.config.common_annotations, steps);
    Ok(())
}

/// One label in the metadata of every object.
pub(crate) fn on_metadata(key: &str, value: impl Into<EcoString>) -> Pairs {
    let pairs = vec![Pair::new(key.into(), value.into(), Span::NONE)];
    Pairs { pairs, span: Span::NONE, fields: Cow::Borrowed(&METADATA_LABELS) }
}

/// The configuration of a `LabelTransformer`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct LabelConfig {
    labels: kustomization::Pairs,
    field_specs: Vec<FieldSpec>,
}

/// The configuration of an `AnnotationsTransformer`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct AnnotationsConfig {
    annotations: kustomization::Pairs,
    field_specs: Vec<FieldSpec>,
}

/// The step for a configuration object of labels.
pub(super) fn from_config(_: &Setup<'_>, config: &Node, steps: &mut Vec<Step>) -> Result<()> {
    let LabelConfig { labels, field_specs } = from_node(config, Mode::PLUGIN)?;
    steps.push(step(&labels, field_specs.into(), name_span(config)));
    Ok(())
}

/// The step for a configuration object of annotations.
pub(super) fn annotations_from_config(_: &Setup<'_>, config: &Node, steps: &mut Vec<Step>) -> Result<()> {
    let AnnotationsConfig { annotations, field_specs } = from_node(config, Mode::PLUGIN)?;
    steps.push(step(&annotations, field_specs.into(), name_span(config)));
    Ok(())
}

#[expect(clippy::ptr_arg, reason = "a borrowed table must stay one: cloning the slice would copy it")]
fn common(pairs: &kustomization::Pairs, fields: &Cow<'static, [FieldSpec]>, steps: &mut Vec<Step>) {
    if let Some((key, _)) = pairs.iter().next() {
        steps.push(step(pairs, fields.clone(), key.span));
    }
}

fn step(pairs: &kustomization::Pairs, fields: Cow<'static, [FieldSpec]>, span: Span) -> Step {
    let pair = |key: &Text, value: &Text| Pair::new(key.value.clone(), value.value.clone(), value.span);
    let pairs = pairs.iter().map(|(key, value)| pair(key, value)).collect();
    Step::new(Pairs { pairs, span, fields }, span)
}

/// Whether merging `metadata/labels` into the list would add nothing.
fn covers_metadata(fields: &[FieldSpec]) -> bool {
    fields.iter().any(|spec| METADATA_LABELS.contains(spec))
}

/// The fields one entry of `labels` goes to: its own and those of the configuration, then by its switches.
fn fields_of(label: &Spanned<Label>, config: &FieldConfig) -> Result<Cow<'static, [FieldSpec]>> {
    let more: Vec<&Cow<'static, [FieldSpec]>> = match (label.include_selectors, label.include_templates) {
        (true, _) => vec![&config.common_labels],
        (false, true) => vec![&config.template_labels, &METADATA_LABELS],
        (false, false) => vec![&METADATA_LABELS],
    };
    if label.field_specs.is_empty()
        && config.labels.is_empty()
        && (more.len() == 1 || covers_metadata(more[0]))
    {
        return Ok(more[0].clone());
    }
    let mut fields = label.field_specs.clone();
    let conflict =
        |e: Diagnostic| e.or_at(label.span).upstream("failed to merge labels: conflicting fieldspecs");
    for list in std::iter::once(&config.labels).chain(more) {
        merge_all(&mut fields, list).map_err(conflict)?;
    }
    Ok(Cow::Owned(fields))
}

impl Transformer for Pairs {
    fn apply(&self, set: &mut ResourceSet, schema: &Schema) -> Result<Changes> {
        let mut changes = Changes::default();
        if self.pairs.is_empty() {
            return Ok(changes);
        }
        set.edit_all(schema, |res| {
            changes.matched += 1;
            let gvk = res.id().gvk.clone();
            let create = Create { kind: Kind::Mapping, span: self.span };
            let fitting = || self.fields.iter().filter(|spec| spec.fits(&gvk));
            let alone = |spec: &FieldSpec| ALONE.iter().any(|path| spec.path.is_written(path));
            let shared = if fitting().all(alone) { None } else { res.share(self.pairs.len()) };
            let mut written = SharedWrites::default();
            let mut styles = Styles::default();
            for spec in fitting() {
                spec.visit(&mut res.node, Some(create), &mut |node| {
                    self.add_to(node, shared, &mut styles, &mut written)
                })
                .map_err(|e| e.subject(res.id()))?;
            }
            written.spread(&mut res.node);
            Ok(())
        })?;
        Ok(changes)
    }
}

impl Pairs {
    /// `shared` is the number of the first pair's value; without one it is not to be shared.
    fn add_to(
        &self,
        node: &mut Node,
        shared: Option<u32>,
        styles: &mut Styles,
        written: &mut SharedWrites,
    ) -> Result<()> {
        let span = node.span;
        // A field that is there but null, and that nothing says to make.
        if node.is_null() {
            return Ok(());
        }
        let Some(map) = node.as_mapping_mut() else {
            let what = if node.kind() == Kind::Sequence { "a list" } else { "a single value" };
            return Err(Diagnostic::error(Code::Transformer, format!("expected a map, found {what}"))
                .at(span)
                .upstream("wrong node kind: expected MappingNode"));
        };
        for (nth, Pair { key, value, span, style }) in (0..).zip(&self.pairs) {
            if key.is_empty() {
                return Err(Diagnostic::error(Code::Transformer, "a label or annotation has no name")
                    .at(*span)
                    .upstream("wrong node kind: expected ScalarNode but got MappingNode"));
            }
            let own = shared.map_or(0, |first| first + nth);
            let node = |style, shared| {
                Node::scalar(Scalar { style, shared, ..Scalar::string(value.clone()) }, *span)
            };
            let value = match map.get(key) {
                Some(old) => {
                    let (style, place) = old.as_scalar().map_or((Style::Plain, 0), |s| (s.style, s.shared));
                    if styles.of(nth) != style {
                        styles.set(nth, style);
                        written.note(&node(style, own));
                    }
                    let value = node(style, place);
                    written.note(&value);
                    value
                }
                None => {
                    if *style != Style::Plain && styles.of(nth) != *style {
                        styles.set(nth, *style);
                        written.note(&node(*style, own));
                    }
                    node(styles.of(nth), own)
                }
            };
            map.set(key, value);
        }
        Ok(())
    }
}

/// The styles that the values of the pairs have taken on in one object. Where a value replaces another one it is
/// written in the style of that, in a new field perhaps in quotes; and from then on everywhere.
#[derive(Default)]
struct Styles(Vec<(u32, Style)>);

impl Styles {
    fn of(&self, pair: u32) -> Style {
        self.0.iter().find(|(nth, _)| *nth == pair).map_or(Style::Plain, |(_, style)| *style)
    }

    fn set(&mut self, pair: u32, style: Style) {
        self.0.retain(|(nth, _)| *nth != pair);
        self.0.push((pair, style));
    }
}
