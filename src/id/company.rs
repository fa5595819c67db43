//! Company ID: the public API key, also called site ID.

use crate::error::{Error, ErrorKind};

/// A public API key: six ASCII letters or digits.
///
/// Source: Klaviyo's client API, query parameter `company_id`.
///
/// # Errors
///
/// `private_key` for `"pk_0123456789"` and any other text that contains `pk_`; `invalid_company_id` for
/// `""`, `"ABC12"`, `"ABC 12"`, `"ABC1234"`.
///
/// ```
/// use back_in_stock::{CompanyId, ErrorCode};
/// assert_eq!(CompanyId::parse("ABC123")?.as_str(), "ABC123");
/// assert_eq!(CompanyId::parse("pk_0123456789").unwrap_err().code(), ErrorCode::PrivateKey);
/// # Ok::<(), back_in_stock::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompanyId<'a>(&'a str);

impl<'a> CompanyId<'a> {
    /// Parses a company ID.
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        // A public key has no underscore, so this is a private key.
        if text.as_bytes().windows(3).any(|part| part == b"pk_") {
            return Err(ErrorKind::PrivateCompanyId.into());
        }
        if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(ErrorKind::CompanyId.into());
        }
        Ok(Self(text))
    }

    /// The ID, as sent to Klaviyo.
    #[must_use]
    pub fn as_str(self) -> &'a str {
        self.0
    }
}
