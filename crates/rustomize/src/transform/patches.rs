//! `patches`, `patchesStrategicMerge`, `patchesJson6902`: changes to single objects.

use super::{Changes, Setup, Step, Transformer};
use crate::diag::{Code, Diagnostic, Result, did_you_mean};
use crate::id::{Gvk, ResId};
use crate::kustomization::{self, Spanned, Text};
use crate::load::objects;
use crate::patch::{Form, JsonPatch, Outcome, detect, strategic};
use crate::resource::{LabelSelector, Pattern, Resource, ResourceSet, Selector};
use crate::schema::Schema;
use crate::source::{SourceId, Span};
use crate::yaml::Node;

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

/// One step for the whole list of `patchesStrategicMerge`: each entry is inline text or a path.
pub(super) fn configure_strategic(setup: &Setup<'_>, steps: &mut Vec<Step>) -> Result<()> {
    let entries = &setup.layer.kustomization.patches_strategic_merge;
    let mut nothing = !entries.is_empty();
    for entry in entries {
        let inline = setup.inline(entry, "patch");
        let objects = match setup.loader.objects_of(inline) {
            Ok(objects) => objects,
            Err(_) => {
                setup.loader.objects_of(setup.loader.read_text(&setup.layer.root, entry, entry.span)?)?
            }
        };
        nothing &= objects.is_empty();
        let change = Change::Strategic(objects);
        steps.push(Step::new(Patch { change, span: entry.span, ..Patch::default() }, entry.span));
    }
    match entries.first().filter(|_| nothing) {
        None => Ok(()),
        Some(first) => {
            Err(Diagnostic::error(Code::InvalidPatch, "`patchesStrategicMerge` holds no patch at all")
                .at(first.span)
                .hint("write a patch, or remove the field")
                .upstream("patch appears to be empty"))
        }
    }
}

/// One step for each entry of `patches`.
pub(super) fn configure(setup: &Setup<'_>, steps: &mut Vec<Step>) -> Result<()> {
    for entry in &setup.layer.kustomization.patches {
        let (source, span) = setup.patch_text(entry)?;
        let options = entry.options.unwrap_or_default();
        let patch = Patch {
            change: setup.change(source)?,
            target: entry.target.as_ref().map(compiled).transpose()?,
            allow_name_change: options.allow_name_change,
            allow_kind_change: options.allow_kind_change,
            keeps_history: true,
            span,
        };
        if let (Change::Json(ops), None) = (&patch.change, &patch.target) {
            if !ops.is_empty() {
                return Err(Diagnostic::error(Code::InvalidCombination, "this JSON patch has no `target`")
                    .at(entry.span)
                    .hint("add `target:` with the kind and name of the object to change"));
            }
        }
        push(steps, patch, entry);
    }
    Ok(())
}

/// One step for each entry of `patchesJson6902`.
pub(super) fn configure_json6902(setup: &Setup<'_>, steps: &mut Vec<Step>) -> Result<()> {
    for entry in &setup.layer.kustomization.patches_json6902 {
        let Some(target) = entry.target.as_ref().filter(|t| !t.name.is_empty()) else {
            return Err(Diagnostic::error(
                Code::InvalidCombination,
                "this JSON patch does not say whom it is for",
            )
            .at(entry.span)
            .hint("add `target:` with the kind and name of the object to change")
            .upstream("must specify the target name"));
        };
        let (source, span) = setup.patch_text(entry)?;
        let change = Change::Json(setup.json_patch(source, entry)?);
        push(steps, Patch { change, target: Some(compiled(target)?), span, ..Patch::default() }, entry);
    }
    Ok(())
}

fn push(steps: &mut Vec<Step>, patch: Patch, entry: &Spanned<kustomization::Patch>) {
    let span = entry.target.as_ref().map_or(entry.span, |t| t.span);
    steps.push(Step::new(patch, span).or_warn("this patch selects no object".to_owned()));
}

