//! The text of floating point numbers, in JSON and in YAML.

use std::fmt::Write as _;

/// Appends a finite number as Go's JSON encoder writes it: shortest digits, positional from 1e-6 up to 1e21.
pub(super) fn write_json(value: f64, out: &mut String) {
    let size = value.abs();
    if size != 0.0 && !(1e-6..1e21).contains(&size) {
        let (digits, exponent) = scientific(value);
        push_exponent(&digits, exponent, 1, out);
    } else {
        push_positional(value, out);
    }
}

/// Appends a finite number as kustomize prints it: the JSON text if that is an integer of 64 bits, else Go's `%g`.
pub(super) fn write_yaml(value: f64, out: &mut String) {
    if value.fract() == 0.0 && value.abs() < 2e19 {
        let start = out.len();
        push_positional(value, out);
        let text = &out[start..];
        if text == "-0" {
            out.truncate(start);
            out.push('0');
            return;
        }
        if text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok() {
            return;
        }
        out.truncate(start);
    }
    write_general(value, out)
}

/// Appends a finite number as Go's `%g`: shortest digits, positional from 1e-4 up to 1e6.
pub(super) fn write_general(value: f64, out: &mut String) {
    let (digits, exponent) = scientific(value);
    if (-4..6).contains(&exponent) {
        push_positional(value, out)
    } else {
        push_exponent(&digits, exponent, 2, out)
    }
}

/// Writing to a string cannot fail, so its result carries nothing.
fn push_positional(value: f64, out: &mut String) {
    let _ = write!(out, "{value}");
}

/// Shortest digits as `-d.ddd`, and the power of ten.
fn scientific(value: f64) -> (String, i32) {
    let mut text = format!("{value:e}");
    let at = text.find('e').unwrap_or(text.len());
    let exponent = text.get(at + 1..).and_then(|e| e.parse().ok()).unwrap_or(0);
    text.truncate(at);
    (text, exponent)
}

fn push_exponent(digits: &str, exponent: i32, width: usize, out: &mut String) {
    let sign = if exponent < 0 { '-' } else { '+' };
    let _ = write!(out, "{digits}e{sign}{:0width$}", exponent.unsigned_abs());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        // value, in JSON, in YAML; measured with kustomize 5.8.1
        let cases: &[(f64, &str, &str)] = &[
            (-0.0, "-0", "0"),
            (1e15, "1000000000000000", "1000000000000000"),
            (1000000.5, "1000000.5", "1.0000005e+06"),
            (999999.5, "999999.5", "999999.5"),
            (0.0001, "0.0001", "0.0001"),
            (0.00001234, "0.00001234", "1.234e-05"),
            (1e-7, "1e-7", "1e-07"),
            (5e-324, "5e-324", "5e-324"),
            (1e20, "100000000000000000000", "1e+20"),
            (1e19, "10000000000000000000", "10000000000000000000"),
            (12345678901234567890.5, "12345678901234567000", "12345678901234567000"),
            (18446744073709551616.0, "18446744073709552000", "1.8446744073709552e+19"),
            (1e21, "1e+21", "1e+21"),
            (-9223372036854775808.0, "-9223372036854775808", "-9223372036854775808"),
            (f64::MAX, "1.7976931348623157e+308", "1.7976931348623157e+308"),
        ];
        for &(value, json, yaml) in cases {
            let (mut a, mut b) = (String::new(), String::new());
            write_json(value, &mut a);
            write_yaml(value, &mut b);
            assert_eq!((a.as_str(), b.as_str()), (json, yaml), "{value:e}");
        }
    }
}
