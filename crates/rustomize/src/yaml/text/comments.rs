//! Which comments stand before, beside and behind which tokens, by the rules of go-yaml v3.
//!
//! A comment at the end of a line belongs to what stands on the line. Of the comment lines between two tokens, those
//! before the first empty line belong to the token before if they follow it directly, the others to the token after;
//! a change of indentation to the left splits them as well.

use ecow::EcoString;

use crate::yaml::Style;
use crate::yaml::parse::{Token, TokenKind};

/// Where a comment goes, relative to the value that it is attached to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Head,
    Line,
    Foot,
}

/// A comment and the position from which on a token takes it.
#[derive(Debug)]
pub(super) struct Comment {
    pub(super) place: Place,
    pub(super) text: EcoString,
    /// The first token that starts here or later takes it.
    pub(super) taken_from: usize,
}

/// Finds all comments, in order, and moves the ends of blocks to the comments that stand before them.
pub(super) fn find(text: &str, tokens: &mut [Token]) -> Vec<Comment> {
    let bytes = text.as_bytes();
    let first_line = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    let mut finder = Finder { text, bytes, first_line, found: Vec::new(), indents: Vec::new(), flow: 0 };
    finder.run(tokens);
    finder.found
}

struct Finder<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// Where the first line ends.
    first_line: usize,
    found: Vec<Comment>,
    /// Columns of the open block collections.
    indents: Vec<usize>,
    /// How many flow collections are open.
    flow: usize,
}

/// A run of comment lines that is kept or split up.
struct Block {
    text: String,
    start: usize,
    /// Where the search began that found it.
    scanned_from: usize,
    end: usize,
}

/// The token before a gap.
#[derive(Clone, Copy)]
struct Before {
    start: usize,
    is_value: bool,
}

