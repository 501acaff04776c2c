//! Trees of a few objects.

use super::{SETTINGS, Workload};
use crate::objects;

/// One generated ConfigMap: what a build costs before it does anything.
pub fn start_up() -> Workload {
    let mut tree = Workload::new("start-up");
    tree.root("app", "configMapGenerator:\n- name: greeting\n  literals:\n  - hello=world\n");
    tree
}

/// A base of five objects, and an environment with a patch, an image and a generated ConfigMap.
pub fn overlay() -> Workload {
    let mut tree = Workload::new("small overlay");
    let name = objects::name(0);
    tree.add("base/app.yaml", objects::application(0));
    tree.add(
        "base/account.yaml",
        format!("apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: {name}\n"),
    );
    tree.add("base/ingress.yaml", ingress(&name, "/"));
    tree.kustomization("base", "resources:\n- account.yaml\n- app.yaml\n- ingress.yaml\n");
    tree.add("env/prd/ingress.yaml", ingress(&name, "/prd"));
    let text = format!(
        "resources:\n- ../../base\npatches:\n- path: ingress.yaml\nimages:\n- name: {}\n  newTag: 2.0.0\n{SETTINGS}",
        objects::IMAGE
    );
    tree.root("env/prd", &text);
    tree
}

fn ingress(name: &str, path: &str) -> String {
    format!(
        r#"apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {name}
spec:
  rules:
  - host: tearoom.example.com
    http:
      paths:
      - backend:
          service:
            name: {name}
            port: {{name: http}}
        path: {path}
        pathType: Prefix
"#
    )
}

/// Custom resource definitions of about 1 MB in all for each eight.
pub fn definitions(count: usize) -> Workload {
    let mut tree = Workload::new(format!("CRDs, {count}"));
    let mut text = "labels:\n- pairs:\n    part-of: tearoom\nresources:\n".to_owned();
    for i in 0..count {
        tree.add(format!("app/crd-{i}.yaml"), objects::custom_resource_definition(i, 12 + i % 5));
        text.push_str(&format!("- crd-{i}.yaml\n"));
    }
    tree.root("app", &text);
    tree
}
