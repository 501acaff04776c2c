//! Objects as deep as they may be, through everything that walks them, on a small stack.

use std::thread;

use rustomize::world::Memory;
use rustomize::{LoadRestrictions, Options, build};

/// As much as the standard library gives a thread that does not ask for more.
const STACK: usize = 2 << 20;

/// How deep the values are: with what stands around them, a thousand levels.
const DEEP: usize = 990;

const HEAD: &str = "apiVersion: example.com/v1\nkind: Crane\nmetadata:\n  name: crane\n";

fn block_maps() -> String {
    let lines = (0..DEEP).map(|depth| format!("{}a:\n", " ".repeat(depth + 2)));
    lines.chain([format!("{}a: end\n", " ".repeat(DEEP + 2))]).collect()
}

fn block_lists() -> String {
    format!("  a:\n  {}end\n", "- ".repeat(DEEP))
}

/// Lists of containers, as in the templates of workloads.
fn mixed() -> String {
    let mut text = String::new();
    for depth in 0..DEEP / 2 {
        let indent = " ".repeat(depth * 2 + 2);
        text += &format!("{indent}containers:\n{indent}- image: nginx\n");
    }
    text += &format!("{}leaf: end\n", " ".repeat(DEEP / 2 * 2 + 2));
    text
}

fn values() -> Vec<(&'static str, String)> {
    vec![
        ("block maps", format!("spec:\n{}", block_maps())),
        ("block lists", format!("spec:\n{}", block_lists())),
        ("mixed", format!("spec:\n{}", mixed())),
        ("flow maps", format!("spec: {}1{}\n", "{a: ".repeat(DEEP), "}".repeat(DEEP))),
        ("flow lists", format!("spec: {}1{}\n", "[".repeat(DEEP), "]".repeat(DEEP))),
    ]
}

const CONFIG: &str = "varReference: [{path: spec, kind: Crane}]
commonLabels: [{path: spec/a/labels, create: true}]
images: [{path: spec/image}]
namePrefix: [{path: spec/a/name}]
nameReference: [{kind: ConfigMap, version: v1, fieldSpecs: [{path: spec/a/a/a/name}]}]
";

/// What is done with the objects. Where no resources are named they are the crane and a ConfigMap.
const LAYERS: &[(&str, &str)] = &[
    ("plain", ""),
    ("json patch", "patches: [{target: {kind: Crane}, path: copy.json}]"),
    ("json patch that tests", "patches: [{target: {kind: Crane}, path: test.json}]"),
    ("json patch of itself", "patches: [{target: {kind: Crane}, path: same.yaml}]"),
    ("strategic patch", "patches: [{path: crane.yaml}]"),
    ("strategic patch, new field", "patches: [{path: other.yaml}]"),
    ("strategic patch, replaced field", "patches: [{path: replace.yaml}]"),
    ("keyed lists", "openapi: {path: image.json}\npatches: [{path: crane.yaml}, {path: other.yaml}]"),
    ("keyed lists, changed", "openapi: {path: image.json}\npatches: [{path: changed.yaml}]"),
    ("lists without keys", "openapi: {path: name.json}\npatches: [{path: crane.yaml}, {path: other.yaml}]"),
    ("lists without keys, changed", "openapi: {path: name.json}\npatches: [{path: changed.yaml}]"),
    ("replacements", "replacements: [{path: replacement.yaml}]"),
    (
        "vars",
        "vars: [{name: V, objref: {apiVersion: v1, kind: ConfigMap, name: cm}}]\nconfigurations: [conf.yaml]",
    ),
    ("labels", "labels: [{pairs: {a: b}, includeSelectors: true}]\nconfigurations: [conf.yaml]"),
    ("annotations", "commonAnnotations: {c: d}"),
    ("images", "images: [{name: nginx, newTag: '2'}]"),
    ("names", "namespace: ns\nnamePrefix: p-\nnameSuffix: -s\nconfigurations: [conf.yaml]"),
    (
        "metadata",
        "buildMetadata: [originAnnotations, transformerAnnotations, managedByLabel]\nnamePrefix: p-",
    ),
    ("generators", "generators: [generator.yaml]"),
    ("transformers", "transformers: [value.yaml]\nvalidators: [label.yaml]"),
    ("plugin config", "transformers: [crane.yaml]"),
    ("generated", "configMapGenerator: [{name: cm, behavior: merge, literals: [x=y]}]"),
    ("base", "resources: [base]\nnamePrefix: p-\npatches: [{target: {kind: Crane}, path: copy.json}]"),
    ("list", "resources: [list.yaml]"),
    ("crds", "crds: [deep.json]"),
    ("openapi", "openapi: {path: deep.json}\npatches: [{path: crane.yaml}]"),
    ("configuration", "configurations: [crane.yaml]"),
    ("replacement file", "replacements: [{path: crane.yaml}]"),
];

