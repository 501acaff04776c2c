//! Regular expressions as Go reads them.

use regex::{Error, Regex};

/// Compiles an expression in Go's syntax. Where it differs from Rust's: letters, digits and blanks are those of ASCII
/// in `\d`, `\w`, `\s` and `\b`; a `{` that starts no repetition, a `[` or `--` in a class and every escaped sign stand
/// for themselves; `\Q…\E` quotes; `\0` to `\777` are octal numbers; flags are `i`, `m`, `s` and `U`, and may repeat;
/// groups may share a name.
///
/// # Errors
/// Text that is no expression.
pub(crate) fn compile(text: &str) -> Result<Regex, Error> {
    let translator = Translator { rest: text, out: String::with_capacity(text.len() + 8), repeated: false };
    Regex::new(&translator.translate()?)
}

struct Translator<'t> {
    rest: &'t str,
    out: String,
    /// A repetition stands before, which cannot be repeated itself.
    repeated: bool,
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
            match c {
                '\\' => self.escape()?,
                '[' => self.class()?,
                '(' => self.group()?,
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

    fn repetition(&mut self) -> Translated {
        let (inside, rest) = self.rest.split_once('}').unwrap_or((self.rest, ""));
        let too_many =
            |count: &str| !count.is_empty() && !count.parse().is_ok_and(|count: u16| count <= 1000);
        if inside.split(',').any(too_many) {
            return Err(error("a repetition of more than 1000 times"));
        }
        self.out.push_str(&format!("{{{inside}}}"));
        self.rest = rest;
        self.lazy();
        Ok(())
    }

    fn lazy(&mut self) {
        if self.take("?") {
            self.out.push('?');
        }
    }

    /// What follows a `(`.
    fn group(&mut self) -> Translated {
        self.out.push('(');
        if !self.take("?") {
            return Ok(());
        }
        if self.take("P<") || self.take("<") {
            let (name, rest) = self.rest.split_once('>').ok_or_else(|| error("a group's name has no end"))?;
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                return Err(error("an invalid name of a group"));
            }
            self.rest = rest;
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
        let off = off.unwrap_or_default();
        let once = |set: &str| "imsU".chars().filter(|&flag| set.contains(flag)).collect::<String>();
        // A flag that is switched on and off is off.
        let on: String = once(on).chars().filter(|&flag| !off.contains(flag)).collect();
        let minus = if off.is_empty() { "" } else { "-" };
        match (rest.starts_with(':'), flags.is_empty()) {
            (false, true) => self.out.push_str("?:)"),
            (scoped, _) => {
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

    /// What follows a `\` outside of a class.
    fn escape(&mut self) -> Translated {
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
    fn set(&mut self) -> Result<bool, Error> {
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
    fn character(&mut self) -> Translated {
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

    /// What follows a `[`.
    fn class(&mut self) -> Translated {
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

fn error(text: &str) -> Error {
    Error::Syntax(text.to_owned())
}

/// Whether `n}`, `n,}` or `n,m}` follows.
fn is_repetition(rest: &str) -> bool {
    let after_digits = |text: &str| text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let least = &rest[rest.len() - after_digits(rest)..];
    let most = least.strip_prefix(',').map_or(least, |most| &most[most.len() - after_digits(most)..]);
    least.len() < rest.len() && most.starts_with('}')
}

#[cfg(test)]
mod tests {
    use super::compile;

    #[test]
    fn reads_expressions_like_go() {
        let cases: &[(&str, &str, bool)] = &[
            (r#"{"a":"#, r#"{"a":1}"#, true),
            ("^a{2}$", "aa", true),
            ("a{,2}", "a{,2}", true),
            (r"^\d$", "٣", false),
            (r"^[\w]+$", "a_9", true),
            (r"^[^\D]+$", "09", true),
            (r"^[[]a&&b]$", "[a&&b]", true),
            (r"^[a[]+$", "a[", true),
            (r"^[]a]+$", "]a", true),
            (r"^[[:alpha:]]+$", "ab", true),
            (r"^\Qa.b\E.$", "a.bc", true),
            (r"^\Qa.b\E.$", "axbc", false),
            ("^a*?b{1,2}?$", "aabb", true),
            (r"(?i)^A(?:b)$", "aB", true),
            (r"\<a\>", "<a>", true),
            (r"^\/a\-b\.$", "/a-b.", true),
            (r"^[\w-a]+\B$", "a-", true),
            (r"^[^\w]\ $", "- ", true),
            (r"^\PL\p{^Lu}\x{6a}\08$", "1aj\u{0}8", true),
            ("(?-i)(?i:A)(?i-i:b)$", "ab", true),
            ("(?s-s)^.$", "\n", false),
            ("(?:)", "", true),
        ];
        for (expression, text, want) in cases {
            assert_eq!(compile(expression).unwrap().is_match(text), *want, "{expression}");
        }
        for bad in [
            "(",
            "a**",
            "a{2}{3}",
            "a*??",
            r"\",
            "[a",
            "*",
            "a{1001}",
            "[w--e]",
            r"\u0041",
            "(?x)a",
            "(?i-)",
            "[[:foo:]]",
            r"\1",
            r"\p{Lowercase}",
            r"\p{IsGreek}",
            r"\p{gc=L}",
            r"[a-\d]",
            r"[\b]",
            "(?P<a-b>c)",
            "(?",
            "(?P<a",
            "(?P=a)",
            r"\x{",
            r"\p{",
            r"\p",
            "[a-",
            "[",
            "[[",
        ] {
            assert!(compile(bad).is_err(), "{bad}");
        }
    }
}
