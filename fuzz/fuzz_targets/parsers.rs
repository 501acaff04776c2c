//! `rustomize_fuzz::parsers` for libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| rustomize_fuzz::parsers(text));
