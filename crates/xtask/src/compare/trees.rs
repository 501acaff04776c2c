//! What is rendered, and in which sizes.

use rustomize_benches::{Workload, workload};

/// A tree to render.
pub(crate) struct Tree {
    pub(crate) workload: Workload,
    /// Our program renders all directories in one call. Kustomize takes one at a time.
    pub(crate) at_once: bool,
}

impl Tree {
    /// What it is called in the table.
    pub(crate) fn name(&self) -> String {
        let Workload { name, roots, .. } = &self.workload;
        match (roots.len(), self.at_once) {
            (1, _) => name.clone(),
            (_, true) => format!("{name}, all in one call of ours"),
            (_, false) => format!("{name}, one by one"),
        }
    }
}

/// All trees, from small to large within each family.
pub(crate) fn all(quick: bool) -> Vec<Tree> {
    let sizes = |small: &[usize], more: &[usize]| if quick { small.to_vec() } else { [small, more].concat() };
    let mut list = vec![workload::start_up(), workload::overlay()];
    list.extend(sizes(&[10, 50], &[100, 200]).into_iter().map(workload::wide));
    list.extend(sizes(&[20], &[50, 100, 200]).into_iter().map(workload::patches));
    list.extend(sizes(&[5], &[20, 40]).into_iter().map(workload::deep));
    list.extend(sizes(&[20], &[100]).into_iter().map(|files| workload::generators(files, 20_000)));
    list.extend(sizes(&[20], &[50, 100]).into_iter().map(workload::replacements));
    list.extend(sizes(&[20], &[50, 100]).into_iter().map(workload::vars));
    list.extend(sizes(&[2], &[8]).into_iter().map(workload::definitions));
    list.extend(sizes(&[10], &[40]).into_iter().map(workload::components));
    let mut trees: Vec<Tree> = list.into_iter().map(|workload| Tree { workload, at_once: false }).collect();
    for count in sizes(&[5], &[20]) {
        trees.extend([false, true].map(|at_once| Tree { workload: workload::environments(count), at_once }));
    }
    trees
}
