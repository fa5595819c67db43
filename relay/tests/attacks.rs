//! What an attacker can send without a browser.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use std::time::Duration;

use support::{Folder, Shop, document, document_of, flags, receipt, refusal};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// Nothing listens there, so that nothing leaves the store.
const NOWHERE: &str = "http://127.0.0.1:9";

async fn shop(folder: &Folder) -> Shop {
    let flags = flags(folder, NOWHERE);
    Shop::start(back_in_stock_relay::config::Flags { answer_within: Some(0), ..flags }).await
}

/// Sends the start of a request and then nothing. Returns the answer once the relay has closed the connection, which must
/// be within 30 s.
async fn stall(shop: &Shop, start: &str) -> String {
    let mut stream = TcpStream::connect(shop.url.strip_prefix("http://").unwrap()).await.unwrap();
    stream.write_all(start.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let reading = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut answer));
    // A reset closes it, too.
    drop(reading.await.unwrap());
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn cuts_off_slow_requests() {
    let folder = Folder::new();
    let shop = shop(&folder).await;
    let path = "/bis/client/back-in-stock-subscriptions?company_id=ABC123";
    let head = format!("POST {path} HTTP/1.1\r\nhost: shop.example\r\norigin: http://shop.example\r\n");
    let body = format!("{head}content-type: application/json\r\ncontent-length: 100\r\n\r\n{{");
    let (_, answer) = tokio::join!(stall(&shop, &head), stall(&shop, &body));
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    receipt(shop.send(&document("ann@example.com")).await).await;
    shop.stop().await;
}

#[tokio::test]
async fn refuses_long_heads() {
    let folder = Folder::new();
    let shop = shop(&folder).await;
    let answer =
        stall(&shop, &format!("GET /healthz HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n", "x".repeat(20_000))).await;
    assert!(answer.starts_with("HTTP/1.1 431") || answer.is_empty(), "{answer}");
    shop.stop().await;
}

#[tokio::test]
async fn refuses_a_second_origin() {
    let folder = Folder::new();
    let shop = shop(&folder).await;
    let request = shop.alert(&document("ann@example.com")).header("origin", "https://evil.example");
    assert_eq!(refusal(request.send().await.unwrap()).await.0, 403);
    shop.stop().await;
}

#[tokio::test]
async fn ignores_forged_addresses_without_a_trusted_proxy() {
    let folder = Folder::new();
    let flags = flags(&folder, NOWHERE);
    let shop = Shop::start(back_in_stock_relay::config::Flags {
        answer_within: Some(0),
        per_address: Some(2),
        ..flags
    })
    .await;
    for (number, status) in [202, 202, 429].into_iter().enumerate() {
        let request = shop.alert(&document(&format!("shopper-{number}@example.com")));
        let request = request.header("x-forwarded-for", format!("198.51.100.{number}"));
        assert_eq!(request.send().await.unwrap().status(), status);
    }
    shop.stop().await;
}

#[tokio::test]
async fn stores_statements_as_text() {
    let folder = Folder::new();
    let shop = shop(&folder).await;
    for text in ["';DROP/**/TABLE/**/alerts;--", "$1", "\\');DELETE/**/FROM/**/alerts;--"] {
        let variant = format!("$custom:::$default:::{text}");
        let document = document_of(&variant, &serde_json::json!({ "email": "ann@example.com" }), &["EMAIL"]);
        receipt(shop.alert(&document).header("idempotency-key", text).send().await.unwrap()).await;
        assert_eq!(shop.cancel(text).await, 404);
    }
    assert_eq!(support::sql(&folder, "SELECT COUNT(*) FROM alerts").await, Some(3));
    shop.stop().await;
}
