//! The engine's schema as Rust constants, made from the reference tables.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{Outcome, Result};

/// One property of a definition, as in `schema_fields.json`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Property {
    /// The definition that describes the value.
    r#ref: Option<String>,
    #[serde(default)]
    array: bool,
    /// Definition or primitive type of the elements of an array.
    items: Option<String>,
    /// Definition or primitive type of the values of an object with arbitrary keys.
    map: Option<String>,
    strategy: Option<String>,
    #[serde(default)]
    keys: Vec<String>,
}

type Definitions = BTreeMap<String, BTreeMap<String, Property>>;

#[derive(Deserialize)]
struct SchemaFields {
    definitions: Definitions,
}

#[derive(Deserialize)]
struct MergeKeys {
    gvks: BTreeMap<String, GvkEntry>,
}

#[derive(Deserialize)]
struct GvkEntry {
    definition: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Scopes {
    certainly_cluster_scoped: BTreeSet<String>,
    precomputed: BTreeMap<String, String>,
}

/// Write the schema tables of the engine from the reference tables.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Directory that holds merge_keys.json, schema_fields.json and cluster_scoped_kinds.json.
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// The generated file.
    #[arg(long, value_name = "FILE", default_value = "crates/rustomize/src/schema/builtin.rs")]
    to: PathBuf,
    /// Only compares: fails if the file would change.
    #[arg(long)]
    check: bool,
}

/// Reads the tables and writes the generated file, or only compares it.
pub(crate) fn run(args: &Args) -> Outcome {
    let fields: SchemaFields = read(&args.from.join("schema_fields.json"))?;
    let keys: MergeKeys = read(&args.from.join("merge_keys.json"))?;
    let scopes: Scopes = read(&args.from.join("cluster_scoped_kinds.json"))?;
    if let Some(gvk) =
        scopes.certainly_cluster_scoped.iter().find(|gvk| !scopes.precomputed.contains_key(*gvk))
    {
        return Err(format!("{gvk} is cluster-scoped but not in the precomputed table").into());
    }
    let text = Generator::new(&fields.definitions)?.file(&keys, &scopes)?;
    if std::fs::read_to_string(&args.to).unwrap_or_default() == text {
        return Ok(true);
    }
    if args.check {
        return Err(format!("{} is not what the tables give", args.to.display()).into());
    }
    std::fs::write(&args.to, text)?;
    Ok(true)
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?)
}

/// Turns names into indexes and indexes into text.
struct Generator<'a> {
    definitions: &'a Definitions,
    /// Position of each definition.
    index: BTreeMap<&'a str, usize>,
    /// Position of each field name.
    names: BTreeMap<&'a str, usize>,
    /// Position of each distinct list of merge keys; 0 stands for "not merged".
    merges: BTreeMap<&'a [String], usize>,
}

