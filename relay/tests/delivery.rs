//! From a page to Klaviyo's emulator, and to a Klaviyo that answers oddly.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use back_in_stock_relay::config::Flags;
use serde_json::json;
use support::{
    Emulator, Folder, HOUR, KEY, Shop, assert_accepted, assert_stored, document, document_of, eventually,
    flags, klaviyo::Klaviyo, receipt, refusal,
};

const REFUSED: &str = r#"{"errors":[{"code":"invalid","source":{"pointer":"/data/attributes/profile/data/attributes/email"}}]}"#;
const NOT_FOUND: &str = r#"{"errors":[{"status":404,"code":"variant_not_found","source":{"pointer":"/data/relationships/variant/data/id"}}]}"#;

#[tokio::test]
async fn delivers_and_answers_as_klaviyo_does() {
    let folder = Folder::new();
    let emulator = Emulator::start(&folder, &["--strict"]);
    let shop = Shop::start(flags(&folder, &emulator.url)).await;
    assert_accepted(&shop.send(&document("ann@example.com")).await);
    assert_eq!(emulator.emails().await, ["ann@example.com"]);
    // A repeat is not sent again, and its answer is the same.
    assert_accepted(&shop.send(&document("ann@example.com")).await);
    assert_accepted(
        &shop
            .send(&document_of(
                "$custom:::$default:::SKU-2",
                &json!({ "email": "ann@example.com" }),
                &["EMAIL"],
            ))
            .await,
    );
    let state = emulator.state().await;
    assert_eq!(state["requestCount"], 2);
    let findings = support::client().get(format!("{}/emulator/findings", emulator.url)).send().await.unwrap();
    assert_eq!(findings.text().await.unwrap(), "[]", "no deviation from the API description");
    shop.stop().await;
}

#[tokio::test]
async fn sends_the_validated_document_with_the_private_key() {
    let folder = Folder::new();
    let (klaviyo, url) = Klaviyo::start(&[]).await;
    let shop = Shop::start(flags(&folder, &url)).await;
    assert_accepted(&shop.send(&document("  ann@example.com ")).await);
    let (headers, body) = klaviyo.requests.lock().unwrap().pop().unwrap();
    assert_eq!(body, document("ann@example.com"));
    assert_eq!(headers["authorization"], format!("Klaviyo-API-Key {KEY}"));
    assert_eq!(headers["revision"], "2026-10-15");
    assert_eq!(headers["content-type"], "application/vnd.api+json");
    shop.stop().await;
}

#[tokio::test]
async fn passes_a_final_refusal_on_and_forgets_the_alert() {
    let folder = Folder::new();
    let (klaviyo, url) = Klaviyo::start(&[(400, "", REFUSED)]).await;
    let shop = Shop::start(flags(&folder, &url)).await;
    let (status, code, place) = refusal(shop.send(&document("ann@example.com")).await).await;
    assert_eq!((status, code.as_str()), (400, "invalid"));
    assert!(place.ends_with("attributes/email"));
    // The refused request is not remembered: the next one is sent.
    assert_accepted(&shop.send(&document("ann@example.com")).await);
    assert_eq!(klaviyo.count(), 2);
    shop.stop().await;
}

