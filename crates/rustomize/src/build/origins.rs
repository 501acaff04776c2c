//! `buildMetadata: [originAnnotations, transformerAnnotations]`: where every object came from, and what worked on it.
//!
//! What the root asks for counts for the whole tree. Nothing is recorded unless it is asked for.

use std::sync::Arc;

use ecow::EcoString;

use super::session::Session;
use crate::diag::{Code, Diagnostic, Result};
use crate::kustomization::Text;
use crate::load::Layer;
use crate::resource::{ConfiguredBy, Origin, Resource, ResourceSet, Transformations};
use crate::source::Span;
use crate::transform::Step;
use crate::yaml::{Mapping, Node};

pub(super) const ORIGIN: &str = "config.kubernetes.io/origin";
pub(super) const TRANSFORMATIONS: &str = "alpha.config.kubernetes.io/transformations";

/// What a build records, and leaves in the annotations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recorded {
    /// Where objects come from.
    pub(crate) origins: bool,
    /// The transformers that ran over them.
    pub(crate) transformations: bool,
}

/// The builtin plugins behind the fields of a kustomization.
const KINDS: &[(&str, &str)] = &[
    ("patchesStrategicMerge", "PatchStrategicMergeTransformer"),
    ("patches", "PatchTransformer"),
    ("namespace", "NamespaceTransformer"),
    ("namePrefix", "PrefixTransformer"),
    ("nameSuffix", "SuffixTransformer"),
    ("labels", "LabelTransformer"),
    ("commonAnnotations", "AnnotationsTransformer"),
    ("patchesJson6902", "PatchJson6902Transformer"),
    ("replicas", "ReplicaCountTransformer"),
    ("images", "ImageTagTransformer"),
    ("replacements", "ReplacementTransformer"),
    ("configMapGenerator", "ConfigMapGenerator"),
    ("secretGenerator", "SecretGenerator"),
    ("helmCharts", "HelmChartInflationGenerator"),
];

impl Recorded {
    /// What the root kustomization asks for.
    pub(super) fn asked_by(root: &Layer) -> Recorded {
        let asks = |what: &str| root.kustomization.build_metadata.iter().any(|m| m.value == what);
        Recorded { origins: asks("originAnnotations"), transformations: asks("transformerAnnotations") }
    }

    /// What the annotations say while the build runs: origins are known as soon as anything is recorded.
    pub(super) fn running(self) -> Recorded {
        Recorded { origins: self.any(), ..self }
    }

    pub(super) fn any(self) -> bool {
        self.origins || self.transformations
    }
}

/// Records the file that a plain resource was read from.
pub(super) fn read_from(session: &Session<'_>, layer: &Layer, entry: &Text, res: &mut Resource) {
    if session.recorded.any() {
        res.origin = Some(Arc::new(layer.named(entry)));
    }
}

/// Records that a plain resource stands in the kustomization file itself.
pub(super) fn inline_in(session: &Session<'_>, layer: &Layer, res: &mut Resource) {
    if session.recorded.any() {
        res.origin = Some(Arc::new(layer.origin.joined(layer.file)));
    }
}

/// The origin of what a configuration object asks for.
pub(super) fn of_plugin(session: &Session<'_>, config: &Resource) -> Option<Arc<Origin>> {
    let Origin { path, repo, reference, .. } = &**config.origin.as_ref()?;
    let id = config.original_id();
    let by = ConfiguredBy {
        api_version: config.node.text_at(&["apiVersion"]).unwrap_or_default().into(),
        kind: id.gvk.kind,
        name: id.name,
        namespace: id.namespace,
    };
    session.recorded.any().then(|| {
        Arc::new(Origin {
            repo: repo.clone(),
            reference: reference.clone(),
            configured_in: path.clone(),
            configured_by: Some(by),
            ..Origin::default()
        })
    })
}

/// Records the field that objects were generated for.
pub(super) fn generated_by(session: &Session<'_>, layer: &Layer, objects: &mut [Resource]) {
    if !session.recorded.any() {
        return;
    }
    for res in objects.iter_mut().filter(|res| res.origin.is_none()) {
        let field = if res.id().gvk.kind == "Secret" { "secretGenerator" } else { "configMapGenerator" };
        res.origin = builtin(layer, field).map(Arc::new);
    }
}

/// The origin of what a field of a kustomization asks for.
pub(super) fn of_field(session: &Session<'_>, layer: &Layer, field: &str) -> Option<Arc<Origin>> {
    session.recorded.any().then(|| builtin(layer, field).map(Arc::new)).flatten()
}

