//! Where programs of plugins are looked for.

use super::scene::{Scene, oracle, says};

const FLAG: &str = "--enable-alpha-plugins";

/// A scene with the program in these directories, and no other one known.
fn scene(homes: &[&str]) -> Scene {
    let mut scene = Scene::new(&[
        ("k/kustomization.yaml", "generators: [x.yaml]\n"),
        (
            "k/x.yaml",
            "apiVersion: team.example.com/v1\nkind: Gen\nmetadata: {name: x}\nargsOneLiner: a 'b c'\n",
        ),
    ]);
    // Kustomize makes a file where this program makes a directory with one.
    scene.shown_as("/kust-plugin-config", "");
    for home in homes {
        let program = format!("{home}/team.example.com/v1/gen/Gen");
        scene.program_at(&program, "echo \"  $0 in $(pwd)\" >> \"$SCENE/log\"");
    }
    for variable in ["KUSTOMIZE_PLUGIN_HOME", "XDG_CONFIG_HOME", "HOME"] {
        scene.env(variable, "");
    }
    scene
}

#[test]
fn the_first_directory_that_exists() {
    let all = ["plugins", "xdg/kustomize/plugin", "home/.config/kustomize/plugin", "home/kustomize/plugin"];
    let variables = [("KUSTOMIZE_PLUGIN_HOME", "plugins"), ("XDG_CONFIG_HOME", "xdg"), ("HOME", "home")];
    for from in 0..all.len() {
        let mut scene = scene(&all[from..]);
        for (variable, dir) in variables {
            let dir = scene.path(dir);
            scene.env(variable, dir);
        }
        scene.as_recorded(&format!("plugin-home-{from}"), &[FLAG]);
    }
}

#[test]
fn what_is_refused() {
    let mut none = scene(&[]);
    let missing = none.path("missing");
    none.env("KUSTOMIZE_PLUGIN_HOME", missing);
    says(
        &none.as_recorded("plugin-no-home", &[FLAG]),
        &["no directory of plugins", "/missing", "KUSTOMIZE_PLUGIN_HOME"],
    );
    let mut off = scene(&["plugins"]);
    let home = off.path("plugins");
    off.env("KUSTOMIZE_PLUGIN_HOME", home);
    says(&off.as_recorded("plugin-off", &[]), &["--enable-alpha-plugins"]);
}

/// Kustomize finds the program from here, and then looks for it from the kustomization.
#[test]
fn a_relative_directory_begins_here() {
    if oracle().is_none() {
        let mut scene = scene(&["plugins"]);
        scene.env("KUSTOMIZE_PLUGIN_HOME", "../plugins");
        let output = scene.run(&[FLAG]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(scene.path("log").exists());
    }
}
