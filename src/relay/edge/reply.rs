//! Replies to pages.

use serde::Serialize;

use crate::klaviyo::response::ApiError;

/// How long a page waits before it sends a request again, in seconds, unless Klaviyo says how long.
const RETRY_AFTER: f64 = 5.0;
/// The longest wait, in seconds.
const HOUR: f64 = 3_600.0;

/// The headers that pages of other origins may send.
const ALLOWED_HEADERS: &str =
    "accept, content-type, revision, idempotency-key, back-in-stock-identity, back-in-stock-verification";

/// A reply to a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The headers, with names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty for none.
    pub body: String,
}

#[derive(Serialize)]
struct Errors<'a> {
    errors: &'a [ApiError],
}

#[derive(Serialize)]
struct Receipt<'a> {
    data: ReceiptData<'a>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "alert-receipt")]
struct ReceiptData<'a> {
    id: &'a str,
}

impl Reply {
    fn empty(status: u16) -> Self {
        Self { status, headers: vec![("cache-control", "no-store".into())], body: String::new() }
    }

    fn json(status: u16, media_type: &str, body: &impl Serialize) -> Self {
        let mut reply = Self::empty(status);
        reply.headers.push(("content-type", media_type.into()));
        // Plain structs: writing them cannot fail.
        reply.body = serde_json::to_string(body).unwrap_or_default();
        reply
    }

    /// Klaviyo's own answer to an accepted request.
    pub(super) fn accepted() -> Self {
        Self::empty(202)
    }

    /// The answer to the question of a browser whether a page may send a request.
    pub(super) fn preflight() -> Self {
        let mut reply = Self::empty(204);
        reply.headers.extend([
            ("access-control-allow-methods", "POST".into()),
            ("access-control-allow-headers", ALLOWED_HEADERS.into()),
            ("access-control-max-age", "7200".into()),
        ]);
        reply
    }

    /// Leads the browser to a page, in place of an answer to a form.
    pub(super) fn see_other(location: String) -> Self {
        let mut reply = Self::empty(303);
        reply.headers.push(("location", location));
        reply
    }

    /// An error document.
    pub(super) fn errors(status: u16, errors: &[ApiError]) -> Self {
        Self::json(status, "application/vnd.api+json", &Errors { errors })
    }

    /// The page keeps the request, and sends it again. `retry_after`: Klaviyo's header.
    pub(super) fn later(retry_after: Option<&str>) -> Self {
        let error = ApiError {
            code: Some("service_unavailable".into()),
            title: Some("Service Unavailable".into()),
            detail: Some("The request could not be delivered: try again later.".into()),
            ..ApiError::default()
        };
        let mut reply = Self::errors(503, &[error]);
        let seconds = retry_after.and_then(|text| text.trim().parse().ok()).filter(|seconds| *seconds > 0.0);
        let seconds = seconds.unwrap_or(RETRY_AFTER).min(HOUR).ceil();
        reply.headers.push(("retry-after", seconds.to_string()));
        reply
    }

    /// The request is in the queue, and Klaviyo has not answered it yet.
    pub(super) fn stored(receipt: &str) -> Self {
        let mut reply = Self::json(202, "application/json", &Receipt { data: ReceiptData { id: receipt } });
        reply.headers.push(("back-in-stock-relay", "stored".into()));
        reply
    }
}
