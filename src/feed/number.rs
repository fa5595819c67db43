//! The value of a number's text: the nearest 64-bit number, as JavaScript's `Number` and Rust's `str::parse` have it.

/// The value of text that [`Quantity::read`](crate::inventory::rule::Quantity::read) takes for a number, or that is a
/// number in JSON.
#[must_use]
pub fn value(text: &[u8]) -> f64 {
    small(text).unwrap_or_else(|| parsed(text))
}

/// The value of up to fifteen digits, which is exact. Nearly all quantities and policies are written so.
fn small(text: &[u8]) -> Option<f64> {
    let append = |value, byte: &u8| byte.is_ascii_digit().then(|| value * 10.0 + f64::from(byte - b'0'));
    if text.len() > 15 { None } else { text.iter().try_fold(0.0, append) }
}

/// The value of any other number, by JavaScript's `Number`: the library's parser has a table of 10 KB, and one without a
/// table is 750 bytes of `feed.wasm`.
#[cfg(all(target_arch = "wasm32", feature = "feed"))]
fn parsed(text: &[u8]) -> f64 {
    crate::wasm::number(text)
}

/// The value of any other number, by the library.
#[cfg(not(all(target_arch = "wasm32", feature = "feed")))]
fn parsed(text: &[u8]) -> f64 {
    str::from_utf8(text).ok().and_then(|text| text.parse().ok()).unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::{small, value};
    use proptest::prelude::*;

    #[track_caller]
    fn is_exact(text: &str) {
        let expected: f64 = text.parse().unwrap();
        assert_eq!(value(text.as_bytes()).to_bits(), expected.to_bits(), "{text}");
    }

    #[test]
    fn zeros_have_a_sign() {
        for text in ["0", "-0", "+0", "0.0", "-.0", "0.", "0e5", "-0E-400", "1e-400", "-1e-324"] {
            is_exact(text);
        }
    }

    #[test]
    fn small_numbers_are_read_here() {
        for text in ["0", "3", "007", "999999999999999"] {
            assert_eq!(small(text.as_bytes()), text.parse().ok(), "{text}");
        }
        for text in ["-1", "+7", "0.5", "1e2", "9999999999999999"] {
            assert_eq!(small(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn is_what_the_library_says(text in r"[+-]?([0-9]{1,18}\.?[0-9]{0,9}|\.[0-9]{1,18})([eE][+-]?[0-9]{1,3})?") {
            is_exact(&text);
        }
    }
}
