//! Timestamps: the four layouts go-yaml accepts, and their RFC 3339 form.

use std::fmt::Write as _;

/// A date and time with its distance from UTC.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timestamp {
    year: u32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    nanos: u32,
    /// Minutes east of UTC.
    offset: i32,
}

/// Reads `Y-M-D`, `Y-M-D h:m:s[.f]` (UTC) or `Y-M-DTh:m:s[.f]` with `Z` or `±hh:mm`. The year has four digits,
/// the other numbers one or two; dates must exist.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    if bytes.len() < 8 || bytes[4] != b'-' || !bytes[..4].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let year = text[..4].parse().ok()?;
    let mut cx = Cursor { rest: &bytes[5..] };
    let month = cx.number()?;
    cx.expect(b'-')?;
    let day = cx.number()?;
    if !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return None;
    }
    let mut time = Timestamp { year, month, day, hour: 0, minute: 0, second: 0, nanos: 0, offset: 0 };
    match cx.rest.first() {
        None => return Some(time),
        Some(b'T' | b't') => {
            cx.rest = &cx.rest[1..];
            cx.clock(&mut time)?;
            time.offset = cx.zone()?;
        }
        Some(b' ') => {
            cx.spaces();
            cx.clock(&mut time)?;
        }
        _ => return None,
    }
    cx.rest.is_empty().then_some(time)
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

struct Cursor<'a> {
    rest: &'a [u8],
}

impl Cursor<'_> {
    fn expect(&mut self, byte: u8) -> Option<()> {
        self.rest = self.rest.strip_prefix(&[byte])?;
        Some(())
    }

    fn spaces(&mut self) {
        let count = self.rest.iter().take_while(|&&b| b == b' ').count();
        self.rest = &self.rest[count..];
    }

    /// One or two digits.
    fn number(&mut self) -> Option<u32> {
        let count = self.rest.iter().take(2).take_while(|b| b.is_ascii_digit()).count();
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        (count > 0).then(|| decimal(digits))
    }

    fn clock(&mut self, time: &mut Timestamp) -> Option<()> {
        time.hour = self.number().filter(|&h| h < 24)?;
        self.expect(b':')?;
        time.minute = self.number().filter(|&m| m < 60)?;
        self.expect(b':')?;
        time.second = self.number().filter(|&s| s < 60)?;
        time.nanos = self.fraction();
        Some(())
    }

    /// Any number of digits after a dot or comma; nine of them count.
    fn fraction(&mut self) -> u32 {
        let [b'.' | b',', after @ ..] = self.rest else { return 0 };
        let count = after.iter().take_while(|b| b.is_ascii_digit()).count();
        if count == 0 {
            return 0;
        }
        self.rest = &after[count..];
        let used = count.min(9);
        decimal(&after[..used]) * 10u32.pow(9 - used as u32)
    }

    /// `Z` or `±hh:mm`, at most 24 hours and 60 minutes.
    fn zone(&mut self) -> Option<i32> {
        if let Some(rest) = self.rest.strip_prefix(b"Z") {
            self.rest = rest;
            return Some(0);
        }
        let [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2, rest @ ..] = self.rest else { return None };
        if ![h1, h2, m1, m2].iter().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let (hours, minutes) = (decimal(&[*h1, *h2]), decimal(&[*m1, *m2]));
        if hours > 24 || minutes > 60 {
            return None;
        }
        let offset = (hours * 60 + minutes) as i32;
        let offset = if *sign == b'-' { -offset } else { offset };
        self.rest = rest;
        Some(offset)
    }
}

fn decimal(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |n, d| n * 10 + u32::from(d - b'0'))
}

impl Timestamp {
    /// Whether the zone is less than a day away, as JSON demands.
    pub(super) fn printable(&self) -> bool {
        self.offset.abs() < 24 * 60
    }

    /// The form Go writes into JSON: `2006-01-02T15:04:05[.f]` and `Z` or `±hh:mm`.
    pub(super) fn rfc3339(&self) -> String {
        let Timestamp { year, month, day, hour, minute, second, nanos, offset } = *self;
        let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
        if nanos != 0 {
            let fraction = format!(".{nanos:09}");
            text.push_str(fraction.trim_end_matches('0'));
        }
        if offset == 0 {
            text.push('Z');
        } else {
            let sign = if offset < 0 { '-' } else { '+' };
            // Writing to a string cannot fail.
            let _ = write!(text, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60);
        }
        text
    }
}
