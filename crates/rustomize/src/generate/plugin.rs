//! Generators that a configuration object asks for.

use serde::Deserialize;

use super::configure::{Generator, secret_type, unknown_behavior};
use super::object::DataKind;
use super::{HelmSettings, charts, iam_policy};
use crate::diag::{Diagnostic, Result};
use crate::kustomization::{ConfigMapArgs, GeneratorArgs, ObjectMeta, SecretArgs};
use crate::load::{Layer, Loader};
use crate::resource::Resource;
use crate::schema::Schema;
use crate::source::Span;
use crate::world::Exec;
use crate::yaml::de::{Mode, from_node};
use crate::yaml::{Node, name_span};

/// A configured generator: it runs after all others of its kustomization have been configured.
pub(crate) trait GeneratorPlugin {
    /// Makes the objects. What deserves a look goes to `notes`.
    ///
    /// # Errors
    /// Sources that cannot be read, or objects that cannot be made of them.
    fn generate(&self, schema: &Schema, notes: &mut Vec<Diagnostic>) -> Result<Vec<Resource>>;
}

/// What generators are configured from.
#[derive(Clone, Copy)]
pub(crate) struct Setup<'a> {
    /// The kustomization that declares them.
    pub(crate) layer: &'a Layer,
    /// For the files they name.
    pub(crate) loader: &'a Loader<'a>,
    /// How charts are rendered, if they may be.
    pub(crate) helm: Option<&'a HelmSettings>,
    /// Runs helm.
    pub(crate) exec: Option<&'a dyn Exec>,
}

/// A generator that lives as long as what it reads from.
pub(crate) type Boxed<'a> = Box<dyn GeneratorPlugin + 'a>;

/// One row of [`PLUGINS`].
pub(crate) struct Plugin {
    /// The kind of the configuration object.
    pub(crate) kind: &'static str,
    /// Makes the generator.
    pub(crate) configure: for<'a> fn(Setup<'a>, &Node) -> Result<Boxed<'a>>,
}

/// The generators that a configuration object of apiVersion `builtin` can ask for, by kind.
pub(crate) static PLUGINS: &[Plugin] = &[
    Plugin { kind: "ConfigMapGenerator", configure: config_map },
    Plugin { kind: "HelmChartInflationGenerator", configure: charts::from_config },
    Plugin { kind: "IAMPolicyGenerator", configure: iam_policy::from_config },
    Plugin { kind: "SecretGenerator", configure: secret },
];

/// A ConfigMap or Secret to make. The `generatorOptions` of the kustomization do not count.
struct Data<'a> {
    setup: Setup<'a>,
    args: GeneratorArgs,
    kind: DataKind,
    span: Span,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    metadata: ObjectMeta,
}

impl<'a> Data<'a> {
    /// The generator; what the arguments do not name is named like the configuration object.
    fn configured(
        setup: Setup<'a>,
        mut args: GeneratorArgs,
        kind: DataKind,
        config: &Node,
    ) -> Result<Boxed<'a>> {
        let Metadata { metadata } = from_node(config, Mode::PLUGIN)?;
        if args.name.is_empty() {
            args.name = metadata.name;
        }
        if args.namespace.is_empty() {
            args.namespace = metadata.namespace;
        }
        Ok(Box::new(Data { setup, args, kind, span: name_span(config) }))
    }
}

fn config_map<'a>(setup: Setup<'a>, config: &Node) -> Result<Boxed<'a>> {
    let ConfigMapArgs { args } = from_node(config, Mode::PLUGIN)?;
    Data::configured(setup, args, DataKind::ConfigMap, config)
}

fn secret<'a>(setup: Setup<'a>, config: &Node) -> Result<Boxed<'a>> {
    let SecretArgs { args, secret_type: written } = from_node(config, Mode::PLUGIN)?;
    Data::configured(setup, args, DataKind::Secret { secret_type: secret_type(&written) }, config)
}

impl GeneratorPlugin for Data<'_> {
    fn generate(&self, schema: &Schema, notes: &mut Vec<Diagnostic>) -> Result<Vec<Resource>> {
        notes.extend(unknown_behavior(&self.args.behavior));
        let Setup { layer, loader, .. } = self.setup;
        let generator = Generator { loader, root: &layer.root, defaults: None };
        let blueprint = generator.blueprint(&self.args, self.kind.clone(), self.span)?;
        Ok(vec![generator.object(blueprint, &self.args, schema)?])
    }
}
