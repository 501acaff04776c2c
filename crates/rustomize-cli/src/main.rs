//! The command `rustomize`.
fn main() {}
