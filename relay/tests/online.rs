//! The check of the key, with the emulator and with a Klaviyo that answers as a test wants.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use back_in_stock_relay::{
    StartError,
    config::{Config, Flags},
    online,
};
use support::{Emulator, Folder, flags, klaviyo::Klaviyo};

/// The result of a check: the exit code, and the line.
async fn check(flags: Flags) -> (u8, String) {
    match online::check(&Config::new(flags).unwrap()).await {
        Ok(()) => (0, String::new()),
        Err(StartError::Config(error)) => (2, error.0),
        Err(StartError::Other(text)) => (1, text),
    }
}

fn with_lists(flags: Flags) -> Flags {
    Flags { list: vec!["LIST01".into()], ..flags }
}

#[tokio::test]
async fn checks_each_kind_of_request_and_changes_nothing() {
    let folder = Folder::new();
    let emulator = Emulator::start(&folder, &[]);
    assert_eq!(check(with_lists(flags(&folder, &emulator.url))).await, (0, String::new()));
    for (path, count) in [
        ("/api/back-in-stock-subscriptions", 1),
        ("/api/profile-subscription-bulk-create-jobs", 1),
        ("/api/profiles", 1),
    ] {
        assert_eq!(emulator.requests(path).await, count, "{path}");
    }
    let state = emulator.state().await;
    for part in ["profiles", "subscriptions", "jobs"] {
        assert!(state[part].as_array().unwrap().is_empty(), "{part}");
    }
    // Without lists, the key needs fewer scopes.
    assert_eq!(check(flags(&folder, &emulator.url)).await.0, 0);
    assert_eq!(emulator.requests("/api/profiles").await, 1);
}

#[tokio::test]
async fn says_what_the_answer_means() {
    let folder = Folder::new();
    let document = r#"{"errors":[{"code":"not_authenticated"}]}"#;
    let refused = "--key-file: Klaviyo refuses the key for alerts:";
    let unknown = "Klaviyo did not say whether it accepts the key for alerts: try again later";
    for (answer, code, line) in [
        ((401, "", document), 2, format!("{refused} it is not a private key of an account")),
        ((403, "", document), 2, format!("{refused} it needs the scopes catalogs:write and profiles:write")),
        // A challenge of the proxy in front of Klaviyo.
        ((403, "", "<html>"), 1, unknown.to_owned()),
        ((429, "1", document), 1, unknown.to_owned()),
        ((503, "", ""), 1, unknown.to_owned()),
        ((404, "", "<html>"), 2, "--upstream does not answer as Klaviyo does: status 404".to_owned()),
        ((400, "", document), 0, String::new()),
        ((202, "", ""), 0, String::new()),
    ] {
        let (_, upstream) = Klaviyo::start(&[answer]).await;
        assert_eq!(check(flags(&folder, &upstream)).await, (code, line), "{answer:?}");
    }
}

#[tokio::test]
async fn says_for_what_the_key_lacks_a_scope() {
    let folder = Folder::new();
    let document = r#"{"errors":[{"code":"permission_denied"}]}"#;
    let (_, upstream) = Klaviyo::start(&[(400, "", document), (403, "", document)]).await;
    let scopes = "lists:write, profiles:write and subscriptions:write";
    assert_eq!(
        check(with_lists(flags(&folder, &upstream))).await,
        (2, format!("--key-file: Klaviyo refuses the key for sign-ups: it needs the scopes {scopes}"))
    );
}
