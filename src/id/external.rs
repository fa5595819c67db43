//! External id: the shop's own name for a person.

use crate::{
    error::{Error, ErrorKind},
    id::opaque,
};

/// The shop's own id of a person: 1 to 255 characters that are not all blank, kept as given.
///
/// Source: Klaviyo's profile attribute `external_id`.
///
/// # Errors
///
/// `invalid_external_id` for `""`, `"  "`, `"a\u{0}"` and 256 characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExternalId<'a>(&'a str);

impl<'a> ExternalId<'a> {
    /// Checks an external id.
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        let kinds = [ErrorKind::ExternalIdEmpty, ErrorKind::ExternalIdControl, ErrorKind::ExternalIdLong];
        Ok(Self(opaque(text, 255, kinds)?))
    }

    /// The id as it is sent.
    #[must_use]
    pub fn as_str(self) -> &'a str {
        self.0
    }
}
