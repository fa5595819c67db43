//! The webhook, with a real receiver.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use axum::{Router, body::Bytes, extract::State, http::HeaderMap, response::IntoResponse, routing::post};
use back_in_stock_relay::config::Flags;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use support::{Folder, HOUR, Shop, document, eventually, flags, klaviyo::Klaviyo, receipt, sql};
use tokio::net::TcpListener;

const SECRET: &str = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const REFUSED: &str = r#"{"errors":[{"code":"invalid","detail":"ann@example.com is invalid","source":{"pointer":"/data/attributes/profile/data/attributes/email"}}]}"#;

/// A receiver with answers of the test's choice, in order; then 204.
#[derive(Clone, Default)]
struct Receiver {
    answers: Arc<Mutex<VecDeque<u16>>>,
    deliveries: Arc<Mutex<Vec<(HeaderMap, String)>>>,
}

impl Receiver {
    async fn start(answers: &[u16]) -> (Self, String) {
        let receiver = Self::default();
        receiver.answers.lock().unwrap().extend(answers);
        let router = Router::new().route("/hook", post(receive)).with_state(receiver.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (receiver, url)
    }

    fn count(&self) -> usize {
        self.deliveries.lock().unwrap().len()
    }

    /// The IDs and the bodies of all deliveries, whose signatures are right.
    fn verified(&self) -> Vec<(String, Value)> {
        let deliveries = self.deliveries.lock().unwrap();
        deliveries
            .iter()
            .map(|(headers, body)| (verify(headers, body), serde_json::from_str(body).unwrap()))
            .collect()
    }
}

async fn receive(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> impl IntoResponse {
    let body = String::from_utf8(body.to_vec()).unwrap();
    receiver.deliveries.lock().unwrap().push((headers, body));
    let status = receiver.answers.lock().unwrap().pop_front().unwrap_or(204);
    if status == 0 {
        // Nothing, until the relay gives up.
        std::future::pending::<()>().await;
    }
    // A redirect leads here: a client that follows it delivers twice.
    (axum::http::StatusCode::from_u16(status).unwrap(), [("location", "/hook")], "x".repeat(100_000))
}

/// Verifies a delivery as a merchant does; returns its ID.
fn verify(headers: &HeaderMap, body: &str) -> String {
    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    let (id, timestamp) = (header("webhook-id"), header("webhook-timestamp"));
    let mut hash =
        <Hmac<sha2::Sha256> as hmac::Mac>::new_from_slice(&STANDARD.decode(SECRET).unwrap()).unwrap();
    hash.update(format!("{id}.{timestamp}.{body}").as_bytes());
    let signature = STANDARD.encode(hash.finalize().into_bytes());
    assert_eq!(header("webhook-signature"), format!("v1,{signature}"));
    assert_eq!(header("content-type"), "application/json");
    id
}

fn with_webhook(folder: &Folder, upstream: &str, url: &str) -> Flags {
    Flags {
        answer_within: Some(0),
        webhook: Some(url.into()),
        webhook_secret_file: Some(folder.file("webhook-secret", &format!("whsec_{SECRET}\n"))),
        ..flags(folder, upstream)
    }
}

async fn events(folder: &Folder) -> i64 {
    sql(folder, "SELECT COUNT(*) FROM events").await.unwrap()
}

#[tokio::test]
async fn reports_a_refusal_without_the_identity() {
    let folder = Folder::new();
    let (_, upstream) = Klaviyo::start(&[(400, "", REFUSED)]).await;
    let (receiver, url) = Receiver::start(&[]).await;
    let shop = Shop::start(with_webhook(&folder, &upstream, &url)).await;
    let receipt = receipt(shop.send(&document("ann@example.com")).await).await;
    eventually("delivered", async || shop.metric("webhook_total{result=\"delivered\"}").await == 1).await;
    let (id, body) = receiver.verified().pop().unwrap();
    assert_eq!(id.len(), 32);
    assert_eq!(body["type"], "alert.refused");
    let timestamp = body["timestamp"].as_str().unwrap();
    assert!(timestamp.starts_with("20") && timestamp.ends_with('Z') && timestamp.len() == 20, "{timestamp}");
    let errors = json!([{ "code": "invalid", "pointer": "/data/attributes/profile/data/attributes/email" }]);
    let expected = json!({
        "company_id": "ABC123",
        "receipt": receipt,
        "variant": "$custom:::$default:::SKU-1",
        "reason": { "status": 400, "errors": errors },
    });
    assert_eq!(body["data"], expected);
    eventually("erased", async || events(&folder).await == 0).await;
    shop.stop().await;
    assert_eq!(receiver.count(), 1);
}

#[tokio::test]
async fn reports_a_refused_sign_up_without_a_variant() {
    let folder = Folder::new();
    let (_, upstream) = Klaviyo::start(&[(400, "", REFUSED)]).await;
    let (receiver, url) = Receiver::start(&[]).await;
    let shop =
        Shop::start(Flags { list: vec!["LIST01".into()], ..with_webhook(&folder, &upstream, &url) }).await;
    let contact = json!({ "email": "ann@example.com" });
    let receipt = receipt(shop.sign_up("LIST01", &contact, &["email"]).await).await;
    eventually("delivered", async || shop.metric("webhook_total{result=\"delivered\"}").await == 1).await;
    let (_, body) = receiver.verified().pop().unwrap();
    assert_eq!(body["type"], "sign_up.refused");
    assert_eq!(body["data"]["variant"], Value::Null);
    assert_eq!(body["data"]["receipt"], receipt);
    shop.stop().await;
}

#[tokio::test]
async fn delivers_again_until_it_is_accepted() {
    let folder = Folder::new();
    let (_, upstream) = Klaviyo::start(&[(400, "", REFUSED)]).await;
    // A failure, redirects, no answer within the timeout.
    let (receiver, url) = Receiver::start(&[500, 302, 307, 429, 0]).await;
    let shop = Shop::start(with_webhook(&folder, &upstream, &url)).await;
    receipt(shop.send(&document("ann@example.com")).await).await;
    for count in 1..=5 {
        eventually("tried", async || receiver.count() == count).await;
        eventually("postponed", async || {
            shop.metric("webhook_total{result=\"failed\"}").await == u64::try_from(count).unwrap()
        })
        .await;
        assert_eq!(events(&folder).await, 1);
        shop.clock.advance(HOUR);
    }
    eventually("delivered", async || shop.metric("webhook_total{result=\"delivered\"}").await == 1).await;
    let deliveries = receiver.verified();
    assert_eq!(deliveries.len(), 6);
    assert!(deliveries.iter().all(|delivery| *delivery == deliveries[0]), "the same ID and body each time");
    shop.stop().await;
}

#[tokio::test]
async fn delivers_after_a_restart_what_expired_before() {
    let folder = Folder::new();
    let (_, upstream) = Klaviyo::start(&[(429, "", ""), (503, "", "")]).await;
    let shop = Shop::start(with_webhook(&folder, &upstream, "http://127.0.0.1:9/hook")).await;
    // Two requests of one alert have a receipt each.
    let first = receipt(shop.send(&document("ann@example.com")).await).await;
    let repeat = receipt(shop.send(&document("ann@example.com")).await).await;
    eventually("throttled", async || shop.metric("attempts_total{result=\"throttled\"}").await == 1).await;
    receipt(shop.send(&document("bob@example.com")).await).await;
    shop.clock.advance(15 * 24 * HOUR);
    eventually("expired", async || shop.metric("outcomes_total{outcome=\"expired\"}").await >= 1).await;
    eventually("tried", async || shop.metric("webhook_total{result=\"failed\"}").await >= 1).await;
    shop.stop().await;
    let (receiver, url) = Receiver::start(&[]).await;
    let shop = Shop::start(with_webhook(&folder, &upstream, &url)).await;
    shop.clock.advance(15 * 24 * HOUR + HOUR);
    let receipts = || -> Vec<_> {
        receiver
            .verified()
            .into_iter()
            .map(|(_, body)| body["data"]["receipt"].as_str().unwrap().to_owned())
            .collect()
    };
    eventually("delivered", async || receipts().contains(&first) && receipts().contains(&repeat)).await;
    let (_, body) =
        receiver.verified().into_iter().find(|(_, body)| body["data"]["receipt"] == first).unwrap();
    assert_eq!(
        (&body["type"], &body["data"]["reason"]),
        (&json!("alert.expired"), &json!({ "may_be_accepted": false }))
    );
    shop.stop().await;
}

#[tokio::test]
async fn stores_nothing_that_no_webhook_gets() {
    let folder = Folder::new();
    let (_, upstream) = Klaviyo::start(&[(400, "", REFUSED), (429, "50", "")]).await;
    let shop = Shop::start(Flags { answer_within: Some(0), ..flags(&folder, &upstream) }).await;
    receipt(shop.send(&document("ann@example.com")).await).await;
    eventually("refused", async || shop.metric("outcomes_total{outcome=\"refused\"}").await == 1).await;
    assert_eq!(events(&folder).await, 0);
    receipt(shop.send(&document("bob@example.com")).await).await;
    assert_eq!(sql(&folder, "SELECT COUNT(*) FROM receipts WHERE LENGTH(sealed) > 0").await, Some(0));
    shop.stop().await;
}

#[tokio::test]
async fn says_nothing_about_accepted_and_withdrawn_requests_and_gives_up_after_a_week() {
    let folder = Folder::new();
    let (klaviyo, upstream) = Klaviyo::start(&[(202, "", ""), (429, "50", ""), (400, "", REFUSED)]).await;
    let (receiver, url) = Receiver::start(&[500; 100]).await;
    let shop = Shop::start(with_webhook(&folder, &upstream, &url)).await;
    receipt(shop.send(&document("ann@example.com")).await).await;
    eventually("accepted", async || shop.metric("outcomes_total{outcome=\"accepted\"}").await == 1).await;
    let withdrawn = receipt(shop.send(&document("bob@example.com")).await).await;
    eventually("throttled", async || shop.metric("attempts_total{result=\"throttled\"}").await == 1).await;
    eventually("withdrawn", async || shop.cancel(&withdrawn).await == 204).await;
    assert_eq!((receiver.count(), events(&folder).await), (0, 0));
    shop.clock.advance(180_000);
    receipt(shop.send(&document("eve@example.com")).await).await;
    eventually("refused", async || receiver.count() >= 1).await;
    assert_eq!(klaviyo.count(), 3);
    shop.clock.advance(7 * 24 * HOUR + HOUR);
    eventually("given up", async || events(&folder).await == 0).await;
    shop.stop().await;
}
