//! A value and the place it was read from.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::U32Deserializer;
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, SeqAccess, Visitor};

use super::{Error, Place};
use crate::source::{SourceId, Span};

/// The name that tells the deserializer to hand out the span first.
pub(super) const NAME: &str = "$rustomize::Spanned";

/// A value with the span of the text that gave it.
///
/// Two are equal when their values are; the default has no span.
#[derive(Clone, Copy, Debug)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was written; [`Span::NONE`] if nowhere.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value from a place.
    pub const fn new(value: T, span: Span) -> Spanned<T> {
        Spanned { value, span }
    }

    /// Another value from the same place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }
}

impl<T: Default> Default for Spanned<T> {
    fn default() -> Spanned<T> {
        Spanned::new(T::default(), Span::NONE)
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Spanned<T>) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Spanned<T>, D::Error> {
        deserializer.deserialize_newtype_struct(NAME, SpannedVisitor(PhantomData))
    }
}

struct SpannedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for SpannedVisitor<T> {
    type Value = Spanned<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    /// Another format: there is no span to be had.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Spanned<T>, D::Error> {
        Ok(Spanned::new(T::deserialize(deserializer)?, Span::NONE))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Spanned<T>, A::Error> {
        let span = read_span(&mut parts)?;
        Ok(Spanned::new(part(&mut parts)?, span))
    }
}

/// Reads the three numbers of a span.
pub(super) fn read_span<'de, A: SeqAccess<'de>>(parts: &mut A) -> Result<Span, A::Error> {
    let source = SourceId::from_raw(part(parts)?);
    let (start, end): (u32, u32) = (part(parts)?, part(parts)?);
    Ok(Span::new(source, start as usize, end as usize))
}

/// Reads the next part of a value that is handed out in parts.
pub(super) fn part<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(parts: &mut A) -> Result<T, A::Error> {
    parts.next_element()?.ok_or_else(|| de::Error::custom("a part is missing"))
}

/// The numbers of a span one after the other.
pub(super) fn span_part(span: Span, at: usize) -> Option<u32> {
    [span.source().raw(), span.start(), span.end()].get(at).copied()
}

/// The span's three numbers, then the value.
pub(super) struct Parts<'de> {
    place: Place<'de>,
    next: usize,
}

impl<'de> Parts<'de> {
    pub(super) fn new(place: Place<'de>) -> Parts<'de> {
        Parts { place, next: 0 }
    }
}

impl<'de> SeqAccess<'de> for Parts<'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let at = self.next;
        self.next += 1;
        match span_part(self.place.node.span, at) {
            Some(number) => {
                let number: U32Deserializer<Error> = number.into_deserializer();
                seed.deserialize(number).map(Some)
            }
            None => seed.deserialize(self.place).map(Some),
        }
    }
}
