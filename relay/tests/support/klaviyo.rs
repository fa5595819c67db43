//! A Klaviyo that answers as a test wants.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use axum::{Router, body::Bytes, extract::State, http::HeaderMap, response::IntoResponse, routing::post};
use serde_json::Value;
use tokio::net::TcpListener;

/// A status, `Retry-After` (or nothing) and a body.
pub type Answer = (u16, &'static str, &'static str);

/// Klaviyo, with answers of the test's choice, in order; then 202.
#[derive(Clone, Default)]
pub struct Klaviyo {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    pub requests: Arc<Mutex<Vec<(HeaderMap, Value)>>>,
}

impl Klaviyo {
    pub async fn start(answers: &[Answer]) -> (Self, String) {
        let klaviyo = Self::default();
        klaviyo.answers.lock().unwrap().extend(answers);
        let router = Router::new()
            .route("/api/back-in-stock-subscriptions", post(answer))
            .route("/api/profile-subscription-bulk-create-jobs", post(answer))
            .with_state(klaviyo.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (klaviyo, url)
    }

    pub fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

async fn answer(State(klaviyo): State<Klaviyo>, headers: HeaderMap, body: Bytes) -> impl IntoResponse {
    klaviyo.requests.lock().unwrap().push((headers, serde_json::from_slice(&body).unwrap()));
    let (status, retry_after, body) = klaviyo.answers.lock().unwrap().pop_front().unwrap_or((202, "", ""));
    let status = axum::http::StatusCode::from_u16(status).unwrap();
    let headers: HeaderMap = if retry_after.is_empty() {
        HeaderMap::new()
    } else {
        [("retry-after".parse().unwrap(), retry_after.parse().unwrap())].into_iter().collect()
    };
    (status, headers, body)
}
