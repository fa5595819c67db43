//! The value of a number's text: the nearest 64-bit number, as JavaScript's `Number` and Rust's `str::parse` have it.
//!
//! The library's parser is exact too, but its table of powers alone is 10 KB: more than all the rest of the JSON module.

/// More significant digits than this only matter by not being zero: no two neighboring numbers, and no number halfway
/// between them, have more than 767.
const DIGITS: i32 = 768;
/// The longest product: [`DIGITS`] digits, shifted so far that dividing by 10^1,098 leaves 64 bits.
const LIMBS: usize = 208;

/// The value of text that [`Quantity::read`](crate::inventory::rule::Quantity::read) takes for a number, or that is a number in JSON.
#[must_use]
pub fn value(text: &[u8]) -> f64 {
    match text {
        [b'-', text @ ..] => -magnitude(text),
        [b'+', text @ ..] | text => magnitude(text),
    }
}

/// The value of text without a sign.
fn magnitude(text: &[u8]) -> f64 {
    // The value is these digits as a whole number, times ten to the power of the exponent.
    let (mut digits, mut count, mut exponent) = (0_u64, 0, 0);
    let mut is_cut = false;
    let mut after_point = 0;
    let mut rest = text.iter();
    for byte in rest.by_ref() {
        match byte {
            b'0'..=b'9' => {
                let is_significant = count > 0 || *byte != b'0';
                if is_significant && count == DIGITS {
                    is_cut |= *byte != b'0';
                    exponent += 1 - after_point;
                } else {
                    digits = digits.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
                    count += i32::from(is_significant);
                    exponent -= after_point;
                }
            }
            b'.' => after_point = 1,
            // `e` or `E`.
            _ => {
                exponent += whole(rest.as_slice());
                break;
            }
        }
    }
    // Up to 15 digits, and up to 10^22, are exact: one operation on them rounds once.
    if count <= 15 && (-22..=22).contains(&exponent) {
        #[expect(clippy::cast_precision_loss, reason = "fifteen digits are fewer than 2^53")]
        let digits = digits as f64;
        let power = (0..exponent.abs()).fold(1.0, |power, _| power * 10.0);
        return if exponent < 0 { digits / power } else { digits * power };
    }
    match count + exponent {
        _ if count == 0 => 0.0,
        ..-330 => 0.0,
        311.. => f64::INFINITY,
        _ => nearest(text, count, exponent, is_cut),
    }
}

/// An exponent as it is written; one that is far beyond all numbers stays so.
fn whole(text: &[u8]) -> i32 {
    let (sign, text) = match text {
        [b'-', text @ ..] => (-1, text),
        [b'+', text @ ..] | text => (1, text),
    };
    let append = |value: i32, byte: &u8| (value * 10 + i32::from(byte - b'0')).min(100_000_000);
    sign * text.iter().fold(0, append)
}

/// The number nearest to the first so many digits of the text, as a whole number, times ten to the power of `exponent`;
/// the even one of two. `is_cut`: it is a little larger than that.
#[cold]
#[inline(never)]
fn nearest(text: &[u8], mut count: i32, exponent: i32, mut is_cut: bool) -> f64 {
    let mut big = Big { limbs: [0; LIMBS], len: 0 };
    for byte in text.iter().filter(|byte| **byte != b'.') {
        if count == 0 {
            break;
        }
        big.multiply(10, u32::from(byte - b'0'));
        // Zeros before the first digit leave it at zero.
        count -= i32::from(big.len > 0);
    }
    let mut shifted = 0;
    if exponent < 0 {
        // Ten has less than 10/3 bits, and 64 more must be left.
        shifted = exponent.unsigned_abs() * 10 / 3 / 32 + 3;
        (0..2 * shifted).for_each(|_| big.multiply(1 << 16, 0));
    }
    let mut left = exponent.unsigned_abs();
    while left > 0 {
        let step = left.min(9);
        let power = 10_u32.pow(step);
        if exponent < 0 {
            is_cut |= big.divide(power) > 0;
        } else {
            big.multiply(power, 0);
        }
        left -= step;
    }
    big.round(shifted, is_cut)
}

/// A whole number, its lowest 32 bits first.
struct Big {
    limbs: [u32; LIMBS],
    len: usize,
}

#[expect(clippy::cast_possible_truncation, reason = "limbs are the halves of what is cast")]
impl Big {
    fn used(&mut self) -> &mut [u32] {
        self.limbs.get_mut(..self.len).unwrap_or_default()
    }

    #[inline(never)]
    fn multiply(&mut self, factor: u32, add: u32) {
        let mut carry = u64::from(add);
        for limb in self.used() {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.len += 1;
            self.used().last_mut().into_iter().for_each(|limb| *limb = carry as u32);
        }
    }

    /// Divides, rounds down, and returns the remainder.
    #[inline(never)]
    fn divide(&mut self, divisor: u32) -> u64 {
        let mut rest = 0;
        for limb in self.used().iter_mut().rev() {
            rest = rest << 32 | u64::from(*limb);
            *limb = (rest / u64::from(divisor)) as u32;
            rest %= u64::from(divisor);
        }
        while self.used().last() == Some(&0) {
            self.len -= 1;
        }
        rest
    }

