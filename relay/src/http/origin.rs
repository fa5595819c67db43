//! Which pages may send requests.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use back_in_stock::relay::{self, Origin};

use super::{App, error::Refused};

/// The request comes from a page of the relay's own host or of an allowed origin.
pub(super) struct AllowedOrigin;

impl FromRequestParts<Arc<App>> for AllowedOrigin {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refused> {
        if is_allowed(app, &parts.headers) {
            Ok(Self)
        } else {
            app.metrics.count_intake(relay::Refused::Origin.label());
            Err(relay::Refused::Origin.into())
        }
    }
}

/// Whether the header `Origin` names an allowed page. Every browser sends it with a POST request.
pub(super) fn is_allowed(app: &App, headers: &HeaderMap) -> bool {
    let mut sent = headers.get_all(header::ORIGIN).iter();
    let origin = sent.next().and_then(|value| value.to_str().ok()).and_then(Origin::parse);
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_known = |origin: Origin| app.origins.contains(&origin) || origin.is_of(host);
    sent.next().is_none() && origin.is_some_and(is_known)
}
