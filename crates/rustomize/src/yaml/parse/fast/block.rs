//! Block collections, and plain scalars.

use super::lines::plain_stop;
use super::{Fast, MAX_DEPTH, MAX_KEY};
use crate::yaml::{Data, Entry, Node, Style};

/// What a piece of a line is.
enum Piece {
    /// A key: its `:` follows.
    Key,
    /// A value, or its first line.
    Text,
}

/// Bytes that no plain scalar starts with; `-`, `?` and `:` may if no space follows.
const INDICATORS: [bool; 256] = {
    let mut table = [false; 256];
    let indicators = b",[]{}#&*!|>'\"%@` \t\n";
    let mut i = 0;
    while i < indicators.len() {
        table[indicators[i] as usize] = true;
        i += 1;
    }
    table
};

impl Fast<'_> {
    /// A value on lines of its own, below something at column `parent`.
    pub(super) fn block(&mut self, parent: isize, depth: usize) -> Option<Node> {
        if depth > MAX_DEPTH {
            return None;
        }
        let column = self.indent as usize;
        if self.at_dash() { self.sequence(column, false, depth) } else { self.inline(parent, column, depth) }
    }

    fn at_dash(&self) -> bool {
        self.byte() == b'-' && matches!(self.byte_at(self.pos + 1), b' ' | b'\n')
    }

    /// A value that starts here, at `column`: a scalar or flow collection, or the first key of a map.
    fn inline(&mut self, parent: isize, column: usize, depth: usize) -> Option<Node> {
        let start = self.pos;
        match self.byte() {
            b'"' | b'\'' => {
                let one_line = self.quoted()?;
                if one_line.1 && self.at_colon() {
                    self.check_key(&one_line.0, start)?;
                    return self.mapping(column, one_line.0, depth);
                }
                self.end_value(parent, one_line.0)
            }
            b'[' | b'{' => {
                let node = self.flow(depth)?;
                self.end_value(parent, node)
            }
            _ => match self.plain_piece()? {
                (Piece::Key, end) => {
                    let key = self.plain(&self.text[start..end], start, end);
                    self.check_key(&key, start)?;
                    self.mapping(column, key, depth)
                }
                (Piece::Text, end) => self.plain_value(parent, start, end),
            },
        }
    }

    /// Leaves the line of a finished value, which may not go on.
    fn end_value(&mut self, parent: isize, node: Node) -> Option<Node> {
        self.end_line()?;
        (self.indent <= parent).then_some(node)
    }

    fn at_colon(&self) -> bool {
        self.byte() == b':' && matches!(self.byte_at(self.pos + 1), b' ' | b'\n')
    }

    fn check_key(&self, key: &Node, start: usize) -> Option<()> {
        let fine = self.pos - start <= MAX_KEY && key.text() != Some("<<");
        fine.then_some(())
    }

    /// A map at `column`, of which the first key was read: its `:` is next.
    fn mapping(&mut self, column: usize, mut key: Node, depth: usize) -> Option<Node> {
        let first = self.stacks.entries.len();
        loop {
            self.pos += 1;
            let value = self.value(column, depth)?;
            self.stacks.entries.push(Entry { key, value });
            if self.indent < column as isize {
                break;
            }
            if self.indent > column as isize {
                return None;
            }
            key = self.key()?;
        }
        let map = self.stacks.mapping(first, false);
        let mut span = map.entries.first()?.key.span;
        span.end = map.entries.last()?.value.span.end;
        Some(Node { span, data: Data::Mapping(map) })
    }

    fn key(&mut self) -> Option<Node> {
        let start = self.pos;
        let key = match self.byte() {
            b'"' | b'\'' => match self.quoted()? {
                (key, true) if self.at_colon() => key,
                _ => return None,
            },
            _ => match self.plain_piece()? {
                (Piece::Key, end) => self.plain(&self.text[start..end], start, end),
                _ => return None,
            },
        };
        self.check_key(&key, start)?;
        Some(key)
    }

    /// The value of a key at `column`, from behind the `:`.
    #[inline]
    fn value(&mut self, column: usize, depth: usize) -> Option<Node> {
        let parent = column as isize;
        let behind = self.pos;
        while self.bytes.get(self.pos) == Some(&b' ') {
            self.pos += 1;
        }
        match self.byte() {
            b'\n' | b'#' => {
                self.pos = behind;
                self.end_line()?;
                if self.indent > parent {
                    self.block(parent, depth + 1)
                } else if self.indent == parent && self.at_dash() {
                    self.sequence(column, true, depth + 1)
                } else {
                    Some(self.null(behind))
                }
            }
            b'|' | b'>' => self.block_scalar(parent),
            b'"' | b'\'' => {
                let (node, _) = self.quoted()?;
                self.end_value(parent, node)
            }
            b'[' | b'{' => {
                let node = self.flow(depth + 1)?;
                self.end_value(parent, node)
            }
            _ => {
                let start = self.pos;
                match self.plain_piece()? {
                    (Piece::Text, end) => self.plain_value(parent, start, end),
                    (Piece::Key, _) => None,
                }
            }
        }
    }

    /// A list at `column`; `indentless` if that is the column of the key it belongs to.
    fn sequence(&mut self, column: usize, indentless: bool, depth: usize) -> Option<Node> {
        if depth > MAX_DEPTH {
            return None;
        }
        let first = self.stacks.items.len();
        let start = self.pos;
        loop {
            self.pos += 1;
            let item = self.item(column as isize, depth)?;
            self.stacks.items.push(item);
            if self.indent == column as isize && self.at_dash() {
                continue;
            }
            let ends =
                if indentless { self.indent <= column as isize } else { self.indent < column as isize };
            if !ends {
                return None;
            }
            break;
        }
        let list = self.stacks.sequence(first, false);
        let mut span = self.span(start, start);
        span.end = list.items.last()?.span.end;
        Some(Node { span, data: Data::Sequence(list) })
    }

    /// An element of a list whose dashes are at column `parent`, from behind the dash.
    fn item(&mut self, parent: isize, depth: usize) -> Option<Node> {
        let behind = self.pos;
        while self.bytes.get(self.pos) == Some(&b' ') {
            self.pos += 1;
        }
        match self.byte() {
            b'\n' | b'#' => {
                self.pos = behind;
                self.end_line()?;
                if self.indent > parent { self.block(parent, depth + 1) } else { Some(self.null(behind)) }
            }
            b'|' | b'>' => self.block_scalar(parent),
            _ => {
                let column = self.pos - self.line_start;
                if self.at_dash() {
                    self.sequence(column, false, depth + 1)
                } else {
                    self.inline(parent, column, depth + 1)
                }
            }
        }
    }

    /// Reads plain text up to the end of the line, a comment, or the `:` of a key, and returns where it ends.
    #[inline]
    fn plain_piece(&mut self) -> Option<(Piece, usize)> {
        let first = self.byte();
        let before_blank = || matches!(self.byte_at(self.pos + 1), b' ' | b'\n' | b'\t');
        if INDICATORS[first as usize] || matches!(first, b'-' | b'?' | b':') && before_blank() {
            return None;
        }
        self.plain_rest()
    }

    #[inline]
    fn plain_rest(&mut self) -> Option<(Piece, usize)> {
        let mut at = self.pos;
        loop {
            at = plain_stop(self.bytes, at);
            match self.byte_at(at) {
                b':' if matches!(self.byte_at(at + 1), b' ' | b'\n') => {
                    self.pos = at;
                    return Some((Piece::Key, self.text_end(at)));
                }
                b':' if self.byte_at(at + 1) != b'\t' => at += 1,
                b'#' if self.bytes[at - 1] != b' ' => at += 1,
                b'\n' | b'#' => break,
                _ => return None,
            }
        }
        self.pos = self.text_end(at);
        Some((Piece::Text, self.pos))
    }

    /// The end of a text without the spaces behind it.
    #[inline]
    fn text_end(&self, mut end: usize) -> usize {
        while self.bytes[end - 1] == b' ' {
            end -= 1;
        }
        end
    }

    /// The rest of a plain scalar of which the first line was read: it goes on while lines are indented deeper than
    /// `parent`.
    #[inline]
    fn plain_value(&mut self, parent: isize, start: usize, end: usize) -> Option<Node> {
        self.end_line()?;
        if self.indent <= parent {
            return Some(self.plain(&self.text[start..end], start, end));
        }
        self.plain_lines(parent, start, end)
    }

    fn plain_lines(&mut self, parent: isize, start: usize, mut end: usize) -> Option<Node> {
        self.stacks.buffer.clear();
        self.stacks.buffer.push_str(&self.text[start..end]);
        while self.indent > parent {
            if self.crossed_comment {
                // A comment ends a plain scalar, and more text below it is an error.
                return None;
            }
            self.fold();
            let from = self.pos;
            let (Piece::Text, to) = self.plain_rest()? else { return None };
            self.stacks.buffer.push_str(&self.text[from..to]);
            end = to;
            self.end_line()?;
        }
        let tag = self.dialect.resolve(&self.stacks.buffer);
        Some(self.buffered(tag, Style::Plain, start, end))
    }

    /// What the line break and the empty lines before this line mean within a text.
    pub(super) fn fold(&mut self) {
        if self.blank_lines == 0 {
            self.stacks.buffer.push(' ');
        }
        for _ in 0..self.blank_lines {
            self.stacks.buffer.push('\n');
        }
    }
}
