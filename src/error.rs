//! The error type of the crate: a stable code, the field it concerns, and a fixed message for developers.

use core::fmt;

/// An input that was rejected, or a call that failed.
///
/// It contains no text of the input, so it cannot leak a key or anything a shopper typed.
///
/// ```
/// let error = back_in_stock::CompanyId::parse("ABC-12").unwrap_err();
/// assert_eq!((error.code(), error.field()), ("invalid_company_id", Some("companyId")));
/// assert_eq!(error.to_string(), "must be six letters or digits: the public API key");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error(ErrorKind);

impl Error {
    /// Klaviyo could not be reached, or the request was blocked.
    pub const NETWORK: Self = Self(ErrorKind::Network);

    /// Klaviyo did not answer in time.
    pub const TIMEOUT: Self = Self(ErrorKind::Timeout);

    /// The caller aborted the request.
    pub const ABORTED: Self = Self(ErrorKind::Aborted);

    /// Errors worth retrying.
    pub const RETRYABLE: [Self; 4] =
        [Self::NETWORK, Self::TIMEOUT, Self(ErrorKind::Throttled), Self(ErrorKind::ServiceUnavailable)];

    /// The stable code, in `snake_case`. Codes are part of the public API.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0.code()
    }

    /// The option or identifier that the error concerns, by its name in the npm package (`"email"`, `"variant"`).
    #[must_use]
    pub const fn field(self) -> Option<&'static str> {
        self.0.field()
    }

    /// A message for developers. If there is a field, its name is the subject of the sentence.
    #[must_use]
    pub const fn message(self) -> &'static str {
        self.0.message()
    }

    /// Whether the same request is worth retrying: the request itself was not rejected.
    ///
    /// ```
    /// use back_in_stock::check_response;
    /// assert!(check_response(503, None).unwrap_err().is_retryable());
    /// assert!(!check_response(400, None).unwrap_err().is_retryable());
    /// ```
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        self.0.is_retryable()
    }

    pub(crate) const fn kind(self) -> ErrorKind {
        self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl core::error::Error for Error {}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self(kind)
    }
}

/// Every reason for an [`Error`], in the order in which a request is checked: of several mistakes, the first is
/// reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(dead_code, reason = "only JavaScript can pass a value of a wrong type")]
pub(crate) enum ErrorKind {
    Audience,
    PrivateKey,
    ServerKey,
    CompanyId,
    AccessToken,
    Endpoint,
    Revision,
    MediaType,

    Integration,
    Catalog,

    VariantText,
    VariantEmpty,
    VariantLong,
    VariantSpace,
    VariantControl,
    VariantGid,
    VariantSeparator,
    VariantCanonical,
    VariantScope,

    ProfileIdText,
    ProfileIdEmpty,
    ProfileIdControl,

    EmailText,
    EmailEmpty,
    EmailShape,
    EmailAscii,
    EmailDot,
    EmailNumeric,

    Country,

    PhoneText,
    PhoneEmpty,
    PhoneLetters,
    PhoneCharacters,
    PhoneCountry,
    PhoneCallingCode,
    PhoneTrunk,
    PhoneAmbiguous,
    PhoneShort,
    PhoneLong,
    PhoneLength,

    ExternalIdText,
    ExternalIdEmpty,
    ExternalIdLong,
    ExternalIdControl,

    MissingIdentifier,

    Channels,
    ChannelIdentifier,
    MissingChannel,

    Marketing,
    MarketingEmail,
    MarketingSms,
    MarketingWhatsapp,
    ListId,

    SmsConsent,
    WhatsappConsent,
    SmsUnconsented,
    WhatsappUnconsented,

    CompanyRefused,
    VariantRefused,
    EmailRefused,
    PhoneRefused,
    ExternalIdRefused,
    ProfileIdRefused,

    VariantNotFound,
    Rejected,
    Unauthorized,
    RevisionRetired,
    Throttled,
    ServiceUnavailable,

    Network,
    Timeout,
    Aborted,

    Expired,
    Uncertain,
    Crowded,
}

