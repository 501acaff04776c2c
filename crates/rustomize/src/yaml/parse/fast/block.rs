//! Block collections, and plain scalars.

use super::lines::plain_stop;
use super::{Fast, MAX_DEPTH, MAX_KEY, Place};
use crate::yaml::{Data, Node, Style};

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
    pub(super) fn block(&mut self, place: Place, parent: isize, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        let column = self.indent as usize;
        if self.at_dash() {
            self.sequence(place, column, false, depth)
        } else {
            self.inline(place, parent, column, depth)
        }
    }

    fn at_dash(&self) -> bool {
        self.byte() == b'-' && matches!(self.byte_at(self.pos + 1), b' ' | b'\n')
    }

    /// A value that starts here, at `column`: a scalar or flow collection, or the first key of a map.
    fn inline(&mut self, place: Place, parent: isize, column: usize, depth: usize) -> Option<()> {
        let start = self.pos;
        match self.byte() {
            b'"' | b'\'' => {
                let (node, one_line) = self.quoted()?;
                if one_line && self.at_colon() {
                    let key = self.quoted_key(node, start)?;
                    return self.mapping(place, column, key, depth);
                }
                self.finish(place, parent, node)
            }
            b'[' | b'{' => {
                let node = self.flow(depth)?;
                self.finish(place, parent, node)
            }
            _ => match self.plain_piece()? {
                (Piece::Key, end) => {
                    let key = self.plain_key(start, end)?;
                    self.mapping(place, column, key, depth)
                }
                (Piece::Text, end) => self.plain_value(place, parent, start, end),
            },
        }
    }

    /// Leaves the line of a finished value, which may not go on.
    fn finish(&mut self, place: Place, parent: isize, node: Node) -> Option<()> {
        self.end_line()?;
        if self.indent > parent {
            return None;
        }
        self.put(place, node)
    }

    fn at_colon(&self) -> bool {
        self.byte() == b':' && matches!(self.byte_at(self.pos + 1), b' ' | b'\n')
    }

    fn quoted_key(&mut self, key: Node, start: usize) -> Option<Place> {
        let fine = self.pos - start <= MAX_KEY && key.text() != Some("<<");
        self.stacks.keys.push(key);
        fine.then_some(Place::Quoted)
    }

    fn plain_key(&self, start: usize, end: usize) -> Option<Place> {
        let fine = self.pos - start <= MAX_KEY && &self.bytes[start..end] != b"<<";
        fine.then_some(Place::Plain { start, end })
    }

    /// A map at `column`, of which the first key was read: its `:` is next.
    fn mapping(&mut self, place: Place, column: usize, mut key: Place, depth: usize) -> Option<()> {
        let first = self.stacks.entries.len();
        loop {
            self.pos += 1;
            self.value(key, column, depth)?;
            if self.indent < column as isize {
                break;
            }
            if self.indent > column as isize {
                return None;
            }
            key = self.key()?;
        }
        let map = self.stacks.mapping(first, false);
        let (first, last) = (map.entries().first()?.key.span, map.entries().last()?.value.span);
        self.put(place, Node { span: first.to(last), data: Data::Mapping(map) })
    }

    fn key(&mut self) -> Option<Place> {
        let start = self.pos;
        match self.byte() {
            b'"' | b'\'' => match self.quoted()? {
                (key, true) if self.at_colon() => self.quoted_key(key, start),
                _ => None,
            },
            _ => match self.plain_piece()? {
                (Piece::Key, end) => self.plain_key(start, end),
                _ => None,
            },
        }
    }

    /// The value of a key at `column`, from behind the `:`.
    #[inline]
    fn value(&mut self, key: Place, column: usize, depth: usize) -> Option<()> {
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
                    self.block(key, parent, depth + 1)
                } else if self.indent == parent && self.at_dash() {
                    self.sequence(key, column, true, depth + 1)
                } else {
                    self.put(key, self.null(behind))
                }
            }
            b'|' | b'>' => self.block_scalar(key, parent),
            b'"' | b'\'' => {
                let (node, _) = self.quoted()?;
                self.finish(key, parent, node)
            }
            b'[' | b'{' => {
                let node = self.flow(depth + 1)?;
                self.finish(key, parent, node)
            }
            _ => {
                let start = self.pos;
                match self.plain_piece()? {
                    (Piece::Text, end) => self.plain_value(key, parent, start, end),
                    (Piece::Key, _) => None,
                }
            }
        }
    }

    /// A list at `column`; `indentless` if that is the column of the key it belongs to.
    fn sequence(&mut self, place: Place, column: usize, indentless: bool, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        let first = self.stacks.items.len();
        let start = self.pos;
        loop {
            self.pos += 1;
            self.item(column as isize, depth)?;
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
        let span = self.span(start, start).to(list.items().last()?.span);
        self.put(place, Node { span, data: Data::Sequence(list) })
    }

    /// An element of a list whose dashes are at column `parent`, from behind the dash.
    fn item(&mut self, parent: isize, depth: usize) -> Option<()> {
        let behind = self.pos;
        while self.bytes.get(self.pos) == Some(&b' ') {
            self.pos += 1;
        }
        match self.byte() {
            b'\n' | b'#' => {
                self.pos = behind;
                self.end_line()?;
                if self.indent > parent {
                    self.block(Place::Item, parent, depth + 1)
                } else {
                    self.put(Place::Item, self.null(behind))
                }
            }
            b'|' | b'>' => self.block_scalar(Place::Item, parent),
            _ => {
                let column = self.pos - self.line_start;
                if self.at_dash() {
                    self.sequence(Place::Item, column, false, depth + 1)
                } else {
                    self.inline(Place::Item, parent, column, depth + 1)
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
    fn plain_value(&mut self, place: Place, parent: isize, start: usize, end: usize) -> Option<()> {
        self.end_line()?;
        if self.indent <= parent {
            return self.put(place, self.plain(start, end));
        }
        let node = self.plain_lines(parent, start, end)?;
        self.put(place, node)
    }

    #[inline(never)]
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
