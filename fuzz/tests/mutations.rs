//! Mutates the files of `testdata/` and holds the engine to what must hold for any input. Another sequence:
//! `FUZZ_SEED=7 FUZZ_RUNS=100000 cargo test --release --package rustomize-fuzz`.

#![allow(clippy::disallowed_methods, reason = "tests read files and take their seed from the environment")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rustomize_fuzz::mutation::{Random, mutated};
use rustomize_fuzz::{SEPARATOR, parsers, render, round_trip};

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// All YAML files of the test data that are texts.
fn files() -> Vec<String> {
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata");
    let walk = walkdir::WalkDir::new(testdata).sort_by_file_name();
    let paths = walk.into_iter().map(|entry| entry.expect("a readable directory").into_path());
    let yaml =
        paths.filter(|path| path.is_file() && path.extension().is_some_and(|extension| extension == "yaml"));
    yaml.filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

fn hold(target: fn(&str), seeds: &[String], runs: u64) {
    assert!(seeds.len() > 50, "there is test data");
    let seed = number("FUZZ_SEED", 1);
    let mut random = Random::new(seed);
    for run in 0..number("FUZZ_RUNS", runs) {
        let text = mutated(seeds, &mut random);
        if catch_unwind(AssertUnwindSafe(|| target(&text))).is_err() {
            panic!("FUZZ_SEED={seed}, run {run}:\n{text:?}");
        }
    }
}

#[test]
fn both_parsers_agree() {
    hold(parsers, &files(), 20_000);
}

#[test]
fn what_is_printed_can_be_read() {
    hold(round_trip, &files(), 20_000);
}

#[test]
fn every_build_ends() {
    let files = files();
    let is_kustomization = |text: &String| !text.contains("\nmetadata:") && !text.contains("path: ");
    let (kustomizations, others): (Vec<_>, Vec<_>) = files.into_iter().partition(is_kustomization);
    let seed = |(i, text): (usize, &String)| {
        let other = |step: usize| others[i * step % others.len()].as_str();
        [&with_resources(text), other(7), other(11)].join(SEPARATOR)
    };
    let seeds: Vec<String> = kustomizations.iter().enumerate().map(seed).collect();
    hold(render, &seeds, 5_000);
}

/// The kustomization with the resources that [`render`] provides in place of its own.
fn with_resources(kustomization: &str) -> String {
    let mut own = false;
    let mut text = String::new();
    for line in kustomization.lines() {
        own = line.starts_with("resources:") || own && line.starts_with(['-', ' ']);
        if !own {
            text.push_str(line);
            text.push('\n');
        }
    }
    text + "resources: [a.yaml, b.yaml]\n"
}
