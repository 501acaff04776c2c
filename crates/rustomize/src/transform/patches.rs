//! `patches`, `patchesStrategicMerge`, `patchesJson6902`: changes to single objects.

use ecow::EcoString;
use serde::Deserialize;

use super::{Changes, Setup, Step, Transformer};
use crate::diag::{Code, Diagnostic, Result, did_you_mean};
use crate::id::{Gvk, ResId};
use crate::kustomization::{self, Spanned, Text};
use crate::load::objects;
use crate::patch::strategic::with_text_metadata;
use crate::patch::{Form, JsonPatch, Outcome, detect, json, strategic};
use crate::resource::{LabelSelector, Pattern, Resource, ResourceSet, Selector, unnamed};
use crate::schema::Schema;
use crate::source::{SourceId, Span};
use crate::yaml::de::{Mode, from_node};
use crate::yaml::{Node, name_span};

/// One patch of either form and the objects it is for.
#[derive(Default)]
pub(crate) struct Patch {
    /// What it changes.
    pub(crate) change: Change,
    /// The objects; `None` for strategic merges that name their object themselves.
    pub(crate) target: Option<Selector>,
    /// `allowNameChange`
    pub(crate) allow_name_change: bool,
    /// `allowKindChange`
    pub(crate) allow_kind_change: bool,
    /// Whether a JSON patch makes kustomize remember the id first: in `patches`, not in `patchesJson6902`.
    pub(crate) keeps_history: bool,
    /// Where the patch is declared.
    pub(crate) span: Span,
}

impl Default for Change {
    fn default() -> Change {
        Change::Strategic(Vec::new())
    }
}

/// The two forms of a patch.
pub(crate) enum Change {
    /// Partial objects to lay over.
    Strategic(Vec<Node>),
    /// Operations on paths.
    Json(JsonPatch),
}

impl Change {
    /// Whether it says nothing.
    fn is_empty(&self) -> bool {
        match self {
            Change::Strategic(objects) => objects.is_empty(),
            Change::Json(patch) => patch.is_empty(),
        }
    }
}

/// One step for each entry of `patchesStrategicMerge`: inline text or a path.
pub(super) fn configure_strategic(setup: &Setup<'_>, steps: &mut Vec<Step>) -> Result<()> {
    match setup.layer.kustomization.patches_strategic_merge.as_slice() {
        [] => Ok(()),
        entries => setup.push_strategic(entries, &Text::default(), entries[0].span, steps),
    }
}

/// One step for each entry of `patches`.
pub(super) fn configure(setup: &Setup<'_>, steps: &mut Vec<Step>) -> Result<()> {
    setup.layer.kustomization.patches.iter().try_for_each(|entry| setup.push_patch(entry, steps))
}

/// One step for each entry of `patchesJson6902`.
pub(super) fn configure_json6902(setup: &Setup<'_>, steps: &mut Vec<Step>) -> Result<()> {
    let entries = &setup.layer.kustomization.patches_json6902;
    entries.iter().try_for_each(|entry| setup.push_json6902(entry, "patch", steps))
}

