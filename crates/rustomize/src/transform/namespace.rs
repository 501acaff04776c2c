//! `namespace`: puts every namespaced object into one namespace.
//!
//! Example: `namespace: prd` sets `metadata.namespace: prd`, names `v1 Namespace` objects `prd`, and moves the
//! `default` subjects of role bindings.

use std::borrow::Cow;

use ecow::EcoString;
use serde::Deserialize;

use super::{Changes, Setup, Step, Transformer, check_scalar};
use crate::diag::{Code, Diagnostic, Result, did_you_mean};
use crate::field::{Create, FieldSpec};
use crate::id::Gvk;
use crate::kustomization::{ObjectMeta, Text};
use crate::resource::{Resource, ResourceSet};
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::de::{Mode, from_node};
use crate::yaml::{Kind, Node, Scalar, Style, name_span};

/// A namespace for all objects.
pub(crate) struct Namespace {
    /// The namespace.
    pub(crate) namespace: EcoString,
    /// Where it is written.
    pub(crate) span: Span,
    /// Further fields that hold namespaces.
    pub(crate) fields: Cow<'static, [FieldSpec]>,
    /// Leaves fields alone that say something already.
    pub(crate) unset_only: bool,
    /// Which subjects of role bindings move.
    pub(crate) subjects: Subjects,
}

/// Which subjects of role bindings get the namespace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Subjects {
    /// Those named `default`.
    #[default]
    DefaultOnly,
    /// All of kind ServiceAccount.
    AllServiceAccounts,
    /// None.
    None,
}

/// The step for `namespace`.
pub(super) fn configure(setup: &Setup<'_>, steps: &mut Vec<Step>) -> Result<()> {
    let namespace = &setup.layer.kustomization.namespace;
    if !namespace.is_empty() {
        let transformer = Namespace {
            namespace: namespace.value.clone(),
            span: namespace.span,
            fields: setup.config.namespace.clone(),
            unset_only: false,
            subjects: Subjects::default(),
        };
        steps.push(Step::new(transformer, namespace.span));
    }
    Ok(())
}

/// The configuration of a `NamespaceTransformer`; the namespace is that of its metadata.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Config {
    metadata: ObjectMeta,
    field_specs: Vec<FieldSpec>,
    unset_only: bool,
    set_role_binding_subjects: Text,
}

/// The step for a configuration object.
pub(super) fn from_config(_: &Setup<'_>, config: &Node, steps: &mut Vec<Step>) -> Result<()> {
    let Config { metadata, field_specs, unset_only, set_role_binding_subjects } =
        from_node(config, Mode::PLUGIN)?;
    let namespace = metadata.namespace;
    let transformer = Namespace {
        namespace: namespace.value,
        span: namespace.span,
        fields: field_specs.into(),
        unset_only,
        subjects: Subjects::parse(&set_role_binding_subjects)?,
    };
    steps.push(Step::of(transformer, config));
    Ok(())
}

impl Subjects {
    const NAMES: [&str; 3] = ["defaultOnly", "allServiceAccounts", "none"];

    fn parse(text: &Text) -> Result<Subjects> {
        match text.as_str() {
            "" | "defaultOnly" => Ok(Subjects::DefaultOnly),
            "allServiceAccounts" => Ok(Subjects::AllServiceAccounts),
            "none" => Ok(Subjects::None),
            other => Err(Diagnostic::error(
                Code::InvalidValue,
                format!("`setRoleBindingSubjects` cannot be `{other}`"),
            )
            .at(text.span)
            .maybe_hint(did_you_mean(other, Subjects::NAMES))
            .hint(format!("it is one of {}", Subjects::NAMES.join(", ")))
            .upstream(format!(
                "invalid value {other:?} for setRoleBindingSubjects: must be one of \
                 \"defaultOnly\", \"none\" or \"allServiceAccounts\""
            ))),
        }
    }
}

impl Transformer for Namespace {
    fn apply(&self, set: &mut ResourceSet, schema: &Schema) -> Result<Changes> {
        let mut changes = Changes::default();
        if self.namespace.is_empty() {
            return Ok(changes);
        }
        for at in 0..set.len() {
            let moved = set.edit(at, schema, |res| self.move_one(res))?;
            changes.matched += usize::from(moved);
            if moved && set.shares_id(at) {
                return Err(self.conflict(set, at));
            }
        }
        Ok(changes)
    }
}

impl Namespace {
    fn move_one(&self, res: &mut Resource) -> Result<bool> {
        if res.lineage().from_helm {
            return Ok(false);
        }
        res.push_former_id();
        let gvk = res.id().gvk.clone();
        if !res.id().cluster_scoped {
            self.set_own(&mut res.node).map_err(|e| e.subject(res.id()))?;
        }
        if self.subjects != Subjects::None && is_role_binding(&gvk.kind) {
            self.set_subjects(&mut res.node).map_err(|e| e.subject(res.id()))?;
        }
        for spec in self.fields.iter().filter(|spec| applies(spec, &gvk)) {
            let create = Create { kind: Kind::Scalar, span: self.span };
            spec.visit(&mut res.node, Some(create), &mut |node| {
                check_scalar(node, spec)?;
                if self.may_set(Some(&*node)) {
                    *node = self.value(Some(&*node));
                }
                Ok(())
            })
            .map_err(|e| e.subject(res.id()))?;
        }
        Ok(true)
    }

