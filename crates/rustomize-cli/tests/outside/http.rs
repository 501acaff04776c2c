//! Files by HTTP, from a server in the test.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

use super::scene::{Scene, oracle, says};

const CM: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: fetched\n";
const CRON_TAB: &str = "apiVersion: example.com/v1\nkind: CronTab\nmetadata:\n  name: tab\nspec:\n  list:\n  - name: a\n    \
                        x: '1'\n  - name: b\n    y: '2'\n";
const SCHEMA: &str = r#"{"definitions": {"v1.CronTab": {"type": "object",
  "x-kubernetes-group-version-kind": [{"group": "example.com", "kind": "CronTab", "version": "v1"}],
  "properties": {"spec": {"type": "object", "properties": {"list": {"type": "array",
    "items": {"type": "object", "properties": {"name": {"type": "string"}}},
    "x-kubernetes-patch-merge-key": "name", "x-kubernetes-patch-strategy": "merge"}}}}}}}"#;

fn content(path: &str) -> Option<&'static str> {
    Some(match path {
        "/cm.yaml" | "/cm.yaml?a=b" | "/owner/cm.yaml" | "/owner/repo/dir/cm.yaml?ref=v1" => CM,
        "/two.yaml" => {
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\n"
        }
        "/env" => "A=1\nB=2\n",
        "/patch.yaml" => {
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: fetched\ndata: {patched: 'yes'}\n"
        }
        "/configurations.yaml" => "namePrefix:\n- path: data/name\n  create: true\n",
        "/schema.json" => SCHEMA,
        "/replacements.yaml" => {
            "source: {kind: ConfigMap}\ntargets:\n- select: {kind: ConfigMap}\n  fieldPaths: [data.copy]\n  \
             options: {create: true}\n"
        }
        "/plugin.yaml" => {
            "apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: x}\nprefix: x-\n\
             fieldSpecs: [{path: metadata/name}]\n"
        }
        "/page" | "/owner/page" => "<!DOCTYPE html>\n<html><body>a page</body></html>\n",
        "/empty.yaml" => "",
        _ => return None,
    })
}

fn answer(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let path = request.split(' ').nth(1).unwrap_or_default();
    let (status, head, body) = match (path, content(path)) {
        ("/moved.yaml", _) => ("302 Found", "Location: /cm.yaml\r\n", ""),
        ("/broken", _) => ("500 Internal Server Error", "", ""),
        (_, Some(body)) => ("200 OK", "", body),
        _ => ("404 Not Found", "", "no"),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\n{head}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// A scene with the kustomization, in which `URL` stands for the server. Git knows nothing.
fn scene(kustomization: &str) -> Scene {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("it is bound");
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            // Who does not want the answer has gone.
            let _ = answer(&mut stream);
        }
    });
    let url = format!("http://{address}");
    let mut scene = Scene::new(&[
        ("k/kustomization.yaml", &kustomization.replace("URL", &url)),
        ("k/cm.yaml", CM),
        ("k/tab.yaml", CRON_TAB),
        ("k/base/kustomization.yaml", &format!("resources: ['{url}/cm.yaml']\nnamePrefix: base-\n")),
    ]);
    scene.program("git", "[ \"$1\" = init ] && exit 0; echo 'fatal: no' >&2; exit 128");
    scene.shown_as(address.to_string(), "{server}");
    scene
}

#[test]
fn files() {
    for (name, kustomization) in [
        ("resources", "resources: [URL/cm.yaml, URL/two.yaml]\nnamePrefix: p-\n"),
        (
            "origins",
            "resources: [URL/cm.yaml, base]\nbuildMetadata: [originAnnotations, transformerAnnotations]\n",
        ),
        ("origins-like-a-top", "resources: [URL/owner/cm.yaml]\nbuildMetadata: [originAnnotations]\n"),
        (
            "origins-like-a-path",
            "resources: ['URL/owner/repo/dir/cm.yaml?ref=v1']\nbuildMetadata: [originAnnotations]\n",
        ),
        ("query", "resources: ['URL/cm.yaml?a=b']\n"),
        ("moved", "resources: [URL/moved.yaml]\n"),
        ("empty", "resources: [cm.yaml, URL/empty.yaml]\n"),
        ("patches", "resources: [cm.yaml]\npatches: [{path: URL/patch.yaml}]\n"),
        ("patches-strategic-merge", "resources: [cm.yaml]\npatchesStrategicMerge: [URL/patch.yaml]\n"),
        ("config-map-files", "configMapGenerator: [{name: g, files: [URL/cm.yaml, k=URL/env]}]\n"),
        ("config-map-envs", "configMapGenerator: [{name: g, envs: [URL/env]}]\n"),
        (
            "configurations",
            "resources: [cm.yaml]\nnamePrefix: p-\nconfigurations: [URL/configurations.yaml]\n",
        ),
        ("replacements", "resources: [cm.yaml]\nreplacements: [{path: URL/replacements.yaml}]\n"),
        ("transformers", "resources: [cm.yaml]\ntransformers: [URL/plugin.yaml]\n"),
        ("crds", "resources: [cm.yaml]\ncrds: [URL/schema.json]\n"),
        (
            "openapi",
            "resources: [tab.yaml]\nopenapi: {path: URL/schema.json}\npatches:\n- patch: |\n    apiVersion: \
             example.com/v1\n    kind: CronTab\n    metadata: {name: tab}\n    spec: {list: [{name: b, z: '3'}]}\n",
        ),
    ] {
        scene(kustomization).as_recorded(&format!("http-{name}"), &[]);
    }
}

#[test]
fn what_is_refused() {
    for (name, kustomization, words) in [
        ("missing", "resources: [URL/nope]\n", &["404"][..]),
        ("broken", "resources: [URL/broken]\n", &["500"]),
        ("missing-or-repository", "resources: [URL/owner/repo]\n", &["git"]),
        ("a-page", "resources: [URL/page]\n", &["fetched from here"]),
        ("a-page-or-repository", "resources: [URL/owner/page]\n", &["as a file it cannot be read either"]),
        ("missing-patch", "resources: [cm.yaml]\npatches: [{path: URL/nope}]\n", &["404"]),
        (
            "patch-in-a-repository",
            "resources: [cm.yaml]\npatches: [{path: URL/owner/repo}]\n",
            &["repository"],
        ),
        ("component", "components: [URL/cm.yaml]\n", &["URL"]),
        ("component-or-repository", "components: [URL/owner/repo]\n", &["git"]),
        ("missing-openapi", "resources: [cm.yaml]\nopenapi: {path: URL/nope}\n", &["404"]),
    ] {
        let said = scene(kustomization).as_recorded(&format!("http-{name}"), &[]);
        if !words.contains(&"URL") {
            says(&said, words);
        }
    }
}

/// Kustomize has no such flag.
#[test]
fn offline() {
    if oracle().is_none() {
        for kustomization in
            ["resources: [URL/cm.yaml]\n", "resources: [cm.yaml]\npatches: [{path: URL/patch.yaml}]\n"]
        {
            let output = scene(kustomization).run(&["--offline"]);
            assert_eq!(output.status.code(), Some(1));
            says(&String::from_utf8_lossy(&output.stderr), &["R0106", "network is switched off"]);
        }
    }
}
