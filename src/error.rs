//! The one error of the core: a stable code, the field that it is about, and a fixed message for a developer.

use core::fmt;

/// Why an input, or Klaviyo's answer, was refused.
///
/// It holds no text of the input: nothing that a shopper typed, and no key, can leak through it.
///
/// ```
/// let error = back_in_stock::CompanyId::parse("ABC-12").unwrap_err();
/// assert_eq!((error.code(), error.field()), ("invalid_company_id", Some("companyId")));
/// assert_eq!(error.to_string(), "must be six letters or digits: the public API key");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error(ErrorKind);

impl Error {
    /// There was no answer: the service could not be reached, or the request is blocked.
    pub const NETWORK: Self = Self(ErrorKind::Network);

    /// There was no answer in time.
    pub const TIMEOUT: Self = Self(ErrorKind::Timeout);

    /// The caller aborted the request.
    pub const ABORTED: Self = Self(ErrorKind::Aborted);

    /// The errors after which the same request may succeed later.
    pub const RETRYABLE: [Self; 4] =
        [Self::NETWORK, Self::TIMEOUT, Self(ErrorKind::Throttled), Self(ErrorKind::ServiceUnavailable)];

    /// The stable code, in `snake_case`; the list is part of the public API.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0.code()
    }

    /// The option or identifier that it is about, by its name in the public API (`"email"`, `"variant"`), if there is one.
    #[must_use]
    pub const fn field(self) -> Option<&'static str> {
        self.0.field()
    }

    /// What is wrong and what to do. It follows the name of the field in a sentence, if there is a field.
    #[must_use]
    pub const fn message(self) -> &'static str {
        self.0.message()
    }

    /// Whether the same request may succeed later: there was no answer, or one that does not reject the request itself.
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

/// Every reason for an [`Error`].
///
/// They are declared in the order in which a request is checked. Of two mistakes, the lesser kind is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(dead_code, reason = "only a page can pass a value of a wrong type")]
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
            Self::ServerKey => "must be a private API key, which begins with pk_",
            Self::CompanyId => "must be six letters or digits: the public API key",
            Self::AccessToken => "or privateKey is needed for the audience 'server'",
            Self::Endpoint => "must be a plain URL: https, loopback, or of the page's own origin",
            Self::Revision => "must be a date such as 2026-10-15",
            Self::MediaType => "must be application/vnd.api+json or application/json",
            Self::Integration => "must be a name such as $custom, without ':::'",
            Self::Catalog => "must be a name such as $default, without ':::'",
            Self::VariantText => "must be text: numbers lose digits",
            Self::VariantEmpty | Self::ProfileIdEmpty | Self::EmailEmpty | Self::ExternalIdEmpty => {
                "is empty"
            }
            Self::VariantLong | Self::PhoneLong => "is too long",
            Self::VariantSpace => "begins or ends with white space",
            Self::VariantControl | Self::ProfileIdControl | Self::ExternalIdControl => {
                "contains a control or replacement character"
            }
            Self::VariantGid => "is a gid:// URL: pass the number at its end, and the integration $shopify",
            Self::VariantSeparator => "contains ':::' and is not canonical",
            Self::VariantCanonical => "is not canonical, as $custom:::$default:::SKU-1 is",
            Self::VariantScope => "differs from the options in integration or catalog",
            Self::ProfileIdText | Self::EmailText | Self::PhoneText | Self::ExternalIdText => "must be text",
            Self::EmailShape => "is no e-mail address",
            Self::EmailAscii => "has a character before the @ that is not ASCII",
            Self::EmailDot => "lacks a dot after the @",
            Self::EmailNumeric => "ends in a number",
            Self::Country => "must be the ISO code of a country, such as US",
            Self::PhoneEmpty => "has no digits",
            Self::PhoneLetters => "contains letters",
            Self::PhoneCharacters => "contains characters that do not belong",
            Self::PhoneCountry => "needs a country, or + and the country calling code",
            Self::PhoneCallingCode => "does not start with a country calling code",
            Self::PhoneTrunk => "starts with more than one trunk prefix",
            Self::PhoneAmbiguous => {
                "can be read as two numbers: write it with + and the country calling code"
            }
            Self::PhoneShort => "is too short",
            Self::PhoneLength => "has a length that its country does not use",
            Self::ExternalIdLong => "is longer than 255 characters",
            Self::MissingIdentifier => "needs email, phoneNumber, externalId or id",
            Self::Channels => "must be a list of EMAIL, SMS, PUSH, WHATSAPP",
            Self::ChannelIdentifier => {
                "has one without its identifier: EMAIL needs email, SMS and WHATSAPP need phoneNumber"
            }
            Self::MissingChannel => "must name one: without email there is no default",
            Self::Marketing => "must be { listId, email?: boolean, sms?: boolean, whatsapp?: boolean }",
            Self::MarketingEmail => "is needed for marketing.email",
            Self::MarketingSms => "is needed for marketing.sms",
            Self::MarketingWhatsapp => "is needed for marketing.whatsapp",
            Self::ListId => "must be the id of a list",
            Self::SmsConsent | Self::WhatsappConsent => "can only be 'recorded'",
            Self::SmsUnconsented => "must be 'recorded' for SMS, unless marketing.sms records it",
            Self::WhatsappUnconsented => {
                "must be 'recorded' for WHATSAPP, unless marketing.whatsapp records it"
            }
            Self::CompanyRefused
            | Self::VariantRefused
            | Self::EmailRefused
            | Self::PhoneRefused
            | Self::ExternalIdRefused
            | Self::ProfileIdRefused => "was refused by the service",
            Self::VariantNotFound => "is unknown to the service, as a new product is until a catalog sync",
            Self::Rejected => "the service refused the request",
            Self::Unauthorized => "the service refused the key",
            Self::RevisionRetired => "is no longer served",
            Self::Throttled => "too many requests: try again later",
            Self::ServiceUnavailable => "the service is not available: try again later",
            Self::Network => "the service could not be reached, or is blocked",
            Self::Timeout => "the service did not answer in time",
            Self::Aborted => "the request was aborted",
            Self::Expired => "it waited for too long",
            Self::Uncertain => "it may have been accepted a day ago, and is not sent again",
            Self::Crowded => "200 newer ones wait",
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
