//! Which requests are taken, and how they are answered.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use serde_json::{Value, json};
use support::{Folder, Shop, document, document_of, flags, receipt, refusal};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

const PATH: &str = "/bis/client/back-in-stock-subscriptions?company_id=ABC123";
/// Nothing listens there, so that nothing leaves the store.
const NOWHERE: &str = "http://127.0.0.1:9";

async fn shop(folder: &Folder) -> Shop {
    Shop::start(support::flags(folder, NOWHERE)).await
}

fn without_waiting(folder: &Folder) -> back_in_stock_relay::config::Flags {
    back_in_stock_relay::config::Flags { answer_within: Some(0), ..flags(folder, NOWHERE) }
}

#[tokio::test]
async fn answers_what_it_has_stored_with_a_receipt() {
    let folder = Folder::new();
    let shop = shop(&folder).await;
    let first = receipt(shop.send(&document("ann@example.com")).await).await;
    let repeat = receipt(shop.send(&document("ann@example.com")).await).await;
    assert_eq!((first.len(), repeat.len()), (32, 32));
    assert_ne!(first, repeat, "a repeat looks like a first request");
    assert_eq!(shop.metric("intake_total{result=\"stored\"}").await, 1);
    assert_eq!(shop.metric("intake_total{result=\"repeated\"}").await, 1);
    shop.stop().await;
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_no_final_refusal() {
    let folder = Folder::new();
    let shop = shop(&folder).await;
    let host = shop.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).await.unwrap();
    let head = format!(
        "POST {PATH} HTTP/1.1\r\nhost: {host}\r\norigin: {}\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{{",
        shop.url
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 503");
    drop(stream);
    shop.stop().await;
}

#[tokio::test]
async fn refuses_pages_of_other_origins() {
    let folder = Folder::new();
    let mut flags = flags(&folder, NOWHERE);
    flags.allow_origin = vec!["https://shop.example".into()];
    let shop = Shop::start(flags).await;
    let send = async |origin: Option<&str>| {
        let request = support::client().post(format!("{}{PATH}", shop.url));
        let request = origin.map_or(request.try_clone().unwrap(), |origin| request.header("origin", origin));
        let request = request.header("content-type", "application/json");
        request.body(document("ann@example.com").to_string()).send().await.unwrap()
    };
    let host = shop.url.strip_prefix("http://").unwrap();
    for origin in [shop.url.as_str(), "https://shop.example", &format!("https://{host}")] {
        let response = send(Some(origin)).await;
        assert_eq!(response.headers()["access-control-allow-origin"], origin);
        let exposed = response.headers()["access-control-expose-headers"].to_str().unwrap();
        assert!(exposed.contains("back-in-stock-relay"), "{exposed}");
        receipt(response).await;
    }
    for origin in
        [None, Some("null"), Some("https://evil.example"), Some("https://shop.example.evil"), Some("")]
    {
        let response = send(origin).await;
        assert_eq!(response.headers().get("access-control-allow-origin"), None, "{origin:?}");
        assert_eq!(refusal(response).await.0, 403, "{origin:?}");
    }
    shop.stop().await;
}

#[tokio::test]
async fn answers_preflights_of_allowed_origins() {
    let folder = Folder::new();
    let mut flags = flags(&folder, NOWHERE);
    flags.allow_origin = vec!["https://shop.example".into()];
    let shop = Shop::start(flags).await;
    let preflight = async |origin: &str| {
        let request = support::client().request(reqwest::Method::OPTIONS, format!("{}{PATH}", shop.url));
        let request = request.header("origin", origin).header("access-control-request-method", "POST");
        request.header("access-control-request-headers", "content-type,revision").send().await.unwrap()
    };
    let response = preflight("https://shop.example").await;
    assert_eq!(response.headers()["access-control-allow-origin"], "https://shop.example");
    let headers = response.headers()["access-control-allow-headers"].to_str().unwrap().to_lowercase();
    for name in ["content-type", "accept", "revision", "idempotency-key"] {
        assert!(headers.contains(name), "{headers}");
    }
    assert_eq!(preflight("https://evil.example").await.headers().get("access-control-allow-origin"), None);
    shop.stop().await;
}

#[tokio::test]
async fn refuses_requests_of_other_accounts_and_media_types() {
    let folder = Folder::new();
    let shop = shop(&folder).await;
    for query in ["", "?company_id=", "?company_id=XYZ789", "?company_id=ABC123&company_id=XYZ789"] {
        let path = format!("/bis/client/back-in-stock-subscriptions{query}");
        let request = shop.post(&path).header("content-type", "application/json");
        let response = request.body(document("ann@example.com").to_string()).send().await.unwrap();
        assert_eq!(refusal(response).await, (400, "invalid".into(), "company_id".into()), "{query}");
    }
    for media_type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"] {
        let request = shop.post(PATH).header("content-type", media_type);
        let response = request.body(document("ann@example.com").to_string()).send().await.unwrap();
        assert_eq!(refusal(response).await.0, 415, "{media_type}");
    }
    assert_eq!(refusal(shop.get("/elsewhere").await).await.0, 404);
    assert_eq!(refusal(shop.get(PATH).await).await.0, 405);
    shop.stop().await;
}

