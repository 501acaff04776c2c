//! The value a scalar of the tree has once kustomize has written it with go-yaml v3 and read it back.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use super::super::node::{Scalar, Style, Tag};
use super::block;
use super::{Dialect, Value, read, timestamp};

/// Why a scalar has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueError {
    /// The text reads as another type than the tag says.
    Mismatch {
        /// The text.
        text: String,
        /// What the text is.
        found: Tag,
        /// What the tag asks for.
        wanted: Tag,
    },
    /// `!!binary` with text that is not base64.
    Base64,
    /// A timestamp whose zone is a day or more from UTC.
    Zone,
    /// A map key that is no string where only strings can be printed.
    Key(Tag),
    /// A text of several lines that starts with a tab.
    LeadingTab,
    /// The key `<<` that a tool wrote: it would be read back as a merge.
    MergeKey,
}

impl ValueError {
    /// The text kustomize reports.
    pub fn upstream(&self) -> String {
        match self {
            ValueError::Mismatch { text, found, wanted } => {
                format!("yaml: cannot decode {} `{text}` as a {}", found.short(), wanted.short())
            }
            ValueError::Base64 => "yaml: !!binary value contains invalid base64 data".into(),
            ValueError::Zone => "json: error calling MarshalJSON for type time.Time: Time.MarshalJSON: \
                                 timezone hour outside of range [0,23]"
                .into(),
            ValueError::Key(_) => "json: unsupported type: map[interface {}]interface {}".into(),
            ValueError::LeadingTab => {
                "yaml: found a tab character where an indentation space is expected".into()
            }
            ValueError::MergeKey => "yaml: map merge requires map or sequence of maps as the value".into(),
        }
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ValueError::Mismatch { text, found, wanted } => {
                write!(f, "`{text}` reads as {}, but the field is {}", found.short(), wanted.short())
            }
            ValueError::Base64 => f.write_str("a !!binary value that is not base64"),
            ValueError::Zone => f.write_str("a timestamp whose time zone is a day or more from UTC"),
            ValueError::Key(tag) => {
                write!(f, "a map key of type {}, but only strings can be keys", tag.short())
            }
            ValueError::LeadingTab => f.write_str("a text of several lines that starts with a tab"),
            ValueError::MergeKey => f.write_str("the key `<<` would be read as a merge"),
        }
    }
}

impl std::error::Error for ValueError {}

/// Base64 as Go decodes it: padding is required, stray bits in the last character are not looked at.
const BASE64: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));

impl Scalar {
    /// The value after kustomize's own round trip through text.
    ///
    /// `in_flow` says whether the scalar stands inside a `[…]` or `{…}`: there, an empty plain null and a plain
    /// timestamp with a time of day are written with quotes, and so become strings.
    ///
    /// # Errors
    /// If the text does not fit the tag, which happens after a replacement wrote text into a number, or with
    /// explicit tags.
    pub fn value(&self, in_flow: bool) -> Result<Value<'_>, ValueError> {
        let text = self.text.as_str();
        if matches!(self.tag, Tag::Str | Tag::Other | Tag::Merge) {
            let as_is = in_flow || matches!(self.style, Style::SingleQuoted | Style::DoubleQuoted);
            return Ok(Value::String(if as_is { Cow::Borrowed(text) } else { block::read_back(self)? }));
        }
        if self.tag == Tag::Binary {
            return binary(text).map(|bytes| Value::String(Cow::Owned(lossy(bytes))));
        }
        let (found, value) = self.read();
        if !self.tagged && found == self.tag && self.is_written_with_quotes(in_flow) {
            return Ok(Value::String(Cow::Borrowed(text)));
        }
        match (found, value) {
            (Tag::Timestamp, _) if !timestamp::parse(text).is_some_and(|t| t.printable()) => {
                Err(ValueError::Zone)
            }
            (found, value) if found == self.tag => Ok(value),
            (Tag::Int, Value::Int(i)) if self.tag == Tag::Float => Ok(Value::Float(i as f64)),
            (found, _) => Err(self.mismatch(found)),
        }
    }

    fn read(&self) -> (Tag, Value<'_>) {
        // Only an untagged scalar or an explicit timestamp is tried as a date.
        let dates = self.tag == Tag::Timestamp || (!self.tagged && self.style == Style::Plain);
        read(&self.text, Dialect::V3, dates)
    }

    /// Whether an untagged scalar comes back as a string because quotes are put around it, or already were.
    fn is_written_with_quotes(&self, in_flow: bool) -> bool {
        self.style != Style::Plain || (in_flow && (self.text.is_empty() || self.text.contains(':')))
    }

    fn mismatch(&self, found: Tag) -> ValueError {
        ValueError::Mismatch { text: self.text.to_string(), found, wanted: self.tag }
    }
}

fn binary(text: &str) -> Result<Vec<u8>, ValueError> {
    let joined: String;
    let text = if text.contains(['\n', '\r']) {
        joined = text.replace(['\n', '\r'], "");
        &joined
    } else {
        text
    };
    BASE64.decode(text).map_err(|_| ValueError::Base64)
}

/// Invalid UTF-8 as Go's JSON encoder treats it: U+FFFD for every bad byte.
fn lossy(bytes: Vec<u8>) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}

/// Where a key stands.
#[derive(Clone, Copy, Debug)]
pub(in crate::yaml) struct Place {
    /// In the object itself, where keys of any type become text.
    pub(in crate::yaml) top: bool,
    /// In a `{…}` map.
    pub(in crate::yaml) in_flow: bool,
}

/// The text of a key after the round trip.
///
/// # Errors
/// Keys of other types below the top, null keys anywhere, and a plain `<<`.
pub(in crate::yaml) fn key_text(key: &Scalar, place: Place) -> Result<Cow<'_, str>, ValueError> {
    if is_string_key(key) { Ok(Cow::Borrowed(&key.text)) } else { typed_key_text(key, place) }
}

/// Whether a key is text as it stands, as nearly all are.
#[inline]
pub(in crate::yaml) fn is_string_key(key: &Scalar) -> bool {
    key.tag == Tag::Str
        && key.is_read_back_as_is()
        && (key.text != "<<" || key.tagged || key.style != Style::Plain)
}

fn typed_key_text(key: &Scalar, place: Place) -> Result<Cow<'_, str>, ValueError> {
    let plain = key.style == Style::Plain && !key.tagged;
    let text = Cow::Borrowed(key.text.as_str());
    match key.tag {
        Tag::Str | Tag::Merge if plain && key.text == "<<" => return Err(ValueError::MergeKey),
        Tag::Str => return if place.in_flow { Ok(text) } else { block::read_back(key) },
        // An empty plain key is written with quotes.
        Tag::Null if plain && key.text.is_empty() => return Ok(text),
        _ => {}
    }
    if !key.tagged && !matches!(key.tag, Tag::Merge | Tag::Binary | Tag::Other) {
        let (found, _) = key.read();
        let quoted = key.is_written_with_quotes(place.in_flow);
        if found == key.tag && quoted {
            return Ok(text);
        }
    }
    if key.tag == Tag::Null || !place.top {
        return Err(ValueError::Key(key.tag));
    }
    match key.value(place.in_flow)? {
        Value::String(decoded) if key.tag == Tag::Binary => Ok(decoded),
        _ => Ok(text),
    }
}
