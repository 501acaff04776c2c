//! Classes of characters: `[a-z]`.

use super::{Translated, Translator, error};

impl Translator<'_> {
    /// What follows a `[`.
    pub(super) fn class(&mut self) -> Translated {
        self.out.push('[');
        if self.take("^") {
            self.out.push('^');
        }
        let mut first = true;
        while first || !self.take("]") {
            first = false;
            if self.rest.starts_with("[:") && self.rest[2..].contains(":]") {
                self.named_class()?;
                continue;
            }
            if self.take("\\") {
                if self.set()? {
                    continue;
                }
                self.character()?;
            } else {
                self.literal()?;
            }
            if self.rest.starts_with('-') && !self.rest.starts_with("-]") {
                self.next();
                self.out.push('-');
                if self.take("\\") { self.character()? } else { self.literal()? }
            }
        }
        self.out.push(']');
        Ok(())
    }

    /// One character of a class that stands for itself.
    fn literal(&mut self) -> Translated {
        let c = self.next().ok_or_else(|| error("missing closing ]"))?;
        if c.is_ascii_punctuation() {
            self.out.push('\\');
        }
        self.out.push(c);
        Ok(())
    }

    /// `[:alpha:]` in a class.
    fn named_class(&mut self) -> Translated {
        const NAMES: &[&str] = &[
            "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
            "space", "upper", "word", "xdigit",
        ];
        let end = self.rest.find(":]").unwrap_or(self.rest.len() - 2);
        let (class, rest) = self.rest.split_at(end + 2);
        let name = &class[2..end];
        if !NAMES.contains(&name.strip_prefix('^').unwrap_or(name)) {
            return Err(error("an unknown class of characters"));
        }
        self.out.push_str(class);
        self.rest = rest;
        Ok(())
    }
}
