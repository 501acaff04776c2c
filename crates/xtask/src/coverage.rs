//! The table in README: each field of a kustomization and each builtin kind, and how many cases of testdata/ use it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rustomize::KUSTOMIZATION_FILES;
use rustomize::source::SourceId;
use rustomize::yaml::parse::{Dialect, parse};
use rustomize::yaml::{Data, Node, stream};
use rustomize_test::{Case, discover};

use crate::{Outcome, Result, workspace};

/// Write the table of fields, builtin kinds and their test cases into README.md.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Change nothing; fail if the table is not up to date.
    #[arg(long)]
    check: bool,
}

const DONE: &str = "done";
const DEPRECATED: &str = "done; kustomize warns, and so do we";
const PLUGINS: &str = "done; plugins that are Go libraries are refused";
const HELM: &str = "done with `--enable-helm`, else refused as in kustomize; tested with a stand-in for Helm";

/// Fields, in the order in which a kustomization takes effect.
const FIELDS: &[(&str, &str)] = &[
    ("apiVersion", DONE),
    ("kind", DONE),
    ("metadata", DONE),
    ("resources", "done; files, directories, URLs, git"),
    ("bases", DEPRECATED),
    ("components", DONE),
    ("crds", DONE),
    ("openapi", DONE),
    ("configurations", DONE),
    ("configMapGenerator", DONE),
    ("secretGenerator", DONE),
    ("generatorOptions", DONE),
    ("helmGlobals", HELM),
    ("helmCharts", HELM),
    ("helmChartInflationGenerator", HELM),
    ("generators", PLUGINS),
    ("patchesStrategicMerge", DEPRECATED),
    ("patches", DONE),
    ("namespace", DONE),
    ("namePrefix", DONE),
    ("nameSuffix", DONE),
    ("labels", DONE),
    ("commonLabels", DEPRECATED),
    ("commonAnnotations", DONE),
    ("patchesJson6902", DEPRECATED),
    ("replicas", DONE),
    ("images", DONE),
    ("imageTags", DEPRECATED),
    ("replacements", DONE),
    ("transformers", PLUGINS),
    ("validators", PLUGINS),
    ("vars", DEPRECATED),
    ("sortOptions", DONE),
    ("buildMetadata", DONE),
];

/// Kinds of `apiVersion: builtin`.
const KINDS: &[(&str, &str)] = &[
    ("AnnotationsTransformer", DONE),
    ("ConfigMapGenerator", DONE),
    ("HashTransformer", DONE),
    ("HelmChartInflationGenerator", HELM),
    ("IAMPolicyGenerator", DONE),
    ("ImageTagTransformer", DONE),
    ("LabelTransformer", DONE),
    ("NamespaceTransformer", DONE),
    ("PatchJson6902Transformer", DONE),
    ("PatchStrategicMergeTransformer", DONE),
    ("PatchTransformer", DONE),
    ("PrefixSuffixTransformer", DONE),
    ("PrefixTransformer", DONE),
    ("ReplacementTransformer", DONE),
    ("ReplicaCountTransformer", DONE),
    ("SecretGenerator", DONE),
    ("SortOrderTransformer", "refused, as in kustomize: the order is a field of the kustomization"),
    ("SuffixTransformer", DONE),
    ("ValueAddTransformer", DONE),
];

const START: &str = "<!-- coverage: written by `cargo xtask coverage` -->\n";
const END: &str = "<!-- end of coverage -->";

/// Runs the task.
pub(crate) fn run(args: &Args) -> Outcome {
    let file = workspace().join("README.md");
    let old = std::fs::read_to_string(&file)?;
    let used = Used::by(&discover(&workspace().join("testdata"))?)?;
    let new = with_table(&old, &used.table()).ok_or("README.md has no place for the table of coverage")?;
    let without: Vec<&str> = used.without().collect();
    if !without.is_empty() {
        println!("without a case in testdata/: {}", without.join(", "));
        return Ok(false);
    }
    if old == new {
        return Ok(true);
    }
    if args.check {
        println!("the table of coverage in README.md is old: cargo xtask coverage");
        return Ok(false);
    }
    std::fs::write(&file, new)?;
    Ok(true)
}

fn with_table(text: &str, table: &str) -> Option<String> {
    let (head, rest) = text.split_once(START)?;
    let (_, tail) = rest.split_once(END)?;
    Some(format!("{head}{START}{table}{END}{tail}"))
}

/// How many cases use a field or a kind.
#[derive(Default)]
struct Used {
    counts: BTreeMap<String, usize>,
}

impl Used {
    fn by(cases: &[Case]) -> Result<Used> {
        let mut used = Used::default();
        for case in cases {
            let mut names = BTreeSet::new();
            for dir in [&case.dir, &case.dir.join(&case.entry)] {
                names_below(dir, &mut names)?;
            }
            names.into_iter().for_each(|name| *used.counts.entry(name).or_default() += 1);
        }
        Ok(used)
    }

    /// The keys of kustomizations are read without regard to case, kinds are not.
    fn count(&self, name: &str) -> usize {
        let is_kind = KINDS.iter().any(|(kind, _)| *kind == name);
        let key = if is_kind { kind_key(name) } else { name.to_lowercase() };
        self.counts.get(&key).copied().unwrap_or_default()
    }

    fn without(&self) -> impl Iterator<Item = &'static str> {
        let names = FIELDS.iter().chain(KINDS).map(|(name, _)| *name);
        names.filter(|name| self.count(name) == 0)
    }

    fn table(&self) -> String {
        let mut text = String::new();
        for (what, rows) in [("Field", FIELDS), ("Kind of `apiVersion: builtin`", KINDS)] {
            text.push_str(&format!("\n| {what} | Status | Cases |\n|---|---|--:|\n"));
            for (name, status) in rows {
                text.push_str(&format!("| `{name}` | {status} | {} |\n", self.count(name)));
            }
        }
        text + "\n"
    }
}

/// Collects the fields of all kustomizations and the builtin kinds below a directory.
fn names_below(dir: &Path, names: &mut BTreeSet<String>) -> Result<()> {
    let mut pending: Vec<PathBuf> = vec![dir.to_path_buf()];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path)?;
            pending.extend(entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?);
            continue;
        }
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if KUSTOMIZATION_FILES.contains(&name) {
            kustomization(&text, names);
        } else {
            kinds(&text, names);
        }
    }
    Ok(())
}

/// Texts that are no YAML are cases of errors.
fn kustomization(text: &str, names: &mut BTreeSet<String>) {
    let Ok(Some(node)) = parse(text, SourceId::NONE, Dialect::V2) else { return };
    let Some(map) = node.as_mapping() else { return };
    names.extend(map.entries().iter().filter_map(|entry| entry.key.text()).map(str::to_lowercase));
    for field in ["generators", "transformers", "validators"] {
        if let Some(Data::Sequence(list)) = map.get(field).map(|list| &list.data) {
            list.items().iter().filter_map(Node::text).for_each(|entry| kinds(entry, names));
        }
    }
}

fn kinds(text: &str, names: &mut BTreeSet<String>) {
    for node in stream::read(text, SourceId::NONE).unwrap_or_default() {
        if node.text_at(&["apiVersion"]) == Some("builtin") {
            names.extend(node.text_at(&["kind"]).map(kind_key));
        }
    }
}

/// Some kinds and fields have the same name.
fn kind_key(kind: &str) -> String {
    format!("builtin {kind}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_up_to_date() {
        assert_eq!(run(&Args { check: true }).map_err(|error| error.to_string()), Ok(true));
    }
}
