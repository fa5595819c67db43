//! What JSON strings mean.

use crate::json::put;

/// A string without its quotes.
pub(super) fn inside(text: &[u8]) -> &[u8] {
    text.get(1..text.len().saturating_sub(1)).unwrap_or_default()
}

/// What a valid string means. A lone surrogate, which UTF-8 cannot say, becomes a byte that is in no text.
#[inline(never)]
pub(super) fn unescape<'a>(text: &'a [u8], scratch: &'a mut Vec<u8>) -> &'a [u8] {
    scratch.clear();
    let mut at = 0;
    let byte = |at: usize| text.get(at).copied().unwrap_or_default();
    while at < text.len() {
        let mut unit = u32::from(byte(at));
        let mut plain = true;
        at += 1;
        if unit == u32::from(b'\\') {
            plain = false;
            unit = u32::from(match byte(at) {
                b'b' => 8,
                b'f' => 12,
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                other => other,
            });
            at += 1;
            if unit == u32::from(b'u') {
                unit = hex(text, at);
                at += 4;
                if unit >> 10 == 0xD800 >> 10 && byte(at) == b'\\' && byte(at + 1) == b'u' {
                    let second = hex(text, at + 2);
                    if second >> 10 == 0xDC00 >> 10 {
                        unit = 0x10000 + ((unit & 0x3FF) << 10) + (second & 0x3FF);
                        at += 6;
                    }
                }
            }
        }
        if plain || unit < 0x80 {
            #[expect(clippy::cast_possible_truncation, reason = "it is a byte")]
            put(&[unit as u8], scratch);
        } else {
            match char::from_u32(unit) {
                Some(character) => put(character.encode_utf8(&mut [0; 4]).as_bytes(), scratch),
                None => put(&[0xFF], scratch),
            }
        }
    }
    scratch
}

/// The value of four hexadecimal digits.
fn hex(text: &[u8], at: usize) -> u32 {
    let mut value = 0;
    for at in at..at + 4 {
        let byte = text.get(at).copied().unwrap_or_default();
        // A letter is nine further than the low half of its byte.
        value = value << 4 | u32::from((byte & 15) + if byte > b'9' { 9 } else { 0 });
    }
    value
}