/// The step for a configuration object: it has the fields of an entry of `patches`.
pub(super) fn from_config(setup: &Setup<'_>, config: &Node, steps: &mut Vec<Step>) -> Result<()> {
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
pub(super) fn strategic_from_config(setup: &Setup<'_>, config: &Node, steps: &mut Vec<Step>) -> Result<()> {
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
pub(super) fn json6902_from_config(setup: &Setup<'_>, config: &Node, steps: &mut Vec<Step>) -> Result<()> {
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

/// Compiles a selector.
pub(super) fn compiled(target: &Spanned<kustomization::Selector>) -> Result<Selector> {
    let pattern = |text: &Text| Pattern::compile(text, text.span);
    Ok(Selector {
        group: pattern(&target.group)?,
        version: pattern(&target.version)?,
        kind: pattern(&target.kind)?,
        name: pattern(&target.name)?,
        namespace: pattern(&target.namespace)?,
        labels: LabelSelector::parse(&target.label_selector, target.label_selector.span)?,
        annotations: LabelSelector::parse(&target.annotation_selector, target.annotation_selector.span)?,
    })
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
            return Err(Diagnostic::error(Code::InvalidPatch, "this JSON patch is empty").at(entry.span));
        }
        Ok(patch)
    }
}

impl Transformer for Patch {
    fn apply(&self, set: &mut ResourceSet, schema: &Schema) -> Result<Changes> {
        match (&self.change, &self.target) {
            (Change::Strategic(patches), None) => {
                for patch in patches {
                    let at = self.unique_target(patch, set, schema)?;
                    self.merge_into(set, at, patch, schema)?;
                }
                remove_deleted(set);
                Ok(Changes::of(patches.len()))
            }
            (Change::Strategic(patches), Some(target)) => {
                let selected = select(set, target);
                for patch in patches {
                    for at in &selected {
                        self.merge_into(set, *at, patch, schema)?;
                    }
                }
                remove_deleted(set);
                Ok(Changes::of(selected.len()))
            }
            (Change::Json(patch), target) => {
                let selected = target.as_ref().map_or_else(Vec::new, |t| select(set, t));
                for at in &selected {
                    set.edit(*at, schema, |res| self.apply_json(res, patch, schema))?;
                    if patch.reaches_bookkeeping() {
                        set.learn_history(*at);
                    }
                }
                Ok(Changes::of(selected.len()))
            }
        }
    }
}

/// The positions of the objects that a selector selects.
pub(super) fn select(set: &ResourceSet, target: &Selector) -> Vec<usize> {
    set.iter().enumerate().filter(|(_, res)| target.selects(res)).map(|(at, _)| at).collect()
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

/// Objects deleted by a patch are null until the whole patch is through.
fn remove_deleted(set: &mut ResourceSet) {
    set.retain(|res| !res.node.is_null());
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

    fn merge_into(&self, set: &mut ResourceSet, at: usize, patch: &Node, schema: &Schema) -> Result<()> {
        set.edit(at, schema, |res| {
            if res.node.is_null() {
                return Ok(());
            }
            let patch = self.fitted(patch, res);
            if self.allow_name_change || self.allow_kind_change {
                res.push_former_id();
            }
            if drops_annotations(&patch) {
                res.lineage_mut().forget();
                res.forget_origin();
            }
            let identity = Identity::of(&res.node);
            let merged = strategic::merge(&res.node, &patch, schema);
            match merged.map_err(|e| e.subject(res.id()).or_at(self.span))? {
                Outcome::Unchanged => {}
                Outcome::Deleted => res.node = Node::null(self.span),
                Outcome::Cleaned(node) | Outcome::Changed(node) => {
                    res.node = node;
                    self.note_options(res);
                }
            }
            if !res.node.is_null() {
                identity.restore(&mut res.node, self);
            }
            Ok(())
        })
    }

    /// In kustomize the options of a patch are annotations that are merged into the object.
    fn note_options(&self, res: &mut Resource) {
        if self.allow_name_change || self.allow_kind_change {
            res.lineage_mut().name_change_allowed |= self.allow_name_change;
            res.lineage_mut().kind_change_allowed |= self.allow_kind_change;
        }
    }

    /// With a target the patch takes over the object's apiVersion.
    fn fitted<'p>(&self, patch: &'p Node, res: &Resource) -> std::borrow::Cow<'p, Node> {
        let api_version = res.id().gvk.api_version();
        if self.target.is_none() || patch.text_at(&["apiVersion"]) == Some(&api_version) {
            return std::borrow::Cow::Borrowed(patch);
        }
        let mut fitted = patch.clone();
        if let Some(map) = fitted.as_mapping_mut() {
            map.insert("apiVersion", Node::untyped(api_version, patch.span));
        }
        std::borrow::Cow::Owned(fitted)
    }

    /// The one object that a strategic merge without a target is for.
    fn unique_target(&self, patch: &Node, set: &ResourceSet, schema: &Schema) -> Result<usize> {
        let id = Resource::new(patch.clone(), schema).id().clone();
        match set.by_any_id(&id).as_slice() {
            [one] => Ok(*one),
            [] => Err(self.no_target(patch, &id, set)),
            several => {
                let error = Diagnostic::error(
                    Code::PatchTarget,
                    format!("{} objects have or had the id {id} of this patch", several.len()),
                )
                .at(patch.span);
                let labelled = several.iter().filter_map(|at| set.get(*at)).fold(error, |error, res| {
                    error.label(crate::yaml::name_span(&res.node), format!("now {}", res.id()))
                });
                Err(labelled.hint("use their present names, or select them with `target`").upstream(format!(
                    "multiple matches for Id {id}; failed to find unique target for patch {id}"
                )))
            }
        }
    }

    fn no_target(&self, patch: &Node, id: &ResId, set: &ResourceSet) -> Diagnostic {
        let error = Diagnostic::error(Code::PatchTarget, format!("no object matches the patch for {id}"))
            .at(crate::yaml::name_span(patch))
            .label(self.span, "declared here")
            .upstream(format!("no matches for Id {id}; failed to find unique target for patch {id}"));
        error.hint(near_miss(id, set))
    }

    fn apply_json(&self, res: &mut Resource, patch: &JsonPatch, schema: &Schema) -> Result<()> {
        if self.keeps_history {
            res.push_former_id();
        }
        let blamed = |error: Diagnostic, res: &Resource| error.subject(res.id()).or_at(self.span);
        if res.origin.is_none() && !res.lineage().has_bookkeeping() {
            res.node = patch.apply(&res.node).map_err(|e| blamed(e, res))?;
        } else if patch.reaches_bookkeeping() {
            let mut node = patch.apply(&res.with_bookkeeping()?).map_err(|e| blamed(e, res))?;
            // The history survives the patch; where the object comes from does not.
            res.lineage().write(&mut node);
            res.take_bookkeeping(node, schema)?;
        } else {
            ensure_annotations(&mut res.node);
            res.node = patch.apply(&res.node).map_err(|e| blamed(e, res))?;
        }
        if let Some(nameless) = res.node.at(&["metadata", "annotations", ""]) {
            if !self.keeps_history {
                return Err(blamed(unnamed(nameless.span), res));
            }
            // Kustomize fails to write the annotations again, and does not notice.
            if let Some(metadata) = res.node.get_mut("metadata").and_then(Node::as_mapping_mut) {
                metadata.remove("annotations");
            }
            res.lineage_mut().forget();
            res.forget_origin();
        }
        res.settle_annotations();
        Ok(())
    }
}

