//! Functions, and programs of the plugin directory, as generators, transformers and validators: from objects to what a
//! program reads, and back.

mod options;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::origins::{self, Recorded};
use super::plugins::changed;
use super::session::Session;
use crate::diag::{Code, Diagnostic, Result};
use crate::function::wire;
use crate::function::{self, Declaration, ExecPlugin, FunctionSettings, Outcome, Surroundings, merge};
use crate::generate::GeneratorPlugin;
use crate::id::ResId;
use crate::load::{Layer, Loader, objects};
use crate::plugin;
use crate::resource::{Origin, Resource, ResourceSet};
use crate::schema::Schema;
use crate::source::{Sources, Span};
use crate::transform::{Changes, Step, Transformer};
use crate::world::Exec;
use crate::yaml::parse;
use crate::yaml::stream;
use options::take_options;

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
    config: Resource,
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
            config: written,
            origin: origins::of_plugin(session, layer, config),
            dir: layer.root.dir.clone(),
            settings: settings.clone(),
            exec: session.options.exec.clone(),
            sources,
            recorded: session.recorded,
            validates: false,
        })
    }

    /// The name of the configuration object.
    fn name(&self) -> &str {
        &self.config.id().name
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
            given.push(written);
        }
        let exec = self.exec.as_deref();
        let outcome = match &self.work {
            Work::Function(declaration) => {
                let input = wire::input(&given, &self.config, &self.sources)?.into_bytes();
                function::run(declaration, input, &self.dir, &self.settings, exec)?
            }
            Work::Plugin(plugin) => {
                let input = wire::documents(&given)?.into_bytes();
                plugin.run(&wire::configuration(&self.config)?, input, &self.dir, exec)?
            }
        };
        let (span, noun) = (self.work.span(), self.work.noun());
        match outcome {
            Outcome::Skipped(reason) => {
                let message = format!("the {noun} `{}` did not run: {reason}", self.name());
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
            let message = format!("the {} `{}` says:\n  {text}", self.work.noun(), self.name());
            Diagnostic::warning(Code::Plugin, message)
        })
    }

    /// The objects a program printed, without the annotations of the build.
    fn printed(&self, stdout: Vec<u8>, schema: &Schema) -> Result<Vec<Resource>> {
        let source = parse::decode(
            stdout,
            format!("output of {} `{}`", self.work.noun(), self.name()),
            &self.sources,
        )?;
        let text = self.sources.get(source).expect("registered above");
        let nodes = objects(stream::read(&text.text, source)?)?;
        let returned = match &self.work {
            Work::Function(_) => wire::output(nodes, self.name())?,
            Work::Plugin(_) => wire::plain_output(nodes),
        };
        returned.into_iter().map(|node| Resource::returned(node, schema)).collect()
    }

    /// Puts what the function returned in the place of what it was given.
    fn merge(&self, set: &mut ResourceSet, mut returned: Vec<Resource>) -> Result<()> {
        let ids = |items: &mut dyn Iterator<Item = &Resource>| -> Vec<ResId> {
            items.map(|res| res.id().clone()).collect()
        };
        let plan = merge::plan(&ids(&mut set.iter()), &ids(&mut returned.iter()), self.name())?;
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
