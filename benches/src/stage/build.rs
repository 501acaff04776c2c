//! Whole builds, from files in memory to text.

use std::path::{Path, PathBuf};

use rustomize::{Options, build};
use rustomize_benches::{Workload, workload};

use super::{Case, Work, work};

pub(crate) const CASES: &[Case] = &[
    Case { name: "build/start-up", prepare: || render(workload::start_up()) },
    Case { name: "build/small-overlay", prepare: || render(workload::overlay()) },
    Case { name: "build/wide-301-objects", prepare: || render(workload::wide(100)) },
    Case { name: "build/patches-50", prepare: || render(workload::patches(50)) },
    Case { name: "build/generators", prepare: || render(workload::generators(20, 20_000)) },
    Case { name: "build/replacements", prepare: || render(workload::replacements(30)) },
];

fn render(tree: Workload) -> Work {
    let files = tree.memory();
    let roots: Vec<PathBuf> = tree.roots.iter().map(|root| Path::new("/").join(root)).collect();
    let options = Options::default();
    work(move || {
        let render = |root: &PathBuf| build(&files, root, &options)?.to_yaml();
        roots.iter().map(render).collect::<Result<String, _>>()
    })
}
