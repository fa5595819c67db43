//! Profile ID: Klaviyo's ID of a shopper.

use crate::{
    error::{Error, ErrorKind},
    id::opaque,
};

/// Klaviyo's ID of a profile. Documented examples look like ULIDs (`01GDDKASAP8TKDDA2GRZDSVP4H`), but no grammar is
/// documented, so only blank text and control characters are rejected.
///
/// # Errors
///
/// `invalid_profile_id` for `""`, `"  "` and `"a\n"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProfileId<'a>(&'a str);

impl<'a> ProfileId<'a> {
    /// Parses a profile ID.
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        // No maximum length is documented.
        let kinds = [ErrorKind::ProfileIdEmpty, ErrorKind::ProfileIdControl, ErrorKind::ProfileIdControl];
        Ok(Self(opaque(text, usize::MAX, kinds)?))
    }

    /// The ID, as sent to Klaviyo.
    #[must_use]
    pub fn as_str(self) -> &'a str {
        self.0
    }
}
