//! Decodes JSON strings.

/// Removes the quotes from a string.
pub(super) fn inside(text: &[u8]) -> &[u8] {
    text.get(1..text.len().saturating_sub(1)).unwrap_or_default()
}

/// Decodes a valid string. A lone surrogate, which UTF-8 cannot express, becomes a byte that is never part of UTF-8.
pub(super) fn unescape<'a>(text: &'a [u8], scratch: &'a mut Vec<u8>) -> &'a [u8] {
    if !text.contains(&b'\\') {
        return text;
    }
    scratch.clear();
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte == b'\\' {
            append_escape(&mut rest, scratch);
        } else {
            scratch.push(*byte);
        }
    }
    scratch
}

/// Decodes the escape at the start of `rest`, without its backslash, and appends the character.
#[inline(never)]
#[cold]
fn append_escape(rest: &mut &[u8], out: &mut Vec<u8>) {
    let Some((byte, after)) = rest.split_first() else { return };
    *rest = after;
    out.push(match byte {
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => {
            let character = char::from_u32(code_point(rest));
            let mut buffer = [0; 4];
            let bytes = character.map_or(&b"\xFF"[..], |it| it.encode_utf8(&mut buffer).as_bytes());
            return out.extend_from_slice(bytes);
        }
        other => *other,
    });
}

/// Reads the code point of four hexadecimal digits, or of a surrogate pair.
fn code_point(rest: &mut &[u8]) -> u32 {
    let first = unit(rest);
    if first >> 10 == 0xD800 >> 10
        && let [b'\\', b'u', after @ ..] = *rest
    {
        let mut after = after;
        let second = unit(&mut after);
        if second >> 10 == 0xDC00 >> 10 {
            *rest = after;
            return 0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF);
        }
    }
    first
}

/// The value of four hexadecimal digits.
fn unit(rest: &mut &[u8]) -> u32 {
    let (digits, after) = rest.split_at_checked(4).unwrap_or_default();
    *rest = after;
    digits.iter().fold(0, |value, byte| value << 4 | char::from(*byte).to_digit(16).unwrap_or_default())
}
