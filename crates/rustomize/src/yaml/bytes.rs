//! Looks for bytes eight at a time: texts are short, and leaving a loop over bytes is a branch never foreseen.

const ONES: u64 = u64::from_ne_bytes([1; 8]);
const HIGHS: u64 = ONES << 7;

/// Whether two texts are the same. For short ones quicker than the comparison of the standard library, which is a call.
#[inline]
pub(crate) fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    a.len() == b.len()
        && match a.len() {
            0 => true,
            1..4 => a[0] == b[0] && a[a.len() / 2] == b[b.len() / 2] && a[a.len() - 1] == b[b.len() - 1],
            4..8 => a.first_chunk::<4>() == b.first_chunk() && a.last_chunk::<4>() == b.last_chunk(),
            8..=16 => a.first_chunk::<8>() == b.first_chunk() && a.last_chunk::<8>() == b.last_chunk(),
            _ => a == b,
        }
}

/// Where the first byte of a kind is, from `at` on; the end if there is none.
///
/// `hits` sets the high bit of each byte of a word that is of the kind, put together from [`equal`] and [`below`];
/// `is_hit` says the same of the bytes that make no whole word.
#[inline]
pub(super) fn find(
    bytes: &[u8],
    mut at: usize,
    hits: impl Fn(u64) -> u64,
    is_hit: impl Fn(u8) -> bool,
) -> usize {
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let found = hits(u64::from_le_bytes(*chunk)) & HIGHS;
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|&b| is_hit(b)).unwrap_or(rest.len())
}

/// The high bits of the bytes that are `byte`. Bytes above one may be reported with it: the lowest is always true.
#[inline]
pub(super) const fn equal(word: u64, byte: u8) -> u64 {
    let other = word ^ (ONES * byte as u64);
    other.wrapping_sub(ONES) & !other
}

/// The high bits of the bytes below `limit`, which is ASCII. As with [`equal`], the lowest is always true.
#[inline]
pub(super) const fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(ONES * limit as u64) & !word
}

/// The word without a bit, for two bytes that differ in it.
#[inline]
pub(super) const fn without(word: u64, bit: u8) -> u64 {
    word & !(ONES * bit as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_differ_in_any_byte_are_not_the_same() {
        let text = "abcdefghijklmnopqrstuvwxyz";
        let copy = text.to_owned();
        for length in 0..text.len() {
            let own = &text[..length];
            assert!(same(own, &copy[..length]) && !same(own, &copy[..length + 1]));
            for at in 0..length {
                let mut other = own.to_owned();
                other.replace_range(at..=at, "!");
                assert!(!same(own, &other) && !same(&other, own), "{other}");
            }
        }
    }

    #[test]
    fn finds_every_byte_at_every_place() {
        for byte in 0..=255 {
            for at in 0..20 {
                let mut text = [b'x'; 20];
                text[at] = byte;
                let hits = |w| equal(w, b':') | below(w, 0x10) | equal(without(w, 2), b'<');
                let is_hit = |b: u8| b == b':' || b < 0x10 || b == b'<' || b == b'>';
                let expected = if is_hit(byte) { at } else { 20 };
                assert_eq!(find(&text, 0, hits, is_hit), expected, "{byte} at {at}");
            }
        }
    }
}
