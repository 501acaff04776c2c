//! Functions, and programs of the plugin directory, as generators, transformers and validators: from objects to what a
//! program reads, and back.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::origins::{self, Recorded};
use super::plugins::changed;
use super::session::Session;
use crate::diag::{Code, Diagnostic, Result};
use crate::function::bookkeeping::{Bookkeeping, Previous};
use crate::function::wire::{self, Given};
use crate::function::{self, Declaration, ExecPlugin, FunctionSettings, Outcome, Surroundings, merge};
use crate::generate::GeneratorPlugin;
use crate::id::{Gvk, ResId};
use crate::load::{Layer, Loader, objects};
use crate::plugin;
use crate::resource::{Behavior, Former, Lineage, Origin, Resource, ResourceSet};
use crate::schema::Schema;
use crate::source::{Sources, Span};
use crate::transform::{Changes, Step, Transformer};
use crate::world::Exec;
use crate::yaml::parse;
use crate::yaml::{Node, stream};

const NEEDS_HASH: &str = "kustomize.config.k8s.io/needs-hash";
const BEHAVIOR: &str = "kustomize.config.k8s.io/behavior";

/// What a configuration object is for.
enum Work {
    /// The function that it declares.
    Function(Declaration),
    /// The program of its kind in the plugin directory.
    Plugin(ExecPlugin),
}

impl Work {
    fn span(&self) -> Span {
        match self {
            Work::Function(declaration) => declaration.span,
            Work::Plugin(plugin) => plugin.span,
        }
    }

    /// What messages call it.
    fn noun(&self) -> &'static str {
        match self {
            Work::Function(_) => "function",
            Work::Plugin(_) => "plugin",
        }
    }
}

/// A configuration object that is for a program, ready to run.
pub(super) struct Function {
    work: Work,
    /// The configuration object, with its origin in annotations.
    config: Node,
    /// The history of the configuration object.
    history: Bookkeeping,
    name: String,
    origin: Option<Arc<Origin>>,
    dir: PathBuf,
    settings: FunctionSettings,
    exec: Option<Arc<dyn Exec>>,
    sources: Arc<Sources>,
    recorded: Recorded,
    validates: bool,
}

impl Function {
    /// Reads what a configuration object declares, or else finds its program.
    ///
    /// # Errors
    /// Such plugins are switched off, the declaration cannot be read, or there is neither declaration nor program.
    pub(super) fn configure(session: &Session<'_>, layer: &Layer, config: &Resource) -> Result<Function> {
        let settings = &session.options.functions;
        if !settings.plugins {
            return Err(plugin::disabled(config));
        }
        let id = config.original_id();
        let sources = session.loader.sources.clone();
        let work = match Declaration::of(&config.node, &sources).map_err(|e| e.subject(&id))? {
            Some(declaration) => {
                declaration.check_mounts(&config.id().to_string())?;
                Work::Function(declaration)
            }
            None => {
                let around = Around { loader: session.loader, layer };
                let plugin = ExecPlugin::configure(&config.node, &id.gvk, &settings.plugin_homes, &around);
                Work::Plugin(plugin.map_err(|e| e.subject(&id))?)
            }
        };
        let mut written = config.clone();
        origins::write(session.recorded.running(), &mut written)?;
        Ok(Function {
            work,
            config: written.node,
            history: bookkeeping(config),
            name: config.id().name.to_string(),
            origin: origins::of_plugin(session, layer, config),
            dir: layer.root.dir.clone(),
            settings: settings.clone(),
            exec: session.options.exec.clone(),
            sources,
            recorded: session.recorded,
            validates: false,
        })
    }

    /// As a transformer.
    pub(super) fn into_step(self) -> Step {
        let span = self.work.span();
        Step { transformer: Box::new(self), span, unmatched: None, origin: None }
    }

    /// As a validator.
    pub(super) fn into_validator(self) -> Step {
        Function { validates: true, ..self }.into_step()
    }

