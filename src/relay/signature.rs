//! Identifiers that the shop has signed.

use super::refused::Refused;
use crate::subscription::Profile;

/// The header that says that the shop has signed the identifiers of a request.
pub const IDENTITY_HEADER: &str = "back-in-stock-identity";

/// The longest validity of a signature, in seconds.
const LONGEST: i64 = 24 * 60 * 60;

/// Checks the header [`IDENTITY_HEADER`]: the second since 1970 at which it expires, a dot, and the signature in hexadecimal
/// digits. `now` is in seconds.
///
/// The signature is the HMAC-SHA-256 of six lines: company ID, expiry, and the document's `id`, `external_id`, `email` and
/// `phone_number`, each empty if it is not there. `is_signed` compares it, in constant time.
///
/// # Errors
///
/// [`Refused::Signature`].
///
/// ```
/// use back_in_stock::{Profile, relay::check_signature};
///
/// let profile = Profile { external_id: Some("7".into()), ..Profile::default() };
/// let header = ["1764550000.", &"ab".repeat(32)].concat();
/// let checked = check_signature(&header, "ABC123", &profile, 1_764_549_000, |message, signature| {
///     message == "ABC123\n1764550000\n\n7\n\n" && *signature == [0xab; 32]
/// });
/// assert!(checked.is_ok());
/// ```
pub fn check_signature(
    header: &str,
    company: &str,
    profile: &Profile,
    now: i64,
    is_signed: impl FnOnce(&str, &[u8; 32]) -> bool,
) -> Result<(), Refused> {
    let (text, signature) = header.split_once('.').ok_or(Refused::Signature)?;
    let expires: i64 = text.parse().map_err(|_| Refused::Signature)?;
    let signature = read_hex(signature).ok_or(Refused::Signature)?;
    let Profile { id, external_id, email, phone_number } = profile;
    let identifiers = [id, external_id, email, phone_number].map(|text| text.as_deref().unwrap_or_default());
    // A line end within an identifier could move it into another line.
    let is_clear = !identifiers.iter().any(|text| text.contains('\n'));
    let is_current = now < expires && expires - now <= LONGEST;
    let message = [&[company, text], &identifiers[..]].concat().join("\n");
    if is_clear && is_current && is_signed(&message, &signature) { Ok(()) } else { Err(Refused::Signature) }
}

/// Reads 64 hexadecimal digits.
fn read_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 2 * bytes.len() || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_764_550_000;

    fn check(header: &str, id: &str) -> Result<(), Refused> {
        let profile = Profile { id: Some(id.into()), ..Profile::default() };
        check_signature(header, "ABC123", &profile, NOW, |_, signature| *signature == [0xab; 32])
    }

    #[test]
    fn needs_a_current_signature() {
        let signature = "ab".repeat(32);
        for expires in [NOW + 1, NOW + LONGEST] {
            assert!(check(&format!("{expires}.{signature}"), "1").is_ok(), "{expires}");
        }
        for header in [
            String::new(),
            signature.clone(),
            format!("{NOW}.{signature}"),
            format!("{}.{signature}", NOW + LONGEST + 1),
            format!("{}.{signature}", i64::MAX),
            format!("{}.{signature}", i64::MIN),
            format!("x.{signature}"),
            format!("{}.{}", NOW + 1, "ac".repeat(32)),
            format!("{}.{}", NOW + 1, "ab".repeat(31)),
            format!("{}.{}", NOW + 1, "+b".repeat(32)),
            format!("{}.{}", NOW + 1, "éé".repeat(16)),
        ] {
            assert_eq!(check(&header, "1"), Err(Refused::Signature), "{header}");
        }
        assert_eq!(check(&format!("{}.{signature}", NOW + 1), "1\n2"), Err(Refused::Signature));
    }
}
