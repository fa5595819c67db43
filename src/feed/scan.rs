//! Searches many bytes at once: 16 with the SIMD instructions of WebAssembly, otherwise 8 in one integer. Both give
//! the same results. Every search ends at a zero byte, and [`PAD`] zero bytes follow the text.

use super::PAD;

#[cfg(target_feature = "simd128")]
use simd as with;
#[cfg(not(target_feature = "simd128"))]
use words as with;

/// The offset of the first quote, backslash or control character from `at` on, which ends plain text in a JSON string,
/// and whether all bytes before it are ASCII.
#[inline]
pub(super) fn string_end(bytes: &[u8], at: usize) -> (usize, bool) {
    with::run_end::<b'"', b'\\', b'\\'>(bytes, at)
}

/// The offset of the first control character from `at` on.
#[inline]
pub(super) fn control(bytes: &[u8], at: usize) -> usize {
    with::run_end::<b'\n', b'\n', b'\n'>(bytes, at).0
}

/// The offset of the first `<`, `&`, `]]>` or control character other than white space from `at` on, which ends plain
/// text in XML, and whether all bytes before it are ASCII.
#[cfg(feature = "xml")]
#[inline]
pub(super) fn text_end(bytes: &[u8], at: usize) -> (usize, bool) {
    xml_end::<b'<', b'&'>(bytes, at)
}

/// Like [`text_end`], but for CDATA, which only `]]>` and control characters end.
#[cfg(feature = "xml")]
#[inline]
pub(super) fn cdata_end(bytes: &[u8], at: usize) -> (usize, bool) {
    xml_end::<b']', b']'>(bytes, at)
}

#[cfg(feature = "xml")]
#[inline]
fn xml_end<const ONE: u8, const OTHER: u8>(bytes: &[u8], mut at: usize) -> (usize, bool) {
    let mut is_ascii = true;
    loop {
        let (stop, ascii) = with::run_end::<ONE, OTHER, b']'>(bytes, at);
        is_ascii &= ascii;
        match bytes.get(stop..).unwrap_or_default() {
            [b'\t' | b'\n' | b'\r', ..] => {}
            [b']', rest @ ..] if !rest.starts_with(b"]>") => {}
            _ => return (stop, is_ascii),
        }
        at = stop + 1;
    }
}

/// Text of up to 32 bytes that is expected at an offset.
#[derive(Clone, Copy)]
pub(super) struct Expected {
    text: [u8; 32],
    /// 0xFF for each byte to compare, 0 for the others.
    mask: [u8; 32],
    /// The length of the text, in bytes.
    pub(super) len: usize,
}

impl Expected {
    /// Returns `None` if the text is too long.
    pub(super) fn new(bytes: &[u8]) -> Option<Self> {
        const { assert!(PAD >= 32) }
        let (mut text, mut mask) = ([0; 32], [0; 32]);
        text.get_mut(..bytes.len())?.copy_from_slice(bytes);
        mask.get_mut(..bytes.len())?.fill(0xFF);
        Some(Self { text, mask, len: bytes.len() })
    }

    /// Whether `bytes` has the text at `at`.
    #[inline]
    pub(super) fn is_at(&self, bytes: &[u8], at: usize) -> bool {
        let found = bytes.get(at..).and_then(<[u8]>::first_chunk::<32>);
        found.is_some_and(|found| with::same(found, &self.text, &self.mask))
    }
}

/// Whether the bytes from `start` to `end` are UTF-8. An incomplete character is invalid.
#[inline(never)]
pub(super) fn is_utf8(bytes: &[u8], start: usize, end: usize) -> bool {
    with::is_utf8(bytes, start, end)
}

/// The offset of the first byte that is not valid UTF-8, or the length if all are valid. An incomplete character is
/// invalid.
#[cold]
pub(super) fn not_utf8(bytes: &[u8]) -> usize {
    let mut at = 0;
    let character = |at| (at + 1..=bytes.len().min(at + 4)).find(|end| is_utf8(bytes, at, *end));
    while let Some(end) = character(at) {
        at = end;
    }
    at
}

#[cfg(any(not(target_feature = "simd128"), test))]
mod words {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES * 128;

    /// The high bit of each zero byte. Bits above the first such byte may be wrong.
    const fn zeros(word: u64) -> u64 {
        word.wrapping_sub(ONES) & !word & HIGH
    }

    const fn equal(word: u64, byte: u8) -> u64 {
        zeros(word ^ (ONES * byte as u64))
    }

