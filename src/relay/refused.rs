//! Refused requests, as JSON:API errors: a page reads them as it reads Klaviyo's.

use crate::{
    error::Error,
    klaviyo::response::{ApiError, ErrorSource},
};

/// Why a request was refused. No variant holds text of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is nothing at the path.
    NoRoute,
    /// There is something at the path, but not for this method.
    Method,
    /// No page of an allowed origin sent it.
    Origin,
    /// It is for another account.
    Company,
    /// It is not JSON.
    MediaType,
    /// It is too long.
    Length,
    /// It is not the documented document.
    Document,
    /// It has an identifier that only the shop may send.
    Identifier(Identifier),
    /// The core refused it.
    Invalid(Error),
    /// The ID of its variant is too long to be counted.
    Variant,
    /// The shop has not signed its identifiers, or not lately.
    Signature,
    /// It is not the documented form.
    Form,
    /// Its form returns to a place that is not a path.
    Return,
    /// Its list is not one of those that the shop has named.
    List,
}

/// Identifiers that only the shop may send. The relay sends with the shop's private key: if a page could name a profile
/// by these, anybody could change any profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identifier {
    /// The profile's `id`.
    Profile,
    /// The profile's `external_id`.
    External,
}

impl Refused {
    /// The code for metrics.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::NoRoute => "no_route",
            Self::Method => "method",
            Self::Origin => "origin",
            Self::Company => "company",
            Self::MediaType => "media_type",
            Self::Length => "length",
            Self::Document => "document",
            Self::Identifier(_) => "identifier",
            Self::Invalid(error) => error.code().as_str(),
            Self::Variant => "variant",
            Self::Signature => "signature",
            Self::Form => "form",
            Self::Return => "return",
            Self::List => "list",
        }
    }

    /// The HTTP status of the answer.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::NoRoute => 404,
            Self::Method => 405,
            Self::Origin | Self::Signature => 403,
            Self::MediaType => 415,
            Self::Length => 413,
            Self::Company
            | Self::Document
            | Self::Identifier(_)
            | Self::Invalid(_)
            | Self::Variant
            | Self::Form
            | Self::Return
            | Self::List => 400,
        }
    }

    /// The entry of the error document.
    #[must_use]
    pub fn error(self) -> ApiError {
        let status = self.status();
        ApiError {
            code: Some(self.code().into()),
            title: Some(title(status).into()),
            detail: Some(match self {
                Self::Invalid(error) => [error.field().unwrap_or("request"), " ", error.message()].concat(),
                _ => self.detail().into(),
            }),
            source: ErrorSource {
                pointer: self.pointer().map(Into::into),
                parameter: (self == Self::Company).then(|| "company_id".into()),
            },
            ..ApiError::default()
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::NoRoute => "not_found",
            Self::Method => "method_not_allowed",
            Self::Origin | Self::Signature => "permission_denied",
            Self::MediaType => "unsupported_media_type",
            Self::Length => "too_long",
            Self::Company
            | Self::Document
            | Self::Identifier(_)
            | Self::Invalid(_)
            | Self::Variant
            | Self::Form
            | Self::Return
            | Self::List => "invalid",
        }
    }

    const fn detail(self) -> &'static str {
        match self {
            Self::NoRoute => "There is nothing at this path.",
            Self::Method => "Send a POST request.",
            Self::Origin => "Only pages of the shop may send requests: add their origin to the allowed ones.",
            Self::Company => "This relay serves another company_id.",
            Self::MediaType => "The content-type must be application/vnd.api+json or application/json.",
            Self::Length => "The request is too long.",
            Self::Document => "The body is not the expected document.",
            Self::Identifier(_) => {
                "Pages identify shoppers by email or phone_number only, unless the shop has signed the identifiers."
            }
            Self::Invalid(error) => error.message(),
            Self::Variant => "The variant must have at most 512 bytes.",
            Self::Signature => {
                "The header Back-In-Stock-Identity must be a current signature of these identifiers."
            }
            Self::Form => "The body is not the documented form.",
            Self::Return => "The field return must be a path of this site, such as /products/mug.",
            Self::List => "Shoppers can be signed up only for lists that the relay's configuration names.",
        }
    }

    /// The place of the mistake in the document.
    fn pointer(self) -> Option<&'static str> {
        Some(match self {
            Self::Length | Self::Document => "/data",
            Self::Identifier(Identifier::Profile) => PROFILE_ID,
            Self::Identifier(Identifier::External) => EXTERNAL_ID,
            Self::Variant => VARIANT,
            Self::List => "/data/relationships/list/data/id",
            Self::Invalid(error) => match error.field() {
                Some("variant") => VARIANT,
                Some("email") => "/data/attributes/profile/data/attributes/email",
                Some("phoneNumber") => "/data/attributes/profile/data/attributes/phone_number",
                Some("externalId") => EXTERNAL_ID,
                Some("id") => PROFILE_ID,
                Some("profile") => "/data/attributes/profile",
                Some("channels" | "smsConsent" | "whatsappConsent") => "/data/attributes/channels",
                _ => "/data",
            },
            Self::NoRoute
            | Self::Method
            | Self::Origin
            | Self::Company
            | Self::MediaType
            | Self::Signature
            | Self::Form
            | Self::Return => return None,
        })
    }
}

const VARIANT: &str = "/data/relationships/variant/data/id";
const PROFILE_ID: &str = "/data/attributes/profile/data/id";
const EXTERNAL_ID: &str = "/data/attributes/profile/data/attributes/external_id";

/// The title of an error: the name of the HTTP status.
const fn title(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        413 => "Payload Too Large",
        415 => "Unsupported Media Type",
        _ => "Error",
    }
}
