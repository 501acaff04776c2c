//! The order of map keys: go-yaml's "natural" order, made deterministic.
//!
//! The natural order is not transitive (`2a` < `9Z` < `22` < `2a`), and kustomize sorts the keys of a randomised
//! hash map by it: for such sets of keys its own output varies between runs. Here the result is always this one:
//! the keys are sorted by [`by_class`], and if a digit decides between any two neighbours, a stable bottom-up merge
//! sort by the natural order follows. It does not depend on the order of the source.

use std::cmp::Ordering;

use super::unicode::{is_digit, is_letter};

/// The first of the keys that does not stand behind the one before by a difference that is no digit. If there is none,
/// the keys are in order: then every way to sort them gives this order, and no key repeats.
#[inline]
pub(super) fn first_unsorted<'k>(mut keys: impl Iterator<Item = &'k str>) -> Option<usize> {
    let mut previous = keys.next()?;
    let behind =
        keys.position(|key| by_signs(std::mem::replace(&mut previous, key), key) != Some(Ordering::Less));
    behind.map(|at| at + 1)
}

/// The order of two keys, if it is decided without looking at numbers: as [`by_class`].
#[inline]
fn by_signs(a: &str, b: &str) -> Option<Ordering> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let Some(at) = a.iter().zip(b).position(|(x, y)| x != y) else {
        return Some(a.len().cmp(&b.len())).filter(|order| order.is_ne());
    };
    let (x, y) = (RANKS[usize::from(a[at])], RANKS[usize::from(b[at])]);
    (x != 0 && y != 0).then(|| x.cmp(&y))
}

/// Letters behind other signs, each by code; 0 for digits and what is beyond ASCII.
const RANKS: [u8; 256] = {
    let mut ranks = [0; 256];
    let mut code = 0;
    while code < 0x80 {
        ranks[code as usize] = match code {
            b'0'..=b'9' => 0,
            b'A'..=b'Z' | b'a'..=b'z' => 0x80 | code,
            _ => code + 1,
        };
        code += 1;
    }
    ranks
};

/// Up to this many keys are sorted by putting each in its place.
const FEW: usize = 12;

/// Sorts places of keys, of which the first `sorted` are in order, if no numbers have to be looked at. All that come to
/// stand next to each other have been compared.
fn sort_few<'k>(order: &mut [u32], sorted: usize, key: impl Fn(u32) -> &'k str) -> bool {
    for i in sorted..order.len() {
        let (place, text) = (order[i], key(order[i]));
        let mut at = i;
        while at > 0 {
            match by_signs(text, key(order[at - 1])) {
                Some(Ordering::Less) => order[at] = order[at - 1],
                Some(_) => break,
                None => {
                    order[at] = place;
                    return false;
                }
            }
            at -= 1;
        }
        order[at] = place;
    }
    true
}

/// Sorts places of keys, of which the first `sorted` are in order by [`first_unsorted`]. `spare` is room to work in.
///
/// # Errors
/// The first two places of a key that repeats.
pub(super) fn sort<'k>(
    order: &mut [u32],
    sorted: usize,
    spare: &mut Vec<u32>,
    key: impl Fn(u32) -> &'k str,
) -> Result<(), (u32, u32)> {
    if order.len() <= FEW && sort_few(order, sorted, &key) {
        return Ok(());
    }
    sort_many(order, spare, key)
}

/// [`sort`] for any keys in any order.
fn sort_many<'k>(
    order: &mut [u32],
    spare: &mut Vec<u32>,
    key: impl Fn(u32) -> &'k str,
) -> Result<(), (u32, u32)> {
    order.sort_unstable_by(|&a, &b| by_class(key(a), key(b)).then(a.cmp(&b)));
    let mut digits = false;
    for pair in order.windows(2) {
        let (x, y) = difference(key(pair[0]), key(pair[1]));
        if x.is_none() && y.is_none() {
            return Err((pair[0], pair[1]));
        }
        digits |= x.is_some_and(is_digit) || y.is_some_and(is_digit);
    }
    if digits {
        merge_sort(order, spare, |a, b| natural_less(key(a), key(b)));
    }
    Ok(())
}

/// Character by character: those that are no letters first, then by code point; a prefix first. A total order.
#[inline]
fn by_class(a: &str, b: &str) -> Ordering {
    match difference(a, b) {
        (Some(x), Some(y)) => (is_letter(x), x).cmp(&(is_letter(y), y)),
        (x, y) => x.is_some().cmp(&y.is_some()),
    }
}

/// The first characters that differ; none of a text that ended before. Mostly it is the first byte.
#[inline]
fn difference(a: &str, b: &str) -> (Option<char>, Option<char>) {
    if let (Some(&x), Some(&y)) = (a.as_bytes().first(), b.as_bytes().first())
        && x != y
        && x.is_ascii()
        && y.is_ascii()
    {
        return (Some(char::from(x)), Some(char::from(y)));
    }
    let at = common(a, b);
    (a[at..].chars().next(), b[at..].chars().next())
}