    pub(super) fn run_end<const ONE: u8, const TWO: u8, const THREE: u8>(
        bytes: &[u8],
        mut at: usize,
    ) -> (usize, bool) {
        let mut high = 0;
        while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
            let word = u64::from_le_bytes(*chunk);
            let control = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
            let hits = equal(word, ONE) | equal(word, TWO) | equal(word, THREE) | control;
            if hits != 0 {
                let bit = hits & hits.wrapping_neg();
                // Only the bytes before the hit count.
                high |= word & (bit - 1) & HIGH;
                return (at + hits.trailing_zeros() as usize / 8, high == 0);
            }
            high |= word & HIGH;
            at += 8;
        }
        (at.min(bytes.len()), high == 0)
    }

    pub(super) fn is_utf8(bytes: &[u8], start: usize, end: usize) -> bool {
        bytes.get(start..end).is_some_and(|bytes| str::from_utf8(bytes).is_ok())
    }

    /// Whether two texts are equal in the bits of the mask.
    #[inline]
    pub(super) fn same(one: &[u8; 32], other: &[u8; 32], mask: &[u8; 32]) -> bool {
        let [one, other, mask] = [one, other, mask].map(|bytes| bytes.as_chunks::<8>().0);
        let differs = one.iter().zip(other).zip(mask).fold(0, |differs, ((one, other), mask)| {
            let [one, other, mask] = [one, other, mask].map(|bytes| u64::from_le_bytes(*bytes));
            differs | ((one ^ other) & mask)
        });
        differs == 0
    }
}

#[cfg(target_feature = "simd128")]
mod simd {
    #![expect(unsafe_code, reason = "loads of 16 bytes: each from an array of 16 bytes, which has them")]

    use core::arch::wasm32::{
        i8x16_shuffle, i8x16_splat, i8x16_swizzle, u8x16_bitmask, u8x16_eq, u8x16_le, u8x16_lt, u8x16_shr,
        u8x16_splat, u8x16_sub_sat, u16x8_shr, v128, v128_and, v128_any_true, v128_load, v128_or, v128_xor,
    };

    #[inline]
    fn load(bytes: &[u8; 16]) -> v128 {
        // Sound: the reference is to 16 bytes that may be read, and the instruction needs no alignment.
        unsafe { v128_load(bytes.as_ptr().cast()) }
    }