    /// Runs the function; `None` if it was skipped. What it says goes to `notes`.
    fn run<'r>(
        &self,
        items: impl IntoIterator<Item = &'r Resource>,
        schema: &Schema,
        notes: &mut Vec<Diagnostic>,
    ) -> Result<Option<Vec<Resource>>> {
        let mut given = Vec::new();
        for res in items {
            let mut written = res.clone();
            origins::write(self.recorded.running(), &mut written)?;
            given.push((written.node, bookkeeping(res), res.id()));
        }
        let items =
            given.iter().map(|(node, history, id)| (*id, Given { node, bookkeeping: history.clone() }));
        let config = Given { node: &self.config, bookkeeping: self.history.clone() };
        let exec = self.exec.as_deref();
        let outcome = match &self.work {
            Work::Function(declaration) => {
                let input = wire::input(items, &config, &self.sources)?.into_bytes();
                function::run(declaration, input, &self.dir, &self.settings, exec)?
            }
            Work::Plugin(plugin) => {
                let input = wire::documents(items)?.into_bytes();
                plugin.run(&wire::configuration(&config)?, input, &self.dir, exec)?
            }
        };
        let (span, noun) = (self.work.span(), self.work.noun());
        match outcome {
            Outcome::Skipped(reason) => {
                let message = format!("the {noun} `{}` did not run: {reason}", self.name);
                notes.push(Diagnostic::warning(Code::NoEffect, message).at(span));
                Ok(None)
            }
            Outcome::Ran { stdout, stderr } => {
                notes.extend(self.said(&stderr));
                self.printed(stdout, schema)
                    .map(Some)
                    .map_err(|e| e.label(span, format!("printed by this {noun}")))
            }
        }
    }

    /// What a program that ran well wrote to its standard error.
    fn said(&self, stderr: &str) -> Option<Diagnostic> {
        let text = stderr.trim_end();
        (!text.is_empty()).then(|| {
            let text = text.replace('\n', "\n  ");
            let message = format!("the {} `{}` says:\n  {text}", self.work.noun(), self.name);
            Diagnostic::warning(Code::Plugin, message)
        })
    }

    /// The objects a program printed, without the annotations of the build.
    fn printed(&self, stdout: Vec<u8>, schema: &Schema) -> Result<Vec<Resource>> {
        let source =
            parse::decode(stdout, format!("output of {} `{}`", self.work.noun(), self.name), &self.sources)?;
        let text = self.sources.get(source).expect("registered above");
        let nodes = objects(stream::read(&text.text, source)?)?;
        let returned = match &self.work {
            Work::Function(_) => wire::output(nodes, &self.name)?,
            Work::Plugin(_) => wire::plain_output(nodes),
        };
        Ok(returned.into_iter().map(|one| restored(one.node, one.bookkeeping, schema)).collect())
    }

    /// Puts what the function returned in the place of what it was given.
    fn merge(&self, set: &mut ResourceSet, mut returned: Vec<Resource>) -> Result<()> {
        let ids = |items: &mut dyn Iterator<Item = &Resource>| -> Vec<ResId> {
            items.map(|res| res.id().clone()).collect()
        };
        let plan = merge::plan(&ids(&mut set.iter()), &ids(&mut returned.iter()), &self.name)?;
        if self.validates {
            let touched = returned.iter().zip(&plan.places).find(|(_, place)| place.is_some());
            return match touched {
                Some((res, _)) => Err(changed(
                    res.id(),
                    self.work.span(),
                    &format!("was returned by a {}", self.work.noun()),
                )),
                None => Ok(()),
            };
        }
        if let Some(origin) = &self.origin {
            returned.iter_mut().try_for_each(|res| origins::returned_by(origin, res))?;
        }
        set.rearrange(|items| {
            let mut added = Vec::new();
            for (mut res, place) in returned.into_iter().zip(&plan.places) {
                match place.and_then(|at| items.get_mut(at)) {
                    Some(old) => {
                        res.take_vars(old);
                        res.lineage_mut().from_helm = old.lineage().from_helm;
                        *old = res;
                    }
                    None => added.push(res),
                }
            }
            let mut dropped = plan.dropped.iter().peekable();
            let mut at = 0;
            items.retain(|_| {
                at += 1;
                dropped.next_if(|gone| **gone == at - 1).is_none()
            });
            items.append(&mut added);
        });
        Ok(())
    }
}

