//! Several relays with one Postgres. A part of its own: `npm test -- relay-kill`.
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
use support::{
    Folder, Shop, assert_accepted, document, eventually, flags, klaviyo::Klaviyo, postgres::Postgres, refusal,
};

const REFUSED: &str = r#"{"errors":[{"code":"invalid","source":{"pointer":"/data/attributes/profile/data/attributes/email"}}]}"#;

#[tokio::test]
async fn a_page_gets_the_answer_at_a_relay_that_does_not_send() {
    let folder = Folder::new();
    let (_, upstream) = Klaviyo::start(&[(202, "", ""), (400, "", REFUSED)]).await;
    let postgres = Postgres::start();
    let flags = Flags {
        store: Some(postgres.url()),
        identity_key_file: Some(folder.file("keys", &"11".repeat(32))),
        ..flags(&folder, &upstream)
    };
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
