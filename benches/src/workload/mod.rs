//! Whole trees to render.

mod many;
mod small;

pub use many::{components, deep, environments, generators, patches, replacements, vars, wide};
pub use small::{definitions, overlay, start_up};

use rustomize::world::Memory;

/// A tree of files and the directories to render.
#[derive(Clone, Debug, Default)]
pub struct Workload {
    /// What it is called in tables.
    pub name: String,
    /// Paths relative to the tree's root, and contents.
    pub files: Vec<(String, Vec<u8>)>,
    /// Directories to render, relative to the tree's root.
    pub roots: Vec<String>,
}

impl Workload {
    fn new(name: impl Into<String>) -> Workload {
        Workload { name: name.into(), ..Workload::default() }
    }

    fn add(&mut self, path: impl Into<String>, text: impl Into<Vec<u8>>) {
        self.files.push((path.into(), text.into()));
    }

    /// Adds a kustomization file for a directory that is to be rendered.
    fn root(&mut self, dir: &str, text: &str) {
        self.kustomization(dir, text);
        self.roots.push(dir.to_owned());
    }

    fn kustomization(&mut self, dir: &str, text: &str) {
        self.add(
            format!("{dir}/kustomization.yaml"),
            format!("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n{text}"),
        );
    }

    /// Adds `count` applications to a directory and returns the lines that list them.
    fn applications(&mut self, dir: &str, count: usize) -> String {
        let mut entries = String::new();
        for i in 0..count {
            self.add(format!("{dir}/app-{i:04}.yaml"), crate::application(i));
            entries.push_str(&format!("- app-{i:04}.yaml\n"));
        }
        entries
    }

    /// The tree in memory.
    pub fn memory(&self) -> Memory {
        self.files.iter().map(|(path, text)| (path, text.clone())).collect()
    }

    /// How many bytes the files hold.
    pub fn size(&self) -> usize {
        self.files.iter().map(|(_, text)| text.len()).sum()
    }
}

/// The ConfigMap that all applications read.
const SETTINGS: &str =
    "configMapGenerator:\n- name: tearoom\n  literals:\n  - OPEN=08:00-18:00\n  - LANGUAGE=en\n";
