//! Maps of text to text.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::Text;

/// A map of text to text, sorted by key, with the places of keys and values. Of equal keys the last counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(Text, Text)>);

impl Pairs {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The pairs in the order of the keys' bytes.
    pub fn iter(&self) -> std::slice::Iter<'_, (Text, Text)> {
        self.0.iter()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Text> {
        self.0.binary_search_by(|(k, _)| (**k).as_str().cmp(key)).ok().map(|at| &self.0[at].1)
    }

    /// Adds the pairs whose keys are not there yet.
    pub fn fill_from(&mut self, other: &Pairs) {
        let missing: Vec<_> = other.iter().filter(|(key, _)| self.get(key).is_none()).cloned().collect();
        self.0.extend(missing);
        self.0.sort_by(|a, b| a.0.value.cmp(&b.0.value));
    }
}

impl FromIterator<(Text, Text)> for Pairs {
    fn from_iter<I: IntoIterator<Item = (Text, Text)>>(pairs: I) -> Pairs {
        let mut sorted: Vec<_> = pairs.into_iter().collect();
        sorted.sort_by(|a, b| a.0.value.cmp(&b.0.value));
        let mut list: Vec<(Text, Text)> = Vec::with_capacity(sorted.len());
        for pair in sorted {
            match list.last_mut().filter(|last| last.0 == pair.0) {
                Some(last) => *last = pair,
                None => list.push(pair),
            }
        }
        Pairs(list)
    }
}

impl<'a> IntoIterator for &'a Pairs {
    type Item = &'a (Text, Text);
    type IntoIter = std::slice::Iter<'a, (Text, Text)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pairs, D::Error> {
        deserializer.deserialize_map(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Pairs;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of strings")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
        let mut pairs = Vec::with_capacity(map.size_hint().unwrap_or_default());
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(pairs.into_iter().collect())
    }
}
