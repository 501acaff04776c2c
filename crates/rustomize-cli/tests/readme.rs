//! The README says what the command prints.
#![allow(clippy::disallowed_methods, reason = "a test drives the command from outside")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use similar::{ChangeTag, TextDiff};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn readme() -> String {
    fs::read_to_string(workspace().join("README.md")).expect("README.md")
}

fn render(dir: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_rustomize")).arg("render").arg(dir).output();
    let output = output.expect("the command runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The code blocks with this beginning of their first line: the rest of that line, and the content.
fn blocks(readme: &str, start: &str) -> Vec<(String, String)> {
    let fence = format!("\n```{start}");
    let parts = readme.split(&fence).skip(1);
    let blocks: Vec<(String, String)> = parts
        .map(|part| {
            let block = part.split("```").next().unwrap_or_default();
            let (rest, content) = block.split_once('\n').unwrap_or_default();
            (rest.to_owned(), content.to_owned())
        })
        .collect();
    assert!(!blocks.is_empty(), "the README has blocks that begin with {start}");
    blocks
}

#[test]
fn excerpts_stand_in_the_files() {
    for (file, content) in blocks(&readme(), "yaml file=") {
        let text = fs::read_to_string(workspace().join(&file)).expect("the file");
        assert!(text.contains(&content), "{file} does not hold:\n{content}");
    }
}

#[test]
fn excerpts_stand_in_what_is_rendered() {
    for (dir, content) in blocks(&readme(), "yaml render=") {
        let text = render(&workspace().join(&dir));
        for piece in content.split("# …\n") {
            assert!(text.contains(piece), "the output of {dir} does not hold:\n{piece}\n{text}");
        }
    }
}

#[test]
fn the_promotion_changes_what_the_readme_shows() {
    let before = render(&workspace().join("testdata/demo/env/prd"));
    let copy = tempfile::TempDir::new().expect("a temporary directory");
    copy_tree(&workspace().join("testdata/demo"), copy.path());
    let file = copy.path().join("env/prd/kustomization.yaml");
    let text = fs::read_to_string(&file).expect("the file");
    fs::write(&file, text.replace("1.4.2", "1.5.0").replace("18:00", "20:00")).expect("the file");
    let after = render(&copy.path().join("env/prd"));
    let diff = TextDiff::from_lines(&before, &after);
    let changes: String = diff
        .iter_all_changes()
        .filter_map(|change| match change.tag() {
            ChangeTag::Equal => None,
            ChangeTag::Delete => Some(format!("-{change}")),
            ChangeTag::Insert => Some(format!("+{change}")),
        })
        .collect();
    let shown = &blocks(&readme(), "diff")[0].1;
    assert_eq!(shown, &changes);
}

fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a directory");
    for entry in fs::read_dir(from).expect("the directory") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}
