//! The one error of the core: a stable code, the field it is about, and a fixed message for a person.

use core::fmt;

use crate::text::pieces;

/// Why an input, or the service's answer, was refused.
///
/// It holds no text of the input: nothing that a shopper typed, and no key, can leak through it.
///
/// ```
/// let error = back_in_stock::CompanyId::parse("ABC-12").unwrap_err();
/// assert_eq!((error.code(), error.field()), ("invalid_company_id", Some("companyId")));
/// assert_eq!(error.to_string(), "must be six letters or digits: the public API key");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Error {
    kind: Kind,
}

impl Error {
    /// Those after which the same request may succeed later: no answer, or one that says nothing of the request.
    pub const RETRYABLE: [Self; 4] = [
        Self { kind: Kind::Network },
        Self { kind: Kind::Timeout },
        Self { kind: Kind::Throttled },
        Self { kind: Kind::ServiceUnavailable },
    ];

    /// Whether the same request may succeed later.
    ///
    /// ```
    /// use back_in_stock::klaviyo::response::verdict;
    /// assert!(verdict(503, None).unwrap_err().is_retryable());
    /// assert!(!verdict(400, None).unwrap_err().is_retryable());
    /// ```
    #[must_use]
    pub fn is_retryable(self) -> bool {
        matches!(self.kind, Kind::Throttled | Kind::ServiceUnavailable | Kind::Network | Kind::Timeout)
    }

    /// The stable code, in `snake_case`; the list is part of the public API.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.part(0)
    }

    /// The option or identifier it is about, by its name in the public API (`"email"`, `"variant"`), if it is one.
    #[must_use]
    pub fn field(self) -> Option<&'static str> {
        Some(self.part(1)).filter(|field| !field.is_empty())
    }

    /// What is wrong and what to do, without any text of the input; the field is what it speaks of.
    #[must_use]
    pub fn message(self) -> &'static str {
        self.part(2)
    }

    /// A number that stands for this error within one build, as long as [`crate::fingerprint`] is the same;
    /// [`Error::row_of`] is its inverse.
    #[must_use]
    pub fn number(self) -> u8 {
        self.kind as u8
    }

    /// Code, field (empty: none) and message of the error with this number, with a tab between them.
    #[must_use]
    pub fn row_of(number: usize) -> &'static str {
        pieces(ROWS, b'\n').nth(number).unwrap_or_default()
    }

    /// All errors in the order of their numbers: a line for those that follow each other with the same code and field,
    /// which it begins with; then their messages, a tab between all of them.
    #[must_use]
    pub fn lines() -> String {
        let mut lines = String::new();
        let mut before = None;
        for row in ROWS.lines() {
            let place = row.rfind('\t').unwrap_or_default();
            let (about, message) = row.split_at(place);
            if before != Some(about) {
                lines.push_str(if before.is_some() { "\n" } else { "" });
                lines.push_str(about);
            }
            before = Some(about);
            lines.push_str(message);
        }
        lines
    }

    fn part(self, index: usize) -> &'static str {
        pieces(Self::row_of(self.number().into()), b'\t').nth(index).unwrap_or_default()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::row_of(self.number().into()))
    }
}

impl core::error::Error for Error {}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self { kind }
    }
}