/// Length of the common beginning, in whole characters.
fn common(a: &str, b: &str) -> usize {
    let mut at = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    while !a.is_char_boundary(at) || !b.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// go-yaml's order of two keys: at the first difference letters go by code point and after everything else, digit
/// runs by value, then by length, other characters by code point.
fn natural_less(a: &str, b: &str) -> bool {
    let at = common(a, b);
    let (before, a, b) = (&a[..at], &a[at..], &b[at..]);
    let (Some(x), Some(y)) = (a.chars().next(), b.chars().next()) else { return a.len() < b.len() };
    match (is_letter(x), is_letter(y)) {
        (true, true) => return x < y,
        (false, false) => {}
        (_, letter) => return letter,
    }
    // A zero after the non-zero digits of a longer number does not count as a leading zero.
    let continues =
        (x == '0' || y == '0') && before.chars().rev().take_while(|&c| is_digit(c)).any(|c| c != '0');
    let (value_a, len_a) = number(a, continues);
    let (value_b, len_b) = number(b, continues);
    (value_a, len_a, x) < (value_b, len_b, y)
}

/// Value (wrapping as Go's does) and length in characters of the digits at the start.
fn number(text: &str, continues: bool) -> (i64, usize) {
    let digits = text.chars().take_while(|&c| is_digit(c));
    digits.fold((i64::from(continues), 0), |(value, len), c| {
        (value.wrapping_mul(10).wrapping_add(i64::from(u32::from(c)) - i64::from(b'0')), len + 1)
    })
}

/// The standard library's sorts may panic on an order that is not transitive; this one only gives some result.
fn merge_sort(order: &mut [u32], spare: &mut Vec<u32>, less: impl Fn(u32, u32) -> bool) {
    let mut width = 1;
    while width < order.len() {
        for run in order.chunks_mut(width * 2) {
            if run.len() > width && less(run[width], run[width - 1]) {
                merge(run, width, spare, &less);
            }
        }
        width *= 2;
    }
}

/// Merges `run[..middle]` and `run[middle..]`; of equals the left one goes first.
fn merge(run: &mut [u32], middle: usize, spare: &mut Vec<u32>, less: &impl Fn(u32, u32) -> bool) {
    spare.clear();
    spare.extend_from_slice(&run[..middle]);
    let (mut left, mut right, mut to) = (0, middle, 0);
    while left < spare.len() {
        if right < run.len() && less(run[right], spare[left]) {
            run[to] = run[right];
            right += 1;
        } else {
            run[to] = spare[left];
            left += 1;
        }
        to += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(keys: &[&'static str]) -> Vec<&'static str> {
        let mut order: Vec<u32> = (0..keys.len() as u32).collect();
        sort(&mut order, 1, &mut Vec::new(), |i| keys[i as usize]).expect("no key repeats");
        order.into_iter().map(|i| keys[i as usize]).collect()
    }

    #[test]
    fn transitive_sets() {
        // measured with kustomize 5.8.1
        let keys =
            ["a10", "a2", "B", "a-b", "a.b", "a/b", "a_b", "ab", "é", "a", "a02", "10", "9", "-", "~", "aé"];
        let expected =
            ["-", "~", "9", "10", "B", "a", "a-b", "a.b", "a/b", "a_b", "a2", "a02", "a10", "ab", "aé", "é"];
        assert_eq!(sorted(&keys), expected);
    }

    #[test]
    fn intransitive_sets_have_one_result() {
        let expected = sorted(&["2a", "9Z", "22"]);
        assert_eq!(sorted(&["22", "9Z", "2a"]), expected);
        assert_eq!(sorted(&["9Z", "2a", "22"]), expected);
    }

    #[test]
    fn finds_repeated_keys() {
        let keys = ["b", "a", "c", "a"];
        assert_eq!(sort(&mut [0, 1, 2, 3], 1, &mut Vec::new(), |i| keys[i as usize]), Err((1, 3)));
    }

    #[test]
    fn recognises_sorted_keys() {
        let first = |keys: &[&'static str]| first_unsorted(keys.iter().copied());
        assert_eq!(first(&["apiVersion", "kind", "metadata", "spec"]), None);
        assert_eq!(first(&["a", "a-b", "aB", "ab"]), None);
        assert_eq!(first(&["a", "b", "b"]), Some(2));
        assert_eq!(first(&["b", "a"]), Some(1));
        assert_eq!(first(&["a1", "a2"]), Some(1), "digits are left to the sort");
    }

    #[test]
    fn few_keys_are_sorted_like_many() {
        let signs = ["a", "b", "B", "ab", "-", "a-", "a.b", "é", "a2", "1", "", "Z"];
        let mut keys: Vec<&str> = Vec::new();
        for a in signs {
            for b in signs {
                for c in signs {
                    for d in signs {
                        keys.clear();
                        keys.extend([a, b, c, d]);
                        let key = |i: u32| keys[i as usize];
                        let (mut few, mut many) = ([0, 1, 2, 3], [0, 1, 2, 3]);
                        if sort_few(&mut few, 1, key) {
                            assert_eq!(sort_many(&mut many, &mut Vec::new(), key), Ok(()), "{keys:?}");
                            assert_eq!(few, many, "{keys:?}");
                        }
                    }
                }
            }
        }
    }
}
