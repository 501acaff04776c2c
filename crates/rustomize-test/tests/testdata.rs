//! Every case of `testdata/` as a test of its own: `cargo test --test testdata images/`.
#![allow(clippy::disallowed_methods, reason = "a test runner, not the engine")]

use std::path::Path;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};
use rustomize_test::{Mode, check, discover};

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let mode = if std::env::var_os("UPDATE").is_some() { Mode::Update } else { Mode::Compare };
    let trials = match discover(&testdata) {
        Ok(cases) => cases
            .into_iter()
            .map(|case| {
                // Programs in the testdata are scripts.
                let ignored = !cfg!(unix) && case.needs_programs();
                let test = Trial::test(case.name.clone(), move || check(&case, mode).map_err(Into::into));
                test.with_ignored_flag(ignored)
            })
            .collect(),
        Err(error) => vec![Trial::test("discover", move || Err(error.into()))],
    };
    libtest_mimic::run(&args, trials).exit_code()
}
