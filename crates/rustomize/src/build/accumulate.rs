//! From one kustomization, recursively, to the objects, field specs and vars it stands for.

use std::sync::Arc;

use super::bases::Mark;
use super::session::Session;
use super::{definitions, origins, plugins};
use crate::diag::{Code, Diagnostic, Result};
use crate::field::FieldConfig;
use crate::generate;
use crate::kustomization::Text;
use crate::load::{Layer, Root, Target};
use crate::resolve::vars::Vars;
use crate::resource::{Resource, ResourceSet};
use crate::schema::Schema;
use crate::transform::{BUILTINS, Setup};

/// What has been collected so far.
#[derive(Clone, Debug)]
pub(crate) struct Accumulator {
    /// The objects.
    pub(crate) resources: ResourceSet,
    /// The field specs of all kustomizations seen, defaults included.
    pub(crate) config: FieldConfig,
    /// The vars of all kustomizations seen.
    pub(crate) vars: Vars,
}

impl Accumulator {
    pub(super) fn new() -> Accumulator {
        Accumulator { resources: ResourceSet::new(), config: FieldConfig::empty(), vars: Vars::default() }
    }

    fn merge(&mut self, other: Accumulator) -> Result<()> {
        self.resources.append(other.resources)?;
        self.config.merge(&other.config)?;
        self.vars.merge(other.vars)
    }
}

/// Collects a whole kustomization, starting from nothing.
pub(crate) fn accumulate(session: &mut Session<'_>, layer: &Layer) -> Result<Accumulator> {
    let mut collected = Accumulator::new();
    run(session, layer, &mut collected)?;
    Ok(collected)
}

/// Runs one kustomization on top of what its parent has collected: the steps in kustomize's order.
fn run(session: &mut Session<'_>, layer: &Layer, collected: &mut Accumulator) -> Result<()> {
    let kustomization = &layer.kustomization;
    for entry in &kustomization.resources {
        resources(session, layer, entry, collected)?;
    }
    collected.config.merge(&definitions::configurations(session.loader, layer)?)?;
    if let Some(config) = definitions::crds(session.loader, layer)? {
        collected.config.merge(&config)?;
    }
    generate(session, layer, collected)?;
    for entry in &kustomization.components {
        component(session, layer, entry, collected)?;
    }
    transform(session, layer, collected)?;
    plugins::validate(session, layer, collected)?;
    collected.vars.declare(&kustomization.vars, &mut collected.resources, &session.schema)
}

/// Runs the generators of one kustomization: all are configured before any runs.
fn generate(session: &mut Session<'_>, layer: &Layer, collected: &mut Accumulator) -> Result<()> {
    let plugins = plugins::generators(session, layer)?;
    let mut generated = generate::generated(session.loader, layer, &session.schema)?;
    origins::generated_by(session, layer, &mut generated);
    for generated in generated {
        generate::absorb(&mut collected.resources, generated, &session.schema)?;
    }
    for (generator, origin) in plugins {
        for mut generated in generator.generate(&session.schema)? {
            origins::generated_by_plugin(session, origin.as_ref(), &mut generated);
            generate::absorb(&mut collected.resources, generated, &session.schema)?;
        }
    }
    Ok(())
}

/// Runs the transformers of one kustomization: all are configured before any runs.
fn transform(session: &mut Session<'_>, layer: &Layer, collected: &mut Accumulator) -> Result<()> {
    let setup = Setup { layer, config: &collected.config, loader: session.loader };
    let mut steps = Vec::new();
    for builtin in BUILTINS {
        let before = steps.len();
        (builtin.configure)(&setup, &mut steps)?;
        origins::sign(session, layer, builtin.field, &mut steps[before..]);
    }
    plugins::transformers(session, &setup, &mut steps)?;
    session.builtin_consulted |=
        !(layer.kustomization.patches.is_empty() && layer.kustomization.patches_strategic_merge.is_empty());
    for step in steps {
        let changes = step.transformer.apply(&mut collected.resources, &session.schema)?;
        session.warnings.extend(changes.notes);
        if let Some(origin) = &step.origin {
            origins::transformed_by(session.recorded, origin, &mut collected.resources)?;
        }
        if let Some(message) = step.unmatched.filter(|_| changes.matched == 0) {
            session.no_effect(message, step.span);
        }
    }
    Ok(())
}

