//! Numbers of configuration: whole ones, and the text Go makes of floats.

use crate::yaml::float::write_general;
use crate::yaml::scalar::{Value, config_value};

/// The value of a whole number. A float that is whole is one, below 1e21, where Go begins to write exponents.
pub(super) fn whole(text: &str) -> Option<i128> {
    match config_value(text) {
        Value::Int(number) => Some(number.into()),
        Value::UInt(number) => Some(number.into()),
        Value::Float(number) if number.fract() == 0.0 && number.abs() < 1e21 => Some(number as i128),
        _ => None,
    }
}

/// The value of a number of any type.
pub(super) fn float(text: &str) -> Option<f64> {
    match config_value(text) {
        Value::Int(number) => Some(number as f64),
        Value::UInt(number) => Some(number as f64),
        Value::Float(number) => Some(number),
        _ => None,
    }
}

/// A float as Go's `%g` prints it.
pub(super) fn float_text(number: f64) -> String {
    if number.is_nan() {
        return ".nan".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    let mut text = String::new();
    write_general(number, &mut text);
    text
}