    /// This number, or a little more if `is_cut`, divided by two to the power of 32 for each shifted limb.
    #[expect(clippy::cast_possible_wrap, clippy::cast_sign_loss, reason = "counts of bits are small")]
    fn round(&mut self, shifted: u32, is_cut: bool) -> f64 {
        let bits = 32 * self.len as i32;
        let mut limbs = self.used().iter().rev().map(|limb| u64::from(*limb));
        let [first, second, third] = core::array::from_fn(|_| limbs.next().unwrap_or_default());
        // The highest 64 bits, and whether there are others.
        let zeros = (first as u32).leading_zeros();
        let third = third << zeros;
        let mut top = (first << 32 | second) << zeros | third >> 32;
        if is_cut || third as u32 > 0 || limbs.any(|limb| limb > 0) {
            top |= 1;
        }
        // The power of two of the first bit, from that of the smallest number with all of its 53 bits on.
        let power = bits - 1 - zeros as i32 - 32 * shifted as i32 + 1022;
        if power > 2045 {
            return f64::INFINITY;
        }
        // Below, each power has one bit less.
        let cut = 11 - power.min(0);
        let kept = top.checked_shr(cut as u32).unwrap_or_default();
        let half = match cut {
            ..=64 => top << (64 - cut),
            _ => 0,
        };
        let up = half > 1 << 63 || half == 1 << 63 && kept & 1 == 1;
        // Where all 53 bits are there, the first of them is the exponent's lowest one; rounding up may carry into it.
        let exponent = (power.max(0) as u64) << 52;
        f64::from_bits(exponent + kept + u64::from(up))
    }
}

#[cfg(test)]
mod tests {
    use super::value;
    use proptest::prelude::*;

    #[track_caller]
    fn is_exact(text: &str) {
        let expected: f64 = text.parse().unwrap();
        assert_eq!(value(text.as_bytes()).to_bits(), expected.to_bits(), "{text}");
    }

    #[test]
    fn zeros_have_a_sign() {
        for text in ["0", "-0", "+0", "0.0", "-.0", "0e5", "0e999999999999", "-0E-400", "1e-400", "-1e-324"] {
            is_exact(text);
        }
        is_exact(&format!("0.{}", "0".repeat(100_000)));
    }

    #[test]
    fn the_largest_and_the_smallest() {
        for text in [
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1.797693134862315807e308",
            "1.797693134862315808e308",
            "1e309",
            "-1e400",
            "1e2147483648",
            "1e-2147483649",
            "2.2250738585072014e-308",
            "2.2250738585072011e-308",
            "4.9406564584124654e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "3e-324",
        ] {
            is_exact(text);
        }
        // What a long text moves beyond the exponents that are written, it moves back.
        is_exact(&format!("0.{}1e100001", "0".repeat(100_000)));
        is_exact(&format!("1{}e-100000", "0".repeat(100_000)));
        is_exact(&format!("{}.5", "9".repeat(1000)));
    }

    /// All digits of the number halfway between a number and the next one.
    fn halfway(bits: u64) -> String {
        // Half of the distance is the last bit of a number with one bit more: a multiple of 2^-1075.
        let exponent = (bits >> 52).max(1);
        let fraction = (bits & ((1 << 52) - 1)) | if bits >> 52 > 0 { 1 << 52 } else { 0 };
        let mut digits = (2 * fraction + 1).to_string().bytes().rev().map(|it| it - b'0').collect::<Vec<_>>();
        let times = |digits: &mut Vec<u8>, factor: u8| {
            let mut carry = 0;
            for digit in digits.iter_mut() {
                carry += *digit * factor;
                *digit = carry % 10;
                carry /= 10;
            }
            if carry > 0 {
                digits.push(carry);
            }
        };
        (1..exponent).for_each(|_| times(&mut digits, 2));
        // 2^-1075 is 5^1075 · 10^-1075.
        (0..1075).for_each(|_| times(&mut digits, 5));
        digits.iter().rev().map(|digit| char::from(digit + b'0')).collect::<String>() + "e-1075"
    }

    #[test]
    fn between_two_numbers_the_even_one_is_nearest() {
        let mut bits: Vec<u64> = vec![0, 1, 2, (1 << 52) - 1, 1 << 52];
        for value in [0.1, 1.0, 2.0, 3.0, 1e22, 1e300, f64::MAX] {
            bits.extend([value.to_bits() - 1, value.to_bits()]);
        }
        for bits in bits {
            let text = halfway(bits);
            is_exact(&text);
            let (digits, exponent) = text.split_once('e').unwrap();
            is_exact(&format!("{digits}.{}1e{exponent}", "0".repeat(900)));
            // A little less: the last digit that is not zero, less one, and nines behind it.
            let digits = digits.trim_end_matches('0');
            let zeros = text.len() - digits.len() - "e-1075".len();
            let (before, last) = digits.split_at(digits.len() - 1);
            let last: u32 = last.parse().unwrap();
            let nines = "9".repeat(900);
            is_exact(&format!("{before}{}.{nines}e{}", last - 1, i32::try_from(zeros).unwrap() - 1075));
        }
    }

    proptest! {
        #[test]
        fn is_what_the_library_says(text in r"[+-]?([0-9]{1,18}\.?[0-9]{0,9}|\.[0-9]{1,9})([eE][+-]?[0-9]{1,3})?") {
            is_exact(&text);
        }

        #[test]
        fn with_many_digits_too(text in r"[0-9]{1,30}(\.[0-9]{0,900})?(e-?[0-9]{1,4})?") {
            is_exact(&text);
        }

        #[test]
        fn every_number_is_read_back(bits in any::<u64>()) {
            let number = f64::from_bits(bits);
            if number.is_finite() {
                is_exact(&format!("{number:e}"));
                is_exact(&halfway(bits & (u64::MAX >> 1)));
            }
        }
    }
}
