//! IDs: one grammar per file. Each is parsed once into a type that holds only valid IDs, and borrows its text.

pub(crate) mod company;
pub(crate) mod external;
pub(crate) mod profile;
pub(crate) mod variant;

use crate::error::ErrorKind;

/// Unicode white space, and the two zero-width characters that pasted text often contains.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}')
}

/// Characters that no ID contains: control characters, and U+FFFD, which replaces lost bytes.
pub(crate) fn is_control(c: char) -> bool {
    c.is_control() || c == '\u{FFFD}'
}

/// Checks an ID without a known grammar: not blank, without control characters, a maximum of `most` characters.
pub(crate) fn opaque(
    text: &str,
    most: usize,
    [empty, control, long]: [ErrorKind; 3],
) -> Result<&str, ErrorKind> {
    let mut blank = true;
    for (count, c) in text.chars().enumerate() {
        if count == most {
            return Err(long);
        }
        if is_control(c) {
            return Err(control);
        }
        blank &= is_blank(c);
    }
    if blank { Err(empty) } else { Ok(text) }
}
