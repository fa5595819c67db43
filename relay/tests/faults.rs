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
