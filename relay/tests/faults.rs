//! What goes wrong inside or between: unreadable rows, a store that fails, answers that break off.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use back_in_stock_relay::config::Flags;
use support::{
    Folder, Shop, assert_stored, document, eventually, flags, klaviyo::Klaviyo, receipt, refusal, sql,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

/// Nothing listens there.
const NOWHERE: &str = "http://127.0.0.1:9";

async fn without_waiting(folder: &Folder, upstream: &str) -> Shop {
    Shop::start(Flags { answer_within: Some(0), ..flags(folder, upstream) }).await
}

#[tokio::test]
async fn an_unreadable_alert_waits_until_it_can_be_read() {
    let folder = Folder::new();
    let shop = without_waiting(&folder, NOWHERE).await;
    receipt(shop.send(&document("ann@example.com")).await).await;
    shop.stop().await;
    // A document opens only with its own fingerprint.
    sql(&folder, "CREATE TABLE saved AS SELECT fingerprint FROM alerts").await;
    sql(&folder, "UPDATE alerts SET fingerprint = zeroblob(32)").await;
    let (klaviyo, url) = Klaviyo::start(&[]).await;
    let shop = without_waiting(&folder, &url).await;
    shop.clock.advance(121_000);
    eventually("postponed", async || shop.metric("attempts_total{result=\"unreadable\"}").await >= 1).await;
    assert_eq!(sql(&folder, "SELECT COUNT(*) FROM alerts").await, Some(1));
    assert_eq!(klaviyo.count(), 0);
    sql(&folder, "UPDATE alerts SET fingerprint = (SELECT fingerprint FROM saved)").await;
    shop.clock.advance(121_000);
    eventually("delivered", async || shop.metric("outcomes_total{outcome=\"accepted\"}").await == 1).await;
    shop.stop().await;
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_not_final() {
    let folder = Folder::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            drop(stream.read(&mut [0; 16_384]).await);
            let answer = "HTTP/1.1 400 Bad Request\r\ncontent-length: 100\r\n\r\n{\"errors\":[{";
            drop(stream.write_all(answer.as_bytes()).await);
        }
    });
    let shop = Shop::start(flags(&folder, &url)).await;
    assert_stored(&shop.send(&document("ann@example.com")).await);
    assert!(shop.metric("attempts_total{result=\"network\"}").await >= 1);
    assert_eq!(sql(&folder, "SELECT COUNT(*) FROM alerts").await, Some(1));
    shop.stop().await;
}

#[tokio::test]
async fn after_a_failed_claim_what_it_may_have_claimed_is_sent() {
    let folder = Folder::new();
    let (klaviyo, url) = Klaviyo::start(&[]).await;
    let shop = without_waiting(&folder, &url).await;
    let token = sql(&folder, "SELECT token FROM leases").await.unwrap();
    // An alert as a claim leaves it whose answer was lost.
    let trigger = "CREATE TRIGGER lost AFTER INSERT ON alerts WHEN NEW.id = 1
                   BEGIN UPDATE alerts SET state = 'sending' WHERE id = 1; END";
    sql(&folder, trigger).await;
    receipt(shop.send(&document("ann@example.com")).await).await;
    // A claim that fails.
    let trigger = "CREATE TRIGGER fault BEFORE UPDATE ON alerts WHEN NEW.state = 'sending'
                   BEGIN SELECT RAISE(ABORT, 'fault'); END";
    sql(&folder, trigger).await;
    receipt(shop.send(&document("bob@example.com")).await).await;
    eventually("the lease is new", async || sql(&folder, "SELECT token FROM leases").await.unwrap() > token)
        .await;
    sql(&folder, "DROP TRIGGER fault").await;
    shop.clock.advance(15_000);
    eventually("both are sent", async || klaviyo.count() == 2).await;
    shop.stop().await;
}

#[tokio::test]
async fn a_pause_outlives_the_relay() {
    let folder = Folder::new();
    let (klaviyo, url) = Klaviyo::start(&[(429, "50", "")]).await;
    let shop = Shop::start(flags(&folder, &url)).await;
    assert_stored(&shop.send(&document("ann@example.com")).await);
    shop.stop().await;
    let shop = without_waiting(&folder, &url).await;
    eventually("paused", async || shop.metric("paused").await == 1).await;
    receipt(shop.send(&document("bob@example.com")).await).await;
    assert_eq!(klaviyo.count(), 1);
    shop.clock.advance(180_000);
    eventually("both are sent", async || klaviyo.count() == 3).await;
    shop.stop().await;
}

#[tokio::test]
async fn is_not_ready_after_a_commit_that_failed() {
    let folder = Folder::new();
    let shop = without_waiting(&folder, NOWHERE).await;
    assert_eq!(shop.get("/readyz").await.status(), 200);
    let fault = "CREATE TRIGGER fault BEFORE INSERT ON alerts BEGIN SELECT RAISE(ABORT, 'fault'); END";
    sql(&folder, fault).await;
    assert_eq!(refusal(shop.send(&document("ann@example.com")).await).await.0, 503);
    assert_eq!(shop.get("/readyz").await.status(), 503);
    sql(&folder, "DROP TRIGGER fault").await;
    receipt(shop.send(&document("ann@example.com")).await).await;
    assert_eq!(shop.get("/readyz").await.status(), 200);
    // Without requests, nothing else would make it ready again.
    sql(&folder, fault).await;
    assert_eq!(refusal(shop.send(&document("bob@example.com")).await).await.0, 503);
    assert_eq!(shop.get("/readyz").await.status(), 503);
    shop.clock.advance(10_000);
    assert_eq!(shop.get("/readyz").await.status(), 200);
    shop.stop().await;
}
