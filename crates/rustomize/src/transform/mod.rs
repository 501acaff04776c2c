//! The builtin transformers: one file each, named after the kustomization field, all of one shape.

mod hash;
mod images;
mod labels;
mod namespace;
mod patches;
mod prefix_suffix;
mod replacements;
mod replicas;
mod value_add;

pub(crate) use labels::on_metadata;

use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Result};
use crate::field::{FieldConfig, FieldSpec};
use crate::load::{Layer, Loader};
use crate::resource::{Origin, ResourceSet};
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::{Data, Node, name_span};

/// What a transformer did: so that "this matched nothing" is a fact.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    /// How many objects (for images: fields) it applied to, changed or not.
    pub(crate) matched: usize,
    /// What had no effect in a part of its own.
    pub(crate) notes: Vec<Diagnostic>,
}

impl Changes {
    /// Applied to so many objects.
    fn of(matched: usize) -> Changes {
        Changes { matched, notes: Vec::new() }
    }
}

/// One configured step over all objects collected so far.
pub(crate) trait Transformer {
    /// Applies it. On an error the set is left half transformed and must be dropped.
    ///
    /// # Errors
    /// Whatever kustomize refuses here.
    fn apply(&self, set: &mut ResourceSet, schema: &Schema) -> Result<Changes>;
}

/// A transformer and how to report that it had nothing to do.
pub(crate) struct Step {
    /// The transformer.
    pub(crate) transformer: Box<dyn Transformer>,
    /// Where it is declared.
    pub(crate) span: Span,
    /// What to say if nothing matched; `None` where that is normal or an error of its own.
    pub(crate) unmatched: Option<String>,
    /// Who it is, in a build that records that.
    pub(crate) origin: Option<Arc<Origin>>,
}

/// What transformers are configured from.
pub(crate) struct Setup<'a> {
    /// The kustomization that declares them.
    pub(crate) layer: &'a Layer,
    /// The field specs in force.
    pub(crate) config: &'a FieldConfig,
    /// For the files they name.
    pub(crate) loader: &'a Loader<'a>,
}

/// One row of [`BUILTINS`].
pub(crate) struct Builtin {
    /// The field of the kustomization.
    pub(crate) field: &'static str,
    /// Makes the steps that the field asks for.
    pub(crate) configure: fn(&Setup<'_>, &mut Vec<Step>) -> Result<()>,
}

/// The transformers of one kustomization in the order they run. The order is semantic: patches see names without
/// this kustomization's prefix, `patchesJson6902` with it.
pub(crate) static BUILTINS: &[Builtin] = &[
    Builtin { field: "patchesStrategicMerge", configure: patches::configure_strategic },
    Builtin { field: "patches", configure: patches::configure },
    Builtin { field: "namespace", configure: namespace::configure },
    Builtin { field: "namePrefix", configure: prefix_suffix::configure_prefix },
    Builtin { field: "nameSuffix", configure: prefix_suffix::configure_suffix },
    Builtin { field: "labels", configure: labels::configure },
    Builtin { field: "commonAnnotations", configure: labels::configure_annotations },
    Builtin { field: "patchesJson6902", configure: patches::configure_json6902 },
    Builtin { field: "replicas", configure: replicas::configure },
    Builtin { field: "images", configure: images::configure },
    Builtin { field: "replacements", configure: replacements::configure },
];

/// One row of [`PLUGINS`].
pub(crate) struct Plugin {
    /// The kind of the configuration object.
    pub(crate) kind: &'static str,
    /// Makes the steps that the configuration object asks for. The fields it names are all there are: the tables of
    /// field specs do not count here.
    pub(crate) configure: fn(&Setup<'_>, &Node, &mut Vec<Step>) -> Result<()>,
}

/// The transformers that a configuration object of apiVersion `builtin` can ask for, by kind.
pub(crate) static PLUGINS: &[Plugin] = &[
    Plugin { kind: "AnnotationsTransformer", configure: labels::annotations_from_config },
    Plugin { kind: "HashTransformer", configure: hash::from_config },
    Plugin { kind: "ImageTagTransformer", configure: images::from_config },
    Plugin { kind: "LabelTransformer", configure: labels::from_config },
    Plugin { kind: "NamespaceTransformer", configure: namespace::from_config },
    Plugin { kind: "PatchJson6902Transformer", configure: patches::json6902_from_config },
    Plugin { kind: "PatchStrategicMergeTransformer", configure: patches::strategic_from_config },
    Plugin { kind: "PatchTransformer", configure: patches::from_config },
    Plugin { kind: "PrefixSuffixTransformer", configure: prefix_suffix::both_from_config },
    Plugin { kind: "PrefixTransformer", configure: prefix_suffix::prefix_from_config },
    Plugin { kind: "ReplacementTransformer", configure: replacements::from_config },
    Plugin { kind: "ReplicaCountTransformer", configure: replicas::from_config },
    Plugin { kind: "SuffixTransformer", configure: prefix_suffix::suffix_from_config },
    Plugin { kind: "ValueAddTransformer", configure: value_add::from_config },
];

impl Step {
    /// A step that a configuration object asks for.
    fn of(transformer: impl Transformer + 'static, config: &Node) -> Step {
        Step::new(transformer, name_span(config))
    }

    fn new(transformer: impl Transformer + 'static, span: Span) -> Step {
        Step { transformer: Box::new(transformer), span, unmatched: None, origin: None }
    }

    fn or_warn(self, message: String) -> Step {
        Step { unmatched: Some(message), ..self }
    }
}

/// Refuses a list or a map where a single value is changed.
fn check_scalar(node: &Node, spec: &FieldSpec) -> Result<()> {
    let what = match node.data {
        Data::Scalar(_) => return Ok(()),
        Data::Sequence(_) => "a list",
        Data::Mapping(_) => "a map",
    };
    Err(Diagnostic::error(Code::Transformer, format!("`{}` must be a single value, not {what}", spec.path))
        .at(node.span)
        .label(spec.span, "named by this field spec")
        .upstream("wrong node kind: expected ScalarNode"))
}
