//! The reasons for errors, each with its code, field and message.

use super::ErrorCode as Code;

/// Every reason for an [`Error`](super::Error): those of a request, in the order of its checks, then those of responses
/// and of the queue. Of several mistakes in a request, the first is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(dead_code, reason = "only JavaScript can pass a value of a wrong type")]
pub(crate) enum ErrorKind {
    Audience,
    PrivateKey,
    PrivateCompanyId,
    ServerKey,
    CompanyId,
    AccessToken,
    Endpoint,
    Revision,
    MediaType,
    #[cfg(feature = "relay")]
    BasePath,
    #[cfg(feature = "relay")]
    AllowOrigin,
    #[cfg(feature = "relay")]
    Upstream,

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

/// The code, the field and the message. If there is a field, its name is the subject of the message.
pub(super) type Row = (Code, Option<&'static str>, &'static str);

impl ErrorKind {
    /// The table of errors.
    #[rustfmt::skip] // One row for each error.
    pub(super) const fn row(self) -> &'static Row {
        match self {
            Self::Audience => &(Code::InvalidOption, Some("audience"), "must be 'client' or 'server'"),
            Self::PrivateKey => &(Code::PrivateKey, Some("privateKey"), "is only for the audience 'server': if a page had it, replace it in Klaviyo's settings"),
            Self::PrivateCompanyId => &(Code::PrivateKey, Some("companyId"), "is a private API key: replace it in Klaviyo's settings, and use the public one"),
            Self::ServerKey => &(Code::InvalidOption, Some("privateKey"), "must be a private API key, which starts with pk_"),
            Self::CompanyId => &(Code::InvalidCompanyId, Some("companyId"), "must be six letters or digits: the public API key"),
            Self::AccessToken => &(Code::InvalidOption, Some("accessToken"), "or privateKey is required for the audience 'server'"),
            Self::Endpoint => &(Code::InvalidOption, Some("endpoint"), "must be an https, loopback or same-origin URL without a query, fragment or credentials"),
            Self::Revision => &(Code::InvalidOption, Some("revision"), "must be a date such as 2026-10-15"),
            Self::MediaType => &(Code::InvalidOption, Some("mediaType"), "must be application/vnd.api+json or application/json"),
            #[cfg(feature = "relay")]
            Self::BasePath => &(Code::InvalidOption, Some("basePath"), "must be a path such as /bis"),
            #[cfg(feature = "relay")]
            Self::AllowOrigin => &(Code::InvalidOption, Some("allowOrigin"), "must have origins such as https://shop.example"),
            #[cfg(feature = "relay")]
            Self::Upstream => &(Code::InvalidOption, Some("upstream"), "must be an https or loopback URL without path, query or credentials"),
            Self::Integration => &(Code::InvalidOption, Some("integration"), "must be a name such as $custom, without ':::'"),
            Self::Catalog => &(Code::InvalidOption, Some("catalog"), "must be a name such as $default, without ':::'"),
            Self::VariantText => &(Code::InvalidVariantId, Some("variant"), "must be a string: numbers lose digits"),
            Self::VariantEmpty => &(Code::InvalidVariantId, Some("variant"), "is empty"),
            Self::VariantLong => &(Code::InvalidVariantId, Some("variant"), "is too long"),
            Self::VariantSpace => &(Code::InvalidVariantId, Some("variant"), "starts or ends with white space"),
            Self::VariantControl => &(Code::InvalidVariantId, Some("variant"), "contains a control or replacement character"),
            Self::VariantGid => &(Code::InvalidVariantId, Some("variant"), "is a gid:// URL: pass the number at its end, with the integration $shopify"),
            Self::VariantSeparator => &(Code::InvalidVariantId, Some("variant"), "contains ':::' but is not a canonical ID"),
            Self::VariantCanonical => &(Code::InvalidVariantId, Some("variant"), "is not a canonical ID such as $custom:::$default:::SKU-1"),
            Self::VariantScope => &(Code::InvalidVariantId, Some("variant"), "does not match the options integration and catalog"),
            Self::ProfileIdText => &(Code::InvalidProfileId, Some("id"), "must be a string"),
            Self::ProfileIdEmpty => &(Code::InvalidProfileId, Some("id"), "is empty"),
            Self::ProfileIdControl => &(Code::InvalidProfileId, Some("id"), "contains a control or replacement character"),
            Self::EmailText => &(Code::InvalidEmail, Some("email"), "must be a string"),
            Self::EmailEmpty => &(Code::InvalidEmail, Some("email"), "is empty"),
            Self::EmailShape => &(Code::InvalidEmail, Some("email"), "is not an email address"),
            Self::EmailAscii => &(Code::InvalidEmail, Some("email"), "has a non-ASCII character before the @"),
            Self::EmailDot => &(Code::InvalidEmail, Some("email"), "has no dot after the @"),
            Self::EmailNumeric => &(Code::InvalidEmail, Some("email"), "has a domain that ends in a number"),
            Self::Country => &(Code::InvalidOption, Some("country"), "must be the ISO code of a country, such as US"),
            Self::PhoneText => &(Code::InvalidPhoneNumber, Some("phoneNumber"), "must be a string"),
            Self::PhoneEmpty => &(Code::InvalidPhoneNumber, Some("phoneNumber"), "has no digits"),
            Self::PhoneLetters => &(Code::InvalidPhoneNumber, Some("phoneNumber"), "contains letters"),
            Self::PhoneCharacters => &(Code::InvalidPhoneNumber, Some("phoneNumber"), "contains characters that are not allowed"),
            Self::PhoneCountry => &(Code::InvalidPhoneNumber, Some("phoneNumber"), "needs the option country, or + and a country calling code"),
            Self::PhoneCallingCode => &(Code::InvalidPhoneNumber, Some("phoneNumber"), "does not start with a country calling code"),
            Self::PhoneTrunk => &(Code::InvalidPhoneNumber, Some("phoneNumber"), "starts with more than one trunk prefix"),
            Self::PhoneAmbiguous => &(Code::InvalidPhoneNumber, Some("phoneNumber"), "is ambiguous: write it with + and the country calling code"),
            Self::PhoneShort => &(Code::InvalidPhoneNumber, Some("phoneNumber"), "is too short"),
            Self::PhoneLong => &(Code::InvalidPhoneNumber, Some("phoneNumber"), "is too long"),
            Self::PhoneLength => &(Code::InvalidPhoneNumber, Some("phoneNumber"), "has a length that is not used in its country"),
            Self::ExternalIdText => &(Code::InvalidExternalId, Some("externalId"), "must be a string"),
            Self::ExternalIdEmpty => &(Code::InvalidExternalId, Some("externalId"), "is empty"),
            Self::ExternalIdLong => &(Code::InvalidExternalId, Some("externalId"), "is longer than 255 characters"),
            Self::ExternalIdControl => &(Code::InvalidExternalId, Some("externalId"), "contains a control or replacement character"),
            Self::MissingIdentifier => &(Code::MissingIdentifier, Some("profile"), "needs email, phoneNumber, externalId or id"),
            Self::Channels => &(Code::InvalidOption, Some("channels"), "must be an array of EMAIL, SMS, PUSH or WHATSAPP"),
            Self::ChannelIdentifier => &(Code::ChannelWithoutIdentifier, Some("channels"), "need their identifiers: email for EMAIL, phoneNumber for SMS and WHATSAPP"),
            Self::MissingChannel => &(Code::MissingChannel, Some("channels"), "must name at least one: EMAIL is the default only with an email"),
            Self::Marketing => &(Code::InvalidOption, Some("marketing"), "must be { listId, email?: boolean, sms?: boolean, whatsapp?: boolean }"),
            Self::MarketingEmail => &(Code::MissingIdentifier, Some("email"), "is required for marketing.email"),
            Self::MarketingSms => &(Code::MissingIdentifier, Some("phoneNumber"), "is required for marketing.sms"),
            Self::MarketingWhatsapp => &(Code::MissingIdentifier, Some("phoneNumber"), "is required for marketing.whatsapp"),
            Self::ListId => &(Code::InvalidOption, Some("listId"), "must be the ID of a list"),
            Self::SmsConsent => &(Code::InvalidOption, Some("smsConsent"), "must be 'recorded'"),
            Self::WhatsappConsent => &(Code::InvalidOption, Some("whatsappConsent"), "must be 'recorded'"),
            Self::SmsUnconsented => &(Code::ConsentRequired, Some("smsConsent"), "must be 'recorded' for SMS, unless marketing.sms is true"),
            Self::WhatsappUnconsented => &(Code::ConsentRequired, Some("whatsappConsent"), "must be 'recorded' for WHATSAPP, unless marketing.whatsapp is true"),
            Self::CompanyRefused => &(Code::InvalidCompanyId, Some("companyId"), "was rejected by Klaviyo"),
            Self::VariantRefused => &(Code::InvalidVariantId, Some("variant"), "was rejected by Klaviyo"),
            Self::EmailRefused => &(Code::InvalidEmail, Some("email"), "was rejected by Klaviyo"),
            Self::PhoneRefused => &(Code::InvalidPhoneNumber, Some("phoneNumber"), "was rejected by Klaviyo"),
            Self::ExternalIdRefused => &(Code::InvalidExternalId, Some("externalId"), "was rejected by Klaviyo"),
            Self::ProfileIdRefused => &(Code::InvalidProfileId, Some("id"), "was rejected by Klaviyo"),
            Self::VariantNotFound => &(Code::VariantNotFound, Some("variant"), "is not in Klaviyo's catalog: new products are added by a catalog sync"),
            Self::Rejected => &(Code::Rejected, None, "Klaviyo rejected the request: see errors"),
            Self::Unauthorized => &(Code::Unauthorized, None, "Klaviyo rejected the key: check companyId"),
            Self::RevisionRetired => &(Code::RevisionRetired, Some("revision"), "is retired: use a newer one"),
            Self::Throttled => &(Code::Throttled, None, "too many requests: try again later"),
            Self::ServiceUnavailable => &(Code::ServiceUnavailable, None, "Klaviyo is not available: try again later"),
            Self::Network => &(Code::Network, None, "Klaviyo could not be reached, or the request was blocked"),
            Self::Timeout => &(Code::Timeout, None, "Klaviyo did not answer in time"),
            Self::Aborted => &(Code::Aborted, None, "the request was aborted"),
            Self::Expired => &(Code::Storage, None, "the request was queued for too long"),
            Self::Uncertain => &(Code::Storage, None, "the request may have been accepted a day ago: it is not sent again"),
            Self::Crowded => &(Code::Storage, None, "200 newer requests are queued"),
        }
    }
}
