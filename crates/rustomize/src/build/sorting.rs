//! `sortOptions` of the root kustomization and the caller's wish: which order the objects come in.

use super::Reorder;
use super::session::Session;
use crate::diag::{Code, Diagnostic, Result};
use crate::kustomization::{SortOptions, Spanned};
use crate::load::Layer;
use crate::resolve::order;
use crate::resource::ResourceSet;

/// Puts the objects in order. What the kustomization says counts before what the caller says.
///
/// # Errors
/// `sortOptions` with an unknown order, or with lists that the order does not use.
pub(super) fn sort(set: &mut ResourceSet, session: &mut Session<'_>, layer: &Layer) -> Result<()> {
    match &layer.kustomization.sort_options {
        Some(options) => {
            if session.options.reorder.is_some() {
                session.warnings.push(set_twice(options));
            }
            by_options(set, options)
        }
        None => {
            if session.options.reorder != Some(Reorder::None) {
                order::legacy(set);
            }
            Ok(())
        }
    }
}

fn by_options(set: &mut ResourceSet, options: &Spanned<SortOptions>) -> Result<()> {
    let lists = options.legacy_sort_options.as_ref();
    match (options.order.as_str(), lists) {
        ("fifo", None) => {}
        ("fifo", Some(lists)) => {
            return Err(Diagnostic::error(
                Code::InvalidCombination,
                "`legacySortOptions` needs `order: legacy`, but the order is `fifo`",
            )
            .at(lists.span)
            .label(options.order.span, "set here")
            .hint("remove one of them")
            .upstream(
                "the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'",
            ));
        }
        ("legacy", None) => order::legacy(set),
        ("legacy", Some(lists)) => {
            let first = lists.order_first.iter().map(|kind| kind.as_str());
            order::legacy_with(set, first, lists.order_last.iter().map(|kind| kind.as_str()));
        }
        (other, _) => {
            let (message, place) = match other {
                "" => ("`sortOptions` has no `order`".to_owned(), options.span),
                _ => (format!("there is no order `{other}`"), options.order.span),
            };
            return Err(Diagnostic::error(Code::InvalidValue, message)
                .at(place)
                .hint("write `order: legacy` or `order: fifo`")
                .upstream("the field 'sortOptions.order' must be one of [fifo, legacy]"));
        }
    }
    Ok(())
}

fn set_twice(options: &Spanned<SortOptions>) -> Diagnostic {
    Diagnostic::warning(
        Code::NoEffect,
        "the order asked for has no effect: the kustomization has `sortOptions`",
    )
    .at(options.span)
    .hint("leave out `--reorder`")
    .upstream(
        "Warning: Sorting order is set both in 'kustomization.yaml' ('sortOptions') and in a CLI flag \
             ('--reorder'). Using the kustomization file over the CLI flag.",
    )
}
