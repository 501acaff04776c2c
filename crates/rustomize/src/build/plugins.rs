//! `generators`, `transformers` and `validators`: configuration objects are collected like resources, then they run.

use std::sync::Arc;

use super::accumulate::{self, Accumulator};
use super::session::Session;
use super::{functions, origins};
use crate::diag::{Code, Diagnostic, Result};
use crate::generate::{self, Boxed};
use crate::id::ResId;
use crate::kustomization::Text;
use crate::load::Layer;
use crate::plugin;
use crate::resource::{Origin, Resource, ResourceSet};
use crate::transform::{Setup, Step};
use crate::yaml::{Data, Node, name_span, read_back};

/// The label by which a validator may leave its mark.
const VALIDATED_BY: &str = "validated-by";

/// What the generators of a kustomization are configured from.
pub(super) fn generator_setup<'a, 's: 'a>(session: &Session<'s>, layer: &'a Layer) -> generate::Setup<'a> {
    let options = session.options;
    generate::Setup {
        layer,
        loader: session.loader,
        helm: options.helm.as_ref(),
        exec: options.exec.as_deref(),
    }
}

/// The generators of `generators`, configured.
pub(super) fn generators<'a, 's: 'a>(
    session: &mut Session<'s>,
    layer: &'a Layer,
) -> Result<Vec<(Boxed<'a>, Option<Arc<Origin>>)>> {
    let configs = configs(session, layer, &layer.kustomization.generators)?;
    let setup = generator_setup(session, layer);
    let session = &*session;
    let configured = configs.iter().map(|config| {
        let generator = match plugin::is_builtin(config) {
            true => plugin::generator(setup, config)?,
            false => Box::new(functions::Function::configure(session, layer, config)?),
        };
        Ok((generator, origins::of_plugin(session, layer, config)))
    });
    configured.collect()
}

/// Adds the steps of `transformers`.
pub(super) fn transformers(
    session: &mut Session<'_>,
    setup: &Setup<'_>,
    steps: &mut Vec<Step>,
) -> Result<()> {
    let configs = configs(session, setup.layer, &setup.layer.kustomization.transformers)?;
    for config in &configs {
        if plugin::is_builtin(config) {
            let before = steps.len();
            plugin::transformer(setup, config, steps)?;
            origins::sign_plugin(session, setup.layer, config, &mut steps[before..]);
        } else {
            steps.push(functions::Function::configure(session, setup.layer, config)?.into_step());
        }
    }
    Ok(())
}

/// Runs `validators`: transformers that must not change anything.
pub(super) fn validate(session: &mut Session<'_>, layer: &Layer, collected: &mut Accumulator) -> Result<()> {
    let entries = &layer.kustomization.validators;
    if entries.is_empty() {
        return Ok(());
    }
    let setup = Setup { layer, config: &collected.config, loader: session.loader };
    let mut steps = Vec::new();
    for config in &configs(session, layer, entries)? {
        match plugin::is_builtin(config) {
            true => plugin::transformer(&setup, config, &mut steps)?,
            false => steps.push(functions::Function::configure(session, layer, config)?.into_validator()),
        }
    }
    for step in steps {
        let before = collected.resources.clone();
        let changes = step.transformer.apply(&mut collected.resources, &session.schema)?;
        session.warnings.extend(changes.notes);
        unchanged(&before, &collected.resources).map_err(|e| e.label(step.span, "by this validator"))?;
    }
    Ok(())
}

/// The configuration objects that a list stands for: the inline ones first, then those of files and directories.
fn configs(session: &mut Session<'_>, layer: &Layer, entries: &[Text]) -> Result<ResourceSet> {
    origins::with_places(session, |session| collect(session, layer, entries))
}

fn collect(session: &mut Session<'_>, layer: &Layer, entries: &[Text]) -> Result<ResourceSet> {
    let mut collected = Accumulator::new();
    let mut paths = Vec::new();
    for entry in entries {
        match inline(session, entry) {
            Ok(objects) => add(session, entry, objects, &mut collected)?,
            Err(error) => paths.push((entry, error)),
        }
    }
    for (entry, not_inline) in paths {
        let read = accumulate::resources(session, layer, entry, &mut collected);
        read.map_err(|error| if is_text(entry) { not_inline } else { error })?;
    }
    collected.resources.annotate(|res| {
        if let Some(read) = read_back(&res.node) {
            res.node = read;
        }
    });
    Ok(collected.resources)
}

