//! Functions in containers: how docker is called, and what the function reads.

use super::scene::{Scene, oracle, says};

/// Notes what it reads, and prints it with one word changed.
const DOCKER: &str = r#"
input=$(cat)
echo "$input" | sed 's/^/  | /' >> "$SCENE/log"
echo "$input" | sed 's/word: plain/word: changed/'"#;

fn scene(declaration: &str) -> Scene {
    let lines: Vec<String> = declaration.lines().map(|line| format!("      {line}\n")).collect();
    let function = format!(
        "apiVersion: example.com/v1\nkind: Change\nmetadata:\n  name: change\n  annotations:\n    \
         config.kubernetes.io/function: |\n{}",
        lines.concat()
    );
    let scene = Scene::new(&[
        ("k/kustomization.yaml", "namePrefix: p-\nresources: [cm.yaml]\ntransformers: [change.yaml]\n"),
        ("k/cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  word: plain\n"),
        ("k/change.yaml", &function),
        ("k/data/file", ""),
    ]);
    scene.program("docker", DOCKER);
    scene.program("id", "[ \"$1\" = -u ] && echo 1234 || echo 5678");
    scene
}

const PLUGINS: &str = "--enable-alpha-plugins";

#[test]
fn a_container() {
    scene("container:\n  image: example.com/f:v1\n").as_recorded("container-plain", &[PLUGINS]);
}

#[test]
fn every_field() {
    let declaration = "container:\n  image: f\n  network: true\n  envs: [B=1, A, LOG_TO_STDERR=false, A=2]\n  mounts:\n  \
                       - {type: bind, src: ./data, dst: /data}\n  - {type: bind, src: data, dst: /rw, rw: true}\n  \
                       - {type: tmpfs, dst: /tmp}\n";
    let flags =
        [PLUGINS, "--network", "--env=C=3", "-e", "HOME", "--mount=type=bind,src=data,dst=/more,rw=true"];
    scene(declaration).as_recorded("container-every-field", &flags);
}

#[test]
fn network_names_have_no_effect() {
    let scene = scene("container:\n  image: f\n  network: true\n");
    scene.as_recorded("container-network-name", &[PLUGINS, "--network", "--network-name=mine"]);
}

#[test]
fn programs_need_no_container_and_no_flag_for_it() {
    scene("container:\n  image: f\nexec:\n  path: ./x\n").as_recorded("container-and-program", &[PLUGINS]);
}

#[test]
fn as_the_current_user() {
    // Kustomize asks the system, this program asks `id`: only the user differs.
    let scene = scene("container:\n  image: f\n");
    if oracle().is_none() {
        let output = scene.run(&[PLUGINS, "--as-current-user"]);
        assert!(output.status.success());
        let log = std::fs::read_to_string(scene.path("log")).expect("calls");
        assert!(log.contains(" [--user] [1234:5678] "), "{log}");
    }
}

#[test]
fn what_is_refused() {
    let image = "container:\n  image: f\n";
    says(&scene(image).as_recorded("container-off", &[]), &["--enable-alpha-plugins"]);
    let network = scene("container:\n  image: f\n  network: true\n");
    says(&network.as_recorded("container-no-network", &[PLUGINS]), &["--network"]);
    for (name, src) in [("absolute", "/etc"), ("outside", "../x"), ("winding", "a/../../x")] {
        let mount = format!("container:\n  image: f\n  mounts:\n  - {{type: bind, src: {src}, dst: /x}}\n");
        let said = scene(&mount).as_recorded(&format!("container-mount-{name}"), &[PLUGINS]);
        says(&said, &["mount path", src]);
    }
    let failing = scene(image);
    failing.program("docker", "cat > /dev/null; echo 'no such image' >&2; exit 125");
    says(&failing.as_recorded("container-fails", &[PLUGINS]), &["no such image", "exit status 125"]);
    let mut missing = scene(image);
    missing.env("PATH", missing.path("k"));
    says(&missing.as_recorded("container-no-docker", &[PLUGINS]), &["no program `docker`"]);
}
