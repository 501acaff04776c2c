//! Repetitions: `*`, `+`, `?` and `{n,m}`.

use super::{Translated, Translator, error};

/// No part of an expression may be asked for more often than this.
const MOST: u32 = 1000;
const TOO_MANY: &str = "a repetition of more than 1000 times";

/// How often the parts of an expression repeat. Repetitions inside of each other multiply.
#[derive(Default)]
pub(super) struct Counts {
    /// The most there is so far in every group that is open.
    groups: Vec<u32>,
    /// That of the part that stands before.
    last: u32,
}

impl Counts {
    /// A part begins, which repeats nothing so far.
    pub(super) fn begin_part(&mut self) {
        let before = std::mem::replace(&mut self.last, 1);
        if let Some(group) = self.groups.last_mut() {
            *group = before.max(*group);
        }
    }

    pub(super) fn open_group(&mut self) {
        self.groups.push(1);
    }

    /// The group becomes the part that stands before.
    pub(super) fn close_group(&mut self) {
        self.begin_part();
        self.last = self.groups.pop().unwrap_or(1);
    }

    /// The part before repeats.
    fn repeat(&mut self, times: u32) -> Translated {
        // What never occurs counts no more.
        let count = if times == 0 { 1 } else { self.last.saturating_mul(times) };
        if times > MOST || count > MOST {
            return Err(error(TOO_MANY));
        }
        self.last = count;
        Ok(())
    }
}

impl Translator<'_> {
    /// What follows a `{`.
    pub(super) fn repetition(&mut self) -> Translated {
        let (inside, rest) = self.rest.split_once('}').unwrap_or((self.rest, ""));
        let number = |text: &str| text.parse::<u32>().map_err(|_| error(TOO_MANY));
        let times = match inside.split_once(',') {
            None => number(inside)?,
            // Without an end, the start counts, and none is no less than one.
            Some((least, "")) => number(least)?.max(1),
            Some((least, most)) => number(least)?.max(number(most)?),
        };
        self.counts.repeat(times)?;
        self.out.push_str(&format!("{{{inside}}}"));
        self.rest = rest;
        self.lazy();
        Ok(())
    }

    pub(super) fn lazy(&mut self) {
        if self.take("?") {
            self.out.push('?');
        }
    }
}

/// Whether `n}`, `n,}` or `n,m}` follows.
pub(super) fn is_repetition(rest: &str) -> bool {
    let after_digits = |text: &str| text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let least = &rest[rest.len() - after_digits(rest)..];
    let most = least.strip_prefix(',').map_or(least, |most| &most[most.len() - after_digits(most)..]);
    least.len() < rest.len() && most.starts_with('}')
}