#[tokio::test]
async fn reports_mistakes_where_a_page_looks_for_them() {
    const PROFILE: &str = "/data/attributes/profile/data";
    let folder = Folder::new();
    let shop = shop(&folder).await;
    let variant = "$custom:::$default:::SKU-1";
    let mut with_id = document("ann@example.com");
    with_id["data"]["attributes"]["profile"]["data"]["id"] = json!("01GDDKASAP8TKDDA2GRZDSVP4H");
    let cases = [
        (document("ann"), format!("{PROFILE}/attributes/email")),
        (
            document_of("", &json!({ "email": "ann@example.com" }), &["EMAIL"]),
            "/data/relationships/variant/data/id".into(),
        ),
        (
            document_of(
                &format!("{variant}{}", "9".repeat(500)),
                &json!({ "email": "ann@example.com" }),
                &["EMAIL"],
            ),
            "/data/relationships/variant/data/id".into(),
        ),
        (
            document_of(variant, &json!({ "phone_number": "123" }), &["EMAIL"]),
            format!("{PROFILE}/attributes/phone_number"),
        ),
        (
            document_of(variant, &json!({ "external_id": "7" }), &["EMAIL"]),
            format!("{PROFILE}/attributes/external_id"),
        ),
        (with_id, format!("{PROFILE}/id")),
        (document_of(variant, &json!({}), &["EMAIL"]), "/data/attributes/profile".into()),
        (
            document_of(variant, &json!({ "email": "ann@example.com" }), &[]),
            "/data/attributes/channels".into(),
        ),
        // Consent to SMS is not recorded by this request, and a page may not claim that it was.
        (
            document_of(variant, &json!({ "phone_number": "+15005550006" }), &["SMS"]),
            "/data/attributes/channels".into(),
        ),
        (json!({}), "/data".into()),
        (json!([]), "/data".into()),
        (document_of(variant, &json!({ "email": 1 }), &["EMAIL"]), "/data".into()),
    ];
    for (document, place) in cases {
        let response = shop.send(&document).await;
        assert_eq!(refusal(response).await, (400, "invalid".into(), place), "{document}");
    }
    let long = document(&format!("{}@example.com", "a".repeat(20_000)));
    assert_eq!(refusal(shop.send(&long).await).await.0, 413);
    shop.stop().await;
}

#[tokio::test]
async fn an_idempotency_key_is_for_one_request() {
    let folder = Folder::new();
    let shop = Shop::start(without_waiting(&folder)).await;
    let send = async |document: Value, key: &str| {
        shop.alert(&document).header("idempotency-key", key).send().await.unwrap()
    };
    receipt(send(document("ann@example.com"), "one").await).await;
    receipt(send(document("ann@example.com"), "one").await).await;
    assert_eq!(refusal(send(document("bob@example.com"), "one").await).await.0, 422);
    assert_eq!(shop.metric("intake_total{result=\"stored\"}").await, 1, "the other request is not stored");
    receipt(send(document("bob@example.com"), "two").await).await;
    for key in ["", "a b", &"k".repeat(256)] {
        assert_eq!(refusal(send(document("ann@example.com"), key).await).await.0, 400, "{key:?}");
    }
    shop.clock.advance(25 * support::HOUR);
    receipt(send(document("eve@example.com"), "one").await).await;
    shop.stop().await;
}

