//! Bytes per second of parsing, printing and hashing, beside a search that only reads the same bytes. The
//! median is what counts; the best sample tells how busy the machine was.

use std::hint::black_box;
use std::time::{Duration, Instant};

use rustomize::schema::Schema;
use rustomize::source::SourceId;
use rustomize::stages::append_hashes;
use rustomize::yaml::parse::{Dialect, parse_both};
use rustomize::yaml::{emit, stream};

use crate::stage;

const SAMPLES: usize = 51;

/// Measures and prints a table.
pub(crate) fn print() {
    println!("| what | bytes | GB/s, median | GB/s, best | memchr, same bytes |\n|---|--:|--:|--:|--:|");
    let objects = stage::hundred();
    let definition = rustomize_benches::custom_resource_definition(0, 100);
    parse_row("parse, 300 objects", &objects);
    parse_row("parse, a definition", &definition);
    emit_row("emit, 300 objects", &objects);
    emit_row("emit, a definition", &definition);
    hash_row();
}

fn parse_row(what: &str, text: &str) {
    for document in text.split("---\n") {
        assert!(parse_both(document, Dialect::V3).0.is_some(), "the fast parser takes this");
    }
    row(what, text, || (), |()| stream::read(text, SourceId::NONE));
}

fn emit_row(what: &str, text: &str) {
    let nodes = stream::read(text, SourceId::NONE).expect("YAML");
    let print = |mut out: String| {
        nodes.iter().for_each(|node| emit(node, &mut out).expect("JSON can hold it"));
        out
    };
    let printed = print(String::new());
    row(what, &printed, || String::with_capacity(printed.len()), print);
}

fn hash_row() {
    let data = "cups and saucers of every size, counted\n".repeat(25_000);
    let text = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  file: |\n    {}\n",
        data.trim_end().replace('\n', "\n    ")
    );
    let schema = Schema::builtin();
    let set = stage::hash::wanting(std::iter::once(text), &schema);
    let hash = |mut set| (append_hashes(&mut set, &schema), set);
    row("hash, one ConfigMap", &data, || set.clone(), hash);
}

/// Measures `work` on what `prepare` makes; `bytes` is what it works on. Dropping the result is not measured.
fn row<I, O>(what: &str, bytes: &str, prepare: impl Fn() -> I, work: impl Fn(I) -> O) {
    let [ours, best] = median_and_best(|| {
        let input = prepare();
        let start = Instant::now();
        let output = black_box(work(black_box(input)));
        let time = start.elapsed();
        drop(output);
        time
    });
    let [reading, _] = median_and_best(|| {
        let start = Instant::now();
        // A byte that is nowhere in the text.
        black_box(memchr::memchr(0, black_box(bytes.as_bytes())));
        start.elapsed()
    });
    let speed = |time: Duration| bytes.len() as f64 / time.as_secs_f64() / 1e9;
    println!(
        "| {what} | {} | {:.3} | {:.3} | {:.1} |",
        bytes.len(),
        speed(ours),
        speed(best),
        speed(reading)
    );
}

fn median_and_best(sample: impl Fn() -> Duration) -> [Duration; 2] {
    let mut times: Vec<Duration> = (0..SAMPLES).map(|_| sample()).collect();
    times.sort_unstable();
    [times[SAMPLES / 2], times[0]]
}
