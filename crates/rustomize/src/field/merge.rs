//! Merging field specs: kustomize's rules, surprises included.

use std::borrow::Cow;

use super::config::NameReference;
use super::order::compare_kinds;
use super::spec::{FieldSpec, GvkFilter};
use crate::diag::{Code, Diagnostic, Result};

/// Adds specs to a list, in order and at its end.
///
/// A spec is left out if one with the same path is there whose kind it covers. So a general spec does not
/// come in after a specific one with the same path.
///
/// # Errors
/// The two do not agree on `create`.
pub fn merge_all(list: &mut Vec<FieldSpec>, more: &[FieldSpec]) -> Result<()> {
    for spec in more {
        match list.iter().find(|old| old.path == spec.path && old.gvk.is_covered_by(&spec.gvk)) {
            None => list.push(spec.clone()),
            Some(old) if old.create == spec.create => {}
            Some(old) => return Err(conflict(old, spec)),
        }
    }
    Ok(())
}

fn conflict(old: &FieldSpec, new: &FieldSpec) -> Diagnostic {
    let says = |create: bool| if create { "`create: true`" } else { "no `create`" };
    let who = if old.span.is_none() { " of the built-in table" } else { "" };
    let what =
        if old.gvk == GvkFilter::default() { "all kinds".to_owned() } else { old.gvk.to_gvk().to_string() };
    Diagnostic::error(
        Code::InvalidCombination,
        format!(
            "two field specs for `{}` disagree: this one has {}, the one{who} for {} has {}",
            new.path,
            says(new.create),
            what,
            says(old.create)
        ),
    )
    .at(new.span)
    .label(old.span, "the other one")
    .upstream("conflicting fieldspecs")
}

/// Merges and sorts one section. Two built-in tables stay one.
#[expect(clippy::ptr_arg, reason = "a built-in table is told by being borrowed")]
pub(super) fn merge_specs(
    list: &mut Cow<'static, [FieldSpec]>,
    more: &Cow<'static, [FieldSpec]>,
) -> Result<()> {
    if is_settled(list, more) {
        return Ok(());
    }
    merge_all(list.to_mut(), more)?;
    sort_specs(list.to_mut());
    Ok(())
}

/// Merges and sorts the name references: those of the same target become one.
#[expect(clippy::ptr_arg, reason = "a built-in table is told by being borrowed")]
pub(super) fn merge_references(
    list: &mut Cow<'static, [NameReference]>,
    more: &Cow<'static, [NameReference]>,
) -> Result<()> {
    if is_settled(list, more) {
        return Ok(());
    }
    let list = list.to_mut();
    for reference in more.iter() {
        match list.iter_mut().find(|old| old.target == reference.target) {
            Some(old) => merge_all(old.referrers.to_mut(), &reference.referrers)?,
            None => list.push(reference.clone()),
        }
    }
    sort_references(list);
    Ok(())
}

/// Whether nothing is left to merge: there is nothing to add, or the only thing is the built-in table.
#[expect(clippy::ptr_arg, reason = "a built-in table is told by being borrowed")]
fn is_settled<T: Clone>(list: &mut Cow<'static, [T]>, more: &Cow<'static, [T]>) -> bool {
    match more {
        more if more.is_empty() => true,
        Cow::Borrowed(table) if list.is_empty() => {
            *list = Cow::Borrowed(table);
            true
        }
        Cow::Borrowed(_) => matches!(list, Cow::Borrowed(_)),
        Cow::Owned(_) => false,
    }
}

pub(super) fn sort_specs(list: &mut [FieldSpec]) {
    list.sort_by(|a, b| compare_kinds(parts(&a.gvk), parts(&b.gvk)));
}

pub(super) fn sort_references(list: &mut [NameReference]) {
    list.sort_by(|a, b| compare_kinds(parts(&a.target), parts(&b.target)));
}

fn parts(gvk: &GvkFilter) -> (&str, &str, &str) {
    (&gvk.group, &gvk.version, &gvk.kind)
}
