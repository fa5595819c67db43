//! Ids: one grammar a file, parsed once into a type that cannot hold a bad one. They borrow the text they were given.

pub(crate) mod company;
pub(crate) mod external;
pub(crate) mod profile;
pub(crate) mod variant;

use crate::error::ErrorKind;

/// White space as a person sees it: Unicode's, and the two zero-width characters that pasted text brings along.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}')
}

/// Characters that no id has: control characters, and U+FFFD, which stands for bytes that were lost on the way.
pub(crate) fn is_control(c: char) -> bool {
    c.is_control() || c == '\u{FFFD}'
}

/// The rule of ids that are Klaviyo's or a person's: not blank, no control characters, not longer than `most` characters.
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
