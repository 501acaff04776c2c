//! Regular expressions as Go reads them.
//!
//! [`compile`] goes once over the text and writes what Rust's expressions call the same: [`repetition`], [`escape`] and
//! [`class`] for what begins with one of these signs, groups and the rest here.

mod class;
mod escape;
mod repetition;

use regex::{Error, Regex};
use repetition::{Counts, is_repetition};

/// Compiles an expression in Go's syntax. Where it differs from Rust's: letters, digits and blanks are those of ASCII
/// in `\d`, `\w`, `\s` and `\b`; a `{` that starts no repetition, a `[` or `--` in a class and every escaped sign stand
/// for themselves; `\Q…\E` quotes; `\0` to `\777` are octal numbers; flags are `i`, `m`, `s` and `U`, and may repeat;
/// groups may share a name.
///
/// # Errors
/// Text that is no expression.
pub(crate) fn compile(text: &str) -> Result<Regex, Error> {
    let out = String::with_capacity(text.len() + 8);
    let translator = Translator { rest: text, out, repeated: false, counts: Counts::default() };
    Regex::new(&translator.translate()?)
}

struct Translator<'t> {
    rest: &'t str,
    out: String,
    /// A repetition stands before, which cannot be repeated itself.
    repeated: bool,
    counts: Counts,
}

type Translated = Result<(), Error>;

impl Translator<'_> {
    fn translate(mut self) -> Result<String, Error> {
        while let Some(c) = self.next() {
            let repeats = matches!(c, '*' | '+' | '?') || c == '{' && is_repetition(self.rest);
            if repeats && self.repeated {
                return Err(error("invalid nested repetition operator"));
            }
            self.repeated = repeats;
            if !repeats && c != ')' {
                self.counts.begin_part();
            }
            match c {
                '\\' => self.escape()?,
                '[' => self.class()?,
                '(' => self.group()?,
                ')' => {
                    self.out.push(c);
                    self.counts.close_group();
                }
                '{' if repeats => self.repetition()?,
                '{' => self.out.push_str("\\{"),
                '*' | '+' | '?' => {
                    self.out.push(c);
                    self.lazy();
                }
                _ => self.out.push(c),
            }
        }
        Ok(self.out)
    }

    /// What follows a `(`.
    fn group(&mut self) -> Translated {
        self.out.push('(');
        if !self.take("?") {
            self.counts.open_group();
            return Ok(());
        }
        if self.take("P<") || self.take("<") {
            let (name, rest) = self.rest.split_once('>').ok_or_else(|| error("a group's name has no end"))?;
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                return Err(error("an invalid name of a group"));
            }
            self.rest = rest;
            self.counts.open_group();
            return Ok(());
        }
        self.flags()
    }

    fn flags(&mut self) -> Translated {
        let end = self.rest.find([':', ')']).ok_or_else(|| error("missing closing )"))?;
        let (flags, rest) = self.rest.split_at(end);
        let (on, off) = flags.split_once('-').map_or((flags, None), |(on, off)| (on, Some(off)));
        let known = |flags: &str| flags.bytes().all(|flag| b"imsU".contains(&flag));
        if !known(on) || !off.is_none_or(|off| known(off) && !off.is_empty()) {
            return Err(error("unknown flags of a group"));
        }
        self.rest = &rest[1..];
        let scoped = rest.starts_with(':');
        if scoped {
            self.counts.open_group();
        }
        let off = off.unwrap_or_default();
        let once = |set: &str| "imsU".chars().filter(|&flag| set.contains(flag)).collect::<String>();
        // A flag that is switched on and off is off.
        let on: String = once(on).chars().filter(|&flag| !off.contains(flag)).collect();
        let minus = if off.is_empty() { "" } else { "-" };
        match (scoped, flags.is_empty()) {
            (false, true) => self.out.push_str("?:)"),
            _ => {
                let end = if scoped { ':' } else { ')' };
                self.out.push_str(&format!("?{on}{minus}{}{end}", once(off)));
            }
        }
        Ok(())
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn take(&mut self, text: &str) -> bool {
        let taken = self.rest.strip_prefix(text);
        self.rest = taken.unwrap_or(self.rest);
        taken.is_some()
    }
}

fn error(text: &str) -> Error {
    Error::Syntax(text.to_owned())
}

#[cfg(test)]
mod tests;
