//! Profile id: Klaviyo's own id of a person.

use crate::{
    error::{Error, ErrorKind},
    id::opaque,
};

/// Klaviyo's id of a profile, kept as given. The examples look like ULIDs (`01GDDKASAP8TKDDA2GRZDSVP4H`), but no rule
/// is documented, so only the empty, the blank and control characters are refused.
///
/// # Errors
///
/// `invalid_profile_id` for `""`, `"  "` and `"a\n"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProfileId<'a>(&'a str);

impl<'a> ProfileId<'a> {
    /// Checks a profile id.
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        // No length is documented; this is what the module is handed at the most.
        let kinds = [ErrorKind::ProfileIdEmpty, ErrorKind::ProfileIdControl, ErrorKind::ProfileIdControl];
        Ok(Self(opaque(text, usize::MAX, kinds)?))
    }

    /// The id as it is sent.
    #[must_use]
    pub fn as_str(self) -> &'a str {
        self.0
    }
}