impl<'a> Generator<'a> {
    fn new(definitions: &'a Definitions) -> Result<Generator<'a>> {
        let index = definitions.keys().zip(0..).map(|(name, at)| (name.as_str(), at)).collect();
        let names: BTreeSet<&str> = definitions.values().flat_map(|d| d.keys().map(String::as_str)).collect();
        let keys: BTreeSet<&[String]> =
            definitions.values().flat_map(|d| d.values()).filter_map(merge_keys).collect();
        if definitions.len() >= usize::from(u16::MAX) || names.len() >= usize::from(u16::MAX) {
            return Err("too many definitions for 16-bit indexes".into());
        }
        Ok(Generator {
            definitions,
            index,
            names: names.into_iter().zip(0..).collect(),
            merges: keys.into_iter().zip(1..).collect(),
        })
    }

    fn file(&self, keys: &MergeKeys, scopes: &Scopes) -> Result<String> {
        let mut out = String::from(HEAD);
        self.names(&mut out)?;
        self.merges(&mut out)?;
        self.definitions(&mut out)?;
        self.kinds(&mut out, keys)?;
        scope_table(&mut out, scopes)?;
        Ok(out)
    }

    fn names(&self, out: &mut String) -> Result<()> {
        writeln!(
            out,
            "/// All field names, sorted.\npub(super) static NAMES: [&str; {}] = [",
            self.names.len()
        )?;
        wrapped(out, self.names.keys().map(|name| format!("{name:?}")));
        writeln!(out, "];\n")?;
        Ok(())
    }

    fn merges(&self, out: &mut String) -> Result<()> {
        writeln!(out, "/// Key lists of merged lists; the first is no list at all.")?;
        writeln!(out, "pub(super) static MERGES: [&[Cow<'static, str>]; {}] = [", self.merges.len() + 1)?;
        let text = |keys: &[String]| keys.iter().map(|k| format!("Cow::Borrowed({k:?})")).collect::<Vec<_>>();
        wrapped(
            out,
            std::iter::once(&[][..])
                .chain(self.merges.keys().copied())
                .map(|k| format!("&[{}]", text(k).join(", "))),
        );
        writeln!(out, "];\n")?;
        Ok(())
    }

    fn definitions(&self, out: &mut String) -> Result<()> {
        let mut starts = vec![0];
        let mut fields = Vec::new();
        for properties in self.definitions.values() {
            for (name, property) in properties {
                fields.push(self.field(name, property)?);
            }
            starts.push(fields.len());
        }
        writeln!(out, "/// Names of all definitions, sorted.")?;
        writeln!(out, "pub(super) static DEFINITIONS: [&str; {}] = [", self.definitions.len())?;
        for name in self.definitions.keys() {
            writeln!(out, "    {name:?},")?;
        }
        writeln!(
            out,
            "];\n\n/// Where the fields of each definition start; those of the next one end them."
        )?;
        writeln!(out, "pub(super) static STARTS: [u16; {}] = [", starts.len())?;
        wrapped(out, starts.iter().map(usize::to_string));
        writeln!(out, "];\n\n/// The fields of all definitions, each definition's sorted by name.")?;
        writeln!(out, "pub(super) static FIELDS: [Field; {}] = [", fields.len())?;
        wrapped(out, fields.into_iter());
        writeln!(out, "];\n")?;
        Ok(())
    }

    fn field(&self, name: &str, property: &Property) -> Result<String> {
        let shape = match property {
            Property { array: true, .. } => "list",
            Property { map: Some(_), r#ref: None, .. } => "map",
            _ => "one",
        };
        let target = property.r#ref.as_ref().or(property.items.as_ref()).or(property.map.as_ref());
        let target = target.and_then(|name| self.index.get(name.as_str()));
        let target = target.map_or("LEAF".to_owned(), usize::to_string);
        let merge = merge_keys(property).map_or(0, |keys| self.merges[keys]);
        Ok(format!("{shape}({}, {target}, {merge})", self.names[name]))
    }

    fn kinds(&self, out: &mut String, keys: &MergeKeys) -> Result<()> {
        let mut rows = Vec::new();
        for (gvk, entry) in &keys.gvks {
            let at = self.index.get(entry.definition.as_str()).ok_or("kind without definition")?;
            rows.push((split(gvk)?, *at));
        }
        rows.sort();
        writeln!(out, "/// Kind, group, version and definition, sorted.")?;
        writeln!(out, "pub(super) static KINDS: [(&str, &str, &str, u16); {}] = [", rows.len())?;
        for ((kind, group, version), at) in rows {
            writeln!(out, "    ({kind:?}, {group:?}, {version:?}, {at}),")?;
        }
        writeln!(out, "];\n")?;
        Ok(())
    }
}

/// The keys of a list that is merged; none if it is replaced.
fn merge_keys(property: &Property) -> Option<&[String]> {
    let merges = property.strategy.as_ref()?.split(',').any(|strategy| strategy == "merge");
    merges.then_some(&property.keys)
}

fn scope_table(out: &mut String, scopes: &Scopes) -> Result<()> {
    let mut rows = Vec::new();
    for (gvk, scope) in &scopes.precomputed {
        rows.push((split(gvk)?, scope == "Namespaced"));
    }
    rows.sort();
    writeln!(out, "/// Kind, group, version and whether it is namespaced, sorted.")?;
    writeln!(out, "pub(super) static SCOPES: [(&str, &str, &str, bool); {}] = [", rows.len())?;
    for ((kind, group, version), namespaced) in rows {
        writeln!(out, "    ({kind:?}, {group:?}, {version:?}, {namespaced}),")?;
    }
    writeln!(out, "];")?;
    Ok(())
}

/// `group/version/Kind` or `version/Kind` as kind, group, version: the order of the tables.
fn split(gvk: &str) -> Result<(&str, &str, &str)> {
    let (api_version, kind) = gvk.rsplit_once('/').ok_or("kind without version")?;
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    Ok((kind, group, version))
}

/// Writes items separated by commas, as many to a line as fit.
fn wrapped(out: &mut String, items: impl Iterator<Item = String>) {
    let mut line = String::new();
    for item in items {
        if line.len() + item.len() > 104 {
            out.push_str(&format!("    {}\n", line.trim_end()));
            line.clear();
        }
        line.push_str(&item);
        line.push_str(", ");
    }
    if !line.is_empty() {
        out.push_str(&format!("    {}\n", line.trim_end()));
    }
}

const HEAD: &str = "\
//! The schema kustomize 5.8.1 has built in (Kubernetes 1.21 and its own kinds), reduced to what merging needs.
//! Written by `cargo xtask tables`; do not edit.

use std::borrow::Cow;

use super::table::{Field, LEAF, list, map, one};

";