    #[inline]
    pub(super) fn run_end<const ONE: u8, const TWO: u8, const THREE: u8>(
        bytes: &[u8],
        mut at: usize,
    ) -> (usize, bool) {
        let mut high = u8x16_splat(0);
        while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<16>) {
            let block = load(chunk);
            let one = u8x16_eq(block, u8x16_splat(ONE));
            let two = u8x16_eq(block, u8x16_splat(TWO));
            let three = u8x16_eq(block, u8x16_splat(THREE));
            let control = u8x16_le(block, u8x16_splat(0x1F));
            let hits = u8x16_bitmask(v128_or(v128_or(one, two), v128_or(three, control)));
            if hits != 0 {
                let before = (hits & hits.wrapping_neg()).wrapping_sub(1);
                let ascii = u8x16_bitmask(block) & before == 0 && u8x16_bitmask(high) == 0;
                return (at + hits.trailing_zeros() as usize, ascii);
            }
            high = v128_or(high, block);
            at += 16;
        }
        (at.min(bytes.len()), u8x16_bitmask(high) == 0)
    }

    /// Whether two texts are equal in the bits of the mask.
    #[inline]
    pub(super) fn same(one: &[u8; 32], other: &[u8; 32], mask: &[u8; 32]) -> bool {
        let [one, other, mask] = [one, other, mask].map(|bytes| bytes.as_chunks::<16>().0);
        let differs =
            one.iter().zip(other).zip(mask).fold(u8x16_splat(0), |differs, ((one, other), mask)| {
                v128_or(differs, v128_and(v128_xor(load(one), load(other)), load(mask)))
            });
        !v128_any_true(differs)
    }

    /// Whether bytes are UTF-8, 16 at a time. Three tables classify each pair of adjacent bytes; the bits they have in
    /// common are the errors (J. Keiser, D. Lemire, “Validating UTF-8 In Less Than One Instruction Per Byte”,
    /// <https://arxiv.org/abs/2010.03090>).
    pub(super) fn is_utf8(bytes: &[u8], start: usize, end: usize) -> bool {
        let (blocks, rest) = bytes.get(start..end).unwrap_or_default().as_chunks::<16>();
        let mut wrong = u8x16_splat(0);
        let mut before = u8x16_splat(0);
        for block in blocks {
            let block = load(block);
            wrong = v128_or(wrong, mistakes(before, block));
            before = block;
        }
        // The rest is shorter than a block, so a zero byte follows it and exposes an incomplete character.
        let mut end = [0; 16];
        if let Some(end) = end.get_mut(..rest.len()) {
            end.copy_from_slice(rest);
        }
        !v128_any_true(v128_or(wrong, mistakes(before, load(&end))))
    }

    const TOO_SHORT: u8 = 1; // a lead byte without a continuation byte after it
    const TOO_LONG: u8 = 1 << 1; // ASCII with a continuation byte after it
    const OVERLONG_3: u8 = 1 << 2;
    const TOO_LARGE: u8 = 1 << 3;
    const SURROGATE: u8 = 1 << 4;
    const OVERLONG_2: u8 = 1 << 5;
    const TOO_LARGE_1000: u8 = 1 << 6;
    const OVERLONG_4: u8 = 1 << 6;
    const TWO_CONTS: u8 = 1 << 7;
    const CARRY: u8 = TOO_SHORT | TOO_LONG | TWO_CONTS;

    /// Errors possible with the high half of the first byte.
    const FIRST_HIGH: [u8; 16] = [
        TOO_LONG,
        TOO_LONG,
        TOO_LONG,
        TOO_LONG,
        TOO_LONG,
        TOO_LONG,
        TOO_LONG,
        TOO_LONG,
        TWO_CONTS,
        TWO_CONTS,
        TWO_CONTS,
        TWO_CONTS,
        TOO_SHORT | OVERLONG_2,
        TOO_SHORT,
        TOO_SHORT | OVERLONG_3 | SURROGATE,
        TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4,
    ];
    /// Errors possible with the low half of the first byte.
    const FIRST_LOW: [u8; 16] = [
        CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4,
        CARRY | OVERLONG_2,
        CARRY,
        CARRY,
        CARRY | TOO_LARGE,
        CARRY | TOO_LARGE | TOO_LARGE_1000,
        CARRY | TOO_LARGE | TOO_LARGE_1000,
        CARRY | TOO_LARGE | TOO_LARGE_1000,
        CARRY | TOO_LARGE | TOO_LARGE_1000,
        CARRY | TOO_LARGE | TOO_LARGE_1000,
        CARRY | TOO_LARGE | TOO_LARGE_1000,
        CARRY | TOO_LARGE | TOO_LARGE_1000,
        CARRY | TOO_LARGE | TOO_LARGE_1000,
        CARRY | TOO_LARGE | TOO_LARGE_1000 | SURROGATE,
        CARRY | TOO_LARGE | TOO_LARGE_1000,
        CARRY | TOO_LARGE | TOO_LARGE_1000,
    ];
    /// Errors possible with the high half of the second byte.
    const SECOND_HIGH: [u8; 16] = [
        TOO_SHORT,
        TOO_SHORT,
        TOO_SHORT,
        TOO_SHORT,
        TOO_SHORT,
        TOO_SHORT,
        TOO_SHORT,
        TOO_SHORT,
        TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE_1000 | OVERLONG_4,
        TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE,
        TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE,
        TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE,
        TOO_SHORT,
        TOO_SHORT,
        TOO_SHORT,
        TOO_SHORT,
    ];

    /// The high half of each byte.
    #[inline]
    fn high_half(block: v128) -> v128 {
        v128_and(u16x8_shr(block, 4), u8x16_splat(0x0F))
    }

    /// The errors in `block`, which follows `before`: nonzero in each invalid byte.
    #[inline]
    fn mistakes(before: v128, block: v128) -> v128 {
        let first =
            i8x16_shuffle::<15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30>(before, block);
        let second =
            i8x16_shuffle::<14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29>(before, block);
        let third =
            i8x16_shuffle::<13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28>(before, block);
        let special = v128_and(
            v128_and(
                i8x16_swizzle(load(&FIRST_HIGH), high_half(first)),
                i8x16_swizzle(load(&FIRST_LOW), v128_and(first, u8x16_splat(0x0F))),
            ),
            i8x16_swizzle(load(&SECOND_HIGH), high_half(block)),
        );
        // The third and fourth byte of a long character must be continuation bytes; only then are two in a row valid.
        let is_third = u8x16_sub_sat(second, u8x16_splat(0xE0 - 0x80));
        let is_fourth = u8x16_sub_sat(third, u8x16_splat(0xF0 - 0x80));
        let expected = v128_and(v128_or(is_third, is_fourth), i8x16_splat(i8::MIN));
        v128_xor(expected, special)
    }
}
