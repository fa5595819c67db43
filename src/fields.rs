//! What a page hands over: all options and the whole request at once, flat.

use crate::{
    error::{Error, Kind},
    text::{around, pieces},
};

/// Declares every field once: its name in the code, its place in the public API's objects, how its value is marked,
/// and the error of a value of another type.
macro_rules! fields {
    ($($name:ident $path:literal $mark:literal $kind:ident;)*) => {
        /// The place of a value.
        #[derive(Clone, Copy, Debug)]
        #[expect(missing_docs, reason = "the paths in the public API say it, see `PATHS`")]
        pub enum Field { $($name),* }

        /// Where each value stands in the public API, in the order of [`Field`].
        pub const PATHS: &[&str] = &[$($path),*];

        const SPECS: [(u8, Kind); PATHS.len()] = [$(($mark, Kind::$kind)),*];
    };
}

// In the order in which they are checked.
fields! {
    Audience "audience" b'\'' Audience;
    CompanyId "companyId" b'\'' CompanyId;
    PrivateKey "privateKey" b'\'' ServerKey;
    AccessToken "accessToken" b'\'' AccessToken;
    Endpoint "endpoint" b'\'' Endpoint;
    Revision "revision" b'\'' Revision;
    MediaType "mediaType" b'\'' MediaType;
    Integration "integration" b'\'' Integration;
    Catalog "catalog" b'\'' Catalog;
    Country "country" b'\'' Country;
    Variant "variant.id" b'\'' VariantText;
    VariantIntegration "variant.integration" b'\'' Integration;
    VariantCatalog "variant.catalog" b'\'' Catalog;
    Id "profile.id" b'\'' ProfileIdText;
    Email "profile.email" b'\'' EmailText;
    PhoneNumber "profile.phoneNumber" b'\'' PhoneText;
    ExternalId "profile.externalId" b'\'' ExternalIdText;
    Channels "channels" b'[' Channels;
    ListId "marketing.listId" b'\'' ListId;
    MarketingEmail "marketing.email" b'+' Marketing;
    MarketingSms "marketing.sms" b'+' Marketing;
    MarketingWhatsapp "marketing.whatsapp" b'+' Marketing;
    SmsConsent "smsConsent" b'\'' SmsConsent;
    WhatsappConsent "whatsappConsent" b'\'' WhatsappConsent;
}

/// The values of a request and of the options that it is made with, all of them optional: as the page packs them, in
/// the order of [`PATHS`], with a NUL between them. Each has a mark in front: `'` text, `+` true, `-` false, `[` a list
/// of texts with U+0001 between them, `?` anything else. `undefined` and `null` are empty. A NUL inside of a text is
/// written as U+FFFD, which no id or contact may contain either.
///
/// A value of another type than its field's is told when the field is read: what is checked first is told first.
///
/// ```
/// use back_in_stock::{Field, Fields};
/// assert_eq!(Fields::unpack("'client\0'ABC123").get(Field::CompanyId), Ok(Some("ABC123")));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a>(&'a str);

impl<'a> Fields<'a> {
    /// The values in a text.
    #[must_use]
    pub fn unpack(packed: &'a str) -> Self {
        Self(packed)
    }

    /// A value, if there is one; of a flag that is set, the empty text.
    ///
    /// # Errors
    ///
    /// That of a value of another type.
    #[inline(never)]
    pub fn get(&self, field: Field) -> Result<Option<&'a str>, Error> {
        let (Some(value), Some((mark, kind))) =
            (pieces(self.0, 0).nth(field as usize), SPECS.get(field as usize))
        else {
            return Ok(None);
        };
        match value.as_bytes().first() {
            None => Ok(None),
            Some(found) if found == mark => Ok(Some(around(value, 0, 1).1)),
            Some(b'-') if *mark == b'+' => Ok(None),
            Some(_) => Err((*kind).into()),
        }
    }

    pub(crate) fn needed(&self, field: Field, otherwise: Kind) -> Result<&'a str, Error> {
        self.get(field)?.ok_or_else(|| otherwise.into())
    }
}
