//! From the parsed file to a [`Kustomization`]: decode, warn, bring to the current form, check.

use std::collections::HashSet;

use super::{
    COMPONENT_KIND, COMPONENT_VERSION, KUSTOMIZATION_KIND, KUSTOMIZATION_VERSION, Kustomization, Text,
    upgrade,
};
use crate::diag::{Code, Diagnostic, Result};
use crate::yaml::de::{Mode, field_of, from_node};
use crate::yaml::{Entry, Node};

/// Decodes a kustomization file and brings it to its current form. Deprecated fields go to `warnings`, also
/// when the file is refused afterwards.
///
/// # Errors
/// In this order: unknown fields and wrong types; a file that says nothing; a wrong kind or apiVersion.
pub fn decode(node: &Node, warnings: &mut Vec<Diagnostic>) -> Result<Kustomization> {
    let mut kustomization: Kustomization = from_node(node, Mode::KUSTOMIZATION)?;
    warnings.extend(DEPRECATED.iter().filter_map(|field| field.warning(node)));
    upgrade::upgrade(&mut kustomization);
    check_empty(node)?;
    check_kind(&kustomization)?;
    Ok(kustomization)
}

/// The pair of a field that is there and not null.
fn entry<'n>(node: &'n Node, field: &'static str) -> Option<&'n Entry> {
    let entries = &node.as_mapping()?.entries();
    let found = entries
        .iter()
        .rev()
        .find(|e| e.key.text().is_some_and(|key| field_of(key, &[field], true).is_some()));
    found.filter(|e| !e.value.is_null())
}

/// A deprecated field, in the order kustomize warns.
struct Deprecated {
    field: &'static str,
    instead: &'static str,
    experimental: bool,
}

const fn deprecated(field: &'static str, instead: &'static str) -> Deprecated {
    Deprecated { field, instead, experimental: false }
}

const DEPRECATED: [Deprecated; 6] = [
    deprecated("bases", "resources"),
    deprecated("commonLabels", "labels"),
    deprecated("imageTags", "images"),
    deprecated("patchesJson6902", "patches"),
    deprecated("patchesStrategicMerge", "patches"),
    Deprecated { field: "vars", instead: "replacements", experimental: true },
];

impl Deprecated {
    fn warning(&self, node: &Node) -> Option<Diagnostic> {
        let Deprecated { field, instead, experimental } = self;
        let entry = entry(node, field)?;
        let fix = if *experimental { "[EXPERIMENTAL] Run" } else { "Run" };
        let upstream = format!(
            "# Warning: '{field}' is deprecated. Please use '{instead}' instead. {fix} 'kustomize edit fix' to update your Kustomization automatically."
        );
        let warning = Diagnostic::warning(Code::Deprecated, format!("`{field}` is deprecated"))
            .at(entry.key.span)
            .hint(format!("use `{instead}` instead"));
        Some(warning.upstream(upstream))
    }
}

/// Refuses a file in which every field but kind and apiVersion has its zero value, after the upgrade.
fn check_empty(node: &Node) -> Result<()> {
    let map = node.as_mapping().map_or(&[][..], |map| map.entries());
    // Of equal keys only the last one counts.
    let mut seen = HashSet::new();
    if map.iter().rev().any(|e| seen.insert(e.key.text()) && says_something(e)) {
        return Ok(());
    }
    Err(Diagnostic::error(Code::EmptyKustomization, "the kustomization file is empty")
        .at(node.span)
        .hint("list what to render under `resources`")
        .upstream("kustomization.yaml is empty"))
}

fn says_something(entry: &Entry) -> bool {
    let key = entry.key.text().unwrap_or_default();
    let is = |names: &'static [&'static str]| field_of(key, names, true).is_some();
    if entry.value.is_null() || is(&["kind", "apiVersion"]) {
        false
    } else if is(&["namePrefix", "nameSuffix", "namespace"]) {
        entry.value.text() != Some("")
    } else if is(&["bases", "imageTags", "helmChartInflationGenerator"]) {
        // What they hold goes elsewhere; the rest of the lists counts even when it is empty.
        entry.value.items().is_some_and(|items| !items.is_empty())
    } else {
        true
    }
}

fn check_kind(kustomization: &Kustomization) -> Result<()> {
    let Kustomization { kind, api_version, .. } = kustomization;
    let known = [KUSTOMIZATION_KIND, COMPONENT_KIND].contains(&kind.value.as_str());
    let version = if kustomization.is_component() { COMPONENT_VERSION } else { KUSTOMIZATION_VERSION };
    let (mut messages, mut upstream) = (Vec::new(), Vec::new());
    if !known {
        messages.push(format!("the kind is `{}`, not Kustomization or Component", kind.value));
        upstream.push("kind should be Kustomization or Component".to_owned());
    }
    if api_version.value != version {
        messages.push(format!("the apiVersion is `{}`, not {version}", api_version.value));
        upstream.push(format!("apiVersion for {} should be {version}", kind.value));
    }
    if messages.is_empty() {
        return Ok(());
    }
    let blame = |wrong: bool, text: &Text| if wrong { text.span } else { crate::source::Span::NONE };
    Err(Diagnostic::error(Code::WrongKind, messages.join(", and "))
        .at(blame(!known, kind))
        .at(blame(api_version.value != version, api_version))
        .hint(kind_hint(kustomization, known))
        .upstream(upstream.join("\n")))
}

fn kind_hint(kustomization: &Kustomization, known: bool) -> String {
    if known && kustomization.is_component() {
        return format!(
            "write `apiVersion: {COMPONENT_VERSION}`, or remove the line: a component has no other"
        );
    }
    if known && kustomization.api_version.value == COMPONENT_VERSION {
        return format!("write `apiVersion: {KUSTOMIZATION_VERSION}`, or `kind: Component` if it is one");
    }
    if known {
        return format!("write `apiVersion: {KUSTOMIZATION_VERSION}`, or remove the line");
    }
    format!(
        "write `kind: {KUSTOMIZATION_KIND}`, or remove `kind` and `apiVersion`; an object goes into a file of its own, \
         listed under `resources`"
    )
}
