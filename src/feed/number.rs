//! A number's text to its value, without the library's parser, which is as large as all the rest.

/// Powers of ten that are exact.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// The value of text that [`crate::inventory::is_number`]. What has at most 15 digits and a small exponent is computed
/// by one operation on exact numbers, so it is the nearest there is; the rest is left to `parse`.
pub fn value(text: &[u8], parse: impl FnOnce(&[u8]) -> f64) -> f64 {
    exact(text).unwrap_or_else(|| parse(text))
}

/// The nearest number to any text that is one: the library's own parser, or on the web the page's.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn parse(text: &[u8]) -> f64 {
    core::str::from_utf8(text).ok().and_then(|text| text.parse().ok()).unwrap_or(f64::NAN)
}
#[cfg(target_arch = "wasm32")]
pub(crate) use crate::wasm::number::parse;

fn exact(text: &[u8]) -> Option<f64> {
    let (negative, mut rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let (mut digits, mut seen, mut point) = (0_u64, 0_u32, false);
    let mut power = 0_i32;
    while let [byte, behind @ ..] = rest {
        match byte {
            b'0'..=b'9' => {
                digits = digits * 10 + u64::from(byte - b'0');
                seen += 1;
                power -= i32::from(point);
                if seen > 15 {
                    return None;
                }
            }
            b'.' => point = true,
            _ => {
                power += exponent(behind)?;
                break;
            }
        }
        rest = behind;
    }
    #[expect(clippy::cast_precision_loss, reason = "fifteen digits are fewer than 2⁵³")]
    let whole = digits as f64;
    let scale = *POWERS.get(power.unsigned_abs() as usize)?;
    let value = if power < 0 { whole / scale } else { whole * scale };
    Some(if negative { -value } else { value })
}

fn exponent(text: &[u8]) -> Option<i32> {
    let (negative, rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let mut value = 0;
    for byte in rest {
        value = value * 10 + i32::from(byte - b'0');
        if value > 99 {
            return None;
        }
    }
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
            let value = super::value(text.as_bytes(), parse);
            prop_assert_eq!(value.to_bits(), parse(text.as_bytes()).to_bits());
        }
    }
}