/// Declares every error once: its name in the code, then code, field and message.
///
/// They become one text instead of a table of pointers, which would cost three times its bytes in the module.
macro_rules! kinds {
    ($seen:vis, $($name:ident: $code:literal, $field:literal, $message:literal;)*) => {
        /// Every reason there is, in the order of [`ROWS`].
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        $seen enum Kind { $(#[allow(missing_docs, reason = "its row says it")] $name),* }

        /// A line each: code, field (empty: none), message.
        $seen const ROWS: &str = concat!($($code, "\t", $field, "\t", $message, "\n"),*);
    };
}
pub(crate) use kinds;

kinds! {
    pub(crate),
    PrivateKey: "private_key", "companyId", "is a private API key: replace it in Klaviyo's settings, and use the public one";
    CompanyRefused: "invalid_company_id", "companyId", "was refused by the service";
    CompanyId: "invalid_company_id", "companyId", "must be six letters or digits: the public API key";

    VariantText: "invalid_variant_id", "variant", "must be text: numbers lose digits";
    VariantEmpty: "invalid_variant_id", "variant", "is empty";
    VariantSpace: "invalid_variant_id", "variant", "begins or ends with white space";
    VariantControl: "invalid_variant_id", "variant", "contains a control or replacement character";
    VariantGid: "invalid_variant_id", "variant", "is a gid:// URL: pass the number at its end, and the integration $shopify";
    VariantSeparator: "invalid_variant_id", "variant", "contains ':::' and is not canonical";
    VariantCanonical: "invalid_variant_id", "variant", "is not canonical, as $custom:::$default:::SKU-1 is";
    VariantScope: "invalid_variant_id", "variant", "differs from the options in integration or catalog";
    VariantLong: "invalid_variant_id", "variant", "is too long";
    VariantRefused: "invalid_variant_id", "variant", "was refused by the service";

    EmailText: "invalid_email", "email", "must be text";
    EmailEmpty: "invalid_email", "email", "is empty";
    EmailShape: "invalid_email", "email", "is no e-mail address";
    EmailAscii: "invalid_email", "email", "has a character before the @ that is not ASCII";
    EmailDot: "invalid_email", "email", "lacks a dot after the @";
    EmailNumeric: "invalid_email", "email", "ends in a number";
    EmailRefused: "invalid_email", "email", "was refused by the service";

    PhoneText: "invalid_phone_number", "phoneNumber", "must be text";
    PhoneEmpty: "invalid_phone_number", "phoneNumber", "has no digits";
    PhoneLetters: "invalid_phone_number", "phoneNumber", "contains letters";
    PhoneCharacters: "invalid_phone_number", "phoneNumber", "contains characters that do not belong";
    PhoneCountry: "invalid_phone_number", "phoneNumber", "needs a country, or + and the country calling code";
    PhoneCallingCode: "invalid_phone_number", "phoneNumber", "begins with 0 where the country calling code belongs";
    PhoneShort: "invalid_phone_number", "phoneNumber", "is too short";
    PhoneLong: "invalid_phone_number", "phoneNumber", "is too long";
    PhoneLength: "invalid_phone_number", "phoneNumber", "has a length that its country does not use";
    PhoneRefused: "invalid_phone_number", "phoneNumber", "was refused by the service";

    ExternalIdText: "invalid_external_id", "externalId", "must be text";
    ExternalIdEmpty: "invalid_external_id", "externalId", "is empty";
    ExternalIdLong: "invalid_external_id", "externalId", "is longer than 255 characters";
    ExternalIdControl: "invalid_external_id", "externalId", "contains a control or replacement character";
    ExternalIdRefused: "invalid_external_id", "externalId", "was refused by the service";
    ProfileIdText: "invalid_profile_id", "id", "must be text";
    ProfileIdEmpty: "invalid_profile_id", "id", "is empty";
    ProfileIdControl: "invalid_profile_id", "id", "contains a control or replacement character";
    ProfileIdRefused: "invalid_profile_id", "id", "was refused by the service";

    MissingIdentifier: "missing_identifier", "profile", "needs email, phoneNumber, externalId or id";
    MarketingEmail: "missing_identifier", "email", "is needed for marketing.email";
    MarketingSms: "missing_identifier", "phoneNumber", "is needed for marketing.sms";
    MarketingWhatsapp: "missing_identifier", "phoneNumber", "is needed for marketing.whatsapp";
    MissingChannel: "missing_channel", "channels", "must name one: without email there is no default";
    ChannelIdentifier: "channel_without_identifier", "channels", "has one without its identifier: EMAIL needs email, SMS and WHATSAPP need phoneNumber";
    SmsUnconsented: "consent_required", "smsConsent", "must be 'recorded' for SMS, unless marketing.sms records it";
    WhatsappUnconsented: "consent_required", "whatsappConsent", "must be 'recorded' for WHATSAPP, unless marketing.whatsapp records it";

    Channels: "invalid_option", "channels", "must be a list of EMAIL, SMS, PUSH, WHATSAPP";
    Marketing: "invalid_option", "marketing", "must be { listId, email?: boolean, sms?: boolean, whatsapp?: boolean }";
    ListId: "invalid_option", "listId", "must be the id of a list";
    SmsConsent: "invalid_option", "smsConsent", "can only be 'recorded'";
    WhatsappConsent: "invalid_option", "whatsappConsent", "can only be 'recorded'";
    Integration: "invalid_option", "integration", "must be a name such as $custom, without ':::'";
    Catalog: "invalid_option", "catalog", "must be a name such as $default, without ':::'";
    Country: "invalid_option", "country", "must be the ISO code of a country, such as US";
    Revision: "invalid_option", "revision", "must be a date such as 2026-10-15";
    MediaType: "invalid_option", "mediaType", "must be application/vnd.api+json or application/json";
    Endpoint: "invalid_option", "endpoint", "must be a plain URL: https, loopback, or of the page's own origin";
    Audience: "invalid_option", "audience", "must be 'client' or 'server'";
    ServerKey: "invalid_option", "privateKey", "must be a private API key, which begins with pk_";
    AccessToken: "invalid_option", "accessToken", "or privateKey is needed for the audience 'server'";

    VariantNotFound: "variant_not_found", "variant", "is unknown to the service, as a new product is until a catalog sync";
    Rejected: "rejected", "", "the service refused the request";
    Unauthorized: "unauthorized", "", "the service refused the key";
    RevisionRetired: "revision_retired", "revision", "is no longer served";
    Throttled: "throttled", "", "too many requests: try again later";
    ServiceUnavailable: "service_unavailable", "", "the service is not available: try again later";

    Network: "network", "", "the service could not be reached, or is blocked";
    Timeout: "timeout", "", "the service did not answer in time";
    Aborted: "aborted", "", "the request was aborted";

    Expired: "storage", "", "it waited for too long";
    Uncertain: "storage", "", "it may have been accepted a day ago, and is not sent again";
    Crowded: "storage", "", "200 newer ones wait";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_one_byte() {
        assert_eq!(core::mem::size_of::<Error>(), 1);
    }

    #[test]
    fn rows_have_three_parts_and_kinds_find_theirs() {
        for row in ROWS.lines() {
            let [code, _, message] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
            assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{row}");
            assert!(!message.is_empty() && !message.ends_with('.') && message.len() < 130, "{row}");
        }
        assert_eq!(Error::from(Kind::PrivateKey).code(), "private_key");
        assert_eq!(Error::row_of(Kind::Crowded as usize), ROWS.lines().last().unwrap());
    }
}
