//! Several relays with one Postgres. A part of its own: `npm test -- relay-kill`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use std::{sync::Arc, time::Instant};

use back_in_stock_relay::{
    Relay, StartError,
    clock::Clock,
    config::{Config, Flags},
};
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

#[tokio::test]
async fn other_keys_are_a_mistake_of_the_configuration() {
    let folder = Folder::new();
    let postgres = Postgres::start();
    let with_keys = |name: &str| Flags {
        store: Some(postgres.url()),
        identity_key_file: Some(folder.path(name)),
        ..flags(&folder, "http://127.0.0.1:9")
    };
    let refused = async |name: &str| {
        let config = Config::new(with_keys(name)).unwrap();
        match Relay::start(config, Arc::new(Clock::default())).await {
            Err(StartError::Config(error)) => error.0.rsplit('/').next().unwrap().to_owned(),
            Err(StartError::Other(text)) => panic!("{text}"),
            Ok(_) => panic!("it starts"),
        }
    };
    // With Postgres, no key is made: each relay would make its own.
    assert_eq!(refused("keys").await, "keys does not exist, and the store needs its keys");
    assert!(!folder.path("keys").exists());
    folder.file("keys", &"11".repeat(32));
    Shop::start(with_keys("keys")).await.stop().await;
    folder.file("other", &"22".repeat(32));
    assert_eq!(refused("other").await, "other has other keys than the store was written with");
    assert_eq!(refused("missing").await, "missing does not exist, and the store needs its keys");
    Shop::start(with_keys("keys")).await.stop().await;
}
