//! Numbers as go-yaml reads them and as Go prints them.

/// The value of an integer: decimal, `0x`, `0o`, `0b` or with a leading zero octal, with `_` anywhere.
pub(super) fn integer(text: &str) -> Option<i128> {
    let digits: String = text.chars().filter(|c| *c != '_').collect();
    let (negative, digits) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits.strip_prefix('+').unwrap_or(&digits)),
    };
    let number = match (digits.get(..2), digits.get(2..)) {
        (Some("0x" | "0X"), Some(rest)) => i128::from_str_radix(rest, 16),
        (Some("0o" | "0O"), Some(rest)) => i128::from_str_radix(rest, 8),
        (Some("0b" | "0B"), Some(rest)) => i128::from_str_radix(rest, 2),
        _ if digits.len() > 1 && digits.starts_with('0') => i128::from_str_radix(digits, 8),
        _ => digits.parse(),
    };
    number.ok().map(|n| if negative { -n } else { n })
}

/// The value of a float or an integer.
pub(super) fn float(text: &str) -> Option<f64> {
    match text {
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Some(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Some(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => return Some(f64::NAN),
        _ => {}
    }
    if let Some(number) = integer(text) {
        return Some(number as f64);
    }
    let digits: String = text.chars().filter(|c| *c != '_').collect();
    digits.parse().ok()
}

/// A float as Go's `%g` prints it: shortest digits, with an exponent below 1e-4 and from 1e6 on.
pub(super) fn float_text(number: f64) -> String {
    if number.is_infinite() {
        return if number > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    if number.is_nan() {
        return ".nan".to_owned();
    }
    let scientific = format!("{number:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if number == 0.0 || (-4..6).contains(&exponent) {
        return format!("{number}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}
