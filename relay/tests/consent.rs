//! Sign-ups, and alerts by SMS and WhatsApp that wait for a recorded consent.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use back_in_stock_relay::config::Flags;
use serde_json::{Value, json};
use support::{
    Emulator, Folder, HOUR, Shop, assert_accepted, assert_stored, client, document, document_of, eventually,
    flags, receipt, refusal,
};

const JOBS: &str = "/api/profile-subscription-bulk-create-jobs";
const PROFILES: &str = "/api/profiles";
const ALERTS: &str = "/api/back-in-stock-subscriptions";
const LIST: &str = "LIST01";

fn with_lists(folder: &Folder, upstream: &str) -> Flags {
    Flags { list: vec![LIST.into()], ..flags(folder, upstream) }
}

fn phone() -> Value {
    json!({ "phone_number": "+15005550006" })
}

fn alert_by(channel: &str) -> Value {
    document_of("$custom:::$default:::SKU-1", &phone(), &[channel])
}

/// The alerts by a channel that Klaviyo has.
async fn alerts_by(emulator: &Emulator, channel: &str) -> usize {
    let has = |row: &Value| row["channels"].as_array().unwrap().contains(&json!(channel));
    emulator.count("subscriptions", has).await
}

/// Lets time pass for the relay until a condition holds.
async fn passes(shop: &Shop, step: i64, what: &str, condition: impl AsyncFn() -> bool) {
    eventually(what, async || {
        shop.clock.advance(step);
        condition().await
    })
    .await;
}

async fn findings(emulator: &Emulator) -> String {
    let response = client().get(format!("{}/emulator/findings", emulator.url)).send().await.unwrap();
    response.text().await.unwrap()
}

#[tokio::test]
async fn an_alert_waits_for_the_job_of_its_sign_up() {
    for (channel, name) in [("SMS", "sms"), ("WHATSAPP", "whatsapp")] {
        let folder = Folder::new();
        let emulator = Emulator::start(&folder, &["--strict", "--job-duration", "1h"]);
        let shop =
            Shop::start(Flags { answer_within: Some(500), ..with_lists(&folder, &emulator.url) }).await;
        // What a page sends: the consent, then the alert.
        assert_accepted(&shop.sign_up(LIST, &phone(), &[name]).await);
        assert_stored(&shop.send(&alert_by(channel)).await);
        passes(&shop, 2_000, "read again", async || emulator.requests(PROFILES).await >= 3).await;
        assert_eq!(alerts_by(&emulator, channel).await, 0, "the job is not complete");
        emulator.command("clock", json!({ "advance": "1h" })).await;
        passes(&shop, 10_000, "delivered", async || alerts_by(&emulator, channel).await == 1).await;
        assert_eq!(emulator.requests(JOBS).await, 1);
        assert_eq!(findings(&emulator).await, "[]", "no deviation from the API description");
        eventually("counted", async || shop.metric("sign_ups_total{outcome=\"accepted\"}").await == 1).await;
        eventually("counted", async || shop.metric("outcomes_total{outcome=\"accepted\"}").await == 1).await;
        shop.stop().await;
    }
}

#[tokio::test]
async fn an_alert_is_not_looked_at_before_its_sign_up_was_accepted() {
    let folder = Folder::new();
    let emulator = Emulator::start(&folder, &[]);
    emulator.faults(json!([{ "path": JOBS, "fault": { "kind": "status", "status": 503 } }])).await;
    let shop = Shop::start(Flags { answer_within: Some(500), ..with_lists(&folder, &emulator.url) }).await;
    assert_stored(&shop.sign_up(LIST, &phone(), &["sms"]).await);
    assert_stored(&shop.send(&alert_by("SMS")).await);
    passes(&shop, 60_000, "tried again", async || emulator.requests(JOBS).await >= 3).await;
    assert_eq!(emulator.requests(PROFILES).await, 0);
    emulator.faults(json!([])).await;
    passes(&shop, 60_000, "delivered", async || alerts_by(&emulator, "SMS").await == 1).await;
    shop.stop().await;
}

#[tokio::test]
async fn without_a_consent_the_alert_is_refused() {
    let folder = Folder::new();
    let emulator = Emulator::start(&folder, &[]);
    let shop = Shop::start(with_lists(&folder, &emulator.url)).await;
    for channel in ["SMS", "WHATSAPP"] {
        let refused = refusal(shop.send(&alert_by(channel)).await).await;
        assert_eq!(refused, (400, "consent_required".into(), "/data/attributes/channels".into()));
    }
    assert_eq!(emulator.requests(ALERTS).await, 0);
    shop.stop().await;
    // Without lists, nothing is read: no key needs the scope for it.
    let shop = Shop::start(flags(&folder, &emulator.url)).await;
    assert_eq!(refusal(shop.send(&alert_by("SMS")).await).await.0, 400);
    assert_eq!(emulator.requests(PROFILES).await, 2);
    shop.stop().await;
}

