use super::builtin::SCOPES;
use super::*;
use crate::yaml::Entry;

fn string(text: &str) -> Node {
    Node::string(text, Span::NONE)
}

fn map<const N: usize>(entries: [(&str, Node); N]) -> Node {
    let entries = entries.into_iter().map(|(key, value)| Entry { key: string(key), value }).collect();
    Node::mapping(entries, Span::NONE)
}

fn list<const N: usize>(items: [Node; N]) -> Node {
    Node::sequence(items.into(), Span::NONE)
}

fn walk<'a>(schema: &'a Schema, api_version: &str, kind: &str, path: &[&str]) -> Option<SchemaNode<'a>> {
    path.iter().try_fold(schema.lookup(api_version, kind)?, |node, step| match *step {
        "[]" => node.elements(),
        name => node.field(name),
    })
}

fn keys(node: SchemaNode<'_>) -> Option<Vec<&str>> {
    node.merge().ok()?.map(|keys| keys.iter().map(AsRef::as_ref).collect())
}

#[test]
fn knows_the_merge_keys_of_builtin_kinds() {
    let schema = Schema::builtin();
    let containers = ["spec", "template", "spec", "containers"];
    let node = walk(&schema, "apps/v1", "Deployment", &containers).expect("known");
    assert_eq!(keys(node), Some(vec!["name"]));
    let ports = node.elements().and_then(|c| c.field("ports")).expect("known");
    assert_eq!(keys(ports), Some(vec!["containerPort", "protocol"]));
    let finalizers = walk(&schema, "v1", "Pod", &["metadata", "finalizers"]).expect("known");
    assert_eq!(keys(finalizers), Some(vec![]));
    let args = walk(&schema, "v1", "Pod", &["spec", "containers", "[]", "args"]).expect("known");
    assert_eq!(keys(args), None);
    assert!(walk(&schema, "v1", "Pod", &["spec", "nothing"]).is_none());
    assert!(schema.lookup("autoscaling/v2", "HorizontalPodAutoscaler").is_none());
    assert!(schema.lookup("/v1", "Pod").is_none());
    assert!(schema.lookup(OWN_GROUP, "Kustomization").is_none());
}

#[test]
fn values_of_maps_are_known_but_have_no_fields() {
    let schema = Schema::builtin();
    let value = walk(&schema, "v1", "ConfigMap", &["data", "any"]).expect("known");
    assert!(value.field("any").is_none());
}

#[test]
fn knows_cluster_scope() {
    let schema = Schema::builtin();
    let scoped =
        |group: &str, version: &str, kind: &str| schema.is_cluster_scoped(&Gvk::new(group, version, kind));
    assert!(scoped("", "v1", "Namespace"));
    assert!(scoped("rbac.authorization.k8s.io", "v1", "ClusterRole"));
    assert!(!scoped("", "v1", "Pod"));
    assert!(!scoped("example.com", "v1", "Anything"));
}

#[test]
fn finds_every_scope() {
    for (kind, group, version, namespaced) in SCOPES {
        assert_eq!(table::is_namespaced(kind, group, version), Some(namespaced), "{kind}");
    }
    for kind in ["", "pod", "Pod2", "Zone", "[", "Äpfel"] {
        assert_eq!(table::is_namespaced(kind, "", "v1"), None, "{kind}");
    }
}

fn document() -> Node {
    let merged = map([
        ("type", string("array")),
        ("items", map([("$ref", string("#/definitions/Item"))])),
        ("x-kubernetes-patch-strategy", string("retainKeys,merge")),
        ("x-kubernetes-patch-merge-key", string("id")),
    ]);
    let broken = map([("type", string("array")), ("x-kubernetes-patch-strategy", Node::null(Span::NONE))]);
    let gvk = || map([("group", string("ex.com")), ("version", string("v1")), ("kind", string("Foo"))]);
    let foo = map([
        (
            "properties",
            map([
                ("items", merged),
                ("broken", broken),
                ("loop", map([("$ref", string("#/definitions/Loop"))])),
            ]),
        ),
        ("additionalProperties", map([("$ref", string("#/definitions/Foo/properties/items"))])),
        ("x-kubernetes-group-version-kind", list([gvk()])),
    ]);
    let definitions = map([
        ("Foo", foo),
        ("Item", map([("properties", map([("id", map([]))]))])),
        ("Loop", map([("$ref", string("#/definitions/Loop"))])),
    ]);
    let get = map([("x-kubernetes-group-version-kind", gvk())]);
    map([("definitions", definitions), ("paths", map([("/apis/ex.com/v1/foos", map([("get", get)]))]))])
}

