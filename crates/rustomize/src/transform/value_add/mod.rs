//! `ValueAddTransformer`: one value for a field of many objects, as the whole of it or as one part of a path in it.
//!
//! There is no field of the kustomization for it. With `value: area-51` and the target
//! `{fieldPath: spec/external, filePathPosition: 2}` the text `projects/data` becomes `projects/area-51/data`.

mod lookup;
mod part;

use ecow::EcoString;
use serde::Deserialize;

use super::patches::compiled;
use super::{Changes, Setup, Step, Transformer};
use crate::diag::{Code, Diagnostic, Result};
use crate::kustomization::{self, Spanned, Text};
use crate::resource::{Resource, ResourceSet, Selector};
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::de::{Mode, from_node};
use crate::yaml::parse::{self, Dialect};
use crate::yaml::{Node, SharedWrites, name_span};
use lookup::Path;

/// A value and the fields it goes to.
struct ValueAdd {
    value: EcoString,
    span: Span,
    targets: Vec<Target>,
}

/// A field of some objects.
struct Target {
    /// The objects.
    selector: Selector,
    path: Path,
    /// Which part of the text becomes the value, from 1; 0 if all of it.
    position: usize,
}

/// The configuration of a `ValueAddTransformer`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Config {
    value: Text,
    targets: Vec<Spanned<TargetConfig>>,
    target_file_path: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct TargetConfig {
    selector: Option<Spanned<kustomization::Selector>>,
    field_path: Text,
    file_path_position: Spanned<i64>,
}

/// The file that `targetFilePath` names.
#[derive(Default, Deserialize)]
#[serde(default)]
struct TargetFile {
    targets: Vec<Spanned<TargetConfig>>,
}

/// The step for a configuration object.
pub(super) fn from_config(setup: &Setup<'_>, config: &Node, steps: &mut Vec<Step>) -> Result<()> {
    let Config { value, mut targets, target_file_path } = from_node(config, Mode::PLUGIN)?;
    if !target_file_path.is_empty() {
        targets.extend(target_file(setup, &target_file_path)?.targets);
    }
    if targets.is_empty() {
        return Err(Diagnostic::error(Code::InvalidCombination, "`targets` is missing")
            .at(name_span(config))
            .hint("say where the value goes: `targets: [{fieldPath: metadata/namespace}]`")
            .upstream("must specify at least one target"));
    }
    let span = if value.is_empty() { name_span(config) } else { value.span };
    let value = match value.trim() {
        "" => setup.layer.root.dir.file_name().map(|name| name.to_string_lossy().into()).unwrap_or_default(),
        value => value.into(),
    };
    let targets = targets.iter().map(Target::new).collect::<Result<_>>()?;
    steps.push(Step::of(ValueAdd { value, span, targets }, config));
    Ok(())
}

fn target_file(setup: &Setup<'_>, path: &Text) -> Result<TargetFile> {
    let source = setup.loader.read_text(&setup.layer.root, path, path.span)?;
    match parse::parse(&setup.loader.text(source).text, source, Dialect::V2)? {
        Some(node) => from_node(&node, Mode::PLUGIN),
        None => Ok(TargetFile::default()),
    }
}

impl Target {
    fn new(config: &Spanned<TargetConfig>) -> Result<Target> {
        let path = &config.field_path;
        if path.is_empty() {
            return Err(Diagnostic::error(Code::InvalidCombination, "this target has no `fieldPath`")
                .at(config.span)
                .hint("add one, such as `fieldPath: metadata/namespace`")
                .upstream("fieldPath cannot be empty"));
        }
        let position = config.file_path_position;
        let position = usize::try_from(position.value).map_err(|_| {
            Diagnostic::error(Code::InvalidValue, "`filePathPosition` cannot be negative")
                .at(position.span)
                .hint("the first part has position 1; 0 replaces the whole text")
                .upstream(format!("value of FilePathPosition ({}) cannot be negative", position.value))
        })?;
        let selector = config.selector.as_ref().map(compiled).transpose()?.unwrap_or_default();
        Ok(Target { selector, path: Path::parse(path, path.span), position })
    }
}

impl Transformer for ValueAdd {
    fn apply(&self, set: &mut ResourceSet, schema: &Schema) -> Result<Changes> {
        let mut changes = Changes::default();
        for target in &self.targets {
            let selected = super::patches::select(set, &target.selector);
            for at in selected {
                changes.matched += 1;
                set.edit(at, schema, |res| self.add(res, target)).map_err(|e| match set.get(at) {
                    Some(res) => e.subject(res.id()),
                    None => e,
                })?;
            }
        }
        Ok(changes)
    }
}

impl ValueAdd {
    fn add(&self, res: &mut Resource, target: &Target) -> Result<()> {
        let Some(field) = target.path.reach(&mut res.node, self.span)? else {
            // Kustomize crashes on a position in a field that is not there.
            return if target.position == 0 { Ok(()) } else { Err(target.path.nowhere()) };
        };
        let new = match target.position {
            0 => self.value.clone(),
            position => part::insert(field.text().unwrap_or_default(), position - 1, &self.value),
        };
        let mut written = SharedWrites::default();
        *field = written.instead(field, field.with_text(new).with_span(self.span));
        written.spread(&mut res.node);
        Ok(())
    }
}
