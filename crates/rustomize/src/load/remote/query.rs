//! What stands behind the `?` of a URL.

use std::time::Duration;

/// How long one git command may run if the URL does not say.
pub(super) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(27);

/// What the part behind the `?` says; what it does not know or cannot read is left out.
pub(super) struct Query {
    pub(super) reference: String,
    pub(super) timeout: Duration,
    pub(super) submodules: bool,
}

impl Query {
    pub(super) fn read(query: &str) -> Query {
        let pairs: Vec<(String, String)> = query.split('&').filter_map(pair).collect();
        let first = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value);
        let reference = match first("ref") {
            "" => first("version"),
            reference => reference,
        };
        Query {
            reference: reference.to_owned(),
            timeout: timeout(first("timeout")).unwrap_or(DEFAULT_TIMEOUT),
            submodules: !matches!(first("submodules"), "0" | "f" | "F" | "false" | "FALSE" | "False"),
        }
    }
}

/// `None` for pairs that Go's URL parser refuses.
fn pair(text: &str) -> Option<(String, String)> {
    if text.contains(';') {
        return None;
    }
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    Some((unescape(key)?, unescape(value)?))
}

fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                (digit()? * 16 + digit()?) as u8
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

/// Whole seconds or a Go duration, above zero.
fn timeout(text: &str) -> Option<Duration> {
    let plain = text.strip_prefix('+').unwrap_or(text);
    let duration = match plain.parse::<u32>() {
        Ok(seconds) => Duration::from_secs(seconds.into()),
        Err(_) => go_duration(plain)?,
    };
    (!duration.is_zero()).then_some(duration)
}

/// A duration as Go writes it: `1m30s`, `1.5h`, `500ms`.
fn go_duration(text: &str) -> Option<Duration> {
    let mut total = Duration::ZERO;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, tail) = rest.split_at(digits);
        let length = tail.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(length);
        let unit = match unit {
            "ns" => 1e-9,
            "us" | "µs" | "μs" => 1e-6,
            "ms" => 1e-3,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            _ => return None,
        };
        let part = Duration::try_from_secs_f64(number.parse::<f64>().ok()? * unit).ok()?;
        total = total.checked_add(part)?;
        rest = tail;
    }
    Some(total)
}
