//! `vars`: values of fields under a name, put in where `$(NAME)` stands.
//!
//! Example: with `vars: [{name: DB, objref: {kind: Service, name: db, apiVersion: v1}}]` the argument
//! `--host=$(DB)` of a container becomes `--host=prd-db`, if the Service is called that in the end.
//!
//! A var belongs to the object that fits it where it is declared, whatever happens to that object later.

mod expand;
mod lookup;
mod replace;

use std::collections::HashMap;

use ecow::EcoString;

use crate::diag::{Code, Diagnostic, Result, did_you_mean};
use crate::field::FieldConfig;
use crate::id::{Gvk, ResId};
use crate::kustomization::{self, Spanned, Var};
use crate::resource::{Resource, ResourceSet};
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::name_span;

use expand::Values;

/// The vars of a tree, in the order they were declared. No two have the same name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vars {
    list: Vec<Spanned<Var>>,
    by_name: HashMap<EcoString, usize>,
}

impl Vars {
    /// Takes the vars of one kustomization, and ties each to the object that it fits now.
    ///
    /// # Errors
    /// A var that fits several objects, or a name that is taken.
    pub(crate) fn declare(
        &mut self,
        vars: &[Spanned<Var>],
        set: &mut ResourceSet,
        schema: &Schema,
    ) -> Result<()> {
        for var in vars {
            tie(var, set, schema)?;
        }
        vars.iter().try_for_each(|var| self.add(var.clone()))
    }

    /// Takes the vars of a base.
    ///
    /// # Errors
    /// A name that is taken.
    pub(crate) fn merge(&mut self, other: Vars) -> Result<()> {
        other.list.into_iter().try_for_each(|var| self.add(var))
    }

    fn add(&mut self, var: Spanned<Var>) -> Result<()> {
        let name = &var.name.value;
        if let Some(other) = self.by_name.insert(name.clone(), self.list.len()) {
            return Err(Diagnostic::error(Code::Var, format!("there are two vars called `{name}`"))
                .label(place(&var), "this one")
                .label(place(&self.list[other]), "and this one before it")
                .hint("the vars of a kustomization and of all its bases need different names")
                .upstream(format!("var '{name}' already encountered")));
        }
        self.list.push(var);
        Ok(())
    }

    /// Puts the values in, everywhere that `varReference` names. Returns warnings.
    ///
    /// # Errors
    /// A var whose object or field is missing, or a field that cannot hold references.
    pub(crate) fn resolve(
        &self,
        set: &mut ResourceSet,
        config: &FieldConfig,
        schema: &Schema,
    ) -> Result<Vec<Diagnostic>> {
        if self.list.is_empty() {
            return Ok(Vec::new());
        }
        let mut values = self.values(set)?;
        replace::replace(set, config, schema, &mut values)?;
        Ok(self.unused(&values).into_iter().collect())
    }

    fn values(&self, set: &ResourceSet) -> Result<Values> {
        let mut objects: Vec<Option<&Resource>> = vec![None; self.list.len()];
        for res in set {
            for name in res.vars() {
                if let Some(at) = self.by_name.get(name) {
                    objects[*at].get_or_insert(res);
                }
            }
        }
        let mut values = Values::default();
        for (var, object) in self.list.iter().zip(objects) {
            let res = object.ok_or_else(|| no_object(var, set))?;
            let value = lookup::value(&res.node, path(var)).ok_or_else(|| no_field(var, res))?;
            values.insert(var.name.value.clone(), value);
        }
        Ok(values)
    }

    fn unused(&self, values: &Values) -> Option<Diagnostic> {
        let unused: Vec<&Spanned<Var>> = self.list.iter().filter(|var| !values.is_used(&var.name)).collect();
        let names: Vec<&str> = unused.iter().map(|var| var.name.as_str()).collect();
        let message = match names.as_slice() {
            [] => return None,
            [one] => format!("the var `{one}` is never used"),
            several => format!("vars that are never used: {}", several.join(", ")),
        };
        let upstream = format!("well-defined vars that were never replaced: {}", names.join(","));
        let mut warning = Diagnostic::warning(Code::NoEffect, message);
        for var in unused {
            warning = warning.at(place(var));
        }
        Some(
            warning
                .hint("remove it, or name the fields in which it stands under `varReference` of a file in `configurations`")
                .upstream(upstream),
        )
    }
}

