//! Literal and folded scalars.

use super::lines::spaces;
use super::{Fast, Place};
use crate::yaml::{Style, Tag};

impl Fast<'_> {
    /// A literal or folded scalar below column `parent`.
    pub(super) fn block_scalar(&mut self, place: Place, parent: isize) -> Option<()> {
        let start = self.pos;
        let literal = self.byte() == b'|';
        self.pos += 1;
        let (keep, increment) = self.block_header()?;
        let indent = match increment {
            Some(digit) => parent.max(0) as usize + digit,
            None => self.block_indent(parent)?,
        };
        self.stacks.buffer.clear();
        let end = if literal { self.literal_lines(indent)? } else { self.folded_lines(indent)? };
        let breaks = self.blank_lines;
        match keep {
            Some(false) => self.stacks.buffer.truncate(end.1),
            None => {}
            Some(true) => self.stacks.buffer.extend(std::iter::repeat_n('\n', breaks)),
        }
        self.start_line()?;
        if self.indent > parent {
            return None;
        }
        let style = if literal { Style::Literal } else { Style::Folded };
        let node = self.buffered(Tag::Str, style, start, end.0);
        self.put(place, node)
    }

    /// Reads what stands behind the `|` and goes to the next line: whether to keep trailing breaks, and the
    /// indentation, if given.
    fn block_header(&mut self) -> Option<(Option<bool>, Option<usize>)> {
        let (mut keep, mut increment) = (None, None);
        loop {
            match self.byte() {
                sign @ (b'+' | b'-') if keep.is_none() => keep = Some(sign == b'+'),
                digit @ b'1'..=b'9' if increment.is_none() => increment = Some(usize::from(digit - b'0')),
                _ => break,
            }
            self.pos += 1;
        }
        // Comments here are rare: they are left to the general parser.
        while self.bytes.get(self.pos) == Some(&b' ') {
            self.pos += 1;
        }
        if self.bytes.get(self.pos) != Some(&b'\n') {
            return None;
        }
        self.pos += 1;
        Some((keep, increment))
    }

    /// The indentation of the first line with text. Empty lines before it must not be longer.
    fn block_indent(&self, parent: isize) -> Option<usize> {
        let (mut line, mut longest) = (self.pos, 0);
        loop {
            let spaces = spaces(&self.bytes[line..]);
            match self.bytes.get(line + spaces)? {
                b'\n' => longest = longest.max(spaces),
                b'\t' => return None,
                _ => return (spaces as isize > parent && spaces >= longest).then_some(spaces),
            }
            line += spaces + 1;
        }
    }

    /// Reads the lines of a literal into the buffer, each with its break. Returns where the text ends in the source,
    /// and in the buffer; stops at the start of the line that is not part of it, with the empty lines before counted.
    fn literal_lines(&mut self, indent: usize) -> Option<(usize, usize)> {
        let mut end = None;
        let mut blank_lines = 0;
        while self.pos < self.bytes.len() {
            let Some(content) = self.block_line(indent)? else { break };
            if content.is_empty() {
                blank_lines += 1;
                self.pos = content.end + 1;
                continue;
            }
            self.stacks.buffer.extend(std::iter::repeat_n('\n', blank_lines));
            blank_lines = 0;
            self.stacks.buffer.push_str(&self.text[content.clone()]);
            end = Some((content.end, self.stacks.buffer.len()));
            if content.end < self.bytes.len() {
                self.stacks.buffer.push('\n');
            }
            self.pos = content.end + 1;
        }
        self.pos = self.pos.min(self.bytes.len());
        self.blank_lines = blank_lines;
        end
    }

    /// Like [`Fast::literal_lines`], but single breaks between lines that do not start with a space become spaces.
    fn folded_lines(&mut self, indent: usize) -> Option<(usize, usize)> {
        let mut end: Option<(usize, usize)> = None;
        let (mut blank_lines, mut after_space, mut broken) = (0, false, false);
        while self.pos < self.bytes.len() {
            let Some(content) = self.block_line(indent)? else { break };
            if content.is_empty() {
                blank_lines += 1;
                self.pos = content.end + 1;
                continue;
            }
            let spaced = matches!(self.bytes[content.start], b' ' | b'\t');
            let folds = end.is_some() && !after_space && !spaced;
            if folds && blank_lines == 0 {
                self.stacks.buffer.push(' ');
            } else if end.is_some() && !folds {
                self.stacks.buffer.push('\n');
            }
            self.stacks.buffer.extend(std::iter::repeat_n('\n', blank_lines));
            blank_lines = 0;
            after_space = spaced;
            self.stacks.buffer.push_str(&self.text[content.clone()]);
            end = Some((content.end, self.stacks.buffer.len()));
            broken = content.end < self.bytes.len();
            self.pos = content.end + 1;
        }
        if broken {
            self.stacks.buffer.push('\n');
        }
        self.pos = self.pos.min(self.bytes.len());
        self.blank_lines = blank_lines;
        end
    }

    /// The text of the current line of a block scalar: empty for an empty line, `None` inside if the line is not part
    /// of it.
    fn block_line(&self, indent: usize) -> Option<Option<std::ops::Range<usize>>> {
        let spaces = spaces(self.rest()).min(indent);
        let start = self.pos + spaces;
        match self.bytes.get(start) {
            // The text ends in spaces: whether they count is left to the general parser.
            None => None,
            Some(b'\n') => Some(Some(start..start)),
            Some(b'\t') if spaces < indent => None,
            Some(_) if spaces < indent => Some(None),
            Some(_) => {
                let length = memchr::memchr(b'\n', &self.bytes[start..]).unwrap_or(self.bytes.len() - start);
                Some(Some(start..start + length))
            }
        }
    }
}