#[test]
fn a_custom_document_replaces_the_builtin_one() {
    let schema = Schema::custom(&document()).expect("well-formed");
    let node = walk(&schema, "ex.com/v1", "Foo", &["items"]).expect("known");
    assert_eq!(keys(node), Some(vec!["id"]));
    assert!(node.elements().and_then(|e| e.field("id")).is_some());
    let other = walk(&schema, "ex.com/v1", "Foo", &["other"]).expect("known");
    assert_eq!(keys(other), Some(vec!["id"]));
    assert!(walk(&schema, "ex.com/v1", "Foo", &["loop"]).is_none());
    assert!(walk(&schema, "ex.com/v1", "Foo", &["broken"]).expect("known").merge().is_err());
    assert!(schema.lookup("apps/v1", "Deployment").is_none());
    assert!(schema.lookup("kustomize.config.k8s.io/v1beta1", "Kustomization").is_some());
    assert!(schema.is_cluster_scoped(&Gvk::new("ex.com", "v1", "Foo")));
    assert!(schema.is_cluster_scoped(&Gvk::new("", "v1", "Namespace")));
}

#[test]
fn a_fragment_refers_into_the_schema_it_is_used_with() {
    let container = map([("$ref", string("#/definitions/io.k8s.api.core.v1.Container"))]);
    let comment = map([
        ("items", container),
        ("type", string("array")),
        ("x-kubernetes-patch-strategy", string("merge")),
        ("x-kubernetes-patch-merge-key", string("name")),
    ]);
    let fragment = Fragment::read(&comment).expect("well-formed");
    let schema = Schema::builtin();
    let node = schema.fragment(&fragment).expect("known");
    assert_eq!(keys(node), Some(vec!["name"]));
    let ports = node.elements().and_then(|e| e.field("ports")).expect("known");
    assert_eq!(keys(ports), Some(vec!["containerPort", "protocol"]));
}

#[test]
fn reads_texts_as_json_or_yaml() {
    let schema = |text: &str| Schema::from_text(text, SourceId::NONE);
    let json = r#"{"definitions": {"Foo": {"x-kubernetes-group-version-kind": [{"version": "v1", "kind": "Foo"}]}}}"#;
    let yaml = "definitions:\n  Foo: {x-kubernetes-group-version-kind: [{version: v1, kind: Foo}]}\n";
    for text in
        [json, yaml, &format!("{yaml}info: {{}}\ninfo: {{}}\n5: {{}}\n"), &format!("{yaml}---\na: [\n")]
    {
        assert!(schema(text).is_ok_and(|s| s.lookup("v1", "Foo").is_some()), "{text}");
    }
    // measured with kustomize 5.8.1, which panics on them
    for text in
        ["", "[]", "\"x\"", "a: [", "{\"definitions\": ", "{\"a\": 1, \"a\": 2}", &format!("{json} x")]
    {
        assert!(schema(text).is_err(), "{text}");
    }
    assert!(schema("{}").is_ok_and(|s| s.lookup("apps/v1", "Deployment").is_none()));
}

#[test]
fn refuses_documents_of_a_wrong_shape() {
    for document in [
        list([]),
        map([("definitions", list([]))]),
        map([("definitions", map([("A", string("x"))]))]),
        map([("definitions", map([("A", map([("properties", list([]))]))]))]),
        map([("definitions", map([("A", map([("type", list([list([])]))]))]))]),
        map([("definitions", map([("A", map([("additionalProperties", string("x"))]))]))]),
        map([("paths", map([("/a", string("x"))]))]),
    ] {
        assert!(Schema::custom(&document).is_err(), "{document:?}");
    }
}