#[tokio::test]
async fn withdraws_by_receipt() {
    let folder = Folder::new();
    let shop = Shop::start(without_waiting(&folder)).await;
    // After the first failure, the alert waits long enough to be withdrawn.
    let first = receipt(shop.send(&document("ann@example.com")).await).await;
    let second = receipt(shop.send(&document("ann@example.com")).await).await;
    let withdraw = async |receipt: &str| {
        // While an attempt is under way, it is too late; the attempt fails within milliseconds.
        support::eventually("withdrawn", async || shop.cancel(receipt).await == 204).await;
    };
    withdraw(&first).await;
    assert_eq!(shop.cancel(&first).await, 404, "only once");
    assert_eq!(shop.metric("outcomes_total{outcome=\"withdrawn\"}").await, 0, "the other request remains");
    withdraw(&second).await;
    assert_eq!(shop.metric("outcomes_total{outcome=\"withdrawn\"}").await, 1);
    for receipt in ["", "0", &"0".repeat(32), &"g".repeat(32), "' OR 1=1 --"] {
        assert_eq!(shop.cancel(receipt).await, 404, "{receipt}");
    }
    // A new request after it starts over.
    receipt(shop.send(&document("ann@example.com")).await).await;
    assert_eq!(shop.metric("intake_total{result=\"stored\"}").await, 2);
    shop.stop().await;
}

#[tokio::test]
async fn stores_no_identity_in_the_clear() {
    let folder = Folder::new();
    let shop = Shop::start(without_waiting(&folder)).await;
    let answer = shop.alert(&document("ann.secret@example.com")).header("idempotency-key", "my-own-key");
    let receipt = receipt(answer.send().await.unwrap()).await;
    let mut size = 0;
    for name in ["relay.db", "relay.db-wal"] {
        let bytes = std::fs::read(folder.path(name)).unwrap();
        size += bytes.len();
        for text in ["ann.secret", "my-own-key", &receipt] {
            let found = bytes.windows(text.len()).any(|window| window == text.as_bytes());
            assert!(!found, "{text} in {name}");
        }
    }
    assert!(size > 0);
    shop.stop().await;
}

#[tokio::test]
async fn limits_requests_for_one_identity_and_of_one_address() {
    let folder = Folder::new();
    let mut flags = without_waiting(&folder);
    (flags.per_identity, flags.per_address) = (Some(2), Some(4));
    flags.trust_proxy = vec!["127.0.0.1".into()];
    let shop = Shop::start(flags).await;
    let send = async |email: &str, address: &str| {
        let response = shop.alert(&document(email)).header("x-forwarded-for", address).send().await.unwrap();
        let retry_after = response.headers().get("retry-after").cloned();
        match response.status().as_u16() {
            202 => true,
            429 => {
                assert!(retry_after.unwrap().to_str().unwrap().parse::<u32>().unwrap() <= 60);
                assert_eq!(refusal(response).await.1, "throttled");
                false
            }
            status => panic!("{status}"),
        }
    };
    assert!(send("ann@example.com", "198.51.100.1").await);
    assert!(send("ann@example.com", "198.51.100.2").await);
    assert!(!send("ann@example.com", "198.51.100.3").await, "the identity's limit");
    for number in 0..3 {
        assert!(send(&format!("shopper{number}@example.com"), "198.51.100.1").await);
    }
    assert!(!send("bob@example.com", "198.51.100.1").await, "the address's limit");
    assert!(!send("bob@example.com", "192.0.2.1, 198.51.100.1").await, "a forged address in front");
    assert!(send("bob@example.com", "198.51.100.9").await);
    shop.clock.advance(60_000);
    assert!(send("ann@example.com", "198.51.100.1").await);
    shop.stop().await;
}