impl Finder<'_> {
    fn run(&mut self, tokens: &mut [Token]) {
        let mut mark = if self.text.starts_with('\u{feff}') { 3 } else { 0 };
        let mut at = 0;
        // The tokens that a stretch of text led to: ends of blocks and starts of blocks and keys take no text.
        while at < tokens.len() {
            let real = (at..tokens.len()).find(|i| is_real(&tokens[*i])).unwrap_or(tokens.len() - 1);
            let before = before(tokens, at);
            let blocks = self.gap(mark, tokens[real].start, before);
            self.close_blocks(&mut tokens[at..real + 1], mark, &blocks);
            let last = at.checked_sub(1).map_or(0, |i| tokens[i].start);
            for token in &tokens[at..=real] {
                self.enter(token);
            }
            mark = self.after(&tokens[real], last);
            at = real + 1;
        }
    }

    /// Keeps track of what is open.
    fn enter(&mut self, token: &Token) {
        match token.kind {
            TokenKind::BlockSequenceStart | TokenKind::BlockMappingStart => {
                self.indents.push(self.column(token.start));
            }
            TokenKind::BlockEnd => drop(self.indents.pop()),
            TokenKind::FlowSequenceStart | TokenKind::FlowMappingStart => self.flow += 1,
            TokenKind::FlowSequenceEnd | TokenKind::FlowMappingEnd => self.flow = self.flow.saturating_sub(1),
            _ => {}
        }
    }

    /// Takes the comment at the end of a token's line. Returns where the search for the next token begins.
    fn after(&mut self, token: &Token, last: usize) -> usize {
        let mut mark = token.end;
        let mut taken_from = token.start;
        match &token.kind {
            TokenKind::BlockEntry | TokenKind::DocumentStart | TokenKind::End => return mark,
            TokenKind::Scalar(_, Style::Plain) => mark = self.skip_space(mark),
            TokenKind::Scalar(_, Style::Literal | Style::Folded) => return self.after_block_scalar(token),
            TokenKind::Value if self.flow == 0 => taken_from = last,
            TokenKind::FlowEntry => taken_from = last,
            _ => {}
        }
        if self.newlines(mark) > 0 {
            return mark;
        }
        self.line_comment(mark, taken_from)
    }

    fn line_comment(&mut self, mark: usize, taken_from: usize) -> usize {
        let start = self.skip(mark, |b| matches!(b, b' ' | b'\t'));
        if self.bytes.get(start) != Some(&b'#') {
            return mark;
        }
        let end = self.line_end(start);
        self.found.push(Comment { place: Place::Line, text: self.text[start..end].into(), taken_from });
        end
    }

    /// A block scalar takes the empty lines after it, and of the line that follows as much as it is indented itself.
    fn after_block_scalar(&mut self, token: &Token) -> usize {
        let header = self.line_end(token.start);
        let comment = memchr::memmem::find(&self.bytes[token.start..header], b" #").map(|i| token.start + i);
        if let Some(at) = comment {
            self.line_comment(at, token.start);
        }
        let mut mark = token.end.max(header);
        loop {
            let line = self.skip(mark, |b| matches!(b, b'\n' | b'\r'));
            let content = self.skip(line, |b| b == b' ');
            if line == mark || !matches!(self.bytes.get(content), Some(b'\n' | b'\r')) {
                let limit = self.indents.last().map_or(0, |i| i + 1);
                return if line == mark { mark } else { content.min(line + limit) };
            }
            mark = content;
        }
    }

    /// The comments between two tokens.
    fn gap(&mut self, mark: usize, next: usize, before: Before) -> Vec<Block> {
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

    /// An end of a block stands before the comments that are indented like the block that goes on.
    ///
    /// The end of the document closes those that its own column leaves open in a second go.
    fn close_blocks(&self, tokens: &mut [Token], mark: usize, blocks: &[Block]) {
        let end = tokens.last().filter(|t| matches!(t.kind, TokenKind::End)).map(|t| t.start);
        let mut left_open = end.map(|at| (self.column(at), at));
        let mut place = mark.saturating_sub(1);
        let mut open = self.indents.len();
        for token in tokens.iter_mut().filter(|t| matches!(t.kind, TokenKind::BlockEnd)) {
            let Some(indent) = open.checked_sub(1).and_then(|i| self.indents.get(i)) else { break };
            open -= 1;
            if let Some((_, at)) = left_open.take_if(|(column, _)| *indent <= *column) {
                place = at.saturating_sub(1);
            }
            let mut stop = place;
            for block in blocks.iter().rev() {
                if block.end < stop {
                    break;
                }
                if self.column(block.start) == *indent {
                    place = block.start;
                }
                stop = block.scanned_from;
            }
            token.start = place;
        }
    }

    fn skip(&self, from: usize, skipped: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|b| skipped(**b)).count()
    }

    /// Skips blanks and line breaks.
    fn skip_space(&self, from: usize) -> usize {
        let mut at = from;
        loop {
            at = self.skip(at, |b| matches!(b, b' ' | b'\t'));
            match self.break_at(at) {
                0 => return at,
                length => at += length,
            }
        }
    }

    fn line_end(&self, from: usize) -> usize {
        let mut at = from.min(self.bytes.len());
        while at < self.bytes.len() && self.break_at(at) == 0 {
            at += 1;
        }
        at
    }

    /// The length of a line break at a position; 0 if there is none.
    fn break_at(&self, at: usize) -> usize {
        match self.bytes.get(at..).unwrap_or_default() {
            [b'\r', b'\n', ..] => 2,
            [b'\n' | b'\r', ..] => 1,
            [0xC2, 0x85, ..] => 2,
            [0xE2, 0x80, 0xA8 | 0xA9, ..] => 3,
            _ => 0,
        }
    }

    fn column(&self, at: usize) -> usize {
        let mut start = at;
        while start > 0 && break_before(&self.bytes[..start]) == 0 {
            start -= 1;
        }
        self.text.get(start..at).map_or(0, |t| t.chars().count())
    }

    /// Line breaks since the last character before a position that is not blank.
    fn newlines(&self, at: usize) -> usize {
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

/// Whether a token was read where it stands; the others were put in later.
fn is_real(token: &Token) -> bool {
    match token.kind {
        TokenKind::BlockSequenceStart | TokenKind::BlockMappingStart | TokenKind::BlockEnd => false,
        TokenKind::Key => token.end > token.start,
        _ => true,
    }
}

fn before(tokens: &[Token], at: usize) -> Before {
    let Some(last) = at.checked_sub(1) else { return Before { start: 0, is_value: false } };
    let last = match tokens[last].kind {
        TokenKind::FlowEntry => last.saturating_sub(1),
        _ => last,
    };
    Before { start: tokens[last].start, is_value: matches!(tokens[last].kind, TokenKind::Value) }
}