const CM: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cm}\ndata: {a: $(V)}\n";
const COPY: &str =
    r#"[{"op": "add", "path": "/status", "value": 1}, {"op": "copy", "from": "/spec", "path": "/copy"}]"#;
const TEST: &str = r#"[{"op": "test", "path": "/spec", "value": "x"}]"#;
const REPLACEMENT: &str = "source: {kind: Crane, fieldPath: spec}
targets: [{select: {kind: ConfigMap}, fieldPaths: [new], options: {create: true}}]
";
const GENERATOR: &str = "apiVersion: builtin
kind: ConfigMapGenerator
metadata: {name: made, annotations: {a: b}}
literals: [a=b]
";
const VALUE: &str = "apiVersion: builtin
kind: ValueAddTransformer
metadata: {name: v}
value: x
targets: [{fieldPath: spec/b}]
";
const LABEL: &str = "apiVersion: builtin
kind: LabelTransformer
metadata: {name: l}
labels: {a: b}
fieldSpecs: [{path: metadata/labels, create: true}]
";

/// A schema of lists in lists, merged by a key.
fn schema(key: &str) -> String {
    format!(
        r##"{{"definitions": {{
  "Crane": {{
    "x-kubernetes-group-version-kind": [{{"group": "example.com", "version": "v1", "kind": "Crane"}}],
    "type": "object",
    "properties": {{"spec": {{"$ref": "#/definitions/Part"}}, "new": {{"$ref": "#/definitions/Part"}}}}
  }},
  "Part": {{
    "type": "object",
    "properties": {{"containers": {{
      "type": "array", "items": {{"$ref": "#/definitions/Part"}},
      "x-kubernetes-patch-merge-key": "{key}", "x-kubernetes-patch-strategy": "merge"
    }}}}
  }}
}}}}"##
    )
}

fn render(value: &str, layer: &str) {
    let given = if layer.starts_with("resources") { "" } else { "resources: [crane.yaml, cm.yaml]\n" };
    let crane = format!("{HEAD}{value}");
    let indented = |indent: &str, text: &str| text.trim_end().replace('\n', indent);
    let files = Memory::new()
        .with("kustomization.yaml", format!("{given}{layer}\n"))
        .with("base/kustomization.yaml", "resources: [../crane.yaml, ../cm.yaml]\nnameSuffix: -s\n")
        .with("crane.yaml", crane.clone())
        .with("other.yaml", crane.replace("\nspec:", "\nnew:"))
        .with("changed.yaml", crane.replace("end", "other").replace("1}", "2}").replace("1]", "2]"))
        .with("replace.yaml", crane.replace("\nspec:", "\n$patch: replace\nspec:"))
        .with("same.yaml", format!("- op: add\n  path: /x\n  value:\n    {}\n", indented("\n    ", value)))
        .with("list.yaml", format!("apiVersion: v1\nkind: List\nitems:\n- {}\n", indented("\n  ", &crane)))
        .with("deep.json", format!("{{\"definitions\": {}1{}}}", "[".repeat(DEEP), "]".repeat(DEEP)))
        .with("image.json", schema("image"))
        .with("name.json", schema("name"))
        .with("conf.yaml", CONFIG)
        .with("cm.yaml", CM)
        .with("copy.json", COPY)
        .with("test.json", TEST)
        .with("replacement.yaml", REPLACEMENT)
        .with("generator.yaml", GENERATOR)
        .with("value.yaml", VALUE)
        .with("label.yaml", LABEL);
    let mut options = Options::default();
    options.load_restrictions = LoadRestrictions::None;
    // Some are refused, and that needs room too.
    if let Ok(rendered) = build(&files, "/".as_ref(), &options) {
        let _ = (rendered.to_yaml(), rendered.to_documents());
    }
}

#[test]
fn deep_objects_need_little_stack() {
    for (shape, value) in values() {
        for (name, layer) in LAYERS {
            let value = value.clone();
            let work = move || render(&value, layer);
            let thread = thread::Builder::new().name(format!("{shape}, {name}")).stack_size(STACK);
            thread.spawn(work).expect("a thread").join().expect("no panic");
        }
    }
}
