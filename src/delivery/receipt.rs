//! Receipts: a shop's relay answers with one when it has stored a request that Klaviyo has not accepted yet.

/// The maximum length of a receipt.
const LONGEST: usize = 255;

/// Whether a text can be a receipt: 1 to 255 visible ASCII characters.
///
/// ```
/// use back_in_stock::delivery::receipt::is_receipt;
///
/// assert!(is_receipt("0f3a9c"));
/// assert!(!is_receipt(""));
/// assert!(!is_receipt("two words"));
/// ```
#[must_use]
pub fn is_receipt(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}
