use super::*;
use crate::function::bookkeeping::Previous;
use crate::id::Gvk;
use crate::yaml::stream;

const OBJECTS: &str = include_str!("recorded/objects.yaml");
const CONFIG: &str = include_str!("recorded/config.yaml");

fn read(text: &str, sources: &Sources) -> Vec<Node> {
    let source = sources.add("test", text);
    stream::read(text, source).unwrap()
}

fn id(node: &Node) -> ResId {
    let text = |path: &[&str]| node.text_at(path).unwrap_or_default();
    ResId {
        gvk: Gvk::from_api_version(text(&["apiVersion"]), text(&["kind"])),
        name: text(&["metadata", "name"]).into(),
        namespace: text(&["metadata", "namespace"]).into(),
        cluster_scoped: text(&["kind"]) == "Namespace",
    }
}

fn sent(objects: &[Node], bookkeeping: &Bookkeeping) -> String {
    let sources = Sources::default();
    let config = read(CONFIG, &sources).remove(0);
    let config = Given { node: &config, bookkeeping: Bookkeeping::default() };
    let ids: Vec<ResId> = objects.iter().map(id).collect();
    let items = objects.iter().map(|node| Given { node, bookkeeping: bookkeeping.clone() });
    input(ids.iter().zip(items), &config, &sources).unwrap()
}

/// The texts in `recorded/` are what kustomize 5.8.1 sent to a program.
#[test]
fn objects() {
    let objects = read(OBJECTS, &Sources::default());
    assert_eq!(sent(&objects, &Bookkeeping::default()), include_str!("recorded/objects.stdin.yaml"));
}

#[test]
fn generators_read_their_configuration() {
    assert_eq!(sent(&[], &Bookkeeping::default()), include_str!("recorded/generator.stdin.yaml"));
}

#[test]
fn history() {
    let text = "apiVersion: v1\nkind: Secret\nmetadata: {name: p-s-s, namespace: nn}\ntype: Opaque\ndata: {q: cg==}\n";
    let previous = |name: &str, namespace: &str| Previous {
        kind: "Secret".into(),
        name: name.into(),
        namespace: namespace.into(),
    };
    let bookkeeping = Bookkeeping {
        prefixes: vec!["p-".into()],
        suffixes: vec!["-s".into()],
        previous: vec![previous("s", "default"), previous("s", "nn"), previous("p-s", "nn")],
        behavior: "unspecified".into(),
        needs_hash: true,
    };
    let objects = read(text, &Sources::default());
    assert_eq!(sent(&objects, &bookkeeping), include_str!("recorded/history.stdin.yaml"));
}

/// What a function gets and hands back unchanged has its history, and nothing of the numbering.
#[test]
fn there_and_back() {
    let sources = Sources::default();
    let nodes = read(include_str!("recorded/history.stdin.yaml"), &sources);
    let returned = output(nodes, "f").unwrap().remove(0);
    assert_eq!(returned.bookkeeping.previous.len(), 3);
    assert!(returned.bookkeeping.needs_hash);
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
