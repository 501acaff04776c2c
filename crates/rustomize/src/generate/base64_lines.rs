//! Base64 as kustomize writes it: long values in lines.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Characters in a line.
const LINE: usize = 70;

/// Standard base64 with padding; from 70 characters on it is cut into lines of 70, each ended by a newline.
pub(super) fn encode(bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    if text.len() < LINE {
        return text;
    }
    let mut out = String::with_capacity(text.len() + text.len() / LINE + 1);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, more) = rest.split_at(rest.len().min(LINE));
        out.push_str(line);
        out.push('\n');
        rest = more;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn lines_start_at_seventy_characters() {
        assert_eq!(encode(&[0; 51]).len(), 68);
        assert_eq!(encode(&[0; 52]).len(), 74);
        assert_eq!(encode(&[0; 52]).lines().map(str::len).collect::<Vec<_>>(), [70, 2]);
        assert!(encode(&[0; 54]).ends_with('\n'));
    }
}
