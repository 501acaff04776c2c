//! The figures as a table.

use std::fmt;
use std::time::Duration;

use super::sample::Sample;

pub(crate) const HEAD: &str = "\
| tree | kustomize CPU ms | rustomize CPU ms | ratio | kustomize ms | rustomize ms | kustomize MiB | rustomize MiB | pairs |
|---|--:|--:|--:|--:|--:|--:|--:|--:|";

/// One tree: medians.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) pairs: usize,
    pub(crate) theirs: Sample,
    pub(crate) ours: Sample,
}

impl Row {
    fn ratio(&self) -> f64 {
        self.theirs.cpu.as_secs_f64() / self.ours.cpu.as_secs_f64().max(1e-6)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Row { name, pairs, theirs, ours } = self;
        let ms = |time: Duration| three_digits(time.as_secs_f64() * 1000.0);
        let mib = |sample: &Sample| three_digits(sample.memory as f64 / 1024.0);
        write!(f, "| {name} | {} | {} | {} ", ms(theirs.cpu), ms(ours.cpu), three_digits(self.ratio()))?;
        write!(f, "| {} | {} | {} | {} | {pairs} |", ms(theirs.wall), ms(ours.wall), mib(theirs), mib(ours))
    }
}

/// As many decimals as make three digits.
fn three_digits(value: f64) -> String {
    match value {
        value if value < 10.0 => format!("{value:.2}"),
        value if value < 100.0 => format!("{value:.1}"),
        value => format!("{value:.0}"),
    }
}

/// The geometric mean of the ratios of processor time; 0 without rows.
pub(crate) fn mean_ratio(rows: &[Row]) -> f64 {
    if rows.is_empty() {
        return 0.0;
    }
    (rows.iter().map(|row| row.ratio().ln()).sum::<f64>() / rows.len() as f64).exp()
}
