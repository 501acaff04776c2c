//! Charts as generators: those of `helmCharts`, and those of configuration objects.

use std::path::Path;

use super::helm::{Found, Inflation, Surroundings, plugin_config};
use super::plugin::{Boxed, GeneratorPlugin, Setup};
use crate::diag::{Diagnostic, Result};
use crate::kustomization::{HelmChart, HelmGlobals};
use crate::load::{Loader, Root};
use crate::resource::Resource;
use crate::schema::Schema;
use crate::source::{Sources, Span};
use crate::world::Entry;
use crate::yaml::{Node, name_span, parse};

/// The charts of a kustomization, checked.
///
/// # Errors
/// Helm is switched off, or a chart says what kustomize refuses.
pub(crate) fn charts(setup: Setup<'_>) -> Result<Vec<Boxed<'_>>> {
    let kustomization = &setup.layer.kustomization;
    let globals = kustomization.helm_globals.as_deref();
    let charts = kustomization.helm_charts.iter().map(|item| {
        let chart = Chart {
            setup,
            chart: item.value.clone(),
            globals: globals.cloned().unwrap_or_default(),
            namespace: &setup.layer.namespace,
            span: item.span,
        };
        chart.checked()
    });
    charts.collect()
}

/// The chart of a configuration object, checked.
///
/// # Errors
/// As [`charts`].
pub(super) fn from_config<'a>(setup: Setup<'a>, config: &Node) -> Result<Boxed<'a>> {
    let (chart, globals) = plugin_config(config)?;
    Chart { setup, chart, globals, namespace: "", span: name_span(config) }.checked()
}

struct Chart<'a> {
    setup: Setup<'a>,
    chart: HelmChart,
    globals: HelmGlobals,
    /// The namespace of the kustomization or of one above it.
    namespace: &'a str,
    span: Span,
}

impl<'a> Chart<'a> {
    fn checked(self) -> Result<Boxed<'a>> {
        self.inflation()?;
        Ok(Box::new(self))
    }

    fn around(&self) -> Around<'a> {
        Around { loader: self.setup.loader, root: &self.setup.layer.root }
    }

    fn inflation(&self) -> Result<Inflation<'_>> {
        let Setup { helm, .. } = self.setup;
        Inflation::configure(&self.chart, &self.globals, helm, self.namespace, self.span, &self.around())
    }
}

impl GeneratorPlugin for Chart<'_> {
    fn generate(&self, schema: &Schema, _: &mut Vec<Diagnostic>) -> Result<Vec<Resource>> {
        let printed = self.inflation()?.run(self.setup.exec, &self.around())?;
        let loader = self.setup.loader;
        let name = format!("output of helm for chart `{}`", self.chart.name.value);
        let source = parse::decode(printed, name, &loader.sources)?;
        let objects = loader.objects_of(source).map_err(|e| e.label(self.span, "rendered for this chart"))?;
        let rendered = objects.into_iter().map(|node| {
            let mut res = Resource::read(node, schema)?;
            res.lineage_mut().from_helm = true;
            Ok(res)
        });
        rendered.collect()
    }
}

/// What a chart sees of its kustomization.
struct Around<'a> {
    loader: &'a Loader<'a>,
    root: &'a Root,
}

impl Surroundings for Around<'_> {
    fn root(&self) -> &Path {
        &self.root.dir
    }

    fn found(&self, path: &Path) -> Found {
        match self.loader.resolve(self.root, path) {
            Ok((_, Entry::Directory)) => Found::Directory,
            Ok(_) => Found::Other,
            Err(_) => Found::Nothing,
        }
    }

    fn read(&self, entry: &str, span: Span) -> Result<Vec<u8>> {
        self.loader.read(self.root, entry, span)
    }

    fn sources(&self) -> &Sources {
        &self.loader.sources
    }
}
