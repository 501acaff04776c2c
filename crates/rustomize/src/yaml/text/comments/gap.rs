//! The comments between two tokens: which lines belong together, and to which of the two.

use super::{Before, Comment, Finder, Place};

/// A run of comment lines that is kept or split up.
pub(super) struct Block {
    pub(super) text: String,
    pub(super) start: usize,
    /// Where the search began that found it.
    pub(super) scanned_from: usize,
    pub(super) end: usize,
}

/// The state of the search in one gap.
struct Gap {
    indent: usize,
    /// Where the first comment starts.
    start: usize,
    /// See [`Finder::foot_line`].
    foot_line: Option<usize>,
    /// No empty line was met yet.
    first_empty: bool,
    recent_empty: bool,
    taken_from: usize,
    after_value: bool,
    current: Block,
    blocks: Vec<Block>,
}

impl Finder<'_> {
    /// The comments between two tokens.
    pub(super) fn gap(&mut self, mark: usize, next: usize, before: Before) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut start = self.skip_space(mark);
        while start < next && self.bytes.get(start) == Some(&b'#') {
            let mut gap = Gap {
                indent: self.indents.last().copied().unwrap_or(0),
                start,
                foot_line: self.foot_line(mark, start),
                first_empty: self.newlines(start) <= 1,
                recent_empty: false,
                taken_from: before.start,
                after_value: before.is_value,
                current: Block { text: String::new(), start, scanned_from: mark, end: start },
                blocks,
            };
            let end = self.lines(&mut gap, start);
            blocks = gap.blocks;
            start = self.skip_space(end);
        }
        blocks
    }

    /// The line on which a comment must start to be a foot of the token before, counted down from `start` on which
    /// the first comment stands; `None` on the first line of the text.
    fn foot_line(&self, mark: usize, start: usize) -> Option<usize> {
        if mark <= self.first_line {
            return None;
        }
        match self.newlines(start) {
            0 => Some(1 + usize::from(self.column(start) > 1)),
            1 => Some(0),
            _ => None,
        }
    }

    /// Reads comment lines up to the next token and returns where they end.
    fn lines(&mut self, gap: &mut Gap, start: usize) -> usize {
        let mut at = start;
        loop {
            at = self.skip(at, |b| matches!(b, b' ' | b'\t'));
            let byte = self.bytes.get(at).copied();
            let closes = self.flow > 0 && matches!(byte, Some(b']' | b'}'));
            if closes || byte.is_none() || self.break_at(at) > 0 {
                self.empty_line(gap, at, closes, byte.is_none());
                if closes || byte.is_none() {
                    break;
                }
                at += self.break_at(at);
                continue;
            }
            let column = self.column(at);
            if !gap.current.text.is_empty() && column < gap.indent && column != self.column(gap.current.start)
            {
                self.foot(gap, at, gap.taken_from);
            }
            if byte != Some(b'#') {
                break;
            }
            if gap.current.text.is_empty() {
                gap.current.start = at;
            } else {
                gap.current.text.push('\n');
            }
            gap.recent_empty = false;
            let end = self.line_end(at);
            gap.current.text.push_str(&self.text[at..end]);
            // go-yaml goes on one byte further: within a longer line break it finds no comment any more.
            at = end + 1;
            if end < self.text.len() && !self.text.is_char_boundary(at) {
                at = end;
                break;
            }
        }
        if !gap.current.text.is_empty() {
            self.head(gap, at);
        }
        at
    }

    /// The first empty line behind comments decides whether they are a foot.
    fn empty_line(&mut self, gap: &mut Gap, at: usize, closes: bool, ends: bool) {
        if closes || !gap.recent_empty {
            let dedented = self.column(gap.current.start) < gap.indent;
            if closes || gap.first_empty && (self.follows(gap) || dedented) {
                let taken_from = if dedented { gap.current.start } else { gap.taken_from };
                self.foot(gap, at, taken_from);
            } else if !gap.current.text.is_empty() && !ends {
                gap.current.text.push('\n');
            }
        }
        gap.first_empty = false;
        gap.recent_empty = true;
    }

    /// Whether the comments directly follow the token before.
    fn follows(&self, gap: &Gap) -> bool {
        let between = &self.bytes[gap.start..gap.current.start];
        gap.foot_line == Some(memchr::memchr_iter(b'\n', between).count()) && !gap.after_value
    }

    fn foot(&mut self, gap: &mut Gap, at: usize, taken_from: usize) {
        if gap.current.text.is_empty() {
            return;
        }
        self.finish(gap, Place::Foot, taken_from, at);
        gap.taken_from = at;
    }

    fn head(&mut self, gap: &mut Gap, at: usize) {
        let start = gap.current.start;
        self.finish(gap, Place::Head, start, at.saturating_sub(1));
    }

    fn finish(&mut self, gap: &mut Gap, place: Place, taken_from: usize, end: usize) {
        let next = Block { text: String::new(), start: end, scanned_from: end, end };
        let mut block = std::mem::replace(&mut gap.current, next);
        block.end = end;
        self.found.push(Comment { place, text: std::mem::take(&mut block.text).into(), taken_from });
        gap.blocks.push(block);
    }
}
