//! External ID: the shop's own ID of a shopper.

use crate::{
    error::{Error, ErrorKind},
    id::opaque,
};

/// The shop's own ID of a shopper: 1 to 255 characters, not all of them blank.
///
/// Source: Klaviyo's profile attribute `external_id`.
///
/// # Errors
///
/// `invalid_external_id` for `""`, `"  "`, `"a\u{0}"` and 256 characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExternalId<'a>(&'a str);

impl<'a> ExternalId<'a> {
    /// Parses an external ID.
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        let kinds = [ErrorKind::ExternalIdEmpty, ErrorKind::ExternalIdControl, ErrorKind::ExternalIdLong];
        Ok(Self(opaque(text, 255, kinds)?))
    }

    /// The ID, as sent to Klaviyo.
    #[must_use]
    pub fn as_str(self) -> &'a str {
        self.0
    }
}