    fn set_own(&self, node: &mut Node) -> Result<()> {
        let old = node.at(&["metadata", "namespace"]);
        if !self.may_set(old) {
            return Ok(());
        }
        if let Some(odd) = old.filter(|old| old.as_scalar().is_none()) {
            return Err(Diagnostic::error(Code::Transformer, "`metadata.namespace` must be a single value")
                .at(odd.span)
                .upstream("wrong node kind: expected ScalarNode"));
        }
        let value = self.value(old);
        if let Some(root) = node.as_mapping_mut() {
            let metadata = root.get_or_insert_with("metadata", || Node::mapping(Vec::new(), self.span));
            if metadata.is_null() {
                *metadata = Node::mapping(Vec::new(), self.span);
            }
            if let Some(map) = metadata.as_mapping_mut() {
                map.set("namespace", value);
            }
        }
        Ok(())
    }

    fn set_subjects(&self, node: &mut Node) -> Result<()> {
        let Some(subjects) = node.get("subjects").filter(|subjects| !is_nothing(subjects)) else {
            return Ok(());
        };
        let list = subjects.items().ok_or_else(|| unexpected(subjects, "a list"))?;
        let wanted: Vec<bool> = list.iter().map(|subject| self.is_moved(subject)).collect::<Result<_>>()?;
        if !wanted.contains(&true) {
            return Ok(());
        }
        let Some(list) = node.get_mut("subjects").and_then(Node::items_mut) else { return Ok(()) };
        for (subject, _) in list.iter_mut().zip(wanted).filter(|(_, wanted)| *wanted) {
            let old = subject.get("namespace");
            if self.may_set(old) {
                let value = self.value(old);
                if let Some(map) = subject.as_mapping_mut() {
                    map.set("namespace", value);
                }
            }
        }
        Ok(())
    }

    /// Whether a subject of a role binding moves along.
    fn is_moved(&self, subject: &Node) -> Result<bool> {
        let (key, moved) = match self.subjects {
            Subjects::DefaultOnly => ("name", "default"),
            Subjects::AllServiceAccounts => ("kind", "ServiceAccount"),
            Subjects::None => return Ok(false),
        };
        if subject.is_null() {
            return Ok(false);
        }
        let map = subject.as_mapping().ok_or_else(|| unexpected(subject, "a map"))?;
        let text = |key: &str| match map.get(key) {
            Some(value) => value.text().ok_or_else(|| unexpected(value, "a single value")),
            None => Ok(""),
        };
        let moved = text(key)? == moved;
        if moved {
            text("namespace")?;
        }
        Ok(moved)
    }

    fn may_set(&self, old: Option<&Node>) -> bool {
        !self.unset_only || old.is_none_or(|n| n.is_null() || n.text().is_some_and(str::is_empty))
    }

    /// A string in the style of the value it replaces, whatever it looks like.
    fn value(&self, old: Option<&Node>) -> Node {
        let style = old.filter(|n| !n.is_null()).and_then(Node::as_scalar).map_or(Style::Plain, |s| s.style);
        Node::scalar(Scalar { style, ..Scalar::string(self.namespace.clone()) }, self.span)
    }

    fn conflict(&self, set: &ResourceSet, at: usize) -> Diagnostic {
        let res = set.get(at).expect("the object just changed");
        let other = set.iter().enumerate().find(|(o, other)| *o != at && other.id() == res.id());
        let error = Diagnostic::error(
            Code::IdConflict,
            format!("namespace `{}` gives two objects the id {}", self.namespace, res.id()),
        )
        .at(self.span)
        .label(name_span(&res.node), "this one");
        let error = match other {
            Some((_, other)) => error.label(name_span(&other.node), "and this one"),
            None => error,
        };
        error.hint("rename one of them, or take it out of the reach of `namespace`").subject(res.id())
    }
}

/// What counts as a field that is not there.
fn is_nothing(node: &Node) -> bool {
    node.is_null() || node.as_mapping().is_some_and(|map| map.entries().is_empty())
}

fn unexpected(node: &Node, expected: &str) -> Diagnostic {
    Diagnostic::error(Code::Transformer, format!("a subject of a role binding is wrong: expected {expected}"))
        .at(node.span)
        .upstream("setting namespace on (cluster)role binding subjects: wrong node kind")
}

fn is_role_binding(kind: &str) -> bool {
    kind == "RoleBinding" || kind == "ClusterRoleBinding"
}

/// Fields that have rules of their own are not set by field specs again.
fn applies(spec: &FieldSpec, gvk: &Gvk) -> bool {
    if !spec.fits(gvk) {
        return false;
    }
    let role_binding_subject = is_role_binding(&spec.gvk.kind) && spec.path.is_written("subjects/namespace");
    let foreign_name =
        spec.path.is_written("metadata/name") && !(gvk.group.is_empty() && gvk.version == "v1");
    !spec.path.is_written("metadata/namespace") && !role_binding_subject && !foreign_name
}
