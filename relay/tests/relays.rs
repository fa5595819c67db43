//! Several relays with one Postgres, which `RELAY_TEST_POSTGRES` names. Without it, there is nothing to test: SQLite has one
//! relay.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use std::time::Instant;

use back_in_stock_relay::config::Flags;
use sqlx::Connection as _;
use support::{Folder, Shop, assert_accepted, document, eventually, flags, klaviyo::Klaviyo, refusal};

const REFUSED: &str = r#"{"errors":[{"code":"invalid","source":{"pointer":"/data/attributes/profile/data/attributes/email"}}]}"#;

/// The settings of relays that share a schema of their own; `None` without a Postgres.
async fn shared(folder: &Folder, upstream: &str) -> Option<Flags> {
    let url = std::env::var("RELAY_TEST_POSTGRES").ok()?;
    let schema = folder.path("").file_name().unwrap().to_str().unwrap().replace('-', "_");
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
    sqlx::query(&format!("CREATE SCHEMA {schema}")).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    Some(Flags {
        store: Some(format!("{url}?options[search_path]={schema}")),
        identity_key_file: Some(folder.file("keys", &"11".repeat(32))),
        ..flags(folder, upstream)
    })
}

#[tokio::test]
async fn a_page_gets_the_answer_at_a_relay_that_does_not_send() {
    let folder = Folder::new();
    let (_, upstream) = Klaviyo::start(&[(202, "", ""), (400, "", REFUSED)]).await;
    let Some(flags) = shared(&folder, &upstream).await else { return };
    let sender = Shop::start(flags.clone()).await;
    eventually("one sends", async || sender.metric("leading").await == 1).await;
    let other = Shop::start(flags).await;
    eventually("the other one hears", async || other.metric("listening").await == 1).await;
    let started = Instant::now();
    assert_accepted(&other.send(&document("ann@example.com")).await);
    let place = "/data/attributes/profile/data/attributes/email".into();
    let refused = refusal(other.send(&document("bob@example.com")).await).await;
    assert_eq!(refused, (400, "invalid".into(), place));
    assert_eq!(other.metric("leading").await, 0);
    // Two looks of the sender for due alerts.
    assert!(started.elapsed().as_millis() < 3_000, "{:?}", started.elapsed());
    other.stop().await;
    sender.stop().await;
}
