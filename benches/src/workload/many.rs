//! Trees that grow with a number.

use super::{SETTINGS, Workload};
use crate::objects;

/// `3 × n + 1` objects under everything an overlay commonly says.
pub fn wide(n: usize) -> Workload {
    let mut tree = Workload::new(format!("wide, {} objects", 3 * n + 1));
    let entries = tree.applications("app", n);
    let text = format!(
        "resources:\n{entries}namePrefix: prd-\nnamespace: tearoom\nlabels:\n- includeSelectors: true\n  pairs:\n    env: prd\nimages:\n- name: {}\n  newTag: 2.0.0\n{SETTINGS}",
        objects::IMAGE
    );
    tree.root("app", &text);
    tree
}

/// `n` applications; every other one has a strategic merge patch, every tenth patch is JSON 6902 for a fifth of all.
pub fn patches(n: usize) -> Workload {
    let mut tree = Workload::new(format!("patches, N={n}"));
    let mut text = format!("resources:\n{}{SETTINGS}patches:\n", tree.applications("app", n));
    for i in (0..n).step_by(2) {
        tree.add(format!("app/patch-{i:04}.yaml"), objects::strategic_patch(i));
        text.push_str(&format!("- path: patch-{i:04}.yaml\n"));
    }
    for i in 0..n.div_ceil(10) {
        text.push_str(&format!(
            "- target:\n    kind: Deployment\n    labelSelector: room={}\n  patch: |-\n    - op: replace\n      path: /spec/replicas\n      value: {}\n    - op: add\n      path: /metadata/annotations/tearoom.example.com~1n{i}\n      value: \"{i}\"\n",
            i % 5,
            i + 2
        ));
    }
    tree.root("app", &text);
    tree
}

/// Overlays on top of each other, each with a prefix and a patch, over 31 objects.
pub fn deep(levels: usize) -> Workload {
    let mut tree = Workload::new(format!("deep, {levels} levels"));
    let entries = tree.applications("level0", 10);
    tree.kustomization("level0", &format!("resources:\n{entries}{SETTINGS}"));
    for level in 1..=levels {
        let (dir, below) = (format!("level{level}"), level - 1);
        tree.add(format!("{dir}/patch.yaml"), objects::strategic_patch(level % 10));
        let text = format!(
            "resources:\n- ../level{below}\nnamePrefix: l{level}-\npatches:\n- path: patch.yaml\n  target:\n    kind: Deployment\n    name: .*{}\n",
            objects::name(level % 10)
        );
        tree.kustomization(&dir, &text);
    }
    tree.roots.push(format!("level{levels}"));
    tree
}

/// A base of 31 objects and `n` environments that render it.
pub fn environments(n: usize) -> Workload {
    let mut tree = Workload::new(format!("{n} environments"));
    let entries = tree.applications("base", 10);
    tree.kustomization("base", &format!("resources:\n{entries}{SETTINGS}"));
    for i in 0..n {
        let dir = format!("env/e{i:03}");
        tree.add(format!("{dir}/patch.yaml"), objects::strategic_patch(i % 10));
        let text = format!(
            "resources:\n- ../../base\nnamePrefix: e{i:03}-\nnamespace: env-{i:03}\nimages:\n- name: {}\n  newTag: 2.{i}.0\npatches:\n- path: patch.yaml\nconfigMapGenerator:\n- name: tearoom\n  behavior: merge\n  literals:\n  - LANGUAGE=l{i}\n",
            objects::IMAGE
        );
        tree.root(&dir, &text);
    }
    tree
}