impl Transformer for Function {
    fn apply(&self, set: &mut ResourceSet, schema: &Schema) -> Result<Changes> {
        let mut changes = Changes::default();
        if let Some(returned) = self.run(set.iter(), schema, &mut changes.notes)? {
            changes.matched = returned.len();
            self.merge(set, returned)?;
        }
        Ok(changes)
    }
}

impl GeneratorPlugin for Function {
    fn generate(&self, schema: &Schema, notes: &mut Vec<Diagnostic>) -> Result<Vec<Resource>> {
        let mut made = self.run([], schema, notes)?.unwrap_or_default();
        let taken = made.iter_mut().try_for_each(take_options);
        taken.map_err(|e| e.label(self.work.span(), format!("printed by this {}", self.work.noun())))?;
        Ok(made)
    }
}

/// What the search for a program sees of its kustomization.
struct Around<'a> {
    loader: &'a Loader<'a>,
    layer: &'a Layer,
}

impl Surroundings for Around<'_> {
    fn exists(&self, path: &Path) -> bool {
        self.loader.exists(path)
    }

    fn read(&self, entry: &str, span: Span) -> Result<Vec<u8>> {
        self.loader.read(&self.layer.root, entry, span)
    }
}

/// The annotations by which an object that a program made says how it joins the others.
fn take_options(res: &mut Resource) -> Result<()> {
    let needs_hash = match res.annotation(NEEDS_HASH) {
        None | Some("0" | "f" | "F" | "false" | "FALSE" | "False") => false,
        Some("1" | "t" | "T" | "true" | "TRUE" | "True") => true,
        Some(other) => {
            let span = res.node.at(&["metadata", "annotations", NEEDS_HASH]).map_or(Span::NONE, |n| n.span);
            let message = format!("the annotation `{NEEDS_HASH}` must be `true` or `false`, not `{other}`");
            return Err(Diagnostic::error(Code::InvalidValue, message).at(span).subject(res.id()).upstream(
                format!("the annotation \"{NEEDS_HASH}\" contains an invalid value (\"{other}\")"),
            ));
        }
    };
    let behavior = Behavior::parse(res.annotation(BEHAVIOR).unwrap_or_default());
    let metadata = res.node.get_mut("metadata").and_then(Node::as_mapping_mut);
    if let Some(map) = metadata.and_then(|m| m.get_mut("annotations")).and_then(Node::as_mapping_mut) {
        map.remove(NEEDS_HASH);
        map.remove(BEHAVIOR);
    }
    let lineage = res.lineage_mut();
    lineage.needs_hash |= needs_hash;
    if behavior != Behavior::Unspecified {
        lineage.behavior = behavior;
    }
    lineage.generated = true;
    Ok(())
}

fn bookkeeping(res: &Resource) -> Bookkeeping {
    let lineage = res.lineage();
    let previous = lineage.former().iter().map(|former| Previous {
        kind: former.kind.clone(),
        name: former.name.clone(),
        namespace: former.namespace.clone(),
    });
    Bookkeeping {
        prefixes: lineage.prefixes().to_vec(),
        suffixes: lineage.suffixes().to_vec(),
        previous: previous.collect(),
        behavior: if lineage.generated { lineage.behavior.as_str().into() } else { "".into() },
        needs_hash: lineage.needs_hash,
    }
}

fn restored(node: Node, history: Bookkeeping, schema: &Schema) -> Resource {
    let mut res = Resource::new(node, schema);
    let gvk = res.id().gvk.clone();
    let former = history.previous.into_iter().map(|Previous { kind, name, namespace }| {
        let cluster_scoped = schema.is_cluster_scoped(&Gvk { kind: kind.clone(), ..gvk.clone() });
        Former { kind, name, namespace, cluster_scoped }
    });
    let former = former.collect();
    let lineage = res.lineage_mut();
    *lineage = Lineage::default();
    lineage.recall(former, history.prefixes, history.suffixes);
    lineage.needs_hash = history.needs_hash;
    lineage.generated = !history.behavior.is_empty();
    lineage.behavior = Behavior::parse(&history.behavior);
    res
}
