//! Words of `argsOneLiner`: quotes and backslashes as in a shell, and nothing else of a shell.
//!
//! The rules were found by asking kustomize 5.8.1.

/// Splits a text into words: quotes group, a backslash takes the next character as it is (not between single quotes),
/// `#` ends the text wherever it stands, empty words disappear. `None` if a quote is not closed.
pub(super) fn split(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('\\', None | Some('"')) => word.extend(chars.next()),
            (c, Some(end)) if c == end => quote = None,
            (c, Some(_)) => word.push(c),
            ('\'' | '"', None) => quote = Some(c),
            ('#', None) => break,
            (c, None) if c.is_whitespace() => end(&mut word, &mut words),
            (c, None) => word.push(c),
        }
    }
    end(&mut word, &mut words);
    quote.is_none().then_some(words)
}

fn end(word: &mut String, words: &mut Vec<String>) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn as_recorded_from_kustomize() {
        for (text, words) in [
            ("a ; b | c && d > e (f)", &["a", ";", "b", "|", "c", "&&", "d", ">", "e", "(f)"][..]),
            ("$(x) ${y} `z` ~ *", &["$(x)", "${y}", "`z`", "~", "*"]),
            ("a\\", &["a"]),
            ("a \\", &["a"]),
            ("a\nb\tc\r", &["a", "b", "c"]),
            ("a\u{a0}b\u{2003}c\u{85}d\u{b}e", &["a", "b", "c", "d", "e"]),
            ("# c", &[]),
            ("a#b c", &["a"]),
            ("a # b\nc", &["a"]),
            ("# \"x", &[]),
            ("\\# x", &["#", "x"]),
            ("a'#'b", &["a#b"]),
            ("'a # b' \"c # d\"", &["a # b", "c # d"]),
            ("\"\" x a'' \"\"''", &["x", "a"]),
            ("a\"b\"c", &["abc"]),
            ("\"a\\nb\" \\t", &["anb", "t"]),
            ("\"$x\\$y\\`\"", &["$x$y`"]),
            ("'a\\b' '\\'", &["a\\b", "\\"]),
            ("\"a\\\\b\\'c\"", &["a\\b'c"]),
            ("a\\ b\\\"", &["a b\""]),
            ("a\\\nb", &["a\nb"]),
            ("'a\"b' \"a'b\"", &["a\"b", "a'b"]),
            ("\\  c ' '", &[" ", "c", " "]),
        ] {
            assert_eq!(split(text).unwrap(), words, "{text:?}");
        }
        for text in ["\"a", "'a", "a 'b", "\"a\\", "'a\\'b'"] {
            assert_eq!(split(text), None, "{text:?}");
        }
    }
}
