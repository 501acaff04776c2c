//! `rustomize_fuzz::render` for libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| rustomize_fuzz::render(text));
