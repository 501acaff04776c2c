//! Scalars: strict about types as Go's JSON decoder is; null is the zero value.

use std::borrow::Cow;

use serde::de::Visitor;

use super::number::{float, float_text, whole};
use super::{Error, Place};
use crate::diag::{Code, Diagnostic};
use crate::yaml::scalar::{Value, config_value};
use crate::yaml::{Data, Scalar, Tag};

impl<'de> Place<'de> {
    /// The error that something else was wanted here.
    pub(super) fn wrong(&self, wanted: &str) -> Error {
        let found = found(&self.node.data);
        let subject = match (self.field, self.entry) {
            ("", _) => "this".to_owned(),
            (field, true) => format!("every entry of `{field}`"),
            (field, false) => format!("`{field}`"),
        };
        let error = Diagnostic::error(Code::WrongType, format!("{subject} must be {wanted}, not {found}"))
            .at(self.node.span);
        Error::from(error.maybe_hint(self.hint(wanted)))
    }

    fn hint(&self, wanted: &str) -> Option<String> {
        if wanted == LIST && !self.field.is_empty() {
            return Some(match self.node.as_scalar() {
                Some(scalar) if !scalar.text.contains('\n') => format!("write a list: `[{}]`", scalar.text),
                _ => "begin every entry with `- `".to_owned(),
            });
        }
        if let (Data::Sequence(list), TEXT | BOOL | NUMBER) = (&self.node.data, wanted) {
            return (list.items().len() == 1).then(|| "give the value alone, without a list".to_owned());
        }
        if wanted == MAP && (self.node.items().is_some() || self.field.is_empty()) {
            return Some("write fields: `key: value`".to_owned());
        }
        let scalar = self.node.as_scalar()?;
        let text = &scalar.text;
        match (wanted, scalar.tag) {
            (TEXT, Tag::Bool) if !matches!(&**text, "true" | "false") => Some(format!(
                "quote it: `\"{text}\"`; YAML 1.1, which kustomization files follow, takes a plain `{text}` for a boolean"
            )),
            (TEXT, Tag::Bool | Tag::Int | Tag::Float) => Some(format!("quote it: `\"{text}\"`")),
            (MAP, Tag::Str) if self.entry && is_file_name(text) => {
                Some(format!("to name a file, write `- path: {text}`"))
            }
            (BOOL, Tag::Str) if matches!(&**text, "true" | "false") => Some("remove the quotes".to_owned()),
            (BOOL, _) => Some("write `true` or `false`, without quotes".to_owned()),
            (NUMBER, Tag::Str) if whole(text).is_some() => Some("remove the quotes".to_owned()),
            (NUMBER, _) => Some("write digits, such as `3`".to_owned()),
            _ => None,
        }
    }

    fn scalar(&self, wanted: &str) -> Result<&'de Scalar, Error> {
        self.node.as_scalar().ok_or_else(|| self.wrong(wanted))
    }

    pub(super) fn string(&self) -> Result<Cow<'de, str>, Error> {
        let scalar = self.scalar(TEXT)?;
        match scalar.tag {
            Tag::Null => Ok(Cow::Borrowed("")),
            Tag::Bool | Tag::Int | Tag::Float if !self.coerce => Err(self.wrong(TEXT)),
            Tag::Bool | Tag::Int | Tag::Float => Ok(plain_text(scalar)),
            Tag::Binary => match scalar.value(false) {
                Ok(Value::String(text)) => Ok(text),
                _ => Err(self.wrong("base64")),
            },
            _ => Ok(Cow::Borrowed(&scalar.text)),
        }
    }

    pub(super) fn bool(&self) -> Result<bool, Error> {
        let scalar = self.scalar(BOOL)?;
        match scalar.tag {
            Tag::Null => Ok(false),
            Tag::Bool => Ok(is_true(&scalar.text)),
            _ => Err(self.wrong(BOOL)),
        }
    }

    /// A whole number; a float that is whole is one too.
    pub(super) fn integer<T: TryFrom<i128> + Default>(&self) -> Result<T, Error> {
        let scalar = self.scalar(NUMBER)?;
        match scalar.tag {
            Tag::Null => return Ok(T::default()),
            Tag::Int | Tag::Float => {}
            _ => return Err(self.wrong(NUMBER)),
        }
        whole(&scalar.text).and_then(|n| T::try_from(n).ok()).ok_or_else(|| self.out_of_range(scalar))
    }

    fn out_of_range(&self, scalar: &Scalar) -> Error {
        let message = format!("`{}` must be a whole number within range, not {}", self.field, scalar.text);
        Diagnostic::error(Code::WrongType, message).at(self.node.span).into()
    }

    pub(super) fn float(&self) -> Result<f64, Error> {
        let scalar = self.scalar("a number")?;
        match scalar.tag {
            Tag::Null => Ok(0.0),
            Tag::Int | Tag::Float => Ok(float(&scalar.text).unwrap_or_default()),
            _ => Err(self.wrong("a number")),
        }
    }

    pub(super) fn any_scalar<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let scalar = self.scalar(TEXT)?;
        match scalar.tag {
            Tag::Null => visitor.visit_unit(),
            Tag::Bool => visitor.visit_bool(is_true(&scalar.text)),
            Tag::Int => match whole(&scalar.text).map(i64::try_from) {
                Some(Ok(number)) => visitor.visit_i64(number),
                _ => visitor.visit_f64(float(&scalar.text).unwrap_or_default()),
            },
            Tag::Float => visitor.visit_f64(float(&scalar.text).unwrap_or_default()),
            _ => visitor.visit_borrowed_str(&scalar.text),
        }
    }
}

pub(super) const LIST: &str = "a list";
pub(super) const MAP: &str = "a map";
const TEXT: &str = "a string";
const BOOL: &str = "true or false";
const NUMBER: &str = "a whole number";

fn is_file_name(text: &str) -> bool {
    [".yaml", ".yml", ".json"].iter().any(|end| text.ends_with(end))
}

fn found(data: &Data) -> &'static str {
    match data {
        Data::Sequence(_) => "a list",
        Data::Mapping(_) => "a map",
        Data::Scalar(scalar) => match scalar.tag {
            Tag::Null => "null",
            Tag::Bool => "a boolean",
            Tag::Int | Tag::Float => "a number",
            _ => "a string",
        },
    }
}

/// The text Go makes of a boolean or a number.
pub(super) fn plain_text(scalar: &Scalar) -> Cow<'_, str> {
    match scalar.tag {
        Tag::Bool => Cow::Borrowed(if is_true(&scalar.text) { "true" } else { "false" }),
        Tag::Int => match whole(&scalar.text) {
            Some(number) => Cow::Owned(number.to_string()),
            None => Cow::Borrowed(&scalar.text),
        },
        Tag::Float => match float(&scalar.text) {
            Some(number) => Cow::Owned(float_text(number)),
            None => Cow::Borrowed(&scalar.text),
        },
        _ => Cow::Borrowed(&scalar.text),
    }
}

fn is_true(text: &str) -> bool {
    config_value(text) == Value::Bool(true)
}