/// Where a var is best pointed to.
fn place(var: &Spanned<Var>) -> Span {
    if var.name.span.is_none() { var.span } else { var.name.span }
}

/// The field of a var.
fn path(var: &Var) -> &str {
    match var.fieldref.field_path.as_str() {
        "" => "metadata.name",
        path => path,
    }
}

/// Ties a var to its object, if there is exactly one.
fn tie(var: &Spanned<Var>, set: &mut ResourceSet, schema: &Schema) -> Result<()> {
    let target = Target::of(&var.objref, schema);
    let found: Vec<usize> = match target.any_namespace() {
        false => set.by_any_id(&target.0),
        true => set
            .by_any_name(&target.0.name)
            .into_iter()
            .filter(|at| set.get(*at).is_some_and(|r| target.is(r)))
            .collect(),
    };
    match found.as_slice() {
        [] => Ok(()),
        [at] => set.edit(*at, schema, |res| {
            res.add_var(var.name.value.clone());
            Ok(())
        }),
        several => Err(ambiguous(var, set, several)),
    }
}

/// What `objref` says. Unlike in other places, empty parts fit only empty ones, but for the namespace.
struct Target(ResId);

impl Target {
    fn of(target: &kustomization::Target, schema: &Schema) -> Target {
        let (mut group, mut version) = (target.group.value.clone(), target.version.value.clone());
        let mut parts = target.api_version.split('/');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(""), None, _) => {}
            (Some(only), None, _) => version = only.into(),
            (Some(first), Some(second), None) => (group, version) = (first.into(), second.into()),
            _ => {}
        }
        let gvk = Gvk { group, version, kind: target.kind.value.clone() };
        let cluster_scoped = schema.is_cluster_scoped(&gvk);
        let (name, namespace) = (target.name.value.clone(), target.namespace.value.clone());
        Target(ResId { gvk, name, namespace, cluster_scoped })
    }

    fn any_namespace(&self) -> bool {
        self.0.namespace.is_empty() && !self.0.cluster_scoped
    }

    fn is(&self, res: &Resource) -> bool {
        let fits = |id: &ResId| id.name == self.0.name && id.gvk == self.0.gvk;
        fits(res.id()) || res.former_ids().any(|id| fits(&id))
    }
}

fn ambiguous(var: &Spanned<Var>, set: &ResourceSet, several: &[usize]) -> Diagnostic {
    let message = format!("the var `{}` fits {} objects", var.name.value, several.len());
    let error = Diagnostic::error(Code::Var, message).at(place(var));
    let labelled = several
        .iter()
        .filter_map(|at| set.get(*at))
        .fold(error, |error, res| error.label(name_span(&res.node), format!("now {}", res.id())));
    labelled.hint("add `namespace` to its `objref`").upstream(format!(
        "found {} resId matches for var {} (unable to disambiguate)",
        several.len(),
        described(var)
    ))
}

fn no_object(var: &Spanned<Var>, set: &ResourceSet) -> Diagnostic {
    let target = &var.objref;
    let same_kind = set.iter().filter(|res| res.id().gvk.kind == target.kind.value);
    let names = same_kind.flat_map(|res| {
        let former = res.lineage().former().first();
        [former.map(|f| f.name.as_str()), Some(res.id().name.as_str())].into_iter().flatten()
    });
    Diagnostic::error(
        Code::Var,
        format!("the var `{}` refers to an object that does not exist", var.name.value),
    )
    .at(place(var))
    .label(target.name.span, "no object of this name and kind")
    .maybe_hint(did_you_mean(&target.name, names))
    .hint("`objref` needs kind, apiVersion and name exactly as in the object, where the var is declared")
    .upstream(format!("var '{}' cannot be mapped to a field in the set of known resources", described(var)))
}

fn no_field(var: &Spanned<Var>, res: &Resource) -> Diagnostic {
    Diagnostic::error(
        Code::Var,
        format!("the var `{}` names a field that its object does not have", var.name.value),
    )
    .at(place(var))
    .label(var.fieldref.field_path.span, "this field")
    .label(name_span(&res.node), "not in this object")
    .subject(res.id())
    .upstream(format!("field specified in var '{}' not found in corresponding resource", described(var)))
}

/// A var as kustomize prints it.
fn described(var: &Var) -> String {
    let target = &var.objref;
    let gvk = Gvk::from_api_version(&target.api_version, &target.kind);
    format!("{{{} {gvk} {{{}}}}}", var.name.value, path(var))
}