impl ErrorKind {
    const fn code(self) -> &'static str {
        match self {
            Self::Audience
            | Self::ServerKey
            | Self::AccessToken
            | Self::Endpoint
            | Self::Revision
            | Self::MediaType
            | Self::Integration
            | Self::Catalog
            | Self::Country
            | Self::Channels
            | Self::Marketing
            | Self::ListId
            | Self::SmsConsent
            | Self::WhatsappConsent => "invalid_option",
            Self::PrivateKey => "private_key",
            Self::CompanyId | Self::CompanyRefused => "invalid_company_id",
            Self::VariantText
            | Self::VariantEmpty
            | Self::VariantLong
            | Self::VariantSpace
            | Self::VariantControl
            | Self::VariantGid
            | Self::VariantSeparator
            | Self::VariantCanonical
            | Self::VariantScope
            | Self::VariantRefused => "invalid_variant_id",
            Self::ProfileIdText | Self::ProfileIdEmpty | Self::ProfileIdControl | Self::ProfileIdRefused => {
                "invalid_profile_id"
            }
            Self::EmailText
            | Self::EmailEmpty
            | Self::EmailShape
            | Self::EmailAscii
            | Self::EmailDot
            | Self::EmailNumeric
            | Self::EmailRefused => "invalid_email",
            Self::PhoneText
            | Self::PhoneEmpty
            | Self::PhoneLetters
            | Self::PhoneCharacters
            | Self::PhoneCountry
            | Self::PhoneCallingCode
            | Self::PhoneTrunk
            | Self::PhoneAmbiguous
            | Self::PhoneShort
            | Self::PhoneLong
            | Self::PhoneLength
            | Self::PhoneRefused => "invalid_phone_number",
            Self::ExternalIdText
            | Self::ExternalIdEmpty
            | Self::ExternalIdLong
            | Self::ExternalIdControl
            | Self::ExternalIdRefused => "invalid_external_id",
            Self::MissingIdentifier | Self::MarketingEmail | Self::MarketingSms | Self::MarketingWhatsapp => {
                "missing_identifier"
            }
            Self::ChannelIdentifier => "channel_without_identifier",
            Self::MissingChannel => "missing_channel",
            Self::SmsUnconsented | Self::WhatsappUnconsented => "consent_required",
            Self::VariantNotFound => "variant_not_found",
            Self::Rejected => "rejected",
            Self::Unauthorized => "unauthorized",
            Self::RevisionRetired => "revision_retired",
            Self::Throttled => "throttled",
            Self::ServiceUnavailable => "service_unavailable",
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::Aborted => "aborted",
            Self::Expired | Self::Uncertain | Self::Crowded => "storage",
        }
    }

    const fn field(self) -> Option<&'static str> {
        Some(match self {
            Self::Audience => "audience",
            Self::PrivateKey | Self::CompanyId | Self::CompanyRefused => "companyId",
            Self::ServerKey => "privateKey",
            Self::AccessToken => "accessToken",
            Self::Endpoint => "endpoint",
            Self::Revision | Self::RevisionRetired => "revision",
            Self::MediaType => "mediaType",
            Self::Integration => "integration",
            Self::Catalog => "catalog",
            Self::VariantText
            | Self::VariantEmpty
            | Self::VariantLong
            | Self::VariantSpace
            | Self::VariantControl
            | Self::VariantGid
            | Self::VariantSeparator
            | Self::VariantCanonical
            | Self::VariantScope
            | Self::VariantRefused
            | Self::VariantNotFound => "variant",
            Self::ProfileIdText | Self::ProfileIdEmpty | Self::ProfileIdControl | Self::ProfileIdRefused => {
                "id"
            }
            Self::EmailText
            | Self::EmailEmpty
            | Self::EmailShape
            | Self::EmailAscii
            | Self::EmailDot
            | Self::EmailNumeric
            | Self::MarketingEmail
            | Self::EmailRefused => "email",
            Self::Country => "country",
            Self::PhoneText
            | Self::PhoneEmpty
            | Self::PhoneLetters
            | Self::PhoneCharacters
            | Self::PhoneCountry
            | Self::PhoneCallingCode
            | Self::PhoneTrunk
            | Self::PhoneAmbiguous
            | Self::PhoneShort
            | Self::PhoneLong
            | Self::PhoneLength
            | Self::MarketingSms
            | Self::MarketingWhatsapp
            | Self::PhoneRefused => "phoneNumber",
            Self::ExternalIdText
            | Self::ExternalIdEmpty
            | Self::ExternalIdLong
            | Self::ExternalIdControl
            | Self::ExternalIdRefused => "externalId",
            Self::MissingIdentifier => "profile",
            Self::Channels | Self::ChannelIdentifier | Self::MissingChannel => "channels",
            Self::Marketing => "marketing",
            Self::ListId => "listId",
            Self::SmsConsent | Self::SmsUnconsented => "smsConsent",
            Self::WhatsappConsent | Self::WhatsappUnconsented => "whatsappConsent",
            Self::Rejected
            | Self::Unauthorized
            | Self::Throttled
            | Self::ServiceUnavailable
            | Self::Network
            | Self::Timeout
            | Self::Aborted
            | Self::Expired
            | Self::Uncertain
            | Self::Crowded => return None,
        })
    }

    const fn message(self) -> &'static str {
        match self {
            Self::Audience => "must be 'client' or 'server'",
            Self::PrivateKey => {
                "is a private API key: replace it in Klaviyo's settings, and use the public one"
            }
            Self::ServerKey => "must be a private API key, which starts with pk_",
            Self::CompanyId => "must be six letters or digits: the public API key",
            Self::AccessToken => "or privateKey is required for the audience 'server'",
            Self::Endpoint => "must be an https, loopback or same-origin URL without query or credentials",
            Self::Revision => "must be a date such as 2026-10-15",
            Self::MediaType => "must be application/vnd.api+json or application/json",
            Self::Integration => "must be a name such as $custom, without ':::'",
            Self::Catalog => "must be a name such as $default, without ':::'",
            Self::VariantText => "must be a string: numbers lose digits",
            Self::VariantEmpty | Self::ProfileIdEmpty | Self::EmailEmpty | Self::ExternalIdEmpty => {
                "is empty"
            }
            Self::VariantLong | Self::PhoneLong => "is too long",
            Self::VariantSpace => "starts or ends with white space",
            Self::VariantControl | Self::ProfileIdControl | Self::ExternalIdControl => {
                "contains a control or replacement character"
            }
            Self::VariantGid => "is a gid:// URL: pass the number at its end, with the integration $shopify",
            Self::VariantSeparator => "contains ':::' but is not a canonical ID",
            Self::VariantCanonical => "is not a canonical ID such as $custom:::$default:::SKU-1",
            Self::VariantScope => "does not match the options integration and catalog",
            Self::ProfileIdText | Self::EmailText | Self::PhoneText | Self::ExternalIdText => {
                "must be a string"
            }
            Self::EmailShape => "is not an email address",
            Self::EmailAscii => "has a non-ASCII character before the @",
            Self::EmailDot => "has no dot after the @",
            Self::EmailNumeric => "has a domain that ends in a number",
            Self::Country => "must be the ISO code of a country, such as US",
            Self::PhoneEmpty => "has no digits",
            Self::PhoneLetters => "contains letters",
            Self::PhoneCharacters => "contains characters that are not allowed",
            Self::PhoneCountry => "needs the option country, or + and a country calling code",
            Self::PhoneCallingCode => "does not start with a country calling code",
            Self::PhoneTrunk => "starts with more than one trunk prefix",
            Self::PhoneAmbiguous => "is ambiguous: write it with + and the country calling code",
            Self::PhoneShort => "is too short",
            Self::PhoneLength => "has a length that is not used in its country",
            Self::ExternalIdLong => "is longer than 255 characters",
            Self::MissingIdentifier => "needs email, phoneNumber, externalId or id",
            Self::Channels => "must be an array of EMAIL, SMS, PUSH or WHATSAPP",
            Self::ChannelIdentifier => {
                "need their identifiers: email for EMAIL, phoneNumber for SMS and WHATSAPP"
            }
            Self::MissingChannel => "must name at least one: EMAIL is the default only with an email",
            Self::Marketing => "must be { listId, email?: boolean, sms?: boolean, whatsapp?: boolean }",
            Self::MarketingEmail => "is required for marketing.email",
            Self::MarketingSms => "is required for marketing.sms",
            Self::MarketingWhatsapp => "is required for marketing.whatsapp",
            Self::ListId => "must be the ID of a list",
            Self::SmsConsent | Self::WhatsappConsent => "must be 'recorded'",
            Self::SmsUnconsented => "must be 'recorded' for SMS, unless marketing.sms is true",
            Self::WhatsappUnconsented => "must be 'recorded' for WHATSAPP, unless marketing.whatsapp is true",
            Self::CompanyRefused
            | Self::VariantRefused
            | Self::EmailRefused
            | Self::PhoneRefused
            | Self::ExternalIdRefused
            | Self::ProfileIdRefused => "was rejected by Klaviyo",
            Self::VariantNotFound => "is not in Klaviyo's catalog: new products are added by a catalog sync",
            Self::Rejected => "Klaviyo rejected the request: see errors",
            Self::Unauthorized => "Klaviyo rejected the key: check companyId",
            Self::RevisionRetired => "is retired: use a newer one",
            Self::Throttled => "too many requests: try again later",
            Self::ServiceUnavailable => "Klaviyo is not available: try again later",
            Self::Network => "Klaviyo could not be reached, or the request was blocked",
            Self::Timeout => "Klaviyo did not answer in time",
            Self::Aborted => "the request was aborted",
            Self::Expired => "the request was queued for too long",
            Self::Uncertain => "the request may have been accepted a day ago: it is not sent again",
            Self::Crowded => "200 newer requests are queued",
        }
    }

    const fn is_retryable(self) -> bool {
        matches!(self, Self::Network | Self::Timeout | Self::Throttled | Self::ServiceUnavailable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_one_byte() {
        assert_eq!(core::mem::size_of::<Error>(), 1);
    }
}
