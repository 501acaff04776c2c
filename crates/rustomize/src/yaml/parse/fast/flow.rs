//! Flow collections: `[a, b]`, `{a: b}`, and JSON.

use super::{Fast, MAX_DEPTH, MAX_KEY};
use crate::yaml::{Data, Entry, Node};

/// Bytes that end a plain scalar in a flow collection, or that need a closer look.
const STOPS: [bool; 256] = {
    let mut table = [false; 256];
    let stops = b":#,[]{}?\n\t";
    let mut i = 0;
    while i < stops.len() {
        table[stops[i] as usize] = true;
        i += 1;
    }
    table
};

impl Fast<'_> {
    /// A flow collection, from its bracket to behind the closing one.
    pub(super) fn flow(&mut self, depth: usize) -> Option<Node> {
        if depth > MAX_DEPTH {
            return None;
        }
        if self.byte() == b'[' { self.flow_sequence(depth) } else { self.flow_mapping(depth) }
    }

    fn flow_sequence(&mut self, depth: usize) -> Option<Node> {
        let (start, first) = (self.pos, self.stacks.items.len());
        self.pos += 1;
        while !self.flow_closes(b']')? {
            let item = self.flow_value(depth)?;
            self.stacks.items.push(item);
            self.flow_comma(b']')?;
        }
        let data = Data::Sequence(self.stacks.sequence(first, true));
        Some(Node { span: self.span(start, self.pos), data })
    }

    fn flow_mapping(&mut self, depth: usize) -> Option<Node> {
        let (start, first) = (self.pos, self.stacks.entries.len());
        self.pos += 1;
        while !self.flow_closes(b'}')? {
            let key = self.flow_key()?;
            self.flow_space()?;
            let value = self.flow_value(depth)?;
            self.stacks.entries.push(Entry { key, value });
            self.flow_comma(b'}')?;
        }
        let data = Data::Mapping(self.stacks.mapping(first, true));
        Some(Node { span: self.span(start, self.pos), data })
    }

    /// Whether the collection ends here; then takes the bracket.
    fn flow_closes(&mut self, close: u8) -> Option<bool> {
        self.flow_space()?;
        let closes = self.byte() == close;
        self.pos += usize::from(closes);
        Some(closes)
    }

    /// Takes the comma behind an element, unless the collection ends.
    fn flow_comma(&mut self, close: u8) -> Option<()> {
        self.flow_space()?;
        match self.byte() {
            b',' => self.pos += 1,
            byte if byte == close => {}
            _ => return None,
        }
        Some(())
    }

    /// Goes over spaces and line breaks to something that is there.
    fn flow_space(&mut self) -> Option<()> {
        loop {
            match self.bytes.get(self.pos)? {
                b' ' => self.pos += 1,
                b'\n' => {
                    self.pos += 1;
                    self.line_start = self.pos;
                    if matches!(self.bytes.get(self.pos..self.pos + 3), Some(b"---" | b"...")) {
                        return None;
                    }
                }
                _ => return Some(()),
            }
        }
    }

    fn flow_value(&mut self, depth: usize) -> Option<Node> {
        let node = match self.byte() {
            b'[' | b'{' => self.flow(depth + 1)?,
            b'"' | b'\'' => self.quoted()?.0,
            _ => self.flow_plain()?,
        };
        // A key in a list is a map of its own, and a collection can be a key.
        (self.byte() != b':').then_some(node)
    }

    /// A key, to behind its `:`.
    fn flow_key(&mut self) -> Option<Node> {
        let start = self.pos;
        let key = match self.byte() {
            b'"' | b'\'' => match self.quoted()? {
                (key, true) => key,
                _ => return None,
            },
            _ => self.flow_plain()?,
        };
        let fine = self.byte() == b':' && self.pos - start <= MAX_KEY && key.text() != Some("<<");
        self.pos += 1;
        fine.then_some(key)
    }

    /// A plain scalar on one line; goes to what ends it.
    fn flow_plain(&mut self) -> Option<Node> {
        let start = self.pos;
        let first = self.byte();
        if STOPS[first as usize] || b"&*!|>'\"%@` ".contains(&first) {
            return None;
        }
        if first == b'-'
            && matches!(self.byte_at(start + 1), b' ' | b'\n' | b',' | b'[' | b']' | b'{' | b'}' | b'\t')
        {
            return None;
        }
        let mut at = start;
        loop {
            while let Some(&byte) = self.bytes.get(at)
                && !STOPS[byte as usize]
            {
                at += 1;
            }
            match self.bytes.get(at)? {
                b':' if matches!(self.byte_at(at + 1), b' ' | b'\n' | b'\t') => break,
                b':' => at += 1,
                b'#' if self.bytes[at - 1] != b' ' => at += 1,
                b',' | b']' | b'}' => break,
                _ => return None,
            }
        }
        let mut end = at;
        while self.bytes[end - 1] == b' ' {
            end -= 1;
        }
        self.pos = at;
        // White space between a key and its colon is rare.
        let fine = end == at || self.byte() != b':';
        fine.then(|| self.plain(start, end))
    }
}