#[tokio::test]
async fn a_consent_that_was_recorded_elsewhere_is_found() {
    let folder = Folder::new();
    let emulator = Emulator::start(&folder, &[]);
    let sign_up = support::sign_up_document(LIST, &phone(), &["sms"]);
    let request = client().post(format!("{}/client/subscriptions?company_id=ABC123", emulator.url));
    let request = request.header("revision", "2026-10-15").header("content-type", "application/json");
    assert_eq!(request.body(sign_up.to_string()).send().await.unwrap().status(), 202);
    let shop = Shop::start(with_lists(&folder, &emulator.url)).await;
    assert_accepted(&shop.send(&alert_by("SMS")).await);
    assert_eq!(refusal(shop.send(&alert_by("WHATSAPP")).await).await.1, "consent_required");
    shop.stop().await;
}

#[tokio::test]
async fn a_consent_that_is_not_recorded_in_three_days_lets_the_alert_expire() {
    let folder = Folder::new();
    // The job never ends.
    let emulator = Emulator::start(&folder, &["--job-duration", "3650d"]);
    let shop = Shop::start(Flags { answer_within: Some(500), ..with_lists(&folder, &emulator.url) }).await;
    assert_accepted(&shop.sign_up(LIST, &phone(), &["sms"]).await);
    assert_stored(&shop.send(&alert_by("SMS")).await);
    let reads = emulator.requests(PROFILES).await;
    shop.clock.advance(71 * HOUR);
    eventually("read again", async || emulator.requests(PROFILES).await > reads).await;
    assert_eq!(shop.metric("outcomes_total{outcome=\"expired\"}").await, 0);
    shop.clock.advance(2 * HOUR);
    eventually("expired", async || shop.metric("outcomes_total{outcome=\"expired\"}").await == 1).await;
    assert_eq!(emulator.requests(ALERTS).await, 0);
    assert_eq!(support::sql(&folder, "SELECT COUNT(*) FROM alerts WHERE variant <> ''").await, Some(0));
    shop.stop().await;
}

#[tokio::test]
async fn a_sign_up_that_klaviyo_refuses_refuses_its_alert() {
    let folder = Folder::new();
    let emulator = Emulator::start(&folder, &["--list", "OTHER=single_opt_in"]);
    let shop = Shop::start(with_lists(&folder, &emulator.url)).await;
    let (status, code, place) = refusal(shop.sign_up(LIST, &phone(), &["sms"]).await).await;
    assert_eq!((status, code.as_str()), (404, "not_found"));
    assert!(place.ends_with("relationships/list/data/id"), "{place}");
    assert_eq!(refusal(shop.send(&alert_by("SMS")).await).await.1, "consent_required");
    assert_eq!(shop.metric("sign_ups_total{outcome=\"refused\"}").await, 1);
    shop.stop().await;
}

#[tokio::test]
async fn waits_for_the_confirmation_of_a_double_opt_in() {
    let folder = Folder::new();
    let emulator = Emulator::start(&folder, &["--list", "LIST01=double_opt_in", "--job-duration", "0s"]);
    let shop = Shop::start(Flags { answer_within: Some(500), ..with_lists(&folder, &emulator.url) }).await;
    assert_accepted(&shop.sign_up(LIST, &phone(), &["sms"]).await);
    assert_stored(&shop.send(&alert_by("SMS")).await);
    passes(&shop, 60_000, "read again", async || emulator.requests(PROFILES).await >= 5).await;
    assert_eq!(emulator.requests(ALERTS).await, 0);
    emulator.command("confirm", json!({ "address": "+15005550006" })).await;
    passes(&shop, HOUR, "delivered", async || alerts_by(&emulator, "SMS").await == 1).await;
    shop.stop().await;
}

#[tokio::test]
async fn a_consent_that_is_withdrawn_before_another_attempt_stops_the_alert() {
    let folder = Folder::new();
    let emulator = Emulator::start(&folder, &["--job-duration", "0s"]);
    let rule = json!({ "path": ALERTS, "times": 1, "fault": { "kind": "status", "status": 503 } });
    emulator.faults(json!([rule])).await;
    let shop = Shop::start(Flags { answer_within: Some(500), ..with_lists(&folder, &emulator.url) }).await;
    assert_accepted(&shop.sign_up(LIST, &phone(), &["sms"]).await);
    shop.send(&alert_by("SMS")).await;
    passes(&shop, 2_000, "sent", async || emulator.requests(ALERTS).await == 1).await;
    emulator.command("unsubscribe", json!({ "address": "+15005550006", "channel": "sms" })).await;
    let reads = emulator.requests(PROFILES).await;
    passes(&shop, 60_000, "read again", async || emulator.requests(PROFILES).await > reads + 2).await;
    assert_eq!(emulator.requests(ALERTS).await, 1);
    shop.stop().await;
}

