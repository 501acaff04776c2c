use super::*;
use crate::schema::Schema;
use crate::yaml::stream;

const OBJECTS: &str = include_str!("recorded/objects.yaml");
const CONFIG: &str = include_str!("recorded/config.yaml");

fn read(text: &str, sources: &Sources) -> Vec<Node> {
    let source = sources.add("test", text);
    stream::read(text, source).unwrap()
}

fn resources(nodes: Vec<Node>) -> Vec<Resource> {
    nodes.into_iter().map(|node| Resource::returned(node, &Schema::default()).unwrap()).collect()
}

fn sent(objects: &[Resource]) -> String {
    let sources = Sources::default();
    let config = resources(read(CONFIG, &sources)).remove(0);
    input(objects, &config, &sources).unwrap()
}

/// The texts in `recorded/` are what kustomize 5.8.1 sent to a program.
#[test]
fn objects() {
    let objects = resources(read(OBJECTS, &Sources::default()));
    assert_eq!(sent(&objects), include_str!("recorded/objects.stdin.yaml"));
}

#[test]
fn generators_read_their_configuration() {
    assert_eq!(sent(&[]), include_str!("recorded/generator.stdin.yaml"));
}

#[test]
fn history() {
    let text = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ntype: Opaque\ndata: {q: cg==}\n";
    let mut objects = resources(read(text, &Sources::default()));
    let res = &mut objects[0];
    for (key, value) in [("namespace", "nn"), ("name", "p-s"), ("name", "p-s-s")] {
        res.push_former_id();
        res.node.get_mut("metadata").and_then(Node::as_mapping_mut).unwrap().insert(key, plain(value));
        res.sync(&Schema::default());
    }
    let lineage = res.lineage_mut();
    lineage.add_prefix("p-".into());
    lineage.add_suffix("-s".into());
    (lineage.generated, lineage.needs_hash) = (true, true);
    assert_eq!(sent(&objects), include_str!("recorded/history.stdin.yaml"));
}

/// What a function gets and hands back unchanged has its history, and nothing of the numbering.
#[test]
fn there_and_back() {
    let nodes = read(include_str!("recorded/history.stdin.yaml"), &Sources::default());
    let returned = resources(output(nodes, "f").unwrap()).remove(0);
    let lineage = returned.lineage();
    assert_eq!(lineage.former().iter().map(|id| id.name.as_str()).collect::<Vec<_>>(), ["s", "s", "p-s"]);
    assert_eq!((lineage.prefixes(), lineage.suffixes()), (&["p-".into()][..], &["-s".into()][..]));
    assert!(lineage.needs_hash && lineage.generated);
    let mut text = String::new();
    emit(&returned.node, &mut text).unwrap();
    assert_eq!(
        text,
        "apiVersion: v1\ndata:\n  q: cg==\nkind: Secret\nmetadata:\n  annotations:\n    \
         config.kubernetes.io/path: nn/secret_p-s-s.yaml\n    \
         internal.config.kubernetes.io/path: nn/secret_p-s-s.yaml\n  name: p-s-s\n  namespace: nn\ntype: Opaque\n"
    );
}

#[test]
fn contradictions() {
    for (legacy, internal) in [(LEGACY.path, INTERNAL.path), (LEGACY.index, INTERNAL.index)] {
        let text =
            format!("kind: A\nmetadata: {{name: a, annotations: {{{legacy}: '1', {internal}: '2'}}}}\n");
        assert!(output(read(&text, &Sources::default()), "f").is_err());
    }
}

#[test]
fn odd_shapes_do_not_panic() {
    for text in
        ["a", "[a]", "metadata: x", "metadata: {annotations: [x]}", "metadata: {annotations: {a: {b: c}}}"]
    {
        let nodes = read(text, &Sources::default());
        let _ = output(nodes, "f").unwrap();
    }
}
