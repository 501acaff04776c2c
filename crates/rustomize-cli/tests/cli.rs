//! The command as a user meets it: exit status, streams, files.
#![allow(clippy::disallowed_methods, reason = "a test drives the command from outside")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A directory with files, given as pairs of path and content.
fn tree(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().expect("a temporary directory");
    for (path, content) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("below the directory")).expect("a directory");
        fs::write(path, content).expect("a file");
    }
    dir
}

fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rustomize"));
    command.args(args).current_dir(dir).env_remove("KUSTOMIZE_ENABLE_MANAGEDBY_LABEL");
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

fn run(dir: &Path, args: &[&str]) -> Output {
    command(dir, args).output().expect("the command runs")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// The output of a run that must succeed in silence.
fn stdout(dir: &Path, args: &[&str]) -> String {
    let output = run(dir, args);
    assert_eq!(text(&output.stderr), "", "{args:?}");
    assert_eq!(output.status.code(), Some(0), "{args:?}");
    text(&output.stdout).to_owned()
}

/// The messages of a run that must fail with this status and print nothing else.
fn stderr(dir: &Path, args: &[&str], status: i32) -> String {
    let output = run(dir, args);
    assert_eq!(text(&output.stdout), "", "{args:?}");
    assert_eq!(output.status.code(), Some(status), "{args:?}: {}", text(&output.stderr));
    text(&output.stderr).to_owned()
}

const CONFIG_MAP: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n";
const NAMESPACE: &str = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: team\n";

/// Files are looked at and read in one step: links are still followed by the rules, and nothing waits for a pipe.
#[cfg(unix)]
#[test]
fn links_and_pipes_among_the_resources() {
    use std::os::unix::fs::symlink;

    let dir = tree(&[
        ("inside/kustomization.yaml", "resources: [link.yaml]\n"),
        ("inside/real.yaml", CONFIG_MAP),
        ("outside/kustomization.yaml", "resources: [link.yaml]\n"),
        ("pipe/kustomization.yaml", "resources: [pipe.yaml]\n"),
        ("dir/kustomization.yaml", "resources: [base.yaml]\n"),
        ("dir/base.yaml/kustomization.yaml", "resources: [c.yaml]\n"),
        ("dir/base.yaml/c.yaml", CONFIG_MAP),
    ]);
    symlink("real.yaml", dir.path().join("inside/link.yaml")).expect("a link");
    symlink("../inside/real.yaml", dir.path().join("outside/link.yaml")).expect("a link");
    let pipe = Command::new("mkfifo").arg(dir.path().join("pipe/pipe.yaml")).status();
    assert!(pipe.expect("mkfifo runs").success());

    assert_eq!(stdout(dir.path(), &["render", "inside"]), CONFIG_MAP);
    assert_eq!(stdout(dir.path(), &["render", "dir"]), CONFIG_MAP);
    let refused = stderr(dir.path(), &["render", "outside"], 1);
    assert!(refused.contains("file `link.yaml` is not in or below `outside`"), "{refused}");
    let refused = stderr(dir.path(), &["render", "pipe"], 1);
    assert!(refused.contains("`pipe.yaml` is not a file"), "{refused}");
}

fn two() -> TempDir {
    tree(&[
        ("a/kustomization.yaml", "resources: [all.yaml]\n"),
        ("a/all.yaml", &format!("{CONFIG_MAP}---\n{NAMESPACE}")),
        ("b/kustomization.yaml", "namePrefix: b-\nresources: [cm.yaml]\n"),
        ("b/cm.yaml", CONFIG_MAP),
        ("broken/kustomization.yaml", "resource: [cm.yaml]\n"),
    ])
}

#[test]
fn renders_to_stdout_under_both_names() {
    let dir = two();
    let want = format!("{NAMESPACE}---\n{CONFIG_MAP}");
    assert_eq!(stdout(dir.path(), &["render", "a"]), want);
    assert_eq!(stdout(dir.path(), &["build", "a"]), want);
    assert_eq!(stdout(&dir.path().join("a"), &["build"]), want);
    assert_eq!(stdout(&dir.path().join("b"), &["build", "../a"]), want);
}

#[test]
fn several_directories_are_one_stream() {
    let dir = two();
    let want = format!("{NAMESPACE}---\n{CONFIG_MAP}---\n{}", CONFIG_MAP.replace("name: c", "name: b-c"));
    assert_eq!(stdout(dir.path(), &["render", "a", "b"]), want);
}

#[test]
fn nothing_is_printed_if_one_of_several_fails() {
    let dir = two();
    let errors = stderr(dir.path(), &["render", "a", "broken", "missing"], 1);
    assert!(errors.contains("broken/kustomization.yaml:1:1"), "{errors}");
    assert!(errors.contains("missing"), "{errors}");
}

#[test]
fn an_error_shows_file_line_and_help() {
    let dir = two();
    let errors = stderr(dir.path(), &["render", "broken"], 1);
    assert!(errors.contains("1 | resource: [cm.yaml]"), "{errors}");
    assert!(errors.contains("resources"), "{errors}");
    assert!(!errors.contains('\u{1b}'), "no colours without a terminal: {errors}");
}

#[test]
fn colours_can_be_forced() {
    let dir = two();
    let colours = |name: &str| {
        let output = command(dir.path(), &["render", "broken"]).env(name, "1").output();
        output.expect("the command runs").stderr.contains(&0x1b)
    };
    assert!(colours("CLICOLOR_FORCE"));
    assert!(!colours("NO_COLOR"));
}

#[test]
fn writes_a_file() {
    let dir = two();
    assert_eq!(stdout(dir.path(), &["render", "a", "-o", "out.yaml"]), "");
    let written = fs::read_to_string(dir.path().join("out.yaml")).expect("the file");
    assert_eq!(written, format!("{NAMESPACE}---\n{CONFIG_MAP}"));
    let errors = stderr(dir.path(), &["render", "a", "-o", "no/such/out.yaml"], 1);
    assert!(errors.contains("mkdir -p no/such"), "{errors}");
}

#[test]
fn a_failure_leaves_the_old_file() {
    let dir = two();
    fs::write(dir.path().join("out.yaml"), "old").expect("a file");
    stderr(dir.path(), &["render", "broken", "-o", "out.yaml"], 1);
    assert_eq!(fs::read_to_string(dir.path().join("out.yaml")).expect("the file"), "old");
}

#[test]
fn writes_one_file_per_object_into_a_directory() {
    let dir = two();
    fs::create_dir(dir.path().join("out")).expect("a directory");
    assert_eq!(stdout(dir.path(), &["render", "a", "b", "--output", "out"]), "");
    let mut names: Vec<String> = fs::read_dir(dir.path().join("out"))
        .expect("the directory")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["v1_configmap_b-c.yaml", "v1_configmap_c.yaml", "v1_namespace_team.yaml"]);
    let written = fs::read_to_string(dir.path().join("out/v1_namespace_team.yaml")).expect("the file");
    assert_eq!(written, NAMESPACE);
}

