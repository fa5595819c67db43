//! Floods, guesses and replays.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use std::time::{Duration, Instant};

use back_in_stock_relay::config::Flags;
use support::{Folder, Shop, document, flags, receipt};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};

/// Nothing listens there, so that nothing leaves the store.
const NOWHERE: &str = "http://127.0.0.1:9";
/// Both ends of a connection are in this process, which may have 1,024 files.
const CONNECTIONS: usize = 300;

fn unlimited(folder: &Folder) -> Flags {
    Flags { answer_within: Some(0), ..flags(folder, NOWHERE) }
}

async fn connect(shop: &Shop) -> TcpStream {
    TcpStream::connect(shop.url.strip_prefix("http://").unwrap()).await.unwrap()
}

/// Everything that the relay answers to bytes that no client would send, until it closes the connection.
async fn answer(shop: &Shop, request: &[u8]) -> String {
    let mut stream = connect(shop).await;
    // The relay may close the connection before it has read everything.
    drop(stream.write_all(request).await);
    let mut answer = Vec::new();
    let reading = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut answer));
    drop(reading.await.unwrap());
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn idle_connections_keep_nobody_out() {
    let folder = Folder::new();
    let shop = Shop::start(unlimited(&folder)).await;
    let mut idle = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut stream = connect(&shop).await;
        stream.write_all(b"POST /bis/").await.unwrap();
        idle.push(stream);
    }
    let started = Instant::now();
    receipt(shop.send(&document("ann@example.com")).await).await;
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    drop(idle);
    shop.stop().await;
}

#[tokio::test]
async fn long_bodies_are_not_read() {
    let folder = Folder::new();
    let shop = Shop::start(unlimited(&folder)).await;
    let path = "/bis/client/back-in-stock-subscriptions?company_id=ABC123";
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: shop.example\r\norigin: http://shop.example\r\nconnection: close\r\n\
         content-type: application/json\r\n"
    );
    // A length that is announced, and one that is not.
    let announced = format!("{head}content-length: 1000000000\r\n\r\n{}", "x".repeat(20_000));
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x1_0000));
    let endless = format!("{head}transfer-encoding: chunked\r\n\r\n{}", chunk.repeat(20));
    for request in [announced, endless] {
        let mut refused = 0;
        for _ in 0..20 {
            let answer = answer(&shop, request.as_bytes()).await;
            // A connection that is reset before the answer is read has none.
            assert!(answer.starts_with("HTTP/1.1 413") || answer.is_empty(), "{answer}");
            refused += usize::from(!answer.is_empty());
        }
        assert!(refused >= 10, "{refused} of 20");
    }
    receipt(shop.send(&document("ann@example.com")).await).await;
    assert_eq!(support::sql(&folder, "SELECT COUNT(*) FROM alerts").await, Some(1));
    shop.stop().await;
}

#[tokio::test]
async fn ambiguous_lengths_hide_no_request() {
    let folder = Folder::new();
    let shop = Shop::start(unlimited(&folder)).await;
    let hidden = "GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n";
    let start = "POST /bis/alerts/cancel HTTP/1.1\r\nhost: a\r\norigin: http://a\r\n";
    let two = format!("{start}content-length: 0\r\ncontent-length: {}\r\n\r\n{hidden}", hidden.len());
    let unknown =
        format!("{start}content-length: {}\r\ntransfer-encoding: gzip\r\n\r\n{hidden}", hidden.len());
    for request in [two, unknown] {
        let answer = answer(&shop, request.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
        assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{answer}");
    }
    // The chunks count, and what follows is not answered.
    let length = hidden.len() + 5;
    let both =
        format!("{start}content-length: {length}\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{hidden}");
    let answer = answer(&shop, both.as_bytes()).await;
    assert!(answer.matches("HTTP/1.1").count() <= 1, "{answer}");
    shop.stop().await;
}

#[tokio::test]
async fn guessed_receipts_withdraw_nothing() {
    let folder = Folder::new();
    let shop = Shop::start(Flags { per_address: Some(100), ..unlimited(&folder) }).await;
    let receipt = receipt(shop.send(&document("ann@example.com")).await).await;
    let mut statuses = Vec::new();
    for number in 0..200_u128 {
        // Near the right one, and far from it.
        let guess = u128::from_str_radix(&receipt, 16).unwrap() ^ (1 << (number % 128));
        statuses.push(shop.cancel(&format!("{guess:032x}")).await);
    }
    assert_eq!(statuses.iter().filter(|status| **status == 404).count(), 99);
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 101);
    assert_eq!(support::sql(&folder, "SELECT COUNT(*) FROM alerts").await, Some(1));
    shop.clock.advance(120_000);
    assert_eq!(shop.cancel(&receipt).await, 204);
    shop.stop().await;
}

#[tokio::test]
async fn a_refusal_before_the_body_closes_the_connection() {
    let folder = Folder::new();
    let shop = Shop::start(Flags { per_address: Some(1), ..unlimited(&folder) }).await;
    shop.send(&document("ann@example.com")).await;
    let limited = shop.post("/bis/alerts/cancel").body("{}").send().await.unwrap();
    let other =
        support::client().post(format!("{}/bis/alerts/cancel", shop.url)).header("origin", "null").send();
    for (response, status) in [(limited, 429), (other.await.unwrap(), 403)] {
        assert_eq!(
            (response.status().as_u16(), &response.headers()["connection"]),
            (status, &"close".parse().unwrap())
        );
    }
    shop.stop().await;
}

#[tokio::test]
async fn replays_store_one_request() {
    let folder = Folder::new();
    let shop = Shop::start(Flags { per_identity: Some(0), ..unlimited(&folder) }).await;
    let mut receipts = JoinSet::new();
    for _ in 0..100 {
        let request = shop.alert(&document("ann@example.com")).header("idempotency-key", "one");
        receipts.spawn(async move { receipt(request.send().await.unwrap()).await });
    }
    let mut receipts = receipts.join_all().await;
    receipts.sort();
    receipts.dedup();
    // Each has its own, so that a repeat looks like a first request.
    assert_eq!(receipts.len(), 100);
    assert_eq!(support::sql(&folder, "SELECT COUNT(*) FROM alerts").await, Some(1));
    let other = shop.alert(&document("ben@example.com")).header("idempotency-key", "one");
    assert_eq!(other.send().await.unwrap().status(), 422);
    shop.stop().await;
}
