//! Configuration objects of `generators`, `transformers` and `validators`: which code each one asks for.
//!
//! Objects of apiVersion `builtin` ask for one of the tables [`transform::PLUGINS`] and [`generate::PLUGINS`]; all others
//! for a [function].

use crate::diag::{Code, Diagnostic, Result, did_you_mean};
use crate::function;
use crate::generate;
use crate::id::Gvk;
use crate::resource::Resource;
use crate::transform::{self, Step};
use crate::yaml::{Node, name_span, to_json};

/// The version of configuration objects for what kustomize brings along; they have no group.
const BUILTIN: &str = "builtin";

/// Who does what a configuration object asks for.
enum Provider {
    /// A transformer of ours.
    Transformer(&'static transform::Plugin),
    /// A generator of ours.
    Generator(&'static generate::Plugin),
}

/// Adds the steps that a configuration object in `transformers` or `validators` asks for.
///
/// # Errors
/// A kind that does not exist or is no transformer, a configuration that makes no sense.
pub(crate) fn transformer(
    setup: &transform::Setup<'_>,
    config: &Resource,
    steps: &mut Vec<Step>,
) -> Result<()> {
    match provider(config)? {
        Provider::Transformer(plugin) => {
            (plugin.configure)(setup, &reread(config)?, steps).map_err(|e| blamed(e, config))
        }
        Provider::Generator(_) => Err(wrong_family(config, "transformer", "generator")),
    }
}

/// The generator that a configuration object in `generators` asks for.
///
/// # Errors
/// As [`transformer`].
pub(crate) fn generator<'a>(setup: generate::Setup<'a>, config: &Resource) -> Result<generate::Boxed<'a>> {
    match provider(config)? {
        Provider::Generator(plugin) => {
            (plugin.configure)(setup, &reread(config)?).map_err(|e| blamed(e, config))
        }
        Provider::Transformer(_) => Err(wrong_family(config, "generator", "transformer")),
    }
}

/// Whether a configuration object asks for what kustomize brings along.
pub(crate) fn is_builtin(config: &Resource) -> bool {
    let Gvk { group, version, .. } = &config.id().gvk;
    group.is_empty() && version == BUILTIN
}

fn provider(config: &Resource) -> Result<Provider> {
    let kind = &config.id().gvk.kind;
    if let Some(plugin) = transform::PLUGINS.iter().find(|p| p.kind == kind) {
        return Ok(Provider::Transformer(plugin));
    }
    if let Some(plugin) = generate::PLUGINS.iter().find(|p| p.kind == kind) {
        return Ok(Provider::Generator(plugin));
    }
    Err(unknown(config, kind))
}

/// The object as kustomize's transformers and generators see it: printed and read again. Dates are texts then, and what
/// cannot be printed (repeated keys, `.inf`) is refused.
fn reread(config: &Resource) -> Result<Node> {
    to_json(&config.node).map_err(|e| e.subject(config.original_id()))
}

fn blamed(error: Diagnostic, config: &Resource) -> Diagnostic {
    error.or_at(name_span(&config.node)).subject(config.original_id())
}

fn kind_span(config: &Resource) -> crate::source::Span {
    config.node.get("kind").map_or(config.node.span, |kind| kind.span)
}

fn unknown(config: &Resource, kind: &str) -> Diagnostic {
    let kinds = || transform::PLUGINS.iter().map(|p| p.kind).chain(generate::PLUGINS.iter().map(|p| p.kind));
    let list = format!("the kinds are: {}", kinds().collect::<Vec<_>>().join(", "));
    let hint = match kind {
        "SortOrderTransformer" => {
            Some("the order is set by the field `sortOptions` of the kustomization".to_owned())
        }
        _ => did_you_mean(kind, kinds()),
    };
    Diagnostic::error(Code::Plugin, format!("there is no builtin plugin `{kind}`"))
        .at(kind_span(config))
        .subject(config.original_id())
        .hint(hint.unwrap_or(list))
        .upstream(format!("unable to load builtin {}", config.id().gvk))
}

fn wrong_family(config: &Resource, wanted: &str, is: &str) -> Diagnostic {
    let id = config.original_id();
    Diagnostic::error(Code::Plugin, format!("`{}` is a {is}, not a {wanted}", id.gvk.kind))
        .at(kind_span(config))
        .hint(format!("list it under `{is}s`"))
        .upstream(format!("plugin {id} not a {wanted}"))
        .subject(id)
}

/// The refusal of a configuration object that is no builtin, while other plugins are switched off.
pub(crate) fn disabled(config: &Resource) -> Diagnostic {
    let id = config.original_id();
    let kind = &id.gvk.kind;
    let builtin =
        transform::PLUGINS.iter().any(|p| p.kind == kind) || generate::PLUGINS.iter().any(|p| p.kind == kind);
    let span = config.node.get("apiVersion").map_or_else(|| kind_span(config), |version| version.span);
    let error = function::plugins_disabled(kind, span);
    let hint = builtin.then(|| "for the one that is built in write `apiVersion: builtin`".to_owned());
    error.maybe_hint(hint).subject(id)
}
