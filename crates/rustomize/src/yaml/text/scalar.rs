//! How a scalar is written: go-yaml v3's choice of style, which allows flow collections, and its writers, which do
//! not fold.

use super::sink::Sink;
use crate::yaml::Style;
use crate::yaml::emit::write_quoted;

/// Which styles a text allows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowed {
    /// It has a line break.
    pub(super) multiline: bool,
    pub(super) flow_plain: bool,
    pub(super) block_plain: bool,
    pub(super) single: bool,
    pub(super) block: bool,
}

/// Where a scalar is written.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    pub(super) in_flow: bool,
    pub(super) simple_key: bool,
}

/// Looks at a text once.
pub(super) fn allowed(text: &str) -> Allowed {
    if text.is_empty() {
        return Allowed {
            multiline: false,
            flow_plain: false,
            block_plain: true,
            single: true,
            block: false,
        };
    }
    let indicator = text.starts_with("---") || text.starts_with("...");
    let (mut flow, mut block) = (indicator, indicator);
    let (mut breaks, mut special, mut tab) = (false, false, false);
    let (mut space_break, mut break_space) = (false, false);
    let mut previous = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next_is_blank = chars.peek().is_none_or(|n| is_blank_or_break(*n));
        let (in_flow, in_block) = indicates(c, previous, next_is_blank);
        flow |= in_flow;
        block |= in_block;
        tab |= c == '\t';
        special |= c != '\t' && !is_printable(c);
        breaks |= is_break(c);
        space_break |= is_break(c) && previous == Some(' ');
        break_space |= c == ' ' && previous.is_some_and(is_break);
        previous = Some(c);
    }
    let edge = |c: char| c == ' ' || is_break(c);
    let blank_edge = text.starts_with(edge) || text.ends_with(edge);
    let folds = break_space || space_break || tab || special;
    Allowed {
        multiline: breaks,
        flow_plain: !(blank_edge || folds || breaks || flow),
        block_plain: !(blank_edge || folds || breaks || block),
        single: !folds,
        block: !(text.ends_with(' ') || space_break || special),
    }
}

/// Whether a character forbids plain style in a flow collection, and in block style.
fn indicates(c: char, previous: Option<char>, next_is_blank: bool) -> (bool, bool) {
    let Some(previous) = previous else {
        return match c {
            '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@'
            | '`' => (true, true),
            '?' | ':' => (true, next_is_blank),
            '-' => (next_is_blank, next_is_blank),
            _ => (false, false),
        };
    };
    match c {
        ',' | '?' | '[' | ']' | '{' | '}' => (true, false),
        ':' => (true, next_is_blank),
        '#' if is_blank_or_break(previous) => (true, true),
        _ => (false, false),
    }
}

/// The style that a scalar is written in, wanted or not.
pub(super) fn choose(text: &str, wanted: Style, allowed: Allowed, slot: Slot) -> Style {
    let mut style = wanted;
    if slot.simple_key && allowed.multiline {
        style = Style::DoubleQuoted;
    }
    let plain = if slot.in_flow { allowed.flow_plain } else { allowed.block_plain };
    let empty = text.is_empty() && (slot.in_flow || slot.simple_key);
    if style == Style::Plain && (!plain || empty) {
        style = Style::SingleQuoted;
    }
    if style == Style::SingleQuoted && !allowed.single {
        style = Style::DoubleQuoted;
    }
    let block = matches!(style, Style::Literal | Style::Folded);
    if block && (!allowed.block || slot.in_flow || slot.simple_key) {
        style = Style::DoubleQuoted;
    }
    style
}

/// Writes a plain scalar.
pub(super) fn plain(text: &str, sink: &mut Sink) {
    if !text.is_empty() {
        sink.blank();
        sink.text(text);
        sink.whitespace = false;
    }
    sink.indention = false;
}

/// Writes a single-quoted scalar, whose line breaks are doubled.
pub(super) fn single(text: &str, indent: usize, sink: &mut Sink) {
    sink.indicator("'", true, false, false);
    let mut after_break = false;
    for c in text.chars() {
        if is_break(c) {
            if !after_break && c == '\n' {
                sink.line_break();
            }
            sink.put(c);
            sink.indention = true;
            after_break = true;
            continue;
        }
        if after_break {
            sink.indent(indent);
        }
        if c == '\'' {
            sink.put(c);
        }
        sink.put(c);
        sink.indention = false;
        after_break = false;
    }
    if after_break {
        sink.indent(indent);
    }
    sink.indicator("'", false, false, false);
    sink.whitespace = false;
    sink.indention = false;
}

/// Writes a double-quoted scalar on one line.
pub(super) fn double(text: &str, sink: &mut Sink) {
    sink.blank();
    let mut quoted = String::with_capacity(text.len() + 2);
    write_quoted(text, &mut quoted);
    sink.text(&quoted);
    sink.whitespace = false;
    sink.indention = false;
}

/// The header of a block scalar: its indentation if the text starts blank, and what becomes of its last line break.
pub(super) fn block_header(text: &str, mark: &str, sink: &mut Sink) {
    sink.indicator(mark, true, false, false);
    if text.starts_with(|c| c == ' ' || is_break(c)) {
        sink.indicator("2", false, false, false);
    }
    let mut from_end = text.chars().rev();
    if !from_end.next().is_some_and(is_break) {
        sink.indicator("-", false, false, false);
    } else if from_end.next().is_none_or(is_break) {
        sink.indicator("+", false, false, false);
    }
}

/// The lines of a literal scalar after its header.
pub(super) fn literal(text: &str, indent: usize, sink: &mut Sink) {
    sink.whitespace = true;
    let mut after_break = true;
    for c in text.chars() {
        if is_break(c) {
            sink.put(c);
            sink.indention = true;
        } else {
            if after_break {
                sink.indent(indent);
            }
            sink.put(c);
            sink.indention = false;
        }
        after_break = is_break(c);
    }
}

/// The lines of a folded scalar after its header: line breaks are doubled between lines that do not start blank.
pub(super) fn folded(text: &str, indent: usize, sink: &mut Sink) {
    let first = text.chars().find(|c| !is_break(*c));
    let doubles = first.is_some_and(|c| !matches!(c, ' ' | '\t'));
    sink.whitespace = true;
    let (mut after_break, mut leading_blank) = (true, true);
    for c in text.chars() {
        if is_break(c) {
            if !after_break && !leading_blank && c == '\n' && doubles {
                sink.line_break();
            }
            sink.put(c);
            sink.indention = true;
        } else {
            if after_break {
                sink.indent(indent);
                leading_blank = matches!(c, ' ' | '\t');
            }
            sink.put(c);
            sink.indention = false;
        }
        after_break = is_break(c);
    }
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_blank_or_break(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\0') || is_break(c)
}

fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}') && c != '\u{feff}'
}
