//! Lines and columns of positions in the text.

use super::Finder;

impl Finder<'_> {
    pub(super) fn skip(&self, from: usize, skipped: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|b| skipped(**b)).count()
    }

    /// Skips blanks and line breaks.
    pub(super) fn skip_space(&self, from: usize) -> usize {
        let mut at = from;
        loop {
            at = self.skip(at, |b| matches!(b, b' ' | b'\t'));
            match self.break_at(at) {
                0 => return at,
                length => at += length,
            }
        }
    }

    pub(super) fn line_end(&self, from: usize) -> usize {
        let mut at = from.min(self.bytes.len());
        while at < self.bytes.len() && self.break_at(at) == 0 {
            at += 1;
        }
        at
    }

    /// The length of a line break at a position; 0 if there is none.
    pub(super) fn break_at(&self, at: usize) -> usize {
        match self.bytes.get(at..).unwrap_or_default() {
            [b'\r', b'\n', ..] => 2,
            [b'\n' | b'\r', ..] => 1,
            [0xC2, 0x85, ..] => 2,
            [0xE2, 0x80, 0xA8 | 0xA9, ..] => 3,
            _ => 0,
        }
    }

    pub(super) fn column(&self, at: usize) -> usize {
        let mut start = at;
        while start > 0 && break_before(&self.bytes[..start]) == 0 {
            start -= 1;
        }
        self.text.get(start..at).map_or(0, |t| t.chars().count())
    }

    /// Line breaks since the last character before a position that is not blank.
    pub(super) fn newlines(&self, at: usize) -> usize {
        let (mut at, mut count) = (at, 0);
        loop {
            let before = &self.bytes[..at];
            match (before.last(), break_before(before)) {
                (Some(b' ' | b'\t'), _) => at -= 1,
                (_, 0) => return count,
                (_, length) => {
                    at -= length;
                    count += 1;
                }
            }
        }
    }
}

/// The length of the line break that a text ends with.
fn break_before(text: &[u8]) -> usize {
    match text {
        [.., b'\r', b'\n'] => 2,
        [.., b'\n' | b'\r'] => 1,
        [.., 0xC2, 0x85] => 2,
        [.., 0xE2, 0x80, 0xA8 | 0xA9] => 3,
        _ => 0,
    }
}
