//! `crds`: field specs from OpenAPI definitions of custom types.
//!
//! Example: a property of `Bee` with `x-kubernetes-object-ref-api-version: v1` and
//! `x-kubernetes-object-ref-kind: Secret` makes `spec/secretRef/name` of every `Bee` follow the names of Secrets.

use std::borrow::Cow;
use std::collections::HashMap;

use super::config::{FieldConfig, NameReference};
use super::merge::{merge_all, sort_references, sort_specs};
use super::path::FieldPath;
use super::spec::{FieldSpec, GvkFilter};
use crate::diag::{Code, Diagnostic, Result};
use crate::source::Span;
use crate::yaml::{Entry, Mapping, Node, Tag};

const ANNOTATION: &str = "x-kubernetes-annotation";
const LABEL_SELECTOR: &str = "x-kubernetes-label-selector";
const IDENTITY: &str = "x-kubernetes-identity";
const REFERENCE_VERSION: &str = "x-kubernetes-object-ref-api-version";
const REFERENCE_KIND: &str = "x-kubernetes-object-ref-kind";
const REFERENCE_KEY: &str = "x-kubernetes-object-ref-name-key";

/// How deep types may be nested: more is a circle, in which kustomize never ends.
const MAX_DEPTH: usize = 64;
/// How many fields one file may stand for: types that name each other several times multiply.
const MAX_FIELDS: usize = 1_000_000;

impl FieldConfig {
    /// The field specs that a file of `crds` stands for: a map of type names to definitions.
    ///
    /// # Errors
    /// A part that is read has the wrong shape, or a type contains itself.
    pub fn from_definitions(document: &Node) -> Result<FieldConfig> {
        let types = types(document)?;
        let mut found = Found::default();
        for entry in entries(document, "a map of type names to definitions")? {
            let name = entry.key.text().unwrap_or_default();
            let Some(properties) = types.get(name) else { continue };
            let is_object =
                ["kind", "apiVersion", "metadata"].iter().all(|key| properties.get(key).is_some());
            if is_object {
                found.walk(&types, name, properties)?;
            }
        }
        Ok(found.into_config())
    }
}

/// The properties of each type.
fn types(document: &Node) -> Result<HashMap<&str, &Mapping>> {
    let mut types = HashMap::new();
    for entry in entries(document, "a map of type names to definitions")? {
        let (mut schema, mut dependencies) = (None, None);
        for field in entries(&entry.value, "a definition with `Schema`")? {
            match field.key.text().unwrap_or_default() {
                key if key.eq_ignore_ascii_case("schema") => schema = Some(&field.value),
                key if key.eq_ignore_ascii_case("dependencies") => dependencies = Some(&field.value),
                _ => {}
            }
        }
        if let Some(odd) = dependencies.filter(|d| !d.is_null() && d.items().is_none()) {
            return Err(wrong(odd.span, "a list of type names"));
        }
        let Some(schema) = schema else { continue };
        entries(schema, "a schema")?;
        let Some(properties) = schema.get("properties") else { continue };
        for property in entries(properties, "a map of properties")? {
            entries(&property.value, "a schema")?;
        }
        if let (Some(name), Some(map)) = (entry.key.text(), properties.as_mapping()) {
            types.insert(name, map);
        }
    }
    Ok(types)
}

/// What has been found in one file.
#[derive(Default)]
struct Found {
    annotations: Vec<FieldSpec>,
    labels: Vec<FieldSpec>,
    prefixes: Vec<FieldSpec>,
    references: Vec<NameReference>,
    fields: usize,
}

impl Found {
    /// Looks at the fields of one kind of objects, and of the types they have.
    fn walk<'n>(
        &mut self,
        types: &HashMap<&'n str, &'n Mapping>,
        name: &'n str,
        top: &'n Mapping,
    ) -> Result<()> {
        let kind = name.rsplit('.').next().unwrap_or(name);
        let gvk = GvkFilter { kind: Cow::Owned(kind.to_owned()), ..GvkFilter::default() };
        let mut open: Vec<(&Mapping, String, usize)> = vec![(top, String::new(), 0)];
        while let Some((properties, path, depth)) = open.pop() {
            for property in properties.entries() {
                let (Some(field), Some(schema)) = (property.key.text(), property.value.as_mapping()) else {
                    continue;
                };
                let path = if path.is_empty() { field.to_owned() } else { format!("{path}/{field}") };
                self.fields += 1;
                if depth > MAX_DEPTH || self.fields > MAX_FIELDS {
                    return Err(endless(property.key.span, name));
                }
                self.add(&gvk, &path, schema, property.key.span)?;
                let inner = text(schema, "$ref").and_then(|to| types.get(to));
                open.extend(inner.map(|inner| (*inner, path, depth + 1)));
            }
        }
        Ok(())
    }

    fn add(&mut self, gvk: &GvkFilter, path: &str, schema: &Mapping, span: Span) -> Result<()> {
        let spec =
            |path: &str| FieldSpec { gvk: gvk.clone(), path: FieldPath::parse(path), create: false, span };
        for (extension, list) in [
            (ANNOTATION, &mut self.annotations),
            (LABEL_SELECTOR, &mut self.labels),
            (IDENTITY, &mut self.prefixes),
        ] {
            if text(schema, extension).is_some() {
                list.push(spec(path));
            }
        }
        if let (Some(version), Some(kind)) = (text(schema, REFERENCE_VERSION), text(schema, REFERENCE_KIND)) {
            let key = text(schema, REFERENCE_KEY).unwrap_or("name");
            let referrer = spec(&format!("{path}/{key}"));
            let target = GvkFilter {
                group: Cow::Borrowed(""),
                version: Cow::Owned(version.to_owned()),
                kind: Cow::Owned(kind.to_owned()),
            };
            match self.references.iter_mut().find(|r| r.target == target) {
                Some(known) => merge_all(known.referrers.to_mut(), &[referrer])?,
                None => self.references.push(NameReference { target, referrers: Cow::Owned(vec![referrer]) }),
            }
        }
        Ok(())
    }

    fn into_config(mut self) -> FieldConfig {
        for list in [&mut self.annotations, &mut self.labels, &mut self.prefixes] {
            sort_specs(list);
        }
        sort_references(&mut self.references);
        FieldConfig {
            common_annotations: Cow::Owned(self.annotations),
            common_labels: Cow::Owned(self.labels),
            name_prefix: Cow::Owned(self.prefixes),
            name_reference: Cow::Owned(self.references),
            ..FieldConfig::empty()
        }
    }
}

/// The pairs of a map; null has none.
fn entries<'n>(node: &'n Node, what: &str) -> Result<&'n [Entry]> {
    match node.as_mapping() {
        Some(map) => Ok(map.entries()),
        None if node.is_null() => Ok(&[]),
        None => Err(wrong(node.span, what)),
    }
}

/// A field that holds a string.
fn text<'n>(map: &'n Mapping, key: &str) -> Option<&'n str> {
    map.get(key)?.as_scalar().filter(|s| matches!(s.tag, Tag::Str | Tag::Timestamp)).map(|s| s.text.as_str())
}

fn wrong(span: Span, what: &str) -> Diagnostic {
    Diagnostic::error(Code::Schema, format!("expected {what}"))
        .at(span)
        .hint("`crds` takes files that map type names to OpenAPI definitions; list a CustomResourceDefinition under `resources`")
        .upstream("unable to parse open API definition")
}

fn endless(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        Code::Schema,
        format!("the types of `{name}` contain themselves, or are nested too deep"),
    )
    .at(span)
}
