//! Takes alerts and sign-ups: exactly the requests that a page sends to Klaviyo's client endpoints.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequestParts, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use back_in_stock::{
    Request,
    relay::{self, Caller, IDENTITY_HEADER, check_company, check_signature, read_alert, read_sign_up},
};
use serde_json::json;
use tokio::{sync::watch, time::timeout};

use super::{
    App,
    address::LimitedAddress,
    cors::RELAY,
    error::Refused,
    origin::AllowedOrigin,
    seal::{self, Receipt, Sealed},
    verification::{token, verify},
};
use crate::{
    dispatch::Final,
    random,
    store::{State as AlertState, Taken},
};

/// The request is for this account, from an address within its limit.
pub(super) struct AllowedCaller;

impl FromRequestParts<Arc<App>> for AllowedCaller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refused> {
        LimitedAddress::from_request_parts(parts, app).await?;
        Ok(check_company(parts.uri.query(), &app.company).map(|()| Self)?)
    }
}

/// The answer to a request that was stored.
pub(super) enum Answer {
    /// Klaviyo accepted it.
    Accepted,
    /// Klaviyo's answer is not known yet.
    Stored(Receipt),
}

/// Stores an alert, and waits for Klaviyo's answer if it can arrive in time.
pub(super) async fn alert(
    State(app): State<Arc<App>>,
    _: AllowedOrigin,
    caller: Result<AllowedCaller, Refused>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let read = |body: &[u8]| read(&app, &headers, body);
    let sealed = caller.and(received(body)).and_then(|body| read(&body));
    let sealed = sealed.and_then(|request| seal::alert(&app, request, None, &headers));
    respond(&app, &headers, sealed).await
}

/// Stores a sign-up, and waits for Klaviyo's answer if it can arrive in time.
pub(super) async fn sign_up(
    State(app): State<Arc<App>>,
    _: AllowedOrigin,
    caller: Result<AllowedCaller, Refused>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let read = |body: &[u8]| Ok(read_sign_up(content_type(&headers), body, &app.lists)?);
    let sealed = caller.and(received(body)).and_then(|body| read(&body));
    let sealed =
        sealed.and_then(|(profile, marketing)| seal::sign_up(&app, &profile, &marketing, None, &headers));
    respond(&app, &headers, sealed).await
}

/// Reads an alert of a page, or one whose identifiers the shop has signed.
fn read(app: &App, headers: &HeaderMap, body: &[u8]) -> Result<Request, Refused> {
    let signed = headers.get(IDENTITY_HEADER);
    let caller = if signed.is_some() { Caller::Shop } else { Caller::Page };
    let request = read_alert(content_type(headers), body, caller)?;
    if let Some(signed) = signed {
        let is_signed = |message: &str, signature: &_| app.keys.is_signed(message, signature);
        let (header, now) = (signed.to_str().unwrap_or_default(), app.clock.now() / 1_000);
        check_signature(header, &app.company, &request.profile, now, is_signed)?;
    }
    Ok(request)
}

pub(super) fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok())
}

pub(super) fn received(body: Result<Bytes, BytesRejection>) -> Result<Bytes, Refused> {
    body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => relay::Refused::Length.into(),
        // It did not arrive in full. A page sends it again after this answer; a 400 would be final.
        _ => Refused::NotStored,
    })
}

async fn respond(app: &App, headers: &HeaderMap, sealed: Result<Sealed, Refused>) -> Response {
    let answer = async {
        let sealed = sealed?;
        verify(app, token(headers)).await?;
        take(app, sealed).await
    };
    match answer.await {
        Ok(Answer::Accepted) => StatusCode::ACCEPTED.into_response(),
        Ok(Answer::Stored(receipt)) => stored(receipt),
        Err(refused) => {
            app.metrics.count_intake(refused.label());
            refused.into_response()
        }
    }
}

/// Stores a request, and waits for Klaviyo's answer if it can arrive in time.
pub(super) async fn take(app: &App, Sealed { row, receipt }: Sealed) -> Result<Answer, Refused> {
    // Before it is stored: it may be sent at once.
    let answer = app.may_wait().then(|| app.waiters.wait(row.fingerprint));
    let taken = app.writer.take(row).await.map_err(|_| Refused::NotStored)?;
    let Taken::Stored { state, is_repeat } = taken else { return Err(Refused::KeyReused) };
    app.metrics.count_intake(if is_repeat { "repeated" } else { "stored" });
    app.stored.notify_one();
    match answer {
        // A repeat of an accepted request gets the answer of the first, if it would have waited for one.
        Some(_) if state == AlertState::Accepted => Ok(Answer::Accepted),
        Some(answer) => match timeout(app.answer_within, wait(answer)).await {
            Ok(Final::Accepted) => Ok(Answer::Accepted),
            Ok(Final::Refused(refusal)) => Err(Refused::ByKlaviyo(refusal)),
            Ok(Final::Later) | Err(_) => Ok(Answer::Stored(receipt)),
        },
        None => Ok(Answer::Stored(receipt)),
    }
}

async fn wait(mut answer: watch::Receiver<Option<Final>>) -> Final {
    match answer.wait_for(Option::is_some).await {
        Ok(answer) => answer.clone().unwrap_or(Final::Later),
        Err(_) => Final::Later,
    }
}

/// The request is stored, and Klaviyo's answer is not known yet.
fn stored(receipt: Receipt) -> Response {
    let body = json!({ "data": { "type": "alert-receipt", "id": random::to_hex(&receipt) } });
    let mut response = (StatusCode::ACCEPTED, Json(body)).into_response();
    response.headers_mut().insert(RELAY, HeaderValue::from_static("stored"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
