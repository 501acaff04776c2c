//! From the fields of a kustomization, and from configuration objects, to patches that are ready to apply.

use ecow::EcoString;
use serde::Deserialize;

use super::target::compiled;
use super::{Change, Patch};
use crate::diag::{Code, Diagnostic, Result};
use crate::kustomization::{self, Spanned, Text};
use crate::load::objects;
use crate::patch::strategic::with_text_metadata;
use crate::patch::{Form, JsonPatch, detect, json};
use crate::source::{SourceId, Span};
use crate::transform::{Setup, Step};
use crate::yaml::de::{Mode, from_node};
use crate::yaml::{Node, name_span};

/// One step for each entry of `patchesStrategicMerge`: inline text or a path.
pub(in crate::transform) fn configure_strategic(setup: &Setup<'_>, steps: &mut Vec<Step>) -> Result<()> {
    match setup.layer.kustomization.patches_strategic_merge.as_slice() {
        [] => Ok(()),
        entries => setup.push_strategic(entries, &Text::default(), entries[0].span, steps),
    }
}

/// One step for each entry of `patches`.
pub(in crate::transform) fn configure(setup: &Setup<'_>, steps: &mut Vec<Step>) -> Result<()> {
    setup.layer.kustomization.patches.iter().try_for_each(|entry| setup.push_patch(entry, steps))
}

/// One step for each entry of `patchesJson6902`.
pub(in crate::transform) fn configure_json6902(setup: &Setup<'_>, steps: &mut Vec<Step>) -> Result<()> {
    let entries = &setup.layer.kustomization.patches_json6902;
    entries.iter().try_for_each(|entry| setup.push_json6902(entry, "patch", steps))
}

/// The step for a configuration object: it has the fields of an entry of `patches`.
pub(in crate::transform) fn from_config(
    setup: &Setup<'_>,
    config: &Node,
    steps: &mut Vec<Step>,
) -> Result<()> {
    setup.push_patch(&from_node(config, Mode::PLUGIN)?, steps)
}

/// The configuration of a `PatchStrategicMergeTransformer`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct StrategicConfig {
    /// Inline texts or paths.
    paths: Vec<Text>,
    /// An inline text.
    patches: Text,
}

/// The steps for a configuration object of strategic merges.
pub(in crate::transform) fn strategic_from_config(
    setup: &Setup<'_>,
    config: &Node,
    steps: &mut Vec<Step>,
) -> Result<()> {
    let StrategicConfig { paths, patches } = from_node(config, Mode::PLUGIN)?;
    setup.push_strategic(&paths, &patches, name_span(config), steps)
}

/// The configuration of a `PatchJson6902Transformer`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Json6902Config {
    target: Option<Spanned<kustomization::Selector>>,
    path: Text,
    #[serde(rename = "jsonOp")]
    json_op: Text,
}

/// The step for a configuration object of a JSON patch.
pub(in crate::transform) fn json6902_from_config(
    setup: &Setup<'_>,
    config: &Node,
    steps: &mut Vec<Step>,
) -> Result<()> {
    let Json6902Config { target, path, json_op } = from_node(config, Mode::PLUGIN)?;
    let entry = kustomization::Patch { path, patch: json_op, target, options: None };
    setup.push_json6902(&Spanned::new(entry, name_span(config)), "jsonOp", steps)
}

fn push(steps: &mut Vec<Step>, patch: Patch, entry: &Spanned<kustomization::Patch>) {
    let span = entry.target.as_ref().map_or(entry.span, |t| t.span);
    let message =
        if patch.change.is_empty() { "this patch says nothing" } else { "this patch selects no object" };
    steps.push(Step::new(patch, span).or_warn(message.to_owned()));
}

