//! The output and the state that decides where lines break.

/// Text being written.
pub(super) struct Sink {
    pub(super) out: String,
    /// Characters on the current line.
    pub(super) column: usize,
    /// Nothing but indentation and indicators stand on the line.
    pub(super) indention: bool,
    /// The last character was a blank, or the next value needs none before it.
    pub(super) whitespace: bool,
    /// The indentation of a comment that was written behind a value: what follows at the same one is set apart.
    pub(super) foot_indent: Option<usize>,
}

impl Sink {
    pub(super) fn new() -> Sink {
        Sink { out: String::new(), column: 0, indention: true, whitespace: true, foot_indent: None }
    }

    pub(super) fn put(&mut self, c: char) {
        if c == '\n' {
            self.line_break();
        } else {
            self.out.push(c);
            self.column += 1;
        }
    }

    pub(super) fn line_break(&mut self) {
        self.out.push('\n');
        self.column = 0;
        self.indention = true;
    }

    /// Text on one line.
    pub(super) fn text(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += text.chars().count();
    }

    /// Goes to an indentation, on a new line unless the current one is still blank up to there.
    pub(super) fn indent(&mut self, indent: usize) {
        if !self.indention || self.column > indent || self.column == indent && !self.whitespace {
            self.line_break();
        }
        if self.foot_indent == Some(indent) {
            self.line_break();
        }
        while self.column < indent {
            self.put(' ');
        }
        self.whitespace = true;
        self.foot_indent = None;
    }

    /// Writes an indicator, with a blank before it if it needs one.
    pub(super) fn indicator(&mut self, text: &str, needs_blank: bool, is_blank: bool, keeps_indention: bool) {
        if needs_blank {
            self.blank();
        }
        self.text(text);
        self.whitespace = is_blank;
        self.indention = self.indention && keeps_indention;
    }

    pub(super) fn blank(&mut self) {
        if !self.whitespace {
            self.put(' ');
        }
    }

    /// Writes a comment, each line at the indentation, and ends its last line.
    pub(super) fn comment(&mut self, text: &str, indent: usize) {
        let mut after_break = false;
        let mut pound = false;
        for c in text.chars() {
            if c == '\n' {
                self.line_break();
                after_break = true;
                pound = false;
                continue;
            }
            if after_break {
                self.indent(indent);
            }
            if !pound && c != '#' {
                self.text("# ");
            }
            pound = true;
            self.put(c);
            self.indention = false;
            after_break = false;
        }
        if !after_break {
            self.line_break();
        }
        self.whitespace = true;
    }
}