/// ConfigMaps of ten files each and a Secret from an env file; one file in ten is no text.
pub fn generators(files: usize, bytes: usize) -> Workload {
    let mut tree = Workload::new(format!("generators, {files} files of {} kB", bytes / 1000));
    let mut text = "configMapGenerator:\n".to_owned();
    for i in 0..files {
        if i % 10 == 0 {
            text.push_str(&format!("- name: menu-{:03}\n  files:\n", i / 10));
        }
        let name = if i % 10 == 9 { format!("photo-{i:04}.bin") } else { format!("menu-{i:04}.properties") };
        let content = if i % 10 == 9 { noise(i, bytes) } else { properties(i, bytes) };
        tree.add(format!("app/{name}"), content);
        text.push_str(&format!("  - {name}\n"));
    }
    let lines: String = (0..2 * files).map(|i| format!("CUP_{i:04}=china number {i}\n")).collect();
    tree.add("app/cups.env", lines);
    text.push_str("secretGenerator:\n- name: cups\n  envs:\n  - cups.env\n");
    tree.root("app", &text);
    tree
}

fn properties(i: usize, bytes: usize) -> Vec<u8> {
    let mut text = String::new();
    let mut line = 0;
    while text.len() < bytes {
        text.push_str(&format!(
            "menu.{i}.{line} = scones with cream and jam for table {}\n",
            (line * 7) % 31
        ));
        line += 1;
    }
    text.into_bytes()
}

/// Bytes that look random and are no UTF-8.
fn noise(seed: usize, bytes: usize) -> Vec<u8> {
    let mut state = seed as u64 + 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    std::iter::once(0xff).chain(std::iter::repeat_with(&mut next)).take(bytes).collect()
}

/// `n / 2` replacements over the objects of `n` applications, each from a ConfigMap into a Deployment.
pub fn replacements(n: usize) -> Workload {
    let mut tree = Workload::new(format!("replacements, {} over {} objects", n / 2, 3 * n + 1));
    let mut text = format!("resources:\n{}{SETTINGS}replacements:\n", tree.applications("app", n));
    for i in 0..n / 2 {
        text.push_str(&format!(
            "- source:\n    kind: ConfigMap\n    name: {}\n    fieldPath: data.sugar\n  targets:\n  - select:\n      kind: Deployment\n      name: {}\n    fieldPaths:\n    - spec.template.spec.containers.[name=kettle].env.[name=NUMBER].value\n    - metadata.annotations.[tearoom.example.com/steward]\n",
            objects::name(i),
            objects::name(i + 1)
        ));
    }
    tree.root("app", &text);
    tree
}

/// `n / 2` vars, used by the arguments of `n` Deployments.
pub fn vars(n: usize) -> Workload {
    let mut tree = Workload::new(format!("vars, {} over {} objects", n / 2, 3 * n + 1));
    let entries = tree.applications("app", n);
    let count = (n / 2).max(1);
    for (i, (_, content)) in tree.files.iter_mut().enumerate() {
        let text = String::from_utf8_lossy(content).replace("assam", &format!("$(LEAF_{})", i % count));
        *content = text.into_bytes();
    }
    let mut text = format!("resources:\n{entries}{SETTINGS}namePrefix: prd-\nvars:\n");
    for i in 0..count {
        text.push_str(&format!(
            "- name: LEAF_{i}\n  objref:\n    apiVersion: v1\n    kind: Service\n    name: {}\n  fieldref:\n    fieldpath: metadata.name\n",
            objects::name(i)
        ));
    }
    tree.root("app", &text);
    tree
}

/// `n` components over 31 objects, each with a patch of its own and one generated ConfigMap.
pub fn components(n: usize) -> Workload {
    let mut tree = Workload::new(format!("{n} components"));
    let entries = tree.applications("app", 10);
    let mut text = format!("resources:\n{entries}{SETTINGS}components:\n");
    for i in 0..n {
        tree.add(format!("extra/c{i:03}/patch.yaml"), objects::strategic_patch(i % 10));
        tree.add(
            format!("extra/c{i:03}/kustomization.yaml"),
            format!(
                "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n- path: patch.yaml\nconfigMapGenerator:\n- name: extra-{i:03}\n  literals:\n  - number={i}\n"
            ),
        );
        text.push_str(&format!("- ../extra/c{i:03}\n"));
    }
    tree.root("app", &text);
    tree
}
