//! Small changes to texts, from a seed.

/// A source of numbers that look random: the same for the same seed.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`; 0 if that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end.max(1)
    }
}

/// What means something in YAML or to kustomize.
const TOKENS: &[&str] = &[
    ": ",
    ":",
    "- ",
    "-",
    "? ",
    "\n",
    "\r\n",
    " ",
    "\t",
    "  ",
    "#",
    " #c",
    "'",
    "''",
    "\"",
    "\\",
    "\\n",
    "\\x41",
    "|",
    "|-\n",
    ">+\n",
    "|2\n",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "&a ",
    "*a",
    "!!str ",
    "!x ",
    "!",
    "%YAML 1.1\n",
    "---\n",
    "...\n",
    "<<: ",
    "<<: *a\n",
    "~",
    "null",
    "true",
    "yes",
    "0x1F",
    "0o7",
    "1e3",
    ".inf",
    "-0",
    "1_0",
    "2020-01-01",
    "é",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{0}",
    "\u{7f}",
    "😀",
    "@",
    "`",
    "=",
    "$patch: delete\n",
    "$(x)",
    "metadata",
    "name: a\n",
    "kind: List\n",
    "[name=a]",
    "/",
    "~1",
    "*",
    "\n=====\n",
];

/// A changed copy of one of `seeds`: one to three changes to bytes, words or lines.
pub fn mutated(seeds: &[String], random: &mut Random) -> String {
    let Some(seed) = seeds.get(random.below(seeds.len())) else { return String::new() };
    let mut text = seed.clone().into_bytes();
    for _ in 0..=random.below(3) {
        change(&mut text, seeds, random);
    }
    text.truncate(16_384);
    String::from_utf8_lossy(&text).into_owned()
}

fn change(text: &mut Vec<u8>, seeds: &[String], random: &mut Random) {
    let at = random.below(text.len() + 1);
    match random.below(8) {
        0 => insert(text, at, TOKENS[random.below(TOKENS.len())].as_bytes()),
        1 => {
            let end = text.len().min(at + 1 + random.below(6));
            text.drain(at..end);
        }
        2 => {
            if let Some(byte) = text.get_mut(at) {
                *byte = b" \n:-#'\"{}[],a0~|>&*!%\t"[random.below(22)];
            }
        }
        3 => {
            let line = line_at(text, at);
            text.drain(line);
        }
        4 => {
            let (line, to) = (text[line_at(text, at)].to_vec(), random.below(text.len() + 1));
            let to = line_at(text, to).start;
            insert(text, to, &line);
        }
        5 => {
            let start = line_at(text, at).start;
            insert(text, start, &b"      "[..1 + random.below(5)]);
        }
        6 => {
            let start = line_at(text, at).start;
            if text.get(start) == Some(&b' ') {
                text.remove(start);
            }
        }
        _ => {
            let other = seeds[random.below(seeds.len())].as_bytes();
            let from = random.below(other.len() + 1);
            let piece = &other[from..other.len().min(from + random.below(80))];
            insert(text, at, piece);
        }
    }
}

fn insert(text: &mut Vec<u8>, at: usize, piece: &[u8]) {
    text.splice(at..at, piece.iter().copied());
}

/// The line around a position, with its break.
fn line_at(text: &[u8], at: usize) -> std::ops::Range<usize> {
    let start = text[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |found| found + 1);
    let end = text[at..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |found| at + found + 1);
    start..end
}
