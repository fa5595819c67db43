//! Refused requests, as JSON:API errors: a page reads them as it reads Klaviyo's.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use back_in_stock::{ApiError, Error, ErrorSource};
use serde::Serialize;

use crate::dispatch::Refusal;

/// Why a request was refused. No variant holds text of the request.
#[derive(Debug)]
pub(super) enum Refused {
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
    /// It is not the documented document, or did not arrive in full.
    Document,
    /// It has an identifier that only the shop's server may send.
    Identifier(Identifier),
    /// The core refused it.
    Invalid(Error),
    /// The ID of its variant is too long to be counted.
    Variant,
    /// Its idempotency key is empty, too long or not text.
    IdempotencyKey,
    /// Its idempotency key was used for another request.
    KeyReused,
    /// It exceeds a limit, for this number of seconds.
    Limit(i64),
    /// It could not be stored.
    NotStored,
    /// Klaviyo refused it.
    ByKlaviyo(Refusal),
    /// Nothing waits under this receipt.
    Receipt,
}

/// Identifiers that only the shop's server may send: with the private key, a request could touch any profile.
#[derive(Clone, Copy, Debug)]
pub(super) enum Identifier {
    Profile,
    External,
}

#[derive(Serialize)]
struct Errors {
    errors: Vec<ApiError>,
}

impl Refused {
    /// The code for metrics.
    pub(super) const fn label(&self) -> &'static str {
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
            Self::IdempotencyKey => "idempotency_key",
            Self::KeyReused => "idempotency_key_reused",
            Self::Limit(_) => "limit",
            Self::NotStored => "not_stored",
            Self::ByKlaviyo(_) => "refused",
            Self::Receipt => "receipt",
        }
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::NoRoute | Self::Receipt => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Origin => StatusCode::FORBIDDEN,
            Self::Company
            | Self::Document
            | Self::Identifier(_)
            | Self::Invalid(_)
            | Self::Variant
            | Self::IdempotencyKey => StatusCode::BAD_REQUEST,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Length => StatusCode::PAYLOAD_TOO_LARGE,
            Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Limit(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::NotStored | Self::ByKlaviyo(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The code, the explanation and the place of the mistake.
    fn error(&self) -> (&'static str, String, ErrorSource) {
        let pointer = |pointer: &str| ErrorSource { pointer: Some(pointer.into()), parameter: None };
        let parameter = |name: &str| ErrorSource { pointer: None, parameter: Some(name.into()) };
        let (code, detail, source) = match self {
            Self::NoRoute => ("not_found", "There is nothing at this path.", ErrorSource::default()),
            Self::Method => ("method_not_allowed", "Send a POST request.", ErrorSource::default()),
            Self::Origin => (
                "permission_denied",
                "Only pages of the shop may send requests: add their origin with --allow-origin.",
                ErrorSource::default(),
            ),
            Self::Company => ("invalid", "This relay serves another company_id.", parameter("company_id")),
            Self::MediaType => (
                "unsupported_media_type",
                "The content-type must be application/vnd.api+json or application/json.",
                ErrorSource::default(),
            ),
            Self::Length => ("too_long", "The request is too long.", pointer("/data")),
            Self::Document => ("invalid", "The body is not a back-in-stock subscription.", pointer("/data")),
            Self::Identifier(Identifier::Profile) => {
                ("invalid", "Pages identify shoppers by email or phone_number only.", pointer(PROFILE_ID))
            }
            Self::Identifier(Identifier::External) => {
                ("invalid", "Pages identify shoppers by email or phone_number only.", pointer(EXTERNAL_ID))
            }
            Self::Invalid(error) => {
                let name = error.field().unwrap_or("request");
                return ("invalid", format!("{name} {}", error.message()), pointer(place(*error)));
            }
            Self::Variant => ("invalid", "The variant must have at most 512 bytes.", pointer(VARIANT)),
            Self::IdempotencyKey => (
                "invalid",
                "Idempotency-Key must have 1 to 255 visible ASCII characters.",
                ErrorSource::default(),
            ),
            Self::KeyReused => (
                "idempotency_key_reused",
                "This Idempotency-Key was used for another request.",
                ErrorSource::default(),
            ),
            Self::Limit(_) => ("throttled", "Too many requests: try again later.", ErrorSource::default()),
            Self::NotStored | Self::ByKlaviyo(_) => (
                "service_unavailable",
                "The request could not be stored: try again later.",
                ErrorSource::default(),
            ),
            Self::Receipt => ("not_found", "No alert waits under this receipt.", ErrorSource::default()),
        };
        (code, detail.to_owned(), source)
    }
}

const VARIANT: &str = "/data/relationships/variant/data/id";
const PROFILE_ID: &str = "/data/attributes/profile/data/id";
const EXTERNAL_ID: &str = "/data/attributes/profile/data/attributes/external_id";

/// The place in the document that an error of the core concerns.
fn place(error: Error) -> &'static str {
    match error.field() {
        Some("variant") => VARIANT,
        Some("email") => "/data/attributes/profile/data/attributes/email",
        Some("phoneNumber") => "/data/attributes/profile/data/attributes/phone_number",
        Some("externalId") => EXTERNAL_ID,
        Some("id") => PROFILE_ID,
        Some("profile") => "/data/attributes/profile",
        Some("channels" | "smsConsent" | "whatsappConsent") => "/data/attributes/channels",
        _ => "/data",
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        if let Self::ByKlaviyo(Refusal { status, errors }) = self {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
            return respond(status, errors);
        }
        let (code, detail, source) = self.error();
        let status = self.status();
        let error = ApiError {
            code: Some(code.into()),
            title: status.canonical_reason().map(Into::into),
            detail: Some(detail),
            status: Some(f64::from(status.as_u16())),
            source,
            ..ApiError::default()
        };
        let mut response = respond(status, vec![error]);
        let retry_after = match self {
            Self::Limit(seconds) => Some(seconds),
            Self::NotStored => Some(5),
            _ => None,
        };
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

fn respond(status: StatusCode, errors: Vec<ApiError>) -> Response {
    let mut response = (status, Json(Errors { errors })).into_response();
    let media_type = HeaderValue::from_static("application/vnd.api+json");
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    response
}
