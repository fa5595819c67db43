//! Which pages may send requests.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use back_in_stock::relay::{self, Origin, read_referer};

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

/// Whether the header `Origin` names an allowed page. Every browser sends it with a script's POST request.
pub(super) fn is_allowed(app: &App, headers: &HeaderMap) -> bool {
    let mut sent = headers.get_all(header::ORIGIN).iter();
    let origin = sent.next().and_then(|value| value.to_str().ok()).and_then(Origin::parse);
    sent.next().is_none() && origin.is_some_and(|origin| is_known(app, headers, &origin))
}

/// Whether the origin is that of the request's host, or an allowed one.
fn is_known(app: &App, headers: &HeaderMap, origin: &Origin) -> bool {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    app.origins.contains(origin) || origin.is_of(host)
}

/// The page of a plain form. Without JavaScript there may be no header `Origin`; if there is one, it must be allowed.
pub(super) struct FormPage {
    /// The origin of the page, if it is not that of the request's host.
    pub(super) origin: Option<Origin>,
    /// The path of the page, if the header `Referer` has one of an allowed origin.
    pub(super) path: Option<String>,
}

impl FromRequestParts<Arc<App>> for FormPage {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refused> {
        if parts.headers.contains_key(header::ORIGIN) {
            AllowedOrigin::from_request_parts(parts, app).await?;
        }
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let referer = text(header::REFERER).and_then(read_referer);
        let referer = referer.filter(|(origin, _)| is_known(app, &parts.headers, origin));
        let origin = text(header::ORIGIN)
            .and_then(Origin::parse)
            .or_else(|| referer.as_ref().map(|(origin, _)| origin.clone()));
        Ok(Self {
            origin: origin.filter(|origin| app.origins.contains(origin)),
            path: referer.map(|(_, path)| path.to_owned()),
        })
    }
}