#[tokio::test]
async fn a_newsletter_needs_no_read_and_lifts_suppressions() {
    let folder = Folder::new();
    let emulator = Emulator::start(&folder, &["--job-duration", "0s"]);
    let shop = Shop::start(with_lists(&folder, &emulator.url)).await;
    assert_accepted(&shop.send(&document("ann@example.com")).await);
    emulator.command("suppress", json!({ "address": "ann@example.com", "reason": "SPAM_COMPLAINT" })).await;
    assert_accepted(&shop.sign_up(LIST, &json!({ "email": "ann@example.com" }), &["email"]).await);
    eventually("subscribed", async || {
        emulator.count("consents", |consent| consent["status"] == "subscribed").await == 1
    })
    .await;
    // That is why a list needs double opt-in: with it, nothing is lifted before the shopper confirms.
    assert_eq!(emulator.count("suppressions", |_| true).await, 0);
    assert_eq!(emulator.requests(PROFILES).await, 0);
    shop.stop().await;
}

#[tokio::test]
async fn takes_sign_ups_for_named_lists_only() {
    let folder = Folder::new();
    let emulator = Emulator::start(&folder, &[]);
    let list = "/data/relationships/list/data/id";
    let shop = Shop::start(with_lists(&folder, &emulator.url)).await;
    let refused = refusal(shop.sign_up("LIST02", &phone(), &["sms"]).await).await;
    assert_eq!(refused, (400, "invalid".into(), list.into()));
    for (contact, channels) in [
        (phone(), &["email"][..]),
        (json!({ "email": "ann@example.com", "phone_number": "+15005550006" }), &["email"]),
        (json!({ "email": "ann@example.com", "external_id": "7" }), &["email"]),
        (json!({ "email": "ann" }), &["email"]),
        // Klaviyo would sign up for everything.
        (phone(), &[]),
    ] {
        assert_eq!(refusal(shop.sign_up(LIST, &contact, channels).await).await.0, 400, "{contact}");
    }
    shop.stop().await;
    let shop = Shop::start(flags(&folder, &emulator.url)).await;
    assert_eq!(refusal(shop.sign_up(LIST, &phone(), &["sms"]).await).await.2, list);
    assert_eq!(emulator.state().await["requestCount"], 0);
    shop.stop().await;
}

#[tokio::test]
async fn a_repeated_sign_up_is_sent_again_after_half_an_hour() {
    let folder = Folder::new();
    let emulator = Emulator::start(&folder, &[]);
    let shop = Shop::start(with_lists(&folder, &emulator.url)).await;
    for (wait, jobs) in [(0, 1), (29 * 60_000, 1), (2 * 60_000, 2)] {
        shop.clock.advance(wait);
        assert_accepted(&shop.sign_up(LIST, &phone(), &["sms"]).await);
        assert_eq!(emulator.requests(JOBS).await, jobs);
    }
    // Another list, and another channel, are other sign-ups.
    assert_accepted(&shop.sign_up(LIST, &phone(), &["sms", "whatsapp"]).await);
    assert_eq!(emulator.requests(JOBS).await, 3);
    shop.stop().await;
}

#[tokio::test]
async fn a_key_that_may_not_read_profiles_delays_no_other_alert() {
    let folder = Folder::new();
    let emulator = Emulator::start(&folder, &[]);
    let fault = json!({ "kind": "status", "status": 401 });
    emulator.faults(json!([{ "path": PROFILES, "fault": fault }, { "path": JOBS, "fault": fault }])).await;
    let shop = Shop::start(Flags { answer_within: Some(500), ..with_lists(&folder, &emulator.url) }).await;
    assert_stored(&shop.send(&alert_by("SMS")).await);
    assert_stored(&shop.sign_up(LIST, &json!({ "phone_number": "+15005550009" }), &["sms"]).await);
    eventually("refused", async || shop.metric("attempts_total{result=\"unauthorized\"}").await == 2).await;
    assert_eq!(shop.metric("paused").await, 0, "alerts are still sent");
    shop.send(&document("ann@example.com")).await;
    eventually("delivered", async || emulator.emails().await.contains(&"ann@example.com".into())).await;
    shop.stop().await;
}

#[tokio::test]
async fn a_sign_up_can_be_withdrawn_before_it_is_sent() {
    let folder = Folder::new();
    let shop =
        Shop::start(Flags { answer_within: Some(0), ..with_lists(&folder, "http://127.0.0.1:9") }).await;
    let receipt = receipt(shop.sign_up(LIST, &phone(), &["sms"]).await).await;
    eventually("withdrawn", async || shop.cancel(&receipt).await == 204).await;
    assert_eq!(shop.metric("sign_ups_total{outcome=\"withdrawn\"}").await, 1);
    assert_eq!(shop.metric("outcomes_total{outcome=\"withdrawn\"}").await, 0);
    shop.stop().await;
}