/// What a strategic merge must not change, as it is written again behind the merge: without a type of its own.
struct Identity {
    kind: Option<Node>,
    name: Option<Node>,
    namespace: Option<Node>,
}

impl Identity {
    fn of(node: &Node) -> Identity {
        let copy = |path: &[&str]| {
            let node = node.at(path).filter(|node| !node.is_null())?;
            Some(node.text().map_or_else(|| node.clone(), |text| node.with_text(text)))
        };
        Identity {
            kind: copy(&["kind"]),
            name: copy(&["metadata", "name"]),
            namespace: copy(&["metadata", "namespace"]).filter(|n| n.text().is_some_and(|t| !t.is_empty())),
        }
    }

    fn restore(self, node: &mut Node, patch: &Patch) {
        if !patch.allow_kind_change {
            put(node, "kind", self.kind);
        }
        let Some(root) = node.as_mapping_mut() else { return };
        if root.get("metadata").is_none() && (self.name.is_some() || self.namespace.is_some()) {
            root.insert("metadata", Node::mapping(Vec::new(), patch.span));
        }
        let Some(metadata) = root.get_mut("metadata") else { return };
        if !patch.allow_name_change {
            put(metadata, "name", self.name);
        }
        put(metadata, "namespace", self.namespace);
    }
}

fn put(node: &mut Node, key: &str, value: Option<Node>) {
    let unchanged = match (node.get(key), &value) {
        (Some(old), Some(new)) => old.as_scalar() == new.as_scalar(),
        (None, None) => true,
        _ => false,
    };
    let Some(map) = node.as_mapping_mut().filter(|_| !unchanged) else { return };
    match value {
        Some(value) => map.insert(key, value),
        None => drop(map.remove(key)),
    }
}

/// Kustomize keeps its history in annotations: a patch that removes them all makes it forget.
fn drops_annotations(patch: &Node) -> bool {
    let removes =
        |node: &Node| node.is_null() || matches!(node.text_at(&["$patch"]), Some("delete" | "replace"));
    match patch.get("metadata") {
        None => false,
        Some(metadata) => removes(metadata) || metadata.get("annotations").is_some_and(removes),
    }
}

fn ensure_annotations(node: &mut Node) {
    let span = node.span;
    if node.at(&["metadata", "annotations"]).is_some_and(|a| !a.is_null()) {
        return;
    }
    if let Some(metadata) = node.get_mut("metadata").and_then(Node::as_mapping_mut) {
        metadata.insert("annotations", Node::mapping(Vec::new(), span));
    }
}

/// Says how the id of a patch fails to be that of an object.
fn near_miss(id: &ResId, set: &ResourceSet) -> String {
    let same = |gvk: &Gvk| gvk.kind == id.gvk.kind;
    let by_name = set.by_any_name(&id.name);
    let found = by_name.iter().filter_map(|at| set.get(*at)).max_by_key(|res| same(&res.id().gvk));
    if let Some(res) = found {
        let other = res.id();
        return if !same(&other.gvk) {
            format!("`{}` is a {}, not a {}", id.name, other.gvk.kind, id.gvk.kind)
        } else if other.gvk != id.gvk {
            format!("{} `{}` has apiVersion {}", other.gvk.kind, id.name, other.gvk.api_version())
        } else {
            format!("{} `{}` is in namespace `{}`", other.gvk.kind, id.name, other.effective_namespace())
        };
    }
    let names = || set.iter().filter(|res| same(&res.id().gvk)).map(|res| res.id().name.as_str());
    did_you_mean(&id.name, names()).unwrap_or_else(|| match names().next() {
        Some(_) => format!(
            "the objects of kind {} are: {}",
            id.gvk.kind,
            names().take(8).collect::<Vec<_>>().join(", ")
        ),
        None => format!("there is no object of kind {} here", id.gvk.kind),
    })
}
