//! Which comments stand before, beside and behind which tokens, by the rules of go-yaml v3.
//!
//! A comment at the end of a line belongs to what stands on the line. Of the comment lines between two tokens, those
//! before the first empty line belong to the token before if they follow it directly, the others to the token after;
//! a change of indentation to the left splits them as well.

mod gap;
mod place;

use ecow::EcoString;

use crate::yaml::Style;
use crate::yaml::parse::{Lexeme, Token};
use gap::Block;

/// Where a comment goes, relative to the value that it is attached to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::yaml::text) enum Place {
    Head,
    Line,
    Foot,
}

/// A comment and the position from which on a token takes it.
#[derive(Debug)]
pub(in crate::yaml::text) struct Comment {
    pub(in crate::yaml::text) place: Place,
    pub(in crate::yaml::text) text: EcoString,
    /// The first token that starts here or later takes it.
    pub(in crate::yaml::text) taken_from: usize,
}

/// Finds all comments, in order, and moves the ends of blocks to the comments that stand before them.
pub(in crate::yaml::text) fn find(text: &str, tokens: &mut [Token]) -> Vec<Comment> {
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
        match token.lexeme {
            Lexeme::BlockSequenceStart | Lexeme::BlockMappingStart => {
                self.indents.push(self.column(token.start));
            }
            Lexeme::BlockEnd => drop(self.indents.pop()),
            Lexeme::FlowSequenceStart | Lexeme::FlowMappingStart => self.flow += 1,
            Lexeme::FlowSequenceEnd | Lexeme::FlowMappingEnd => self.flow = self.flow.saturating_sub(1),
            _ => {}
        }
    }

    /// Takes the comment at the end of a token's line. Returns where the search for the next token begins.
    fn after(&mut self, token: &Token, last: usize) -> usize {
        let mut mark = token.end;
        let mut taken_from = token.start;
        match &token.lexeme {
            Lexeme::BlockEntry | Lexeme::DocumentStart | Lexeme::StreamEnd => return mark,
            Lexeme::Scalar(_, Style::Plain) => mark = self.skip_space(mark),
            Lexeme::Scalar(_, Style::Literal | Style::Folded) => return self.after_block_scalar(token),
            Lexeme::Value if self.flow == 0 => taken_from = last,
            Lexeme::FlowEntry => taken_from = last,
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

    /// An end of a block stands before the comments that are indented like the block that goes on.
    ///
    /// The end of the document closes those that its own column leaves open in a second go.
    fn close_blocks(&self, tokens: &mut [Token], mark: usize, blocks: &[Block]) {
        let end = tokens.last().filter(|t| matches!(t.lexeme, Lexeme::StreamEnd)).map(|t| t.start);
        let mut left_open = end.map(|at| (self.column(at), at));
        let mut place = mark.saturating_sub(1);
        let mut open = self.indents.len();
        for token in tokens.iter_mut().filter(|t| matches!(t.lexeme, Lexeme::BlockEnd)) {
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
}

/// Whether a token was read where it stands; the others were put in later.
fn is_real(token: &Token) -> bool {
    match token.lexeme {
        Lexeme::BlockSequenceStart | Lexeme::BlockMappingStart | Lexeme::BlockEnd => false,
        Lexeme::Key => token.end > token.start,
        _ => true,
    }
}

fn before(tokens: &[Token], at: usize) -> Before {
    let Some(last) = at.checked_sub(1) else { return Before { start: 0, is_value: false } };
    let last = match tokens[last].lexeme {
        Lexeme::FlowEntry => last.saturating_sub(1),
        _ => last,
    };
    Before { start: tokens[last].start, is_value: matches!(tokens[last].lexeme, Lexeme::Value) }
}
