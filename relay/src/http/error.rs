//! Refused requests, as JSON:API errors: a page reads them as it reads Klaviyo's.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use back_in_stock::{ApiError, relay};
use serde::Serialize;

use crate::dispatch::Refusal;

/// Why a request was refused. No variant holds text of the request.
#[derive(Debug)]
pub(super) enum Refused {
    /// By the rules that all relays share.
    ByRule(relay::Refused),
    /// Its idempotency key is empty, too long or not text.
    IdempotencyKey,
    /// Its idempotency key was used for another request.
    KeyReused,
    /// It exceeds a limit, for this number of seconds.
    Limit(i64),
    /// It could not be stored.
    NotStored,
    /// The demand could not be read.
    NotRead,
    /// It does not have the merchant's token.
    Token,
    /// No person is known to have sent it.
    Verification,
    /// The service that verifies people does not answer.
    NotVerified,
    /// Klaviyo refused it.
    ByKlaviyo(Refusal),
    /// Nothing waits under this receipt.
    Receipt,
}

impl From<relay::Refused> for Refused {
    fn from(refused: relay::Refused) -> Self {
        Self::ByRule(refused)
    }
}

/// Text instead of an error document, with which a 403 would be final for a page: it sends the request again with a new token.
const VERIFICATION: &str = "The header Back-In-Stock-Verification must have a new token of a person.\n";

#[derive(Serialize)]
struct Errors {
    errors: Vec<ApiError>,
}

impl Refused {
    /// The code for metrics.
    pub(super) const fn label(&self) -> &'static str {
        match self {
            Self::ByRule(refused) => refused.label(),
            Self::IdempotencyKey => "idempotency_key",
            Self::KeyReused => "idempotency_key_reused",
            Self::Limit(_) => "limit",
            Self::NotStored => "not_stored",
            Self::NotRead => "not_read",
            Self::Token => "token",
            Self::Verification => "verification",
            Self::NotVerified => "not_verified",
            Self::ByKlaviyo(_) => "refused",
            Self::Receipt => "receipt",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::ByRule(refused) => {
                StatusCode::from_u16(refused.status()).unwrap_or(StatusCode::BAD_REQUEST)
            }
            Self::Receipt => StatusCode::NOT_FOUND,
            Self::IdempotencyKey => StatusCode::BAD_REQUEST,
            Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Limit(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Token => StatusCode::UNAUTHORIZED,
            Self::Verification => StatusCode::FORBIDDEN,
            Self::NotStored | Self::NotRead | Self::NotVerified | Self::ByKlaviyo(_) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
        }
    }

    /// The entry of the error document.
    fn error(&self) -> ApiError {
        let (code, detail) = match self {
            Self::ByRule(refused) => return refused.error(),
            Self::IdempotencyKey => {
                ("invalid", "Idempotency-Key must have 1 to 255 visible ASCII characters.")
            }
            Self::KeyReused => {
                ("idempotency_key_reused", "This Idempotency-Key was used for another request.")
            }
            Self::Limit(_) => ("throttled", "Too many requests: try again later."),
            Self::NotStored | Self::ByKlaviyo(_) => {
                ("service_unavailable", "The request could not be stored: try again later.")
            }
            Self::NotRead => ("service_unavailable", "The store does not answer: try again later."),
            Self::Verification => ("permission_denied", VERIFICATION),
            Self::NotVerified => ("service_unavailable", "No person could be verified: try again later."),
            Self::Token => ("not_authenticated", "This needs the token of --demand-token-file."),
            Self::Receipt => ("not_found", "No alert waits under this receipt."),
        };
        let status = self.status();
        ApiError {
            code: Some(code.into()),
            title: status.canonical_reason().map(Into::into),
            detail: Some(detail.into()),
            ..ApiError::default()
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        if let Self::ByKlaviyo(Refusal { status, errors }) = self {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
            return respond(status, errors);
        }
        if matches!(self, Self::Verification) {
            return (self.status(), VERIFICATION).into_response();
        }
        let mut response = respond(self.status(), vec![self.error()]);
        let retry_after = match self {
            Self::Limit(seconds) => Some(seconds),
            Self::NotStored | Self::NotRead | Self::NotVerified => Some(5),
            _ => None,
        };
        if matches!(self, Self::Token) {
            // A browser prompts for a password: the token.
            let challenge = HeaderValue::from_static("Basic realm=\"demand\", charset=\"UTF-8\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        if matches!(self, Self::Limit(_) | Self::Token | Self::ByRule(relay::Refused::Origin)) {
            // The body may not have been read: a proxy must not use the connection again.
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
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
