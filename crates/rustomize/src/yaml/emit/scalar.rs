//! Prints one value.

use super::style::{Unusual, is_name, shape};
use super::text::{At, write_value};
use super::{Emitter, next_line};
use crate::diag::Result;
use crate::source::Span;
use crate::yaml::float;
use crate::yaml::node::{Scalar, Style, Tag};
use crate::yaml::refusal::{control_character, not_finite, refuse, value_error};
use crate::yaml::scalar::Value;

impl Emitter<'_> {
    /// Prints a scalar and ends the line.
    #[inline]
    pub(super) fn scalar(&mut self, scalar: &Scalar, span: Span, at: At, in_flow: bool) -> Result<()> {
        if matches!(scalar.tag, Tag::Str | Tag::Other | Tag::Merge)
            && (in_flow || scalar.is_read_back_as_is())
        {
            return self.string(&scalar.text, span, at);
        }
        if prints_as_written(scalar) {
            self.out.push_str(&scalar.text);
            self.out.push('\n');
            return Ok(());
        }
        match scalar.value(in_flow).map_err(|error| value_error(&error, span))? {
            Value::Null => self.out.push_str("null"),
            Value::Bool(true) => self.out.push_str("true"),
            Value::Bool(false) => self.out.push_str("false"),
            Value::Int(value) => self.out.push_str(&value.to_string()),
            Value::UInt(value) => self.out.push_str(&value.to_string()),
            Value::Float(value) if value.is_finite() => float::write_yaml(value, self.out),
            Value::Float(value) => return Err(not_finite(value, span)),
            Value::String(text) => return self.string(&text, span, at),
        }
        self.out.push('\n');
        Ok(())
    }

    #[inline]
    fn string(&mut self, text: &str, span: Span, at: At) -> Result<()> {
        match shape(text) {
            Ok(shape) => {
                write_value(text, shape, at, self.out);
                Ok(())
            }
            Err(Unusual::Control(c)) => Err(control_character(c, span)),
            Err(Unusual::NextLine) => match next_line::fold(text) {
                Some(folded) => self.string(&folded, span, at),
                None => Err(refuse(
                    span,
                    "the line break U+0085 before `---` or `...` cannot be printed",
                    "yaml: line 2: found unexpected document indicator",
                )),
            },
        }
    }
}

/// Whether the value is printed as its text, whatever is around it. One-sided.
#[inline]
pub(super) fn prints_plainly(scalar: &Scalar) -> bool {
    match scalar.tag {
        Tag::Str => scalar.style != Style::Folded && is_name(&scalar.text),
        _ => prints_as_written(scalar),
    }
}

/// Numbers, booleans and nulls that are already written the way they are printed, which is JSON's too.
#[inline]
pub(in crate::yaml) fn prints_as_written(scalar: &Scalar) -> bool {
    if scalar.tagged || scalar.style != Style::Plain {
        return false;
    }
    match scalar.tag {
        Tag::Int => match scalar.text.as_bytes() {
            [b'0'] => true,
            [b'1'..=b'9', rest @ ..] => rest.len() < 18 && rest.iter().all(u8::is_ascii_digit),
            _ => false,
        },
        Tag::Bool => matches!(scalar.text.as_str(), "true" | "false"),
        Tag::Null => scalar.text == "null",
        _ => false,
    }
}
