//! Regular expressions as Go reads them.

use regex::Regex;

/// Compiles an expression in Go's syntax. Where it differs from Rust's: letters, digits and blanks are those of ASCII
/// in `\d`, `\w`, `\s` and `\b`; a `{` that starts no repetition, a `[` in a class and every escaped sign stand for
/// themselves; `\Q…\E` quotes.
///
/// # Errors
/// Text that is no expression.
pub(crate) fn compile(text: &str) -> Result<Regex, regex::Error> {
    let translator = Translator { rest: text, out: String::with_capacity(text.len() + 8), repeated: false };
    Regex::new(&translator.translate()?)
}

struct Translator<'t> {
    rest: &'t str,
    out: String,
    /// A repetition stands before, which cannot be repeated itself.
    repeated: bool,
}

impl Translator<'_> {
    fn translate(mut self) -> Result<String, regex::Error> {
        while let Some(c) = self.next() {
            let repeats = matches!(c, '*' | '+' | '?') || c == '{' && is_repetition(self.rest);
            if repeats && self.repeated {
                return Err(regex::Error::Syntax("invalid nested repetition operator".to_owned()));
            }
            self.repeated = repeats;
            match c {
                '\\' => self.escape(false),
                '[' => self.class(),
                '{' if repeats => self.repetition(),
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

    fn repetition(&mut self) {
        let (inside, rest) = self.rest.split_once('}').unwrap_or((self.rest, ""));
        self.out.push_str(&format!("{{{inside}}}"));
        self.rest = rest;
        self.lazy();
    }

    fn lazy(&mut self) {
        if self.take("?") {
            self.out.push('?');
        }
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

    fn escape(&mut self, in_class: bool) {
        let Some(c) = self.next() else {
            // Ends in a lone backslash: an error in both.
            self.out.push('\\');
            return;
        };
        let set = match c {
            'd' | 'D' => "0-9",
            'w' | 'W' => "0-9A-Za-z_",
            's' | 'S' => "\\t\\n\\f\\r ",
            'b' if !in_class => return self.out.push_str("(?-u:\\b)"),
            'Q' if !in_class => return self.quoted(),
            _ if c.is_ascii_punctuation() => {
                self.out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
                return;
            }
            _ => {
                self.out.push('\\');
                self.out.push(c);
                return;
            }
        };
        // A set in a class is one of its parts.
        let negated = if c.is_ascii_uppercase() { "^" } else { "" };
        match in_class && negated.is_empty() {
            true => self.out.push_str(set),
            false => self.out.push_str(&format!("[{negated}{set}]")),
        }
    }

    fn quoted(&mut self) {
        let (inside, rest) = self.rest.split_once("\\E").unwrap_or((self.rest, ""));
        self.out.push_str(&regex::escape(inside));
        self.rest = rest;
    }

    fn class(&mut self) {
        self.out.push('[');
        if self.take("^") {
            self.out.push('^');
        }
        if self.take("]") {
            self.out.push_str("\\]");
        }
        while let Some(c) = self.next() {
            match c {
                ']' => return self.out.push(']'),
                '\\' => self.escape(true),
                '[' => match self.rest.strip_prefix(':').and_then(|rest| rest.find(":]")) {
                    Some(length) => {
                        let (name, rest) = self.rest.split_at(length + 3);
                        self.out.push('[');
                        self.out.push_str(name);
                        self.rest = rest;
                    }
                    None => self.out.push_str("\\["),
                },
                '&' | '~' => {
                    self.out.push('\\');
                    self.out.push(c);
                }
                _ => self.out.push(c),
            }
        }
    }
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
        ];
        for (expression, text, want) in cases {
            assert_eq!(compile(expression).unwrap().is_match(text), *want, "{expression}");
        }
        for bad in ["(", "a**", "a{2}{3}", "a*??", r"\", "[a", "*"] {
            assert!(compile(bad).is_err(), "{bad}");
        }
    }
}
