//! Random bytes and numbers from the operating system.

/// Random bytes.
///
/// # Errors
///
/// If the operating system has no random numbers, nothing is safe to send.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// A random number from 0 up to 1, to spread retries.
#[must_use]
pub(crate) fn fraction() -> f64 {
    // Without a random number the wait is as long as possible.
    bytes::<4>().map_or(1.0, |bytes| f64::from(u32::from_ne_bytes(bytes)) / f64::from(u32::MAX))
}

/// Bytes in hexadecimal digits.
#[must_use]
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes of exactly `2 * N` hexadecimal digits.
#[must_use]
pub(crate) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != 2 * N || !text.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    // `from_str_radix` takes a sign.
    (!text.contains('+')).then_some(bytes)
}
