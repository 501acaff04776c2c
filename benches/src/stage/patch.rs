//! A node and a patch → a node.

use rustomize::patch::{JsonPatch, merge};
use rustomize::schema::Schema;
use rustomize::source::SourceId;
use rustomize::yaml::Node;
use rustomize::yaml::parse::{Dialect, parse};

use super::{Case, Work, hundred, read, work};

pub(crate) const CASES: &[Case] = &[
    Case { name: "patch/strategic", prepare: strategic },
    Case { name: "patch/json6902", prepare: json6902 },
];

const STRATEGIC: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: any
  annotations:
    more: yes please
spec:
  replicas: 7
  template:
    spec:
      containers:
      - name: kettle
        env:
        - name: SUGAR
          $patch: delete
        - name: PATCHED
          value: \"yes\"
        resources:
          limits:
            memory: 512Mi
      volumes:
      - name: more
        emptyDir: {}
";

const JSON6902: &str = "\
- {op: test, path: /spec/template/spec/containers/0/name, value: kettle}
- {op: replace, path: /spec/replicas, value: 7}
- {op: add, path: /metadata/annotations/more, value: yes please}
- {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: PATCHED, value: \"yes\"}}
- {op: remove, path: /spec/template/spec/containers/1}
";

fn deployments() -> Vec<Node> {
    let mut nodes = read(&hundred());
    nodes.retain(|node| node.text_at(&["kind"]) == Some("Deployment"));
    nodes
}

fn strategic() -> Work {
    let (nodes, schema) = (deployments(), Schema::builtin());
    let patch = read(STRATEGIC).remove(0);
    work(move || nodes.iter().map(|node| merge(node, &patch, &schema)).collect::<Vec<_>>())
}

fn json6902() -> Work {
    let nodes = deployments();
    let patch = parse(JSON6902, SourceId::NONE, Dialect::V2).expect("YAML").expect("a document");
    let patch = JsonPatch::from_yaml(&patch).expect("a JSON patch");
    work(move || nodes.iter().map(|node| patch.apply(node)).collect::<Vec<_>>())
}
