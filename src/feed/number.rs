//! Converts the text of a number to the nearest 64-bit float, like JavaScript's `Number` and Rust's `str::parse`.

/// The value of a number's text. The text must be a JSON number or one that
/// [`Quantity::read`](crate::inventory::rule::Quantity::read) accepts.
#[must_use]
pub fn value(text: &[u8]) -> f64 {
    small(text).unwrap_or_else(|| parsed(text))
}

/// The usual case: up to 15 characters after an optional minus sign, and no exponent. Digits and scale are exact floats, so
/// their quotient is rounded correctly. `None` for any other text.
fn small(text: &[u8]) -> Option<f64> {
    let (digits, sign) = text.strip_prefix(b"-").map_or((text, 1.0), |digits| (digits, -1.0));
    if digits.len() > 15 {
        return None;
    }
    let (mut value, mut scale, mut has_point) = (0.0, 1.0, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                value = value * 10.0 + f64::from(byte - b'0');
                scale *= if has_point { 10.0 } else { 1.0 };
            }
            b'.' => has_point = true,
            _ => return None,
        }
    }
    Some(sign * value / scale)
}

/// The value of any other number, from JavaScript's `Number`: the parser of Rust's library has a table of 10 KB, and
/// one without a table would add about 950 bytes to `feed.wasm`.
#[cfg(all(target_arch = "wasm32", feature = "wasm-feed"))]
fn parsed(text: &[u8]) -> f64 {
    crate::wasm::number(text)
}

/// The value of any other number, from Rust's library.
#[cfg(not(all(target_arch = "wasm32", feature = "wasm-feed")))]
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
        for text in
            ["0", "3", "007", "999999999999999", "-1", "0.5", "-12.75", "0.1000000000001", "5.", "-.5"]
        {
            assert_eq!(small(text.as_bytes()), text.parse().ok(), "{text}");
        }
        for text in ["+7", "1e2", "9999999999999999"] {
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
