//! `rustomize_fuzz::round_trip` for libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| rustomize_fuzz::round_trip(text));
