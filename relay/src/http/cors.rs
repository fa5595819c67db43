//! Lets pages of allowed origins send requests and read the answers.

use std::{sync::Arc, time::Duration};

use axum::http::{HeaderName, Method, header};
use back_in_stock::relay::IDENTITY_HEADER;
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::{App, origin::is_allowed, verification::TOKEN};

/// The header that marks a request as stored, but not answered by Klaviyo yet.
pub(super) const RELAY: HeaderName = HeaderName::from_static("back-in-stock-relay");
/// The header that makes a repeat of a request recognizable.
pub(super) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

pub(super) fn layer(app: Arc<App>) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |_, parts| is_allowed(&app, &parts.headers)))
        .allow_methods([Method::POST])
        .allow_headers([
            header::ACCEPT,
            header::CONTENT_TYPE,
            HeaderName::from_static("revision"),
            IDEMPOTENCY_KEY,
            TOKEN,
            HeaderName::from_static(IDENTITY_HEADER),
        ])
        .expose_headers([RELAY, header::RETRY_AFTER])
        .max_age(Duration::from_secs(7_200))
}