#[tokio::test]
async fn keeps_what_klaviyo_cannot_take_now() {
    for answer in [
        (429, "1", ""),
        (503, "", ""),
        (403, "", "<html>challenge"),
        (200, "", "captive portal"),
        (302, "", ""),
        // Not Klaviyo's: a wrong upstream, or a proxy.
        (404, "", "<html>not found"),
        (400, "", r#"{"errors":[]}"#),
        (409, "", ""),
    ] {
        let folder = Folder::new();
        let (klaviyo, url) = Klaviyo::start(&[answer]).await;
        let shop = Shop::start(flags(&folder, &url)).await;
        assert_stored(&shop.send(&document("ann@example.com")).await);
        shop.clock.advance(121_000);
        eventually("delivered", async || shop.metric("outcomes_total{outcome=\"accepted\"}").await == 1)
            .await;
        assert_eq!(klaviyo.count(), 2, "{answer:?}");
        shop.stop().await;
    }
}

#[tokio::test]
async fn an_unknown_variant_is_tried_after_each_sync_and_three_times_at_most() {
    let folder = Folder::new();
    let (klaviyo, url) = Klaviyo::start(&[(404, "", NOT_FOUND); 3]).await;
    let shop = Shop::start(flags(&folder, &url)).await;
    assert_stored(&shop.send(&document("ann@example.com")).await);
    for count in [2, 3] {
        shop.clock.advance(6 * HOUR + 60_000);
        eventually("sent again", async || klaviyo.count() == count).await;
    }
    eventually("refused", async || shop.metric("outcomes_total{outcome=\"refused\"}").await == 1).await;
    shop.stop().await;
}

#[tokio::test]
async fn a_refused_key_loses_nothing() {
    let folder = Folder::new();
    let emulator = Emulator::start(&folder, &[]);
    let mut wrong = flags(&folder, &emulator.url);
    wrong.key_file = Some(folder.file("wrong-key", "pk_wrong"));
    let shop = Shop::start(wrong).await;
    assert_stored(&shop.send(&document("ann@example.com")).await);
    assert_eq!(shop.metric("attempts_total{result=\"unauthorized\"}").await, 1);
    shop.stop().await;
    assert!(emulator.emails().await.is_empty());
    let shop = Shop::start(flags(&folder, &emulator.url)).await;
    shop.clock.advance(121_000);
    eventually("delivered", async || emulator.emails().await == ["ann@example.com"]).await;
    shop.stop().await;
}

#[tokio::test]
async fn expires_after_fourteen_days() {
    let folder = Folder::new();
    let (klaviyo, url) = Klaviyo::start(&[(429, "", "")]).await;
    let shop = Shop::start(flags(&folder, &url)).await;
    assert_stored(&shop.send(&document("ann@example.com")).await);
    shop.clock.advance(14 * 24 * HOUR + 1);
    eventually("expired", async || shop.metric("outcomes_total{outcome=\"expired\"}").await == 1).await;
    assert_eq!(klaviyo.count(), 1);
    shop.stop().await;
}

#[tokio::test]
async fn does_not_resend_after_a_day_what_may_have_been_accepted() {
    let folder = Folder::new();
    let (klaviyo, url) = Klaviyo::start(&[(503, "", "")]).await;
    let shop = Shop::start(flags(&folder, &url)).await;
    assert_stored(&shop.send(&document("ann@example.com")).await);
    shop.clock.advance(25 * HOUR);
    eventually("expired", async || shop.metric("outcomes_total{outcome=\"expired\"}").await == 1).await;
    assert_eq!(klaviyo.count(), 1);
    shop.stop().await;
}

#[tokio::test]
async fn remembers_an_accepted_request_for_a_day() {
    let folder = Folder::new();
    let (klaviyo, url) = Klaviyo::start(&[]).await;
    let shop = Shop::start(flags(&folder, &url)).await;
    assert_accepted(&shop.send(&document("ann@example.com")).await);
    shop.clock.advance(23 * HOUR);
    assert_accepted(&shop.send(&document("ann@example.com")).await);
    assert_eq!(klaviyo.count(), 1);
    shop.clock.advance(2 * HOUR);
    assert_accepted(&shop.send(&document("ann@example.com")).await);
    assert_eq!(klaviyo.count(), 2);
    shop.stop().await;
}

#[tokio::test]
async fn does_not_exceed_the_limits() {
    let folder = Folder::new();
    // 600 in a minute, 60 in a second. The emulator has the limits that the relay is configured with.
    let emulator = Emulator::start(&folder, &["--burst", "60", "--steady", "600"]);
    let shop =
        Shop::start(Flags { answer_within: Some(0), rate: Some(600), ..flags(&folder, &emulator.url) }).await;
    let documents: Vec<_> =
        (0..150).map(|number| document(&format!("shopper{number}@example.com"))).collect();
    for response in futures(documents.iter().map(|document| shop.send(document))).await {
        assert_stored(&response);
    }
    eventually("delivered", async || shop.metric("outcomes_total{outcome=\"accepted\"}").await == 150).await;
    assert_eq!(shop.metric("attempts_total{result=\"throttled\"}").await, 0);
    assert_eq!(emulator.state().await["requestCount"], 150);
    shop.stop().await;
}

/// The results of futures that run at once.
async fn futures<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut results = Vec::new();
    let mut pending: Vec<_> = futures.map(Box::pin).collect();
    std::future::poll_fn(|context| {
        pending.retain_mut(|future| match future.as_mut().poll(context) {
            std::task::Poll::Ready(result) => {
                results.push(result);
                false
            }
            std::task::Poll::Pending => true,
        });
        if pending.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    results
}

#[tokio::test]
async fn delivers_what_was_stored_before_a_restart() {
    let folder = Folder::new();
    let shop = Shop::start(flags(&folder, "http://127.0.0.1:9")).await;
    receipt(shop.send(&document("ann@example.com")).await).await;
    shop.stop().await;
    let emulator = Emulator::start(&folder, &[]);
    let shop = Shop::start(flags(&folder, &emulator.url)).await;
    eventually("delivered", async || emulator.emails().await == ["ann@example.com"]).await;
    shop.stop().await;
}

#[tokio::test]
async fn logs_hold_no_identity_and_no_key() {
    let folder = Folder::new();
    let (_, url) = Klaviyo::start(&[(
        400,
        "",
        r#"{"errors":[{"code":"invalid","detail":"ann@example.com is invalid"}]}"#,
    )])
    .await;
    folder.file("key", KEY);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_back-in-stock-relay"));
    command.args(["--company", "ABC123", "--key-file", "key", "--listen", "127.0.0.1:0", "--upstream", &url]);
    command.current_dir(folder.path("")).env("RUST_LOG", "debug");
    command.stderr(std::fs::File::create(folder.path("log")).unwrap());
    let relay = support::Process::start(&mut command);
    let log = || std::fs::read_to_string(folder.path("log")).unwrap();
    let send = async |email: &str| {
        let url = format!("{}/client/back-in-stock-subscriptions?company_id=ABC123", relay.line);
        let request = support::client().post(url).header("origin", &relay.line);
        let request =
            request.header("content-type", "application/json").header("idempotency-key", "my-own-key");
        request.body(document(email).to_string()).send().await.unwrap()
    };
    send("ann@example.com").await;
    send("not-an-address").await;
    eventually("refused", async || log().contains("Klaviyo refused an alert")).await;
    let keys = std::fs::read_to_string(folder.path("relay.db.key")).unwrap();
    for secret in ["ann@example", "not-an-address", "my-own-key", KEY, keys.trim()] {
        assert!(!log().contains(secret), "{secret}");
    }
}