/// The names of the files in `out/`.
/// Expectations are those of kustomize: it writes and reads a folded text once more on the way to stdout only.
#[test]
fn folded_texts_keep_their_lines_in_a_directory() {
    let map = CONFIG_MAP.replace("kind", "data:\n  k: >\n    a:\n      b\nkind");
    let dir = tree(&[("k/kustomization.yaml", "resources: [cm.yaml]\n"), ("k/cm.yaml", &map), ("out/x", "")]);
    stdout(dir.path(), &["render", "k", "-o", "out"]);
    let file = fs::read_to_string(dir.path().join("out/v1_configmap_c.yaml")).expect("a file");
    let text = |value: &str| CONFIG_MAP.replace("kind", &format!("data:\n  k: |\n{value}kind"));
    assert_eq!(file, text("    a:\n      b\n"));
    assert_eq!(stdout(dir.path(), &["render", "k"]), text("    a:\n\n      b\n"));
}

fn written(dir: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(dir.path().join("out")).expect("the directory");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn a_directory_takes_no_names_with_separators() {
    let role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: a/b\n";
    let dir =
        tree(&[("kustomization.yaml", "resources: [all.yaml]\n"), ("all.yaml", role), ("out/.keep", "")]);
    let errors = stderr(dir.path(), &["build", "-o", "out"], 1);
    assert!(errors.contains("a/b"), "{errors}");
    assert_eq!(written(&dir), [".keep"]);
}

#[test]
fn of_two_objects_in_one_file_the_last_stays() {
    let named = |name: &str| CONFIG_MAP.replace("name: c", &format!("name: {name}"));
    let all = format!("{}---\n{}", named("same"), named("SAME"));
    let dir =
        tree(&[("kustomization.yaml", "resources: [all.yaml]\n"), ("all.yaml", &all), ("out/.keep", "")]);
    let output = run(dir.path(), &["build", "-o", "out"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stderr).contains("v1_configmap_same.yaml"), "{}", text(&output.stderr));
    // The order is that of the output.
    let file = fs::read_to_string(dir.path().join("out/v1_configmap_same.yaml")).expect("the file");
    assert_eq!(file, named("same"));
}

#[test]
fn a_failure_leaves_a_directory_as_it_was() {
    let dir = two();
    fs::create_dir(dir.path().join("out")).expect("a directory");
    stderr(dir.path(), &["render", "a", "broken", "-o", "out"], 1);
    assert!(written(&dir).is_empty());
}

#[test]
fn several_directories_need_a_directory_for_output() {
    let dir = two();
    let errors = stderr(dir.path(), &["render", "a", "b", "-o", "out.yaml"], 2);
    assert!(errors.contains("-o takes an existing directory"), "{errors}");
}

#[test]
fn wrong_usage_is_status_2() {
    let dir = two();
    for args in [
        &["render", "--nope"][..],
        &["nope"],
        &[],
        &["render", "--load-restrictor", "none", "a"],
        &["render", "--reorder", "x", "a"],
    ] {
        stderr(dir.path(), args, 2);
    }
}

#[test]
fn flags_take_what_kustomize_takes() {
    let dir = tree(&[("a/kustomization.yaml", "resources: [../cm.yaml]\n"), ("cm.yaml", CONFIG_MAP)]);
    let none = "--load-restrictor=LoadRestrictionsNone";
    for args in [
        // Pipelines put flags together from several places: the last one counts.
        &["build", "--load-restrictor=LoadRestrictionsRootOnly", none, "a"][..],
        &["build", "-o", "nowhere/f", "-o", "", none, "a"],
        &["build", "--enable-helm", "--enable-helm=F", "--enable-helm=1", "--enable-exec=TRUE", none, "a"],
        &["build", "--stack-trace", none, "a"],
        &["--stack-trace=false", "build", none, "a"],
    ] {
        assert_eq!(stdout(dir.path(), args), CONFIG_MAP, "{args:?}");
    }
    let errors = stderr(dir.path(), &["build", none, "--load-restrictor=", "a"], 1);
    assert!(errors.contains("../cm.yaml"), "{errors}");
    let errors = stderr(dir.path(), &["build", "--enable-helm=yes", "a"], 2);
    assert!(errors.contains("'yes'") && errors.contains("true or false"), "{errors}");
    let errors = stderr(dir.path(), &["build", ""], 2);
    assert!(errors.contains("the directory is an empty text"), "{errors}");
    assert!(stdout(dir.path(), &["help", "build"]).contains("--load-restrictor"));
}

#[test]
fn several_values_add_up() {
    let dir = two();
    let args = ["build", "-e", "A=1", "-e", "B=2", "--mount", "x", "--mount", "y", "a"];
    assert_eq!(stdout(dir.path(), &args), format!("{NAMESPACE}---\n{CONFIG_MAP}"));
}

#[test]
fn all_leaves_out_what_others_refer_to() {
    let dir = tree(&[
        ("t/base/kustomization.yaml", "resources: [cm.yaml]\n"),
        ("t/base/cm.yaml", CONFIG_MAP),
        ("t/x/kustomization.yaml", "namePrefix: x-\nresources: [../base]\n"),
        ("t/y/kustomization.yaml", "namePrefix: y-\nresources: [../base]\n"),
    ]);
    let named = |prefix: &str| CONFIG_MAP.replace("name: c", &format!("name: {prefix}c"));
    let want = format!("{}---\n{}", named("x-"), named("y-"));
    assert_eq!(stdout(dir.path(), &["render", "--all", "t"]), want);
    assert_eq!(stdout(&dir.path().join("t/x"), &["render", "--all", ".."]), want);
    assert_eq!(stdout(dir.path(), &["render", "--all", "t/", "./t/x"]), want);
}

#[test]
fn all_of_nothing_is_an_error() {
    let dir = tree(&[
        ("empty/readme", ""),
        (
            "a/kustomization.yaml",
            "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: a-\n",
        ),
    ]);
    let all = |top: &str, words: &str| {
        let errors = stderr(dir.path(), &["render", "--all", top], 1);
        assert!(errors.contains(words), "{errors}");
    };
    all("nowhere", "cannot search `nowhere`: ");
    all(".", "every kustomization found is a component");
    all("empty", "no kustomization in or below `empty`");
    all("a/kustomization.yaml", "`a/kustomization.yaml` is no directory");
}

#[test]
fn deprecated_flags_work_and_say_so_as_kustomize_does() {
    let dir = two();
    let args = ["build", "--reorder", "none", "--enable-managedby-label", "a"];
    let output = run(dir.path(), &args);
    let label = "  labels:\n    app.kubernetes.io/managed-by: kustomize-v5.8.1\n";
    let labelled = |text: &str| text.replace("metadata:\n", &format!("metadata:\n{label}"));
    let want = format!("{}---\n{}", labelled(CONFIG_MAP), labelled(NAMESPACE));
    assert_eq!(text(&output.stdout), want);
    let notices: Vec<&str> = text(&output.stderr).lines().collect();
    assert_eq!(notices.len(), 2, "{notices:?}");
    assert!(notices[0].starts_with("Flag --enable-managedby-label has been deprecated, The flag `enable"));
    assert!(notices[1].starts_with("Flag --reorder has been deprecated, use the new 'sortOptions' field"));
}

#[test]
fn the_environment_can_ask_for_the_label() {
    let dir = two();
    for (value, wanted) in [("on", true), ("true", false)] {
        let mut command = command(dir.path(), &["build", "a"]);
        let output =
            command.env("KUSTOMIZE_ENABLE_MANAGEDBY_LABEL", value).output().expect("the command runs");
        assert_eq!(text(&output.stdout).contains("managed-by"), wanted, "{value}");
    }
}

#[test]
fn the_load_restrictor_can_be_lifted() {
    let dir = tree(&[("a/kustomization.yaml", "resources: [../cm.yaml]\n"), ("cm.yaml", CONFIG_MAP)]);
    stderr(dir.path(), &["render", "a"], 1);
    assert_eq!(stdout(dir.path(), &["build", "--load-restrictor=LoadRestrictionsNone", "a"]), CONFIG_MAP);
}

#[test]
fn deprecated_fields_warn_in_the_words_of_kustomize() {
    let dir = tree(&[
        ("kustomization.yaml", "commonLabels: {a: b}\nresources: [cm.yaml]\n"),
        ("cm.yaml", CONFIG_MAP),
    ]);
    let output = run(dir.path(), &["build"]);
    let want = "# Warning: 'commonLabels' is deprecated. Please use 'labels' instead. \
                Run 'kustomize edit fix' to update your Kustomization automatically.\n";
    assert_eq!(text(&output.stderr), want);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let many: String =
        (0..20_000).map(|n| format!("---\n{}", CONFIG_MAP.replace("c\n", &format!("c{n}\n")))).collect();
    let dir = tree(&[("kustomization.yaml", "resources: [all.yaml]\n"), ("all.yaml", &many)]);
    let mut child = command(dir.path(), &["render"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!(text(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn versions() {
    let dir = two();
    const OWN: &str = env!("CARGO_PKG_VERSION");
    let line = format!("rustomize {OWN} (compatible with kustomize 5.8.1)\n");
    assert_eq!(stdout(dir.path(), &["--version"]), line);
    // Scripts made for kustomize take the first word, or the first `v` with numbers.
    let line = format!("v{OWN} (compatible with kustomize v5.8.1)\n");
    assert_eq!(stdout(dir.path(), &["version"]), line);
    assert_eq!(stdout(dir.path(), &["version", "--short=false"]), line);
    let yaml = format!("version: v{OWN}\nkustomize: v5.8.1\n");
    assert_eq!(stdout(dir.path(), &["version", "-o", "yaml"]), yaml);
    let json = format!("{{\n  \"version\": \"v{OWN}\",\n  \"kustomize\": \"v5.8.1\"\n}}\n");
    assert_eq!(stdout(dir.path(), &["version", "--output=json"]), json);
    let short = run(dir.path(), &["version", "--short"]);
    assert_eq!(text(&short.stdout), format!("{{v{OWN}  kustomize/v5.8.1   }}\n"));
    assert!(text(&short.stderr).starts_with("Flag --short has been deprecated"));
    assert_eq!(run(dir.path(), &["version", "--short", "-o", "json"]).status.code(), Some(2));
}

#[test]
fn help_and_completions() {
    let dir = two();
    let help = stdout(dir.path(), &["render", "--help"]);
    assert!(help.contains("Examples:\n  rustomize render") && help.contains("--load-restrictor"), "{help}");
    assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(stdout(dir.path(), &["completions", shell]).contains("rustomize"), "{shell}");
    }
}
