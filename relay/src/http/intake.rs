//! Takes an alert: exactly the request that a page sends to Klaviyo's client endpoint.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequestParts, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use back_in_stock::{
    Options, Request, Subscription,
    relay::{self, Caller, check_company, check_variant, is_idempotency_key, read_alert},
};
use serde_json::json;
use tokio::{sync::watch, time::timeout};

use super::{
    App,
    address::LimitedAddress,
    cors::{IDEMPOTENCY_KEY, RELAY},
    error::Refused,
    origin::AllowedOrigin,
};
use crate::{
    dispatch::Final,
    document, random,
    store::{NewAlert, State as AlertState, Taken},
    webhook,
};

/// The account of the query is the relay's.
pub(super) struct Company;

impl FromRequestParts<Arc<App>> for Company {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refused> {
        Ok(check_company(parts.uri.query(), &app.company).map(|()| Self)?)
    }
}

/// Stores an alert, and waits for Klaviyo's answer if it can arrive in time.
pub(super) async fn intake(
    State(app): State<Arc<App>>,
    _: AllowedOrigin,
    address: Result<LimitedAddress, Refused>,
    company: Result<Company, Refused>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let request = address.and(company).and_then(|_| read(&headers, body));
    match match request {
        Ok(request) => take(&app, &request, &headers).await,
        Err(refused) => Err(refused),
    } {
        Ok(response) => response,
        Err(refused) => {
            app.metrics.count_intake(refused.label());
            refused.into_response()
        }
    }
}

/// Reads a request that a page may make.
fn read(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Request, Refused> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refused::from(relay::Refused::Length),
        // It did not arrive in full. A page sends it again after this answer; a 400 would be final.
        _ => Refused::NotStored,
    })?;
    Ok(read_alert(content_type, &body, Caller::Page)?)
}

async fn take(app: &App, request: &Request, headers: &HeaderMap) -> Result<Response, Refused> {
    let receipt: [u8; 16] = random::bytes().map_err(|_| Refused::NotStored)?;
    let alert = alert(app, request, headers, receipt)?;
    // Before it is stored: it may be sent at once.
    let answer = app.may_wait().then(|| app.waiters.wait(alert.fingerprint));
    let taken = app.writer.take(alert).await.map_err(|_| Refused::NotStored)?;
    let Taken::Stored { state, is_repeat } = taken else { return Err(Refused::KeyReused) };
    app.metrics.count_intake(if is_repeat { "repeated" } else { "stored" });
    app.stored.notify_one();
    match answer {
        // A repeat of an accepted request gets the answer of the first, if it would have waited for one.
        Some(_) if state == AlertState::Accepted => Ok(StatusCode::ACCEPTED.into_response()),
        Some(answer) => match timeout(app.answer_within, wait(answer)).await {
            Ok(Final::Accepted) => Ok(StatusCode::ACCEPTED.into_response()),
            Ok(Final::Refused(refusal)) => Err(Refused::ByKlaviyo(refusal)),
            Ok(Final::Later) | Err(_) => Ok(stored(receipt)),
        },
        None => Ok(stored(receipt)),
    }
}

async fn wait(mut answer: watch::Receiver<Option<Final>>) -> Final {
    match answer.wait_for(Option::is_some).await {
        Ok(answer) => answer.clone().unwrap_or(Final::Later),
        Err(_) => Final::Later,
    }
}

/// Validates the request, and encrypts its document.
fn alert(app: &App, request: &Request, headers: &HeaderMap, receipt: [u8; 16]) -> Result<NewAlert, Refused> {
    let options = Options { company_id: Some(app.company.clone()), ..Options::default() };
    let subscription = Subscription::new(request, &options).map_err(relay::Refused::Invalid)?;
    check_variant(&subscription)?;
    for identity in document::identities(&subscription) {
        let identity = app.keys.digest("identity", &[identity.as_bytes()]);
        app.identities.count(identity, app.clock.now()).map_err(Refused::Limit)?;
    }
    let fingerprint = document::fingerprint(&app.keys, &app.company, &subscription);
    let outgoing =
        document::write(request, &options).map_err(relay::Refused::Invalid)?.ok_or(Refused::NotStored)?;
    let context = document::context(&app.company, &fingerprint);
    let hash = app.keys.digest("receipt", &[&receipt]);
    let sealed_receipt =
        app.has_webhook.then(|| webhook::seal_receipt(&app.keys, &app.company, &receipt, &hash));
    Ok(NewAlert {
        fingerprint,
        variant: subscription.variant().to_string(),
        sealed: app.keys.seal(&outgoing.body, &context).map_err(|_| Refused::NotStored)?,
        receipt: hash,
        sealed_receipt: sealed_receipt.transpose().map_err(|_| Refused::NotStored)?,
        idempotency_key: idempotency_key(headers)?.map(|key| app.keys.digest("idempotency key", &[key])),
    })
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<&[u8]>, Refused> {
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    let key = value.as_bytes();
    if is_idempotency_key(key) { Ok(Some(key)) } else { Err(Refused::IdempotencyKey) }
}

/// The request is stored, and Klaviyo's answer is not known yet.
fn stored(receipt: [u8; 16]) -> Response {
    let body = json!({ "data": { "type": "alert-receipt", "id": random::to_hex(&receipt) } });
    let mut response = (StatusCode::ACCEPTED, Json(body)).into_response();
    response.headers_mut().insert(RELAY, HeaderValue::from_static("stored"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
