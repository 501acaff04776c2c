//! Imports only point down: a module of the engine names only modules of lower layers. ARCHITECTURE.md says what the
//! layers are for.
#![allow(clippy::disallowed_methods, reason = "this test reads the source of the engine")]

use std::path::Path;

/// From the lowest layer up. Modules of one layer do not know each other.
const LAYERS: &[&[&str]] = &[
    &["source"],
    &["world", "diag"],
    &["yaml", "id"],
    &["field", "schema"],
    &["resource"],
    &["patch"],
    &["kustomization"],
    &["load", "resolve"],
    &["transform", "generate", "function"],
    &["plugin"],
    &["build", "stages"],
];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

#[test]
fn every_module_has_a_layer() {
    for module in modules() {
        assert!(layer(&module).is_some(), "`{module}` is in no layer");
    }
}

#[test]
fn imports_point_down() {
    let mut upward = Vec::new();
    for module in modules() {
        let below = layer(&module);
        each_file(&module, &mut |path, text| {
            for (at, line) in text.lines().enumerate() {
                assert!(!line.ends_with("crate::{"), "{}: one `use` for each module", path.display());
                let named = named(line);
                let wrong = named.into_iter().filter(|name| *name != module && layer(name) >= below);
                upward.extend(wrong.map(|name| {
                    format!("{}:{}: `{module}` names `{name}`, which is not below it", path.display(), at + 1)
                }));
            }
        });
    }
    assert!(upward.is_empty(), "{}", upward.join("\n"));
}

#[test]
fn imports_are_found() {
    assert_eq!(named("use crate::{yaml::Node, diag};"), ["yaml", "diag"]);
    assert_eq!(named("    let x = crate::load::path(crate::id::Gvk::default());"), ["load", "id"]);
    assert!(named("/// See [`crate::build`].").is_empty());
}

#[test]
fn architecture_names_every_layer() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ARCHITECTURE.md");
    // A package that was taken out of the repository has no such document.
    let Ok(text) = std::fs::read_to_string(path) else { return };
    for (at, layer) in LAYERS.iter().enumerate() {
        for module in layer.iter().filter(|module| **module != "stages") {
            let row = text
                .lines()
                .find(|line| line.starts_with(&format!("| {at} |")) && line.contains(&format!("`{module}`")));
            assert!(row.is_some(), "ARCHITECTURE.md has no row `| {at} | … {module} …`");
        }
    }
}

/// The top-level modules that a line of code names.
fn named(line: &str) -> Vec<&str> {
    let code = line.trim_start();
    if code.starts_with("//") {
        return Vec::new();
    }
    let word = |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let mut names = Vec::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            // Only names at the start of an item: `{a::B, c}`.
            Some(list) => names.extend(list.split([',', '}']).map(str::trim).map(|item| &item[..word(item)])),
            None => names.push(&rest[..word(rest)]),
        }
    }
    names.retain(|name| layer(name).is_some());
    names
}

fn sources() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn modules() -> Vec<String> {
    let entries = std::fs::read_dir(sources()).expect("the engine has sources");
    let names = entries.map(|entry| entry.expect("an entry").path());
    let names = names.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()));
    names.filter(|name| name != "lib").collect()
}

fn each_file(module: &str, visit: &mut dyn FnMut(&Path, &str)) {
    let mut pending = vec![sources().join(module), sources().join(format!("{module}.rs"))];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).expect("a readable directory");
            pending.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") && path.is_file() {
            visit(&path, &std::fs::read_to_string(&path).expect("text"));
        }
    }
}
