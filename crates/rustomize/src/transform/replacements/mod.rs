//! `replacements`: values copied from one field to others.
//!
//! Example: with
//!
//! ```yaml
//! replacements:
//! - source: {kind: ConfigMap, name: env, fieldPath: data.HOST}
//!   targets:
//!   - select: {kind: Ingress}
//!     fieldPaths: [spec.rules.0.host]
//! ```
//!
//! every Ingress gets the host that the ConfigMap `env` names.

mod compile;
mod error;
mod lookup;
mod matching;
mod path;
mod select;
mod structured;
mod tree;
mod write;

use ecow::EcoString;

pub(super) use compile::{configure, from_config};

use super::{Changes, Transformer};
use crate::diag::{Code, Diagnostic, Result};
use crate::id::Gvk;
use crate::resource::{ResourceSet, Selector};
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::Node;
use path::FieldPath;

/// A list of replacements. They run in order, and each sees what those before it wrote.
pub(crate) struct Replacements {
    /// The replacements.
    pub(crate) items: Vec<Replacement>,
}

/// One value and where it goes.
pub(crate) struct Replacement {
    /// The value.
    pub(crate) source: Source,
    /// Where it goes.
    pub(crate) targets: Vec<Target>,
}

/// Where a value comes from.
pub(crate) enum Source {
    /// It was given.
    Value(Node),
    /// From a field of an object.
    Object(Box<SourceObject>),
}

/// A field of the one object that fits. All texts are exact; empty ones fit anything.
pub(crate) struct SourceObject {
    /// Group, version and kind.
    pub(crate) gvk: Gvk,
    /// Name, present or former.
    pub(crate) name: EcoString,
    /// Effective namespace, present or former.
    pub(crate) namespace: EcoString,
    /// The field.
    pub(crate) field_path: FieldPath,
    /// What its value is split at; empty for the whole value.
    pub(crate) delimiter: EcoString,
    /// Where the delimiter is written.
    pub(crate) delimiter_span: Span,
    /// Which part of the value.
    pub(crate) index: i64,
    /// Where the index is written, or the delimiter if it is not.
    pub(crate) index_span: Span,
    /// Where the source is declared.
    pub(crate) span: Span,
}

/// The fields of some objects that a value goes to.
pub(crate) struct Target {
    /// The objects.
    pub(crate) select: Selector,
    /// Those of them that are left out.
    pub(crate) reject: Vec<Rejection>,
    /// The fields.
    pub(crate) field_paths: Vec<FieldPath>,
    /// What the present value is split at; empty for the whole value.
    pub(crate) delimiter: EcoString,
    /// Which part of it is replaced; below zero or behind the last, the value is added there.
    pub(crate) index: i64,
    /// Make fields that are missing.
    pub(crate) create: bool,
    /// Where the objects are selected.
    pub(crate) span: Span,
}

/// Objects that are left out: by an id they have or had, or by their labels and annotations.
pub(crate) struct Rejection {
    /// Both.
    pub(crate) selector: Selector,
    /// A part of an id was given.
    pub(crate) by_id: bool,
    /// A selector of labels or annotations was given.
    pub(crate) by_metadata: bool,
}

impl Transformer for Replacements {
    fn apply(&self, set: &mut ResourceSet, schema: &Schema) -> Result<Changes> {
        let mut changes = Changes::default();
        for replacement in &self.items {
            replacement.apply(set, schema, &mut changes)?;
        }
        Ok(changes)
    }
}

impl Replacement {
    fn apply(&self, set: &mut ResourceSet, schema: &Schema, changes: &mut Changes) -> Result<()> {
        let (source, mut value) = match &self.source {
            Source::Value(value) => (None, value.clone()),
            Source::Object(object) => {
                let (at, value) = object.find(set)?;
                (object.live().map(|path| (at, object, path)), value)
            }
        };
        for target in &self.targets {
            let selected = target.objects(set);
            changes.matched += selected.len();
            if selected.is_empty() {
                changes.notes.push(target.selects_nothing());
            }
            for at in selected {
                let own = source.filter(|(source, ..)| *source == at);
                set.edit(at, schema, |res| {
                    for path in target.write(res, &value, own.map(|(_, _, path)| path), schema)? {
                        changes.notes.push(not_kept(path).subject(res.id()));
                    }
                    Ok(())
                })?;
                if target.field_paths.iter().any(|path| path.reaches_bookkeeping) {
                    set.learn_history(at);
                }
                if let Some((_, object, _)) = own
                    && let Some(Ok(new)) = set.get(at).map(|res| object.value(res))
                {
                    value = new;
                }
            }
        }
        Ok(())
    }
}

impl Target {
    fn selects_nothing(&self) -> Diagnostic {
        Diagnostic::warning(Code::NoEffect, "this target selects no object").at(self.span)
    }
}

fn not_kept(path: &FieldPath) -> Diagnostic {
    Diagnostic::warning(Code::NoEffect, format!("nothing is written at `{}`: kustomize drops the value there", path.text))
        .at(path.span)
        .hint(
            "values cannot be written behind a dot too many, below null, into text inside of text, into JSON that \
             they would make invalid, nor into text that `*` or an expression leads to",
        )
}
