//! Verifies that a person sends a request, if the shop wants that.

use axum::http::{HeaderMap, HeaderName};

use super::{App, error::Refused};
use crate::verify::Verdict;

/// The header of a page's token.
pub(super) const TOKEN: HeaderName = HeaderName::from_static("back-in-stock-verification");

/// The token of a page.
pub(super) fn token(headers: &HeaderMap) -> Option<&str> {
    headers.get(TOKEN).and_then(|value| value.to_str().ok())
}

/// Asks the service about a token, which is valid once: after everything else that could refuse the request.
pub(super) async fn verify(app: &App, token: Option<&str>) -> Result<(), Refused> {
    let Some(verifier) = &app.verifier else { return Ok(()) };
    match verifier.verify(token).await {
        Verdict::Person => Ok(()),
        Verdict::Nobody => Err(Refused::Verification),
        Verdict::Unknown => Err(Refused::NotVerified),
    }
}