/// Compiles the target of a patch.
fn compiled(target: &Spanned<kustomization::Selector>) -> Result<Selector> {
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
    /// Registers a text that stands in the kustomization file as a source of its own.
    fn inline(&self, text: &Text, what: &str) -> SourceId {
        self.loader.inline(text.trim(), what, text.span)
    }

    /// The text of a patch and where it is declared.
    fn patch_text(&self, entry: &Spanned<kustomization::Patch>) -> Result<(SourceId, Span)> {
        let error = |message| Diagnostic::error(Code::InvalidCombination, message).at(entry.span);
        match (entry.path.is_empty(), entry.patch.is_empty()) {
            (true, true) => Err(error("this patch says nothing").hint("add `path:` or `patch:`")),
            (false, false) => Err(error("this patch has both `path` and `patch`").hint("keep one of them")),
            (false, true) => {
                let source = self.loader.read_text(&self.layer.root, &entry.path, entry.path.span)?;
                Ok((source, entry.path.span))
            }
            (true, false) => Ok((self.inline(&entry.patch, "patch"), entry.patch.span)),
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
        match self.change(source)? {
            Change::Json(patch) => Ok(patch),
            Change::Strategic(list) if list.is_empty() => {
                Err(Diagnostic::error(Code::InvalidPatch, "this JSON patch is empty").at(entry.span))
            }
            Change::Strategic(_) => {
                Err(Diagnostic::error(Code::InvalidPatch, "this is no JSON patch").at(entry.span))
            }
        }
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
                Ok(Changes { matched: patches.len() })
            }
            (Change::Strategic(patches), Some(target)) => {
                let selected = select(set, target);
                for patch in patches {
                    for at in &selected {
                        self.merge_into(set, *at, patch, schema)?;
                    }
                }
                remove_deleted(set);
                Ok(Changes { matched: selected.len() })
            }
            (Change::Json(patch), target) => {
                let selected = target.as_ref().map_or_else(Vec::new, |t| select(set, t));
                for at in &selected {
                    set.edit(*at, schema, |res| self.apply_json(res, patch))?;
                }
                Ok(Changes { matched: selected.len() })
            }
        }
    }
}

fn select(set: &ResourceSet, target: &Selector) -> Vec<usize> {
    set.iter().enumerate().filter(|(_, res)| target.selects(res)).map(|(at, _)| at).collect()
}

/// Objects deleted by a patch are null until the whole patch is through.
fn remove_deleted(set: &mut ResourceSet) {
    set.retain(|res| !res.node.is_null());
}

impl Patch {
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
                Outcome::Changed(node) => res.node = node,
            }
            if !res.node.is_null() {
                identity.restore(&mut res.node, self);
            }
            Ok(())
        })
    }

    /// With a target the patch takes over the object's apiVersion.
    fn fitted<'p>(&self, patch: &'p Node, res: &Resource) -> std::borrow::Cow<'p, Node> {
        let api_version = res.id().gvk.api_version();
        if self.target.is_none() || patch.text_at(&["apiVersion"]) == Some(&api_version) {
            return std::borrow::Cow::Borrowed(patch);
        }
        let mut fitted = patch.clone();
        if let Some(map) = fitted.as_mapping_mut() {
            match api_version.is_empty() {
                true => drop(map.remove("apiVersion")),
                false => map.insert("apiVersion", Node::string(api_version, patch.span)),
            }
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

    fn apply_json(&self, res: &mut Resource, patch: &JsonPatch) -> Result<()> {
        if self.keeps_history {
            res.push_former_id();
        }
        let recorded = res.origin.is_some() || !res.transformations.is_empty();
        if recorded || res.lineage().has_bookkeeping() {
            ensure_annotations(&mut res.node);
        }
        res.node = patch.apply(&res.node).map_err(|e| e.subject(res.id()).or_at(self.span))?;
        if recorded && res.node.at(&["metadata", "annotations"]).is_none() {
            res.forget_origin();
        }
        Ok(())
    }
}

/// What a strategic merge must not change.
struct Identity {
    kind: Option<Node>,
    name: Option<Node>,
    namespace: Option<Node>,
}

impl Identity {
    fn of(node: &Node) -> Identity {
        let copy = |path: &[&str]| node.at(path).cloned();
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
