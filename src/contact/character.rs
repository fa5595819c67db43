//! Characters that keyboards and the clipboard add to a contact, or replace.

/// Prepares a contact for parsing: drops invisible characters, no-break spaces and line breaks, and converts full-width
/// characters to ASCII.
pub(super) fn clean(text: &str) -> String {
    let mut cleaned = String::new();
    for c in text.chars() {
        if !is_invisible(c) && !matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}' | '\r' | '\n') {
            cleaned.push(half_width(c));
        }
    }
    cleaned
}

/// Whether a character is invisible by definition: Unicode's `Default_Ignorable_Code_Point`, such as zero-width spaces,
/// direction marks, variation selectors and fillers.
fn is_invisible(c: char) -> bool {
    matches!(
        u32::from(c),
        0xAD | 0x34F
            | 0x61C
            | 0x115F..=0x1160
            | 0x17B4..=0x17B5
            | 0x180B..=0x180F
            | 0x200B..=0x200F
            | 0x202A..=0x202E
            | 0x2060..=0x206F
            | 0x3164
            | 0xFE00..=0xFE0F
            | 0xFEFF
            | 0xFFA0
            | 0xFFF0..=0xFFF8
            | 0x1BCA0..=0x1BCA3
            | 0x1D173..=0x1D17A
            | 0xE0000..=0xE0FFF
    )
}

/// Converts a full-width character to ASCII, as NFKC does. Other characters are unchanged.
///
/// The two ideographic full stops are dots, as in domain names.
fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{3002}' | '\u{FF61}' => '.',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}