/// Collects one entry of `resources`: a file or a directory.
pub(super) fn resources(
    session: &mut Session<'_>,
    layer: &Layer,
    entry: &Text,
    collected: &mut Accumulator,
) -> Result<()> {
    match session.loader.classify(&layer.root, &entry.value, entry.span)? {
        Target::File(path) => {
            let objects = session.loader.objects(&path, &entry.value, entry.span)?;
            for node in objects {
                let mut res = Resource::new(node, &session.schema);
                session.builtin_consulted |= !Schema::knows_scope(&res.id().gvk);
                origins::read_from(session, layer, entry, &mut res);
                collected.resources.push(res).map_err(|e| e.label(entry.span, "read by this entry"))?;
            }
            Ok(())
        }
        Target::Directory(dir) => {
            let root = session.loader.child(&layer.root, dir, &entry.value, entry.span)?;
            if let Some(accumulated) = session.bases.and_then(|bases| bases.get(session, &root)) {
                return collected
                    .merge(accumulated)
                    .map_err(|e| e.label(entry.span, "comes from this entry"));
            }
            let mark = Mark::of(session);
            let schema_was_set = session.schema_is_set;
            let base = open(session, layer, root, entry)?;
            if base.kustomization.is_component() {
                return Err(wrong_kind(entry, "a Component", "`components`"));
            }
            let accumulated = accumulate(session, &base)?;
            if let Some(bases) = session.bases {
                bases.put(session, &base.root.dir, &mark, &accumulated);
            }
            if session.schema_is_set != schema_was_set {
                definitions::follow_schema(&mut collected.resources, &session.schema);
            }
            collected.merge(accumulated).map_err(|e| e.label(entry.span, "comes from this entry"))
        }
    }
}

/// Runs one entry of `components` on what has been collected.
fn component(
    session: &mut Session<'_>,
    layer: &Layer,
    entry: &Text,
    collected: &mut Accumulator,
) -> Result<()> {
    let root = match session.loader.classify(&layer.root, &entry.value, entry.span)? {
        Target::Directory(dir) => session.loader.child(&layer.root, dir, &entry.value, entry.span)?,
        Target::File(_) => {
            return Err(Diagnostic::error(
                Code::Unreadable,
                format!("component `{}` is a file", entry.value),
            )
            .at(entry.span)
            .hint("name the directory that holds its kustomization file"));
        }
    };
    let schema_was_set = session.schema_is_set;
    let component = open(session, layer, root, entry)?;
    if session.schema_is_set != schema_was_set {
        definitions::follow_schema(&mut collected.resources, &session.schema);
    }
    if !component.kustomization.is_component() {
        return Err(wrong_kind(entry, "a Kustomization", "`resources`"));
    }
    run(session, &component, collected)?;
    // Kustomize collects the result anew: of specs with one path the first wins once more, now in sorted order.
    let config = std::mem::replace(&mut collected.config, FieldConfig::empty());
    collected.config.merge(&config)?;
    collected.resources.require_unique().map_err(|e| e.label(entry.span, "done by this entry"))
}

fn open(session: &mut Session<'_>, parent: &Layer, root: Arc<Root>, entry: &Text) -> Result<Layer> {
    if session.bases.is_some() {
        session.dirs.push(root.dir.clone());
    }
    let layer = session.loader.layer(root, &mut session.warnings);
    let mut layer = layer.map_err(|e| e.or_at(entry.span).through(format!("`{}`", entry.value)))?;
    layer.origin = parent.origin.joined(entry);
    definitions::set_schema(session, &layer)?;
    Ok(layer)
}

fn wrong_kind(entry: &Text, what: &str, place: &str) -> Diagnostic {
    Diagnostic::error(Code::WrongKind, format!("`{}` is {what}", entry.value))
        .at(entry.span)
        .hint(format!("list it under {place}"))
}
