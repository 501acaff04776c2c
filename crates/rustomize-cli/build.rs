//! How the command is linked.
#![allow(clippy::disallowed_methods, reason = "cargo speaks to build scripts through the environment")]
#![allow(clippy::print_stdout, reason = "and listens on their output")]

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |name: &str| std::env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    // A program at a fixed address, as Go's are: without the 14,000 relocations of a movable one, each of which
    // touches memory before `main`, starting takes a quarter less time. Stack, heap and libraries stay random.
    let linked_dynamically = !target("FEATURE").split(',').any(|feature| feature == "crt-static");
    if target("OS") == "linux" && target("ENV") == "gnu" && linked_dynamically {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
