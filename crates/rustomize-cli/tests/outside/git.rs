//! Bases in git repositories, over `file://`.

use std::path::Path;
use std::process::Command;

use super::scene::{Scene, oracle, says};

const CONFIG: &str = "[user]\nname = a\nemail = a@example.com\n[init]\ndefaultBranch = main\n\
                      [protocol \"file\"]\nallow = always\n[uploadpack]\nallowAnySHA1InWant = true\n";

/// Passes on to the real git.
const GIT: &str = r#"exec "$REAL_GIT" "$@""#;

/// Three commits: `v1` (a tag), `side` (a branch), `main`; a submodule `sub`; a link out; a base that needs a file
/// beside its directory.
const MAKE: &str = r#"
set -e
cm() { printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: %s\n' "$1"; }
base() { mkdir -p "$1"; cm "$2" > "$1/cm.yaml"; echo 'resources: [cm.yaml]' > "$1/kustomization.yaml"; }
git init -q inner; (cd inner; base . inner; git add .; git commit -qm inner)
git init -q repo; cd repo
base . top-v1; base env/prd prd-v1; git add .; git commit -qm one; git tag v1
git checkout -qb side; base . top-side; git commit -qam side; git checkout -q main
base . top-main; base env/prd prd-main; cm beside > env/beside.yaml
mkdir env/outside env/up; echo 'resources: [../beside.yaml]' > env/outside/kustomization.yaml
echo 'resources: [../prd]' > env/up/kustomization.yaml
ln -s /etc env/link; echo text > env/file
mkdir env/component; printf 'kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nnamePrefix: c-\n' > env/component/kustomization.yaml
git submodule -q add "file://$PWD/../inner" sub
mkdir env/subs; printf 'resources: [../../sub]\n' > env/subs/kustomization.yaml
git add .; git commit -qm two
git rev-parse v1 > ../v1"#;

/// `None`, said aloud, where there is no git.
fn scene() -> Option<Scene> {
    let found = std::env::var_os("PATH")
        .and_then(|path| std::env::split_paths(&path).map(|dir| dir.join("git")).find(|git| git.is_file()));
    let Some(real) = found else {
        // Seen with `cargo test -- --nocapture`.
        std::io::Write::write_all(&mut std::io::stderr(), b"skipped: there is no git on the path\n").ok();
        return None;
    };
    let mut scene = Scene::new(&[("gitconfig", CONFIG)]);
    let made = Command::new("sh")
        .args(["-c", MAKE])
        .current_dir(scene.path(""))
        .env("GIT_CONFIG_GLOBAL", scene.path("gitconfig"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("a shell");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    scene.env("REAL_GIT", real);
    scene.program("git", GIT);
    let commit = std::fs::read_to_string(scene.path("v1")).expect("a commit");
    scene.shown_as(commit.trim(), "{v1}");
    Some(scene)
}

fn resources(scene: &Scene, url: &str) {
    scene
        .write("k/kustomization.yaml", &format!("resources:\n- {url}\nbuildMetadata: [originAnnotations]\n"));
}

fn url(scene: &Scene, rest: &str) -> String {
    format!("file://{}{rest}", scene.path("repo").display())
}

#[test]
fn bases() {
    let Some(scene) = scene() else { return };
    let commit = std::fs::read_to_string(scene.path("v1")).expect("a commit");
    for (name, rest) in [
        ("top", ""),
        ("path", "//env/prd"),
        ("tag", "?ref=v1"),
        ("branch", "?ref=side"),
        ("version", "//env/prd?version=v1"),
        ("commit", &format!("//env/prd?ref={}", commit.trim())),
        ("neighbour", "//env/up"),
        ("submodule", "//env/subs"),
        ("submodule-itself", "//sub"),
        ("no-submodules", "?submodules=false"),
        ("with-timeout", "?timeout=60s"),
    ] {
        resources(&scene, &url(&scene, rest));
        scene.as_recorded(&format!("git-{name}"), &[]);
    }
}

#[test]
fn a_repository_as_root_and_as_component() {
    let Some(scene) = scene() else { return };
    let component = url(&scene, "//env/component");
    let metadata = "buildMetadata: [originAnnotations, transformerAnnotations]";
    scene.write(
        "k/kustomization.yaml",
        &format!("resources: ['{}']\ncomponents: ['{component}']\n{metadata}\n", url(&scene, "")),
    );
    scene.as_recorded("git-component", &[]);
    scene.as_recorded("git-root", &[&url(&scene, "//env/prd?ref=v1")].map(String::as_str));
}

#[test]
fn what_is_refused() {
    let Some(scene) = scene() else { return };
    for (name, rest, words) in [
        ("no-repository", "-nope", &["file://", "nope"][..]),
        ("no-reference", "?ref=nope", &["nope"]),
        ("no-path", "//env/nope", &["env/nope"]),
        ("no-kustomization", "//env", &["no kustomization file"]),
        ("a-file", "//env/file", &["is a file"]),
        ("link-out", "//env/link", &["leads out of the repository"]),
        ("file-outside", "//env/outside", &["beside.yaml"]),
        ("submodule-not-fetched", "//env/subs?submodules=false", &["sub"]),
    ] {
        resources(&scene, &url(&scene, rest));
        says(&scene.as_recorded(&format!("git-{name}"), &[]), words);
    }
}

#[test]
fn no_longer_than_the_timeout() {
    let Some(scene) = scene() else { return };
    scene.program("git", "[ \"$1\" != fetch ] || exec sleep 60; exec \"$REAL_GIT\" \"$@\"");
    resources(&scene, &url(&scene, "?timeout=1s"));
    let start = std::time::Instant::now();
    says(&scene.as_recorded("git-timeout", &[]), &["1s", "timeout"]);
    assert!(start.elapsed() < std::time::Duration::from_secs(20));
}

/// Kustomize has no such flag.
#[test]
fn offline() {
    let Some(scene) = scene() else { return };
    if oracle().is_none() {
        let remote = url(&scene, "");
        resources(&scene, &remote);
        for args in [&["--offline"][..], &["--offline", &remote]] {
            let output = scene.run(args);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(1), "{said}");
            says(&said, &["R0106", "network"]);
            assert!(!scene.path("log").exists(), "git was called");
        }
    }
}

/// Kustomize gives them to git, which then runs what they say.
#[test]
fn references_that_are_options() {
    let Some(scene) = scene() else { return };
    if oracle().is_none() {
        resources(&scene, &url(&scene, "?ref=--upload-pack=touch${IFS}hacked"));
        let output = scene.run(&[]);
        assert_eq!(output.status.code(), Some(1));
        says(&String::from_utf8_lossy(&output.stderr), &["--upload-pack", "option"]);
        assert!(!Path::new(&scene.path("log")).exists(), "git was called");
    }
}