impl Setup<'_> {
    /// The objects of a patch that is given as inline text or as a path.
    fn strategic(&self, entry: &Text) -> Result<Vec<Node>> {
        match self.loader.objects_of(self.inline(entry, "patch")) {
            Ok(objects) => Ok(objects),
            Err(_) => self.loader.objects_of(self.loader.read_text(&self.layer.root, entry, entry.span)?),
        }
    }

    /// A step for each of `paths`, which are inline texts or paths, and for the inline text `patches`.
    fn push_strategic(
        &self,
        paths: &[Text],
        patches: &Text,
        span: Span,
        steps: &mut Vec<Step>,
    ) -> Result<()> {
        let mut count = 0;
        let mut push = |objects: Vec<Node>, span| -> Result<()> {
            count += objects.len();
            steps.push(Step::new(Patch::strategic(&objects, span)?, span));
            Ok(())
        };
        for entry in paths {
            push(self.strategic(entry)?, entry.span)?;
        }
        if !patches.is_empty() {
            push(self.loader.objects_of(self.inline(patches, "patch"))?, patches.span)?;
        }
        if count == 0 {
            return Err(Diagnostic::error(Code::InvalidCombination, "these patches say nothing")
                .at(span)
                .hint("write down the objects to lay over, or remove the patches")
                .upstream("patch appears to be empty"));
        }
        Ok(())
    }

    fn push_patch(&self, entry: &Spanned<kustomization::Patch>, steps: &mut Vec<Step>) -> Result<()> {
        // Trimmed in `patches` only: elsewhere a text block at the end keeps its last line break.
        let text = entry.patch.clone().map(|text| text.trim().into());
        let (source, span) = self.patch_text(entry, text, "patch")?;
        let options = entry.options.unwrap_or_default();
        let change = match self.change(source)? {
            Change::Strategic(list) if entry.target.is_some() => {
                Change::Strategic(partial_objects(&list)?.into_iter().map(with_written_identity).collect())
            }
            change => change,
        };
        // Kustomize never looks at the target of a patch that says nothing.
        let target = entry.target.as_ref().filter(|_| !change.is_empty());
        let patch = Patch {
            change,
            target: target.map(compiled).transpose()?,
            allow_name_change: options.allow_name_change,
            allow_kind_change: options.allow_kind_change,
            keeps_history: true,
            span,
        };
        patch.check(entry)?;
        push(steps, patch, entry);
        Ok(())
    }

    /// `inline` names the field that holds the patch itself.
    fn push_json6902(
        &self,
        entry: &Spanned<kustomization::Patch>,
        inline: &str,
        steps: &mut Vec<Step>,
    ) -> Result<()> {
        let Some(target) = entry.target.as_ref().filter(|t| !t.name.is_empty()) else {
            return Err(Diagnostic::error(
                Code::InvalidCombination,
                "this JSON patch does not say whom it is for",
            )
            .at(entry.span)
            .hint("add `target:` with the kind and name of the object to change")
            .upstream("must specify the target name"));
        };
        let (source, span) = self.patch_text(entry, entry.patch.clone(), inline)?;
        let change = Change::Json(self.json_patch(source, entry)?);
        push(steps, Patch { change, target: Some(compiled(target)?), span, ..Patch::default() }, entry);
        Ok(())
    }

    /// Registers a text that stands in the kustomization file as a source of its own.
    fn inline(&self, text: &Text, what: &str) -> SourceId {
        self.loader.inline(text, what, text.span)
    }

    /// The text of a patch, in a file or as it stands in the field `inline`, and where it is declared.
    fn patch_text(
        &self,
        entry: &Spanned<kustomization::Patch>,
        text: Text,
        inline: &str,
    ) -> Result<(SourceId, Span)> {
        let error = |message: &str| Diagnostic::error(Code::InvalidCombination, message).at(entry.span);
        match (entry.path.is_empty(), text.is_empty()) {
            (true, true) => Err(error("this patch says nothing").hint(format!("add `path:` or `{inline}:`"))),
            (false, false) => {
                Err(error(&format!("this patch has both `path` and `{inline}`")).hint("keep one of them"))
            }
            (false, true) => {
                let source = self.loader.read_text(&self.layer.root, &entry.path, entry.path.span)?;
                Ok((source, entry.path.span))
            }
            (true, false) => Ok((self.inline(&text, "patch"), entry.patch.span)),
        }
    }

    /// What a patch's text says.
    fn change(&self, source: SourceId) -> Result<Change> {
        Ok(match detect(&self.loader.text(source).text, source)? {
            Form::Empty => Change::default(),
            Form::Strategic(nodes) => Change::Strategic(objects(nodes)?),
            Form::Json(patch) => Change::Json(patch),
        })
    }

    /// The operations of a text that can only be a JSON patch.
    fn json_patch(&self, source: SourceId, entry: &Spanned<kustomization::Patch>) -> Result<JsonPatch> {
        let patch = json(&self.loader.text(source).text, source)?;
        if patch.is_empty() {
            return Err(Diagnostic::error(Code::InvalidPatch, "this JSON patch is empty")
                .at(entry.span)
                .hint("write operations, or remove the patch"));
        }
        Ok(patch)
    }
}

impl Patch {
    fn strategic(objects: &[Node], span: Span) -> Result<Patch> {
        Ok(Patch { change: Change::Strategic(partial_objects(objects)?), span, ..Patch::default() })
    }

    /// Checks that the target of an entry of `patches` fits what it says.
    fn check(&self, entry: &Spanned<kustomization::Patch>) -> Result<()> {
        let error = |message| Err(Diagnostic::error(Code::InvalidCombination, message).at(entry.span));
        match (&self.change, &self.target) {
            (Change::Json(ops), None) if !ops.is_empty() => error("this JSON patch has no `target`")
                .map_err(|e| e.hint("add `target:` with the kind and name of the object to change")),
            (Change::Strategic(objects), Some(_)) if objects.len() > 1 => error(
                "several strategic merges in one patch cannot have a `target`",
            )
            .map_err(|e| {
                e.hint("make each of them a patch of its own, or remove `target`: then each names its object")
                    .upstream(
                        "Multiple Strategic-Merge Patches in one `patches` entry is not allowed to set \
                             `patches.target` field",
                    )
            }),
            _ => Ok(()),
        }
    }
}

/// The objects of a strategic merge, as kustomize merges them in `patchesStrategicMerge` and with a target.
fn partial_objects(patches: &[Node]) -> Result<Vec<Node>> {
    patches.iter().map(with_text_metadata).collect()
}

/// A patch with a target as kustomize rewrites it: its kind and name have no type of their own.
fn with_written_identity(mut patch: Node) -> Node {
    let written = |node: &mut Node, key: &str| {
        let text = node.text_at(&[key]).map(EcoString::from);
        if let Some((map, text)) = node.as_mapping_mut().zip(text) {
            map.insert(key, Node::untyped(text, map.get(key).map_or(Span::NONE, |old| old.span)));
        }
    };
    written(&mut patch, "kind");
    if let Some(metadata) = patch.get_mut("metadata") {
        written(metadata, "name");
    }
    patch
}
