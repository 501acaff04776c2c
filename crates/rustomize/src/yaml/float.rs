//! The text of floating point numbers, in JSON and in YAML.

use std::fmt::Write as _;

/// Appends a finite number as Go's JSON encoder writes it: shortest digits, positional from 1e-6 up to 1e21.
pub(super) fn write_json(value: f64, out: &mut String) {
    let decimal = Decimal::of(value);
    if value == 0.0 || (1e-6..1e21).contains(&value.abs()) {
        decimal.push_positional(out);
    } else {
        decimal.push_scientific(1, out);
    }
}

/// Appends a finite number as kustomize prints it: the JSON text if that is an integer of 64 bits, else Go's `%g`.
pub(super) fn write_yaml(value: f64, out: &mut String) {
    if value == 0.0 {
        out.push('0');
        return;
    }
    let decimal = Decimal::of(value);
    if decimal.is_whole() && decimal.exponent < 20 {
        let start = out.len();
        decimal.push_positional(out);
        let text = &out[start..];
        if text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok() {
            return;
        }
        out.truncate(start);
    }
    write_general(value, out)
}

/// A finite number as Go's `%v`, which is `%g`.
pub(crate) fn general(value: f64) -> String {
    let mut out = String::new();
    write_general(value, &mut out);
    out
}

/// Appends a finite number as Go's `%g`: shortest digits, positional from 1e-4 up to 1e6.
pub(super) fn write_general(value: f64, out: &mut String) {
    let decimal = Decimal::of(value);
    if (-4..6).contains(&decimal.exponent) {
        decimal.push_positional(out);
    } else {
        decimal.push_scientific(2, out);
    }
}

/// A number as `d.ddd × 10^exponent`, with as few digits as name it.
struct Decimal {
    negative: bool,
    /// The digits, without the dot.
    digits: String,
    exponent: i32,
}

impl Decimal {
    fn of(value: f64) -> Decimal {
        let (mut digits, exponent) = scientific(&format!("{:e}", value.abs()));
        break_tie_to_even(value.abs(), &mut digits, exponent);
        Decimal { negative: value.is_sign_negative(), digits, exponent }
    }

    fn is_whole(&self) -> bool {
        usize::try_from(self.exponent).is_ok_and(|e| self.digits.len() <= e + 1)
    }

    fn push_positional(&self, out: &mut String) {
        self.push_sign(out);
        match usize::try_from(self.exponent) {
            Ok(exponent) if self.digits.len() <= exponent + 1 => {
                out.push_str(&self.digits);
                out.extend(std::iter::repeat_n('0', exponent + 1 - self.digits.len()));
            }
            Ok(exponent) => {
                let (whole, fraction) = self.digits.split_at(exponent + 1);
                out.extend([whole, ".", fraction]);
            }
            Err(_) => {
                out.push_str("0.");
                out.extend(std::iter::repeat_n('0', self.exponent.unsigned_abs() as usize - 1));
                out.push_str(&self.digits);
            }
        }
    }

    /// The exponent gets at least `width` digits.
    fn push_scientific(&self, width: usize, out: &mut String) {
        self.push_sign(out);
        let (first, rest) = self.digits.split_at(1);
        out.push_str(first);
        if !rest.is_empty() {
            out.extend([".", rest]);
        }
        let sign = if self.exponent < 0 { '-' } else { '+' };
        // Writing to a string cannot fail.
        let _ = write!(out, "e{sign}{:0width$}", self.exponent.unsigned_abs());
    }

    fn push_sign(&self, out: &mut String) {
        if self.negative {
            out.push('-');
        }
    }
}

/// Digits and exponent of `d.ddde±x`.
fn scientific(text: &str) -> (String, i32) {
    let (digits, exponent) = text.split_once('e').unwrap_or((text, "0"));
    (digits.replace('.', ""), exponent.parse().unwrap_or(0))
}

/// Where two shortest texts are equally near, the standard library takes the upper one and Go the even one.
fn break_tie_to_even(value: f64, digits: &mut String, exponent: i32) {
    // Fewer digits are never a tie: the neighbours are too far away.
    if digits.len() < 16 || digits.as_bytes()[digits.len() - 1].is_multiple_of(2) {
        return;
    }
    let mut lower = digits.clone();
    if let Some(last) = lower.pop() {
        lower.push(char::from(last as u8 - 1));
    }
    let same = format!("0.{lower}e{}", exponent + 1).parse() == Ok(value);
    // No double has more than 767 digits.
    if same && scientific(&format!("{value:.767e}")).0.trim_end_matches('0').strip_prefix(&lower) == Some("5")
    {
        *digits = lower;
    }
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
            (-9223372036854775808.0, "-9223372036854776000", "-9.223372036854776e+18"),
            (123456789012345678.0, "123456789012345680", "123456789012345680"),
            (0.30000000000000004, "0.30000000000000004", "0.30000000000000004"),
            // halfway between …2 and …3, between …7 and …8
            (570724280910275.2, "570724280910275.2", "5.707242809102752e+14"),
            (1843679497868382.2, "1843679497868382.2", "1.8436794978683822e+15"),
            (1651915123565799.8, "1651915123565799.8", "1.6519151235657998e+15"),
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
