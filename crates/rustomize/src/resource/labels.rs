//! Kubernetes label selectors: `a=b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`, joined by commas.

use crate::diag::{Code, Diagnostic, Result};
use crate::source::Span;

/// A parsed selector over labels or annotations.
#[derive(Clone, Debug, Default)]
pub struct LabelSelector(Vec<Requirement>);

#[derive(Clone, Debug)]
struct Requirement {
    key: String,
    test: Test,
}

#[derive(Clone, Debug)]
enum Test {
    Exists,
    Missing,
    In(Vec<String>),
    NotIn(Vec<String>),
    Greater(i64),
    Less(i64),
}

impl LabelSelector {
    /// Reads a selector.
    ///
    /// # Errors
    /// Text that Kubernetes refuses as a selector.
    pub fn parse(text: &str, span: Span) -> Result<LabelSelector> {
        let mut parser = Parser { rest: text.trim_start_matches(BLANK) };
        parser.selector().map(LabelSelector).map_err(|problem| {
            Diagnostic::error(Code::InvalidSelector, format!("cannot read selector `{text}`: {problem}"))
                .at(span)
                .hint("write it like `app=web,tier in (front,back),!legacy`")
        })
    }

    /// Whether the values that `get` gives satisfy every requirement.
    pub fn matches<'a>(&self, get: impl Fn(&str) -> Option<&'a str>) -> bool {
        self.0.iter().all(|r| r.test.passes(get(&r.key)))
    }
}

impl Test {
    fn passes(&self, value: Option<&str>) -> bool {
        match self {
            Test::Exists => value.is_some(),
            Test::Missing => value.is_none(),
            Test::In(list) => value.is_some_and(|v| list.iter().any(|x| x == v)),
            Test::NotIn(list) => value.is_none_or(|v| list.iter().all(|x| x != v)),
            Test::Greater(n) => number(value).is_some_and(|v| v > *n),
            Test::Less(n) => number(value).is_some_and(|v| v < *n),
        }
    }
}

fn number(value: Option<&str>) -> Option<i64> {
    value?.parse().ok()
}

/// What may stand between the parts of a selector.
const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

struct Parser<'a> {
    rest: &'a str,
}

type Parsed<T> = std::result::Result<T, String>;

impl<'a> Parser<'a> {
    fn selector(&mut self) -> Parsed<Vec<Requirement>> {
        let mut list = Vec::new();
        if self.rest.is_empty() {
            return Ok(list);
        }
        loop {
            list.push(self.requirement()?);
            match self.token() {
                "" => return Ok(list),
                "," => {}
                other => return Err(format!("expected `,`, found `{other}`")),
            }
        }
    }

    fn requirement(&mut self) -> Parsed<Requirement> {
        let first = self.token();
        if first == "!" {
            return Ok(Requirement { key: self.key()?, test: Test::Missing });
        }
        let key = valid_key(first)?;
        let before = self.rest;
        let test = match self.token() {
            "=" | "==" => Test::In(vec![self.value()?]),
            "!=" => Test::NotIn(vec![self.value()?]),
            ">" => Test::Greater(self.integer()?),
            "<" => Test::Less(self.integer()?),
            "in" => Test::In(self.values()?),
            "notin" => Test::NotIn(self.values()?),
            "" | "," => {
                self.rest = before;
                Test::Exists
            }
            other => return Err(format!("expected an operator, found `{other}`")),
        };
        Ok(Requirement { key, test })
    }

    fn key(&mut self) -> Parsed<String> {
        valid_key(self.token())
    }

    /// The value after `=`: empty before a comma or at the end.
    fn value(&mut self) -> Parsed<String> {
        let before = self.rest;
        match self.token() {
            "" | "," => {
                self.rest = before;
                Ok(String::new())
            }
            token => valid_value(token),
        }
    }

    fn integer(&mut self) -> Parsed<i64> {
        let token = valid_value(self.token())?;
        token.parse().map_err(|_| format!("expected an integer, found `{token}`"))
    }

    fn values(&mut self) -> Parsed<Vec<String>> {
        if self.token() != "(" {
            return Err("expected `(`".to_owned());
        }
        let mut list = Vec::new();
        loop {
            list.push(self.listed()?);
            match self.token() {
                ")" => return Ok(list),
                "," => {}
                other => return Err(format!("expected `,` or `)`, found `{other}`")),
            }
        }
    }

    fn listed(&mut self) -> Parsed<String> {
        let before = self.rest;
        match self.token() {
            "," | ")" => {
                self.rest = before;
                Ok(String::new())
            }
            "" => Err("expected `)`".to_owned()),
            token => valid_value(token),
        }
    }

    fn token(&mut self) -> &'a str {
        self.rest = self.rest.trim_start_matches(BLANK);
        let symbol = |c: char| "=!<>(),".contains(c);
        let length = match self.rest.chars().next() {
            None => 0,
            Some('=') if self.rest.starts_with("==") => 2,
            Some('!') if self.rest.starts_with("!=") => 2,
            Some(c) if symbol(c) => 1,
            Some(_) => self.rest.find(|c: char| symbol(c) || BLANK.contains(&c)).unwrap_or(self.rest.len()),
        };
        let (token, rest) = self.rest.split_at(length);
        self.rest = rest;
        token
    }
}

/// A qualified name: an optional DNS prefix and `/`, then up to 63 letters, digits, `-`, `_`, `.`.
fn valid_key(key: &str) -> Parsed<String> {
    let (prefix, name) = match key.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, key),
    };
    let dns = |p: &str| {
        !p.is_empty()
            && p.len() <= 253
            && p.split('.').all(|l| {
                l.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
                    && !l.is_empty()
                    && !l.starts_with('-')
                    && !l.ends_with('-')
            })
    };
    if prefix.is_none_or(dns) && !name.is_empty() && is_name(name) {
        Ok(key.to_owned())
    } else {
        Err(format!("`{key}` is not a valid key"))
    }
}

fn valid_value(value: &str) -> Parsed<String> {
    if is_name(value) { Ok(value.to_owned()) } else { Err(format!("`{value}` is not a valid value")) }
}

fn is_name(text: &str) -> bool {
    let inner = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    let edge = |b: Option<&u8>| b.is_none_or(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    bytes.len() <= 63 && bytes.iter().all(|b| inner(*b)) && edge(bytes.first()) && edge(bytes.last())
}
