//! Lists, maps and the fields of structs.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

use super::scalar::plain_text;
use super::{Error, Place};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::yaml::{Entry, Mapping, Node};

/// The elements of a list.
pub(super) struct Items<'de> {
    place: Place<'de>,
    items: std::slice::Iter<'de, Node>,
}

impl<'de> Items<'de> {
    pub(super) fn new(place: Place<'de>, items: &'de [Node]) -> Items<'de> {
        Items { place, items: items.iter() }
    }
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some(node) = self.items.next() else { return Ok(None) };
        seed.deserialize(Place { node, entry: true, ..self.place }).map(Some).map_err(|e| e.or_at(node.span))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The pairs of a map whose keys are free.
pub(super) struct Pairs<'de> {
    place: Place<'de>,
    entries: std::slice::Iter<'de, Entry>,
    value: &'de Node,
}

impl<'de> Pairs<'de> {
    pub(super) fn new(place: Place<'de>, map: &'de Mapping) -> Result<Pairs<'de>, Error> {
        map.entries().iter().try_for_each(check_key)?;
        Ok(Pairs { place, entries: map.entries().iter(), value: place.node })
    }

    pub(super) fn empty(place: Place<'de>) -> Pairs<'de> {
        Pairs { place, entries: [].iter(), value: place.node }
    }
}

/// Keys must have a text.
pub(super) fn check_key(entry: &Entry) -> Result<(), Error> {
    if entry.key.as_scalar().is_some() && !entry.key.is_null() {
        return Ok(());
    }
    Err(Diagnostic::error(Code::WrongType, "a key must be a string")
        .at(entry.key.span)
        .maybe_hint(entry.key.is_null().then(|| "quote it".to_owned()))
        .into())
}

impl<'de> MapAccess<'de> for Pairs<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some(entry) = self.entries.next() else { return Ok(None) };
        self.value = &entry.value;
        self.place.field = entry.key.text().unwrap_or_default();
        // Keys of any type pass as text: JSON has no others.
        seed.deserialize(Place { node: &entry.key, coerce: true, entry: false, ..self.place }).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let place = Place { node: self.value, entry: false, ..self.place };
        seed.deserialize(place).map_err(|e| e.or_at(self.value.span))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// The fields of a struct that are there, each once.
pub(super) struct Fields<'de> {
    place: Place<'de>,
    embedded: &'static str,
    slots: Vec<Slot<'de>>,
    next: usize,
}

struct Slot<'de> {
    name: &'static str,
    key: &'de Node,
    value: &'de Node,
}

impl<'de> Fields<'de> {
    pub(super) fn new(
        place: Place<'de>,
        map: &'de Mapping,
        names: &'static [&'static str],
        embedded: &'static str,
    ) -> Result<Fields<'de>, Error> {
        let mut fields = Fields {
            slots: Vec::with_capacity(map.entries().len().min(names.len())),
            embedded,
            ..Fields::empty(place)
        };
        for Entry { key, value } in map.entries() {
            let text = key.as_scalar().map(plain_text);
            match text.and_then(|text| field_of(&text, names, place.mode.fold_case)) {
                Some(name) => fields.put(Slot { name, key, value })?,
                None if place.mode.refuse_unknown => return Err(unknown(place, key, names)),
                None => {}
            }
        }
        Ok(fields)
    }

    pub(super) fn empty(place: Place<'de>) -> Fields<'de> {
        Fields { place, embedded: "", slots: Vec::new(), next: 0 }
    }

    /// Of equal keys the last one counts; of keys that differ in case the last in the order of bytes,
    /// because kustomize's way leads through a sorted map. It reads both, so both must have the field's type.
    fn put(&mut self, slot: Slot<'de>) -> Result<(), Error> {
        let Some(old) = self.slots.iter_mut().find(|s| s.name == slot.name) else {
            self.slots.push(slot);
            return Ok(());
        };
        let order = slot.key.text().cmp(&old.key.text());
        if order.is_eq() && self.place.mode.refuse_repeated {
            return Err(repeated(old, &slot));
        }
        if order.is_ne() && !same_type(old.value, slot.value) {
            return Err(of_two_types(old, &slot));
        }
        if order.is_ge() {
            *old = slot;
        }
        Ok(())
    }
}

/// The field a key means: the one of the same name, else one that differs only in case.
pub(crate) fn field_of<'n>(key: &str, names: &[&'n str], fold_case: bool) -> Option<&'n str> {
    let exact = names.iter().find(|n| **n == key);
    exact.or_else(|| names.iter().find(|n| fold_case && same_folded(n, key))).copied()
}

/// Go's comparison without case: two letters outside ASCII fold into it.
fn same_folded(name: &str, key: &str) -> bool {
    let fold = |c: char| match c {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        c => c.to_ascii_lowercase(),
    };
    name.chars().map(fold).eq(key.chars().map(fold))
}

fn unknown(place: Place<'_>, key: &Node, names: &'static [&'static str]) -> Error {
    let Some(text) = key.as_scalar().map(plain_text) else {
        return Diagnostic::error(Code::WrongType, "a key must be a string").at(key.span).into();
    };
    let within = if place.field.is_empty() { String::new() } else { format!(" in `{}`", place.field) };
    let list = || (names.len() <= 12).then(|| format!("known fields: {}", names.join(", ")));
    let hint = did_you_mean(&text, names.iter().copied()).or_else(list);
    Diagnostic::error(Code::UnknownField, format!("unknown field `{text}`{within}"))
        .at(key.span)
        .maybe_hint(hint)
        .upstream(format!("{}json: unknown field {text:?}", place.mode.frame))
        .into()
}

fn repeated(first: &Slot<'_>, second: &Slot<'_>) -> Error {
    Diagnostic::error(Code::InvalidCombination, format!("`{}` is given twice", first.name))
        .at(second.key.span)
        .label(first.key.span, "first given here")
        .into()
}

/// Whether two values can both be of one field; null can stand for all of them.
fn same_type(a: &Node, b: &Node) -> bool {
    let of = |node: &Node| (node.kind(), node.as_scalar().map(|scalar| scalar.tag));
    a.is_null() || b.is_null() || of(a) == of(b)
}

fn of_two_types(first: &Slot<'_>, second: &Slot<'_>) -> Error {
    let key = |slot: &Slot<'_>| slot.key.text().unwrap_or_default().to_owned();
    let (one, other) = (key(first), key(second));
    let what = format!("`{one}` and `{other}` are the same field, but their values have different types");
    Diagnostic::error(Code::WrongType, what)
        .at(second.value.span)
        .label(first.value.span, "the other value")
        .hint(format!("keep one of them, spelled `{}`", first.name))
        .into()
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        match self.slots.get(self.next) {
            Some(slot) => seed.deserialize(BorrowedStrDeserializer::new(slot.name)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let slot = &self.slots[self.next];
        self.next += 1;
        let embedded = self.embedded.split(',').any(|name| name == slot.name);
        let coerce = self.place.coerce && (!embedded || self.place.mode.coerce == super::Coerce::Always);
        let place = Place { node: slot.value, field: slot.name, entry: false, coerce, ..self.place };
        seed.deserialize(place).map_err(|e| e.or_at(slot.value.span))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.slots.len() - self.next)
    }
}
