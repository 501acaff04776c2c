//! From one kustomization, recursively, to the objects, field specs and vars it stands for.

use std::sync::Arc;

use super::bases::Mark;
use super::session::Session;
use super::{definitions, origins, plugins};
use crate::diag::{Code, Diagnostic, Result};
use crate::field::FieldConfig;
use crate::generate;
use crate::kustomization::Text;
use crate::load::remote::RepoSpec;
use crate::load::remote::http::{self, Fetched};
use crate::load::{Layer, Root, Target};
use crate::resolve::vars::Vars;
use crate::resource::{Resource, ResourceSet};
use crate::transform::{BUILTINS, Setup};
use crate::yaml::Node;

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
    let charts = generate::charts(plugins::generator_setup(session, layer))?;
    let chart_origin = origins::of_field(session, layer, "helmCharts");
    let charts = charts.into_iter().map(|chart| (chart, chart_origin.clone()));
    let mut generated = generate::generated(session.loader, layer, &session.schema, &mut session.warnings)?;
    origins::generated_by(session, layer, &mut generated);
    for generated in generated {
        generate::absorb(&mut collected.resources, generated, &session.schema)?;
    }
    for (generator, origin) in charts.chain(plugins) {
        for mut generated in generator.generate(&session.schema, &mut session.warnings)? {
            session.consult(&generated.id().gvk);
            origins::generated_by_plugin(session.recorded, origin.as_ref(), &mut generated);
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
            origins::transformed_by(origin, &mut collected.resources)?;
        }
        if let Some(message) = step.unmatched.filter(|_| changes.matched == 0) {
            session.no_effect(message, step.span);
        }
    }
    Ok(())
}

/// Collects one entry of `resources`: a file or a directory, here or elsewhere.
pub(super) fn resources(
    session: &mut Session<'_>,
    layer: &Layer,
    entry: &Text,
    collected: &mut Accumulator,
) -> Result<()> {
    if http::is_url(entry) {
        return fetched(session, layer, entry, collected);
    }
    match session.loader.open(&layer.root, entry, entry.span) {
        Ok(Target::File(found)) => {
            let nodes = session.loader.objects(&mut session.parser, &layer.root, found, entry)?;
            objects(session, layer, entry, nodes, collected)
        }
        Ok(Target::Directory(dir)) => {
            let root = session.loader.child(&layer.root, dir, entry, entry.span)?;
            base(session, layer, entry, root, collected)
        }
        Err(error) => {
            let root = cloned(session, layer, entry, error)?;
            base(session, layer, entry, root, collected)
        }
    }
}

/// Collects what stands at a URL: a file, or else a repository. Many servers show a page for a repository, so what
/// cannot be read as a file may be one too.
fn fetched(
    session: &mut Session<'_>,
    layer: &Layer,
    entry: &Text,
    collected: &mut Accumulator,
) -> Result<()> {
    let (spec, no_file) = match session.loader.fetch(entry, entry.span)? {
        Fetched::File(bytes) => match session.loader.objects_in(bytes, entry) {
            Ok(nodes) => return objects(session, layer, entry, nodes, collected),
            Err(error) => match RepoSpec::parse(entry) {
                Some(spec) => (spec, Some(error)),
                None => return Err(error.label(entry.span, "fetched from here")),
            },
        },
        Fetched::Repository(spec) => (spec, None),
    };
    let root = clone_root(session, layer, entry, spec).map_err(|error| match &no_file {
        Some(no_file) => error.hint(format!("as a file it cannot be read either: {no_file}")),
        None => error,
    })?;
    base(session, layer, entry, root, collected)
}

fn objects(
    session: &mut Session<'_>,
    layer: &Layer,
    entry: &Text,
    nodes: Vec<Node>,
    collected: &mut Accumulator,
) -> Result<()> {
    for node in nodes {
        let mut res = Resource::read(node, &session.schema)?;
        session.consult(&res.id().gvk);
        origins::read_from(session, layer, entry, &mut res)?;
        collected.resources.push(res).map_err(|e| e.label(entry.span, "read by this entry"))?;
    }
    Ok(())
}

/// Collects a base.
fn base(
    session: &mut Session<'_>,
    layer: &Layer,
    entry: &Text,
    root: Arc<Root>,
    collected: &mut Accumulator,
) -> Result<()> {
    let bases = session.bases.filter(|_| root.repo.is_none());
    if let Some(accumulated) = bases.and_then(|bases| bases.get(session, &root)) {
        return collected.merge(accumulated).map_err(|e| e.label(entry.span, "comes from this entry"));
    }
    let mark = Mark::of(session);
    let schema_was_set = session.schema_is_set;
    let base = open(session, layer, root, entry)?;
    if base.kustomization.is_component() {
        return Err(wrong_kind(entry, "a Component", "`components`"));
    }
    let accumulated = accumulate(session, &base)?;
    if let Some(bases) = bases {
        bases.put(session, &base.root.dir, &mark, &accumulated);
    }
    if session.schema_is_set != schema_was_set {
        definitions::follow_schema(&mut collected.resources, &session.schema);
    }
    collected.merge(accumulated).map_err(|e| e.label(entry.span, "comes from this entry"))
}

/// Runs one entry of `components` on what has been collected.
fn component(
    session: &mut Session<'_>,
    layer: &Layer,
    entry: &Text,
    collected: &mut Accumulator,
) -> Result<()> {
    let root = match session.loader.classify(&layer.root, entry, entry.span) {
        Ok(Target::Directory(dir)) => session.loader.child(&layer.root, dir, entry, entry.span)?,
        Ok(Target::File(_)) => {
            return Err(Diagnostic::error(
                Code::Unreadable,
                format!("component `{}` is a file", entry.value),
            )
            .at(entry.span)
            .hint("name the directory that holds its kustomization file"));
        }
        Err(error) => cloned(session, layer, entry, error)?,
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

/// The root in a repository, if an entry that is nothing on this disk is the URL of one.
fn cloned(
    session: &mut Session<'_>,
    layer: &Layer,
    entry: &Text,
    not_local: Diagnostic,
) -> Result<Arc<Root>> {
    match RepoSpec::parse(entry) {
        Some(spec) => clone_root(session, layer, entry, spec),
        None => Err(not_local),
    }
}

fn clone_root(session: &mut Session<'_>, layer: &Layer, entry: &Text, spec: RepoSpec) -> Result<Arc<Root>> {
    if spec.forced {
        let message = format!("the `git::` in front of `{}` does nothing", entry.value);
        let warning = Diagnostic::warning(Code::Deprecated, message).at(entry.span).hint("remove it");
        session.warnings.push(warning);
    }
    session.loader.clone_root(Some(&layer.root), spec, entry.span)
}

fn open(session: &mut Session<'_>, parent: &Layer, root: Arc<Root>, entry: &Text) -> Result<Layer> {
    if session.bases.is_some() {
        session.dirs.push(root.dir.clone());
    }
    let layer = session.loader.layer(root, &mut session.warnings);
    let mut layer = layer.map_err(|e| e.or_at(entry.span).through(format!("`{}`", entry.value)))?;
    layer.origin = parent.named(entry);
    if layer.namespace.is_empty() {
        layer.namespace.clone_from(&parent.namespace);
    }
    definitions::set_schema(session, &layer)?;
    Ok(layer)
}

fn wrong_kind(entry: &Text, what: &str, place: &str) -> Diagnostic {
    Diagnostic::error(Code::WrongKind, format!("`{}` is {what}", entry.value))
        .at(entry.span)
        .hint(format!("list it under {place}"))
}
