//! What a `\` begins, in a class and outside.

use regex::{Error, Regex};

use super::{Translated, Translator, error};

impl Translator<'_> {
    /// What follows a `\` outside of a class.
    pub(super) fn escape(&mut self) -> Translated {
        for (letter, out) in [("b", "(?-u:\\b)"), ("B", "\\B"), ("A", "\\A"), ("z", "\\z")] {
            if self.take(letter) {
                self.out.push_str(out);
                return Ok(());
            }
        }
        if self.take("Q") {
            let (inside, rest) = self.rest.split_once("\\E").unwrap_or((self.rest, ""));
            self.out.push_str(&regex::escape(inside));
            self.rest = rest;
            return Ok(());
        }
        if self.set()? { Ok(()) } else { self.character() }
    }

    /// The set of characters that a letter after `\` stands for, if it does.
    pub(super) fn set(&mut self) -> Result<bool, Error> {
        let Some(c) = self.rest.chars().next() else { return Ok(false) };
        let set = match c {
            'd' | 'D' => "0-9",
            'w' | 'W' => "0-9A-Za-z_",
            's' | 'S' => "\\t\\n\\f\\r ",
            'p' | 'P' => return self.property().map(|()| true),
            _ => return Ok(false),
        };
        self.next();
        let negated = if c.is_ascii_uppercase() { "^" } else { "" };
        self.out.push_str(&format!("[{negated}{set}]"));
        Ok(true)
    }

    /// `\pL`, `\p{Greek}`, `\P{^Lu}`: a general category or a script.
    fn property(&mut self) -> Translated {
        let mut negated = self.next() == Some('P');
        let name = match self.take("{") {
            true => self.rest.split_once('}').map(|(name, _)| name),
            false => self.rest.chars().next().map(|c| &self.rest[..c.len_utf8()]),
        };
        let name = name.ok_or_else(|| error("a class of Unicode without a name"))?;
        self.rest = &self.rest[name.len()..];
        self.take("}");
        let name = name.strip_prefix('^').inspect(|_| negated = !negated).unwrap_or(name);
        let letter = if negated { 'P' } else { 'p' };
        let classes = ["gc", "sc"].map(|kind| format!("\\{letter}{{{kind}={name}}}"));
        // Rust takes `IsGreek` for `Greek`, Go does not.
        let is = name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("is"));
        let word = !is && name.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c));
        let known = classes.iter().find(|class| word && Regex::new(class).is_ok());
        self.out.push_str(known.ok_or_else(|| error("an unknown class of Unicode"))?);
        Ok(())
    }

    /// One character after a `\`.
    pub(super) fn character(&mut self) -> Translated {
        let rest = self.rest;
        match self.next() {
            Some('x') if self.take("{") => {
                let (digits, rest) = self.rest.split_once('}').ok_or_else(|| error("`\\x{` has no end"))?;
                self.rest = rest;
                self.out.push_str(&format!("\\x{{{digits}}}"));
            }
            Some(c @ ('a' | 'f' | 'n' | 'r' | 't' | 'v' | 'x')) => self.out.extend(['\\', c]),
            Some(c) if c.is_ascii() && !c.is_ascii_alphanumeric() => {
                self.out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
            }
            Some(c @ '0'..='7') => {
                let digits = rest.bytes().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
                if c != '0' && digits == 1 {
                    return Err(error("backreferences are not supported"));
                }
                let number = u32::from_str_radix(&rest[..digits], 8).unwrap_or_default();
                self.out.push_str(&format!("\\x{{{number:x}}}"));
                self.rest = &rest[digits..];
            }
            _ => return Err(error("an unknown escape sequence")),
        }
        Ok(())
    }
}
