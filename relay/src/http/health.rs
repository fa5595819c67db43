//! Health and metrics, for the people who run the relay.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};

use super::App;
use crate::store::in_time;

/// The process runs.
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// Requests can be stored.
pub(super) async fn readyz(State(app): State<Arc<App>>) -> (StatusCode, &'static str) {
    if !app.writer.is_ready(app.clock.now()) {
        return (StatusCode::SERVICE_UNAVAILABLE, "the last requests were not stored\n");
    }
    match in_time(app.store.ping()).await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n"),
    }
}

/// The counters for Prometheus.
pub(super) async fn metrics(State(app): State<Arc<App>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], app.metrics.text())
}
