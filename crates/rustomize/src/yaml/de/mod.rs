//! Typed configuration out of a [`Node`]: a serde deserializer with Go's decoding rules.
//!
//! Errors carry the span of the node they are about. [`Spanned`] keeps the place of a value, and a field
//! of type [`Node`] takes a sub-tree as it is.

mod error;
mod map;
mod number;
mod raw;
mod scalar;
mod spanned;

use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};

pub use error::Error;
pub use raw::map_node;
pub use spanned::Spanned;

use super::{Data, Node};
use crate::diag::Result;
pub(crate) use map::field_of;
use map::{Fields, Items, Pairs};
use scalar::{LIST, MAP};

/// The rules of one of the decoders kustomize reads configuration with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mode {
    /// Names of fields fit whatever their case; an exact fit comes first.
    fold_case: bool,
    /// A field that the type does not have is an error.
    refuse_unknown: bool,
    /// A key that repeats is an error; else the last one counts.
    refuse_repeated: bool,
    /// Numbers and booleans are taken where text is wanted.
    coerce: Coerce,
    /// What kustomize prints before the reason of an error.
    frame: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coerce {
    Never,
    /// In fields of the type itself, not in those it embeds.
    Own,
    Always,
}

impl Mode {
    /// Kustomization files: nothing unknown, no conversions.
    pub const KUSTOMIZATION: Mode = Mode {
        fold_case: true,
        refuse_unknown: true,
        refuse_repeated: false,
        coerce: Coerce::Never,
        frame: "invalid Kustomization: ",
    };
    /// Files of `configurations`: nothing unknown, no repeated keys.
    pub const CONFIGURATION: Mode = Mode {
        refuse_repeated: true,
        coerce: Coerce::Own,
        frame: "error unmarshaling JSON: while decoding JSON: ",
        ..Mode::KUSTOMIZATION
    };
    /// Configurations of most built-in plugins, and files of `replacements`: unknown fields are ignored.
    pub const PLUGIN: Mode = Mode { refuse_unknown: false, refuse_repeated: false, ..Mode::CONFIGURATION };
    /// Configurations of the prefix and suffix transformers: unknown fields are ignored and case matters.
    pub const YAML_PLUGIN: Mode = Mode { fold_case: false, coerce: Coerce::Always, ..Mode::PLUGIN };
}

/// Decodes a value.
///
/// # Errors
/// A value of the wrong type, or what `mode` refuses.
pub fn from_node<'de, T: Deserialize<'de>>(node: &'de Node, mode: Mode) -> Result<T> {
    let at = Place { node, field: "", entry: false, mode, coerce: mode.coerce != Coerce::Never };
    T::deserialize(at).map_err(Error::into_diagnostic)
}

/// A node to decode, with what surrounds it.
#[derive(Clone, Copy)]
struct Place<'de> {
    node: &'de Node,
    /// The key it stands under, for messages; empty at the top.
    field: &'de str,
    /// Whether it is an entry of the list under that key.
    entry: bool,
    mode: Mode,
    /// Whether numbers and booleans pass as text here.
    coerce: bool,
}

impl<'de> Place<'de> {
    fn is_null(&self) -> bool {
        self.node.is_null()
    }

    fn seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.data {
            Data::Sequence(list) => visitor.visit_seq(Items::new(self, list.items())),
            _ if self.is_null() => visitor.visit_seq(Items::new(self, &[])),
            _ => Err(self.wrong(LIST)),
        }
    }

    fn map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.data {
            Data::Mapping(map) => visitor.visit_map(Pairs::new(self, map)?),
            _ if self.is_null() => visitor.visit_map(Pairs::empty(self)),
            _ => Err(self.wrong(MAP)),
        }
    }
}

/// Numbers of one type, from the number the text stands for.
macro_rules! numbers {
    ($($method:ident => $visit:ident $ty:ty;)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.$visit(self.integer::<$ty>()?)
        })*
    };
}

impl<'de> Deserializer<'de> for Place<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.data {
            Data::Scalar(_) => self.any_scalar(visitor),
            Data::Sequence(_) => self.seq(visitor),
            Data::Mapping(_) => self.map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.bool()?)
    }

    numbers! {
        deserialize_i8 => visit_i8 i8;
        deserialize_i16 => visit_i16 i16;
        deserialize_i32 => visit_i32 i32;
        deserialize_i64 => visit_i64 i64;
        deserialize_u8 => visit_u8 u8;
        deserialize_u16 => visit_u16 u16;
        deserialize_u32 => visit_u32 u32;
        deserialize_u64 => visit_u64 u64;
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f64(self.float()?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.string()? {
            std::borrow::Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            std::borrow::Cow::Owned(text) => visitor.visit_string(text),
        }
        .map_err(|e: Error| e.or_at(self.node.span))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_null() { visitor.visit_unit() } else { Err(self.wrong("nothing")) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, v: V) -> Result<V::Value, Error> {
        self.deserialize_unit(v)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match name {
            spanned::NAME => visitor.visit_seq(spanned::Parts::new(self)),
            raw::MAP_NAME if self.node.as_mapping().is_none() => Err(self.wrong(MAP)),
            raw::MAP_NAME | raw::NAME => visitor.visit_seq(raw::Parts::new(self.node, self.mode)),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.seq(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.map(visitor)
    }

    /// `name` may list the fields that the Go type embeds: `Selector|group,version,kind`.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let embedded = name.split_once('|').map_or("", |(_, list)| list);
        match &self.node.data {
            Data::Mapping(map) => visitor.visit_map(Fields::new(self, map, fields, embedded)?),
            _ if self.is_null() => visitor.visit_map(Fields::empty(self)),
            _ => Err(self.wrong(MAP)),
        }
        .map_err(|e: Error| e.or_at(self.node.span))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let text = self.string()?;
        visitor
            .visit_enum(de::value::CowStrDeserializer::<Error>::new(text))
            .map_err(|e| e.or_at(self.node.span))
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

#[cfg(test)]
mod tests;
