//! Programs of the machine that tasks need.

use std::process::{Command, Stdio};

/// Whether a program is there, if need be after installing a package. Works for root only, and says nothing.
pub(crate) fn available(program: &str, package: &str) -> bool {
    let there = || succeeds(program, &["--version"]);
    there() || (install(package) && there())
}

fn install(package: &str) -> bool {
    // A fresh image of Debian knows no packages before this.
    succeeds("apt-get", &["update"]);
    let managers: [(&str, &[&str]); 3] = [
        ("apt-get", &["install", "--yes", "--no-install-recommends", package]),
        ("dnf", &["install", "--assumeyes", package]),
        ("apk", &["add", package]),
    ];
    managers.iter().any(|(manager, words)| succeeds(manager, words))
}

fn succeeds(program: &str, words: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
