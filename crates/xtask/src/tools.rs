//! Programs of the machine that tasks need.

use std::process::{Command, Stdio};

/// Whether a program is there. `.ci/run` installs what it can.
pub(crate) fn available(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
