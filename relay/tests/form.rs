//! Plain HTML forms.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use back_in_stock_relay::config::Flags;
use reqwest::Response;
use serde_json::{Value, json};
use support::{Emulator, Folder, Shop, eventually, flags};

const FORM: &str = "application/x-www-form-urlencoded";
const REQUESTED: &str = "#back-in-stock-requested";
const FAILED: &str = "#back-in-stock-failed";
/// Nothing listens there, so that nothing leaves the store.
const NOWHERE: &str = "http://127.0.0.1:9";

fn without_waiting(folder: &Folder) -> Flags {
    Flags { answer_within: Some(0), ..flags(folder, NOWHERE) }
}

/// Sends a form with these headers.
async fn submit(shop: &Shop, headers: &[(&str, &str)], body: &str) -> Response {
    let request = support::client().post(format!("{}/bis/alert", shop.url)).header("content-type", FORM);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.body(body.to_owned()).send().await.unwrap()
}

/// Where a form leads to.
async fn target(shop: &Shop, headers: &[(&str, &str)], body: &str) -> String {
    let response = submit(shop, headers, body).await;
    assert_eq!(response.status(), 303, "{body}");
    response.headers()["location"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_form_is_delivered() {
    let folder = Folder::new();
    let emulator = Emulator::start(&folder, &[]);
    let shop = Shop::start(flags(&folder, &emulator.url)).await;
    let body = "variant=SKU-1&email=ann%40example.com&return=%2Fproducts%2Fmug";
    // Old browsers send no origin.
    assert_eq!(target(&shop, &[], body).await, format!("/products/mug{REQUESTED}"));
    eventually("delivered", async || emulator.emails().await == ["ann@example.com"]).await;
    shop.stop().await;
}

#[tokio::test]
async fn a_phone_number_of_the_country_is_signed_up_and_gets_its_alert() {
    let folder = Folder::new();
    let emulator = Emulator::start(&folder, &["--job-duration", "0s"]);
    let shop = Shop::start(Flags { list: vec!["LIST01".into()], ..flags(&folder, &emulator.url) }).await;
    let body = "variant=SKU-1&phone_number=0151+23456789&country=DE&channel=SMS&list=LIST01&consent=sms";
    assert_eq!(target(&shop, &[], body).await, format!("/{REQUESTED}"));
    let has_sms = |row: &Value| row["channels"].as_array().unwrap().contains(&json!("SMS"));
    eventually("delivered", async || {
        shop.clock.advance(2_000);
        emulator.count("subscriptions", has_sms).await == 1
    })
    .await;
    // Without a consent, the relay has nothing to wait for.
    let body = "variant=SKU-1&phone_number=%2B15005550006&channel=SMS";
    assert_eq!(target(&shop, &[], body).await, format!("/{FAILED}"));
    shop.stop().await;
}

#[tokio::test]
async fn leads_to_the_page_and_never_elsewhere() {
    let folder = Folder::new();
    let other = "https://shop.example";
    let shop = Shop::start(Flags { allow_origin: vec![other.into()], ..without_waiting(&folder) }).await;
    let own = shop.url.clone();
    let form = "variant=SKU-1&email=ann%40example.com";
    let with_return = format!("{form}&return=%2Fx");
    for (headers, body, expected) in [
        (vec![], form, format!("/{REQUESTED}")),
        (vec![("referer", format!("{own}/p?q=1"))], form, format!("/p?q=1{REQUESTED}")),
        (vec![("origin", own.clone()), ("referer", format!("{own}/p"))], form, format!("/p{REQUESTED}")),
        (vec![("referer", "https://evil.example/p".into())], form, format!("/{REQUESTED}")),
        (vec![("referer", format!("{own}//evil.example"))], form, format!("/{REQUESTED}")),
        (vec![("referer", format!("{other}/p"))], form, format!("{other}/p{REQUESTED}")),
        (vec![("origin", other.into())], with_return.as_str(), format!("{other}/x{REQUESTED}")),
        (vec![], "variant=SKU-1&email=ann&return=%2Fx", format!("/x{FAILED}")),
        (vec![], "email=ann%40example.com", format!("/{FAILED}")),
    ] {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(target(&shop, &headers, body).await, expected, "{headers:?}");
    }
    for path in
        ["%2F%2Fevil.example", "https%3A%2F%2Fevil.example", "%2F%5Cevil.example", "%2F%0D%0Aset-cookie:x"]
    {
        let response = submit(&shop, &[], &format!("{form}&return={path}")).await;
        assert_eq!(response.status(), 400, "{path}");
        assert_eq!(response.headers().get("location"), None);
    }
    shop.stop().await;
}

#[tokio::test]
async fn refuses_other_origins_media_types_and_lists() {
    let folder = Folder::new();
    let shop = Shop::start(without_waiting(&folder)).await;
    let body = "variant=SKU-1&email=ann%40example.com";
    for origin in ["null", "https://evil.example", ""] {
        assert_eq!(submit(&shop, &[("origin", origin)], body).await.status(), 403, "{origin}");
    }
    let json = support::client().post(format!("{}/bis/alert", shop.url)).header("content-type", "text/plain");
    assert_eq!(json.body(body).send().await.unwrap().status(), 400);
    let response = submit(&shop, &[], &format!("{body}&list=LIST01&consent=email")).await;
    assert_eq!(response.status(), 400);
    assert_eq!(shop.metric("intake_total{result=\"stored\"}").await, 0);
    shop.stop().await;
}

#[tokio::test]
async fn a_limit_leads_back_to_the_page() {
    let folder = Folder::new();
    let shop = Shop::start(Flags { per_address: Some(1), ..without_waiting(&folder) }).await;
    let body = "variant=SKU-1&email=ann%40example.com";
    assert_eq!(target(&shop, &[], body).await, format!("/{REQUESTED}"));
    assert_eq!(target(&shop, &[], body).await, format!("/{FAILED}"));
    assert_eq!(shop.metric("intake_total{result=\"limit\"}").await, 1);
    shop.stop().await;
}