/// An entry is a text of objects if it reads as one.
fn inline(session: &Session<'_>, entry: &Text) -> Result<Vec<Node>> {
    session.loader.objects_of(session.loader.inline(entry, "plugin", entry.span))
}

fn add(session: &mut Session<'_>, entry: &Text, objects: Vec<Node>, to: &mut Accumulator) -> Result<()> {
    for node in objects {
        let res = Resource::new(node, &session.schema);
        session.consult(&res.id().gvk);
        to.resources.push(res).map_err(|e| e.label(entry.span, "in this entry"))?;
    }
    Ok(())
}

/// Whether an entry that is neither was rather meant as a text than as a path.
fn is_text(entry: &str) -> bool {
    entry.contains(['\n', '{']) || entry.contains(": ")
}

/// Checks that a validator left all objects as they were, or did not more than put its label where no label was.
fn unchanged(before: &ResourceSet, after: &ResourceSet) -> Result<()> {
    for old in before {
        let new = after.find(old.id()).and_then(|at| after.get(at));
        let new =
            new.ok_or_else(|| changed(old.id(), name_span(&old.node), "is gone or has another name"))?;
        let same_history = old.lineage().former().len() == new.lineage().former().len();
        if new.label(VALIDATED_BY).is_some() {
            let labels = new
                .node
                .at(&["metadata", "labels"])
                .and_then(Node::as_mapping)
                .map_or(0, |l| l.entries().len());
            if labels > 1 || old.node.at(&["metadata", "labels"]).is_some() {
                let what = format!("has labels besides `{VALIDATED_BY}`, or had some");
                return Err(changed(old.id(), name_span(&old.node), &what));
            }
        }
        if !same_history || !same(&old.node, &without_label(&new.node)) {
            return Err(changed(old.id(), name_span(&old.node), "was changed"));
        }
    }
    match after.iter().find(|res| before.find(res.id()).is_none()) {
        Some(new) => Err(changed(new.id(), name_span(&new.node), "was added")),
        None => Ok(()),
    }
}

fn without_label(node: &Node) -> Node {
    let mut node = node.clone();
    if node.at(&["metadata", "labels", VALIDATED_BY]).is_some()
        && let Some(metadata) = node.get_mut("metadata").and_then(Node::as_mapping_mut)
    {
        metadata.remove("labels");
    }
    node
}

pub(super) fn changed(id: &ResId, at: crate::source::Span, what: &str) -> Diagnostic {
    Diagnostic::error(Code::Validator, format!("a validator must not change objects, but {id} {what}"))
        .at(at)
        .subject(id)
        .hint("list it under `transformers` if it shall change something")
        .upstream("validator shouldn't modify the resource map")
}

/// Whether two nodes are the same text from the same place. What stood in a file or patch and is written again counts
/// as changed; what a transformer wrote can be told from the same text written again by nothing.
fn same(a: &Node, b: &Node) -> bool {
    let mut pairs = vec![(a, b)];
    while let Some((a, b)) = pairs.pop() {
        match (&a.data, &b.data) {
            (Data::Scalar(x), Data::Scalar(y)) if x == y && (x.untyped || a.span == b.span) => {}
            (Data::Sequence(x), Data::Sequence(y)) => {
                if x.is_same(y) {
                    continue;
                }
                if x.items().len() != y.items().len() {
                    return false;
                }
                pairs.extend(x.items().iter().zip(y.items()));
            }
            (Data::Mapping(x), Data::Mapping(y)) => {
                if x.is_same(y) {
                    continue;
                }
                if x.entries().len() != y.entries().len() {
                    return false;
                }
                for (x, y) in x.entries().iter().zip(y.entries()) {
                    pairs.extend([(&x.key, &y.key), (&x.value, &y.value)]);
                }
            }
            _ => return false,
        }
    }
    true
}
