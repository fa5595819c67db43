//! Takes alerts from plain HTML forms: a page without JavaScript works.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use back_in_stock::relay::{AlertForm, Origin, read_form};

use super::{
    App,
    address::LimitedAddress,
    error::Refused,
    intake::{content_type, received, take},
    origin::FormPage,
    seal,
    verification::verify,
};

/// Stores the alert of a form, after the sign-up if there is one, and leads back to the page: to an element that CSS shows
/// with `:target`.
pub(super) async fn form(
    State(app): State<Arc<App>>,
    page: FormPage,
    address: Result<LimitedAddress, Refused>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let read = |body: Bytes| Ok(read_form(content_type(&headers), &body, &app.lists)?);
    let form = match received(body).and_then(read) {
        Ok(form) => form,
        Err(refused) => {
            app.metrics.count_intake(refused.label());
            return refused.into_response();
        }
    };
    let path = form.return_path.clone().or(page.path).unwrap_or_else(|| "/".into());
    let stored = match address {
        Ok(_) => store(&app, form).await,
        Err(refused) => Err(refused),
    };
    let element = match stored {
        Ok(()) => "back-in-stock-requested",
        Err(refused) => {
            app.metrics.count_intake(refused.label());
            "back-in-stock-failed"
        }
    };
    let origin = page.origin.as_ref().map(Origin::as_str).unwrap_or_default();
    (StatusCode::SEE_OTHER, [(header::LOCATION, format!("{origin}{path}#{element}"))]).into_response()
}

/// Stores both requests. Neither is stored if one of them is not valid.
async fn store(app: &App, form: AlertForm) -> Result<(), Refused> {
    // A form has no idempotency key.
    let headers = &HeaderMap::new();
    let AlertForm { alert, sign_up, country, verification, .. } = form;
    let sign_up = sign_up
        .map(|(profile, marketing)| seal::sign_up(app, &profile, &marketing, country.clone(), headers));
    let sign_up = sign_up.transpose()?;
    let alert = seal::alert(app, alert, country, headers)?;
    verify(app, verification.as_deref()).await?;
    // Before the alert, which may wait for it.
    if let Some(sign_up) = sign_up {
        take(app, sign_up).await?;
    }
    take(app, alert).await.map(drop)
}
