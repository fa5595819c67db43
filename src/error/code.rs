//! The stable codes of errors.

use core::fmt;

/// The stable code of an [`Error`](crate::Error). Codes are part of the public API.
///
/// ```
/// use back_in_stock::{CompanyId, ErrorCode};
/// let code = CompanyId::parse("ABC-12").unwrap_err().code();
/// assert_eq!((code, code.as_str()), (ErrorCode::InvalidCompanyId, "invalid_company_id"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// The public API key is malformed, or Klaviyo rejected it.
    InvalidCompanyId,
    /// A private API key was passed where a public one belongs. It may have leaked.
    PrivateKey,
    /// The ID of the variant is malformed, or Klaviyo rejected it.
    InvalidVariantId,
    /// The email address is malformed, or Klaviyo rejected it.
    InvalidEmail,
    /// The phone number is malformed, or Klaviyo rejected it.
    InvalidPhoneNumber,
    /// The shop's ID of the shopper is malformed, or Klaviyo rejected it.
    InvalidExternalId,
    /// The ID of the profile is malformed, or Klaviyo rejected it.
    InvalidProfileId,
    /// No identifier of the shopper, or not the one that the marketing consent needs.
    MissingIdentifier,
    /// An empty list of channels; no list, and no email address for the default; or a contact of a sign-up without consent.
    MissingChannel,
    /// A channel cannot reach the shopper by the given identifiers.
    ChannelWithoutIdentifier,
    /// An alert by SMS or WhatsApp needs its own consent.
    ConsentRequired,
    /// An option has an invalid value.
    InvalidOption,
    /// Klaviyo's catalog does not have the variant.
    VariantNotFound,
    /// Klaviyo rejected the request for another reason.
    Rejected,
    /// Klaviyo rejected the key.
    Unauthorized,
    /// Klaviyo no longer serves the revision of the API.
    RevisionRetired,
    /// Too many requests.
    Throttled,
    /// Klaviyo is down, or a proxy answered.
    ServiceUnavailable,
    /// Klaviyo could not be reached.
    Network,
    /// Klaviyo did not answer in time.
    Timeout,
    /// The caller aborted the request.
    Aborted,
    /// A queued request was dropped.
    Storage,
}

impl ErrorCode {
    /// The code in `snake_case`, as in the npm package.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidCompanyId => "invalid_company_id",
            Self::PrivateKey => "private_key",
            Self::InvalidVariantId => "invalid_variant_id",
            Self::InvalidEmail => "invalid_email",
            Self::InvalidPhoneNumber => "invalid_phone_number",
            Self::InvalidExternalId => "invalid_external_id",
            Self::InvalidProfileId => "invalid_profile_id",
            Self::MissingIdentifier => "missing_identifier",
            Self::MissingChannel => "missing_channel",
            Self::ChannelWithoutIdentifier => "channel_without_identifier",
            Self::ConsentRequired => "consent_required",
            Self::InvalidOption => "invalid_option",
            Self::VariantNotFound => "variant_not_found",
            Self::Rejected => "rejected",
            Self::Unauthorized => "unauthorized",
            Self::RevisionRetired => "revision_retired",
            Self::Throttled => "throttled",
            Self::ServiceUnavailable => "service_unavailable",
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::Aborted => "aborted",
            Self::Storage => "storage",
        }
    }

    /// Whether the same request is worth retrying: the request itself was not rejected.
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        matches!(self, Self::Network | Self::Timeout | Self::Throttled | Self::ServiceUnavailable)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
