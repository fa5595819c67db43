//! A number's text to its value.

use super::page::{self, ask};

/// The value of text that is a number. Digits with or without a point are read here, the rest is asked for.
#[must_use]
pub fn value(text: &[u8]) -> f64 {
    plain(text).unwrap_or_else(|| ask(page::NUMBER, text))
}

/// The value of text that is up to fifteen digits, of which some may stand behind a point, with or without a minus: by one
/// operation on exact numbers, so it is the nearest there is.
#[inline(never)]
pub(super) fn plain(text: &[u8]) -> Option<f64> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    // More would not fit.
    if text.len() > 16 {
        return None;
    }
    let (mut digits, mut seen, mut scale) = (0_u64, 0_u32, 0.0);
    for byte in text {
        match byte {
            b'0'..=b'9' => {
                digits = digits * 10 + u64::from(byte - b'0');
                seen += 1;
                scale *= 10.0;
            }
            b'.' if scale == 0.0 => scale = 1.0,
            _ => return None,
        }
    }
    if !(1..=15).contains(&seen) {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "fifteen digits are fewer than 2⁵³")]
    let value = if scale > 1.0 { digits as f64 / scale } else { digits as f64 };
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    fn parse(text: &[u8]) -> f64 {
        core::str::from_utf8(text).unwrap().parse().unwrap()
    }

    proptest! {
        #[test]
        fn is_what_the_library_says(text in r"[+-]?([0-9]{1,18}\.?[0-9]{0,9}|\.[0-9]{1,9})([eE][+-]?[0-9]{1,3})?") {
            let value = super::value(text.as_bytes());
            prop_assert_eq!(value.to_bits(), parse(text.as_bytes()).to_bits());
        }
    }
}