/// Tells the steps that a field of a kustomization made who they are.
///
/// One transformer does the whole list of `patchesStrategicMerge`: its last step stands for all.
pub(super) fn sign(session: &Session<'_>, layer: &Layer, field: &str, steps: &mut [Step]) {
    if !session.recorded.any() {
        return;
    }
    let Some(origin) = builtin(layer, field).map(Arc::new) else { return };
    let from = if field == "patchesStrategicMerge" { steps.len().saturating_sub(1) } else { 0 };
    for step in &mut steps[from..] {
        step.origin.get_or_insert_with(|| origin.clone());
    }
}

fn builtin(layer: &Layer, field: &str) -> Option<Origin> {
    let (_, kind) = KINDS.iter().find(|(name, _)| *name == field)?;
    let by = ConfiguredBy { api_version: "builtin".into(), kind: (*kind).into(), ..ConfiguredBy::default() };
    Some(layer.configures(by))
}

/// Records that a transformer ran: on every object, changed or not. Objects of unknown origin count as made by it.
///
/// # Errors
/// An object that brought an annotation with transformations that cannot be read.
pub(super) fn transformed_by(recorded: Recorded, origin: &Arc<Origin>, set: &mut ResourceSet) -> Result<()> {
    let mut problem = None;
    set.annotate(|res| {
        if res.origin.is_none() {
            res.origin = Some(origin.clone());
        } else if recorded.transformations && problem.is_none() {
            problem = record(res, origin).err();
        }
    });
    problem.map_or(Ok(()), Err)
}

fn record(res: &mut Resource, origin: &Arc<Origin>) -> Result<()> {
    if res.transformations.is_empty()
        && let Some(node) = res.node.at(&["metadata", "annotations", TRANSFORMATIONS])
    {
        let text = node.text().unwrap_or_default();
        res.transformations = Transformations::parse(text)
            .ok_or_else(|| unreadable(TRANSFORMATIONS, node.span).subject(res.id()))?;
    }
    res.transformations.push(origin.clone());
    Ok(())
}

fn unreadable(key: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::InvalidResource, format!("the annotation `{key}` cannot be read"))
        .at(span)
        .hint("remove it: it is written anew")
}

/// Takes over the origin that an object brought along; objects without one come from `made_by`, and all others were
/// transformed by it.
///
/// # Errors
/// An annotation that cannot be read.
pub(super) fn returned_by(recorded: Recorded, made_by: &Arc<Origin>, res: &mut Resource) -> Result<()> {
    let Some(node) = res.node.at(&["metadata", "annotations", ORIGIN]) else {
        res.origin = Some(made_by.clone());
        return Ok(());
    };
    let origin = Origin::read(node.text().unwrap_or_default());
    res.origin = Some(Arc::new(origin.ok_or_else(|| unreadable(ORIGIN, node.span).subject(res.id()))?));
    if recorded.transformations { record(res, made_by) } else { Ok(()) }
}

/// Writes what was recorded into the annotations.
pub(super) fn write(recorded: Recorded, res: &mut Resource) -> Result<()> {
    if recorded.origins
        && let Some(origin) = res.origin.clone()
    {
        set_annotation(&mut res.node, ORIGIN, origin.to_yaml()?);
    }
    if recorded.transformations && !res.transformations.is_empty() {
        let text = res.transformations.to_yaml()?;
        set_annotation(&mut res.node, TRANSFORMATIONS, text);
    }
    Ok(())
}

fn set_annotation(node: &mut Node, key: &str, text: EcoString) {
    let span = node.span;
    let empty = || Node::mapping(Vec::new(), span);
    let child = |map: &mut Mapping, key: &str| -> Option<()> {
        let child = map.get_or_insert_with(key, empty);
        if child.is_null() {
            *child = empty();
        }
        Some(())
    };
    let Some(()) = node.as_mapping_mut().and_then(|root| child(root, "metadata")) else { return };
    let Some(metadata) = node.get_mut("metadata") else { return };
    let Some(()) = metadata.as_mapping_mut().and_then(|map| child(map, "annotations")) else { return };
    if let Some(annotations) = metadata.get_mut("annotations").and_then(Node::as_mapping_mut) {
        annotations.set(key, Node::string(text, Span::NONE));
    }
}

#[cfg(test)]
mod tests {
    use super::KINDS;
    use crate::transform::BUILTINS;

    #[test]
    fn every_transformer_has_a_kind() {
        for builtin in BUILTINS {
            assert!(KINDS.iter().any(|(field, _)| *field == builtin.field), "{}", builtin.field);
        }
    }
}
