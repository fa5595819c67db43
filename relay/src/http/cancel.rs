//! Withdraws an alert by its receipt, before it is sent.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::StatusCode,
};
use back_in_stock::relay;
use serde::Deserialize;

use super::{App, address::LimitedAddress, error::Refused, origin::AllowedOrigin};
use crate::{dispatch::Final, random, store::Outcome};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    receipt: String,
}

/// 204 if the alert was withdrawn: nothing more is sent, but an earlier attempt may have been accepted. 404 if nothing waits under this receipt: it is unknown, or the alert was sent.
pub(super) async fn cancel(
    State(app): State<Arc<App>>,
    _: AllowedOrigin,
    _: LimitedAddress,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, Refused> {
    let body = body.map_err(|_| relay::Refused::Document)?;
    let Body { receipt } = serde_json::from_slice(&body).map_err(|_| Refused::Receipt)?;
    let receipt: [u8; 16] = random::from_hex(&receipt).ok_or(Refused::Receipt)?;
    for receipt in app.keys.digests("receipt", &[&receipt]) {
        let withdrawn = app.store.withdraw(&app.company, receipt, app.clock.now()).await;
        match withdrawn {
            Ok(None) => {}
            Ok(Some(ended)) => {
                if let Some((endpoint, fingerprint)) = ended {
                    app.metrics.count_outcome(endpoint, Outcome::Withdrawn);
                    app.waiters.notify(&fingerprint, Final::Later);
                }
                return Ok(StatusCode::NO_CONTENT);
            }
            Err(error) => {
                tracing::error!(%error, "a request was not withdrawn");
                return Err(Refused::NotStored);
            }
        }
    }
    Err(Refused::Receipt)
}
