//! Verification of people, with a service that plays Turnstile and hCaptcha.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Router, body::Bytes, extract::State, routing::post};
use back_in_stock_relay::config::Flags;
use reqwest::Response;
use serde_json::json;
use support::{Folder, Shop, assert_stored, document, flags};
use tokio::net::TcpListener;

const SECRET: &str = "0x4AAAA-the-secret";
/// Nothing listens there, so that nothing leaves the store.
const NOWHERE: &str = "http://127.0.0.1:9";

/// The tokens that were asked about. Each is valid once, if it starts with `person`.
type Tokens = Arc<Mutex<Vec<String>>>;

/// Starts the service; returns its URL, too.
async fn service() -> (Tokens, String) {
    let tokens = Tokens::default();
    let router = Router::new().route("/siteverify", post(answer)).with_state(Arc::clone(&tokens));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/siteverify", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (tokens, url)
}

async fn answer(State(tokens): State<Tokens>, body: Bytes) -> String {
    let fields: HashMap<_, _> = form_urlencoded::parse(&body).into_owned().collect();
    let failed = |code: &str| json!({ "success": false, "error-codes": [code] }).to_string();
    let token = fields["response"].clone();
    if fields["secret"] != SECRET {
        return failed("invalid-input-secret");
    }
    if token == "slow" {
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    let is_used = tokens.lock().unwrap().contains(&token);
    tokens.lock().unwrap().push(token.clone());
    match token.as_str() {
        "broken" => "<h1>Bad gateway</h1>".into(),
        "failing" => failed("internal-error"),
        _ if is_used => failed("timeout-or-duplicate"),
        _ if token.starts_with("person") => {
            json!({ "success": true, "hostname": "shop.example" }).to_string()
        }
        _ => failed("invalid-input-response"),
    }
}

fn verified(folder: &Folder, url: &str, secret: &str) -> Flags {
    Flags {
        verify: Some(url.into()),
        verify_secret_file: Some(folder.file("verify-secret", &format!("{secret}\n"))),
        answer_within: Some(0),
        ..flags(folder, NOWHERE)
    }
}

async fn send(shop: &Shop, token: &str) -> Response {
    shop.alert(&document("ann@example.com")).header("back-in-stock-verification", token).send().await.unwrap()
}

/// A page sends the request again after a 403 that is not an error document.
async fn assert_not_a_person(response: Response) {
    assert_eq!(response.status(), 403);
    assert_eq!(response.headers()["content-type"], "text/plain; charset=utf-8");
    assert!(response.text().await.unwrap().contains("Back-In-Stock-Verification"));
}

async fn assert_later(response: Response) {
    assert_eq!(response.headers()["retry-after"], "5");
    assert_eq!(support::refusal(response).await.1, "service_unavailable");
}

#[tokio::test]
async fn a_request_needs_a_new_token() {
    let folder = Folder::new();
    let (tokens, url) = service().await;
    let shop = Shop::start(verified(&folder, &url, SECRET)).await;
    assert_not_a_person(shop.send(&document("ann@example.com")).await).await;
    for token in ["", "robot", &"t".repeat(9_000)] {
        assert_not_a_person(send(&shop, token).await).await;
    }
    assert_stored(&send(&shop, "person 1 & +/=").await);
    assert_not_a_person(send(&shop, "person 1 & +/=").await).await;
    assert_stored(&send(&shop, "person 2").await);
    // Neither an empty token nor one that is too long reaches the service.
    assert_eq!(*tokens.lock().unwrap(), ["robot", "person 1 & +/=", "person 1 & +/=", "person 2"]);
    assert_eq!(shop.metric("intake_total{result=\"verification\"}").await, 5);
    shop.stop().await;
}

#[tokio::test]
async fn a_request_that_is_refused_anyway_uses_no_token() {
    let folder = Folder::new();
    let (tokens, url) = service().await;
    let shop = Shop::start(Flags { per_identity: Some(1), ..verified(&folder, &url, SECRET) }).await;
    let request = |email: &str| shop.alert(&document(email)).header("back-in-stock-verification", "person");
    assert_eq!(request("ann").send().await.unwrap().status(), 400);
    assert_eq!(
        request("ann@example.com").header("origin", "https://other.example").send().await.unwrap().status(),
        403
    );
    assert_eq!(*tokens.lock().unwrap(), [""; 0]);
    assert_stored(&request("ann@example.com").send().await.unwrap());
    assert_eq!(request("ann@example.com").send().await.unwrap().status(), 429);
    assert_eq!(*tokens.lock().unwrap(), ["person"]);
    shop.stop().await;
}

#[tokio::test]
async fn a_service_that_fails_postpones_requests() {
    let folder = Folder::new();
    let (_, url) = service().await;
    let shop = Shop::start(verified(&folder, &url, SECRET)).await;
    for token in ["broken", "failing", "slow"] {
        assert_later(send(&shop, token).await).await;
    }
    shop.stop().await;
    for (url, secret) in [(url.as_str(), "another-secret"), ("http://127.0.0.1:9/", SECRET)] {
        let folder = Folder::new();
        let shop = Shop::start(verified(&folder, url, secret)).await;
        assert_later(send(&shop, "person").await).await;
        assert_eq!(shop.metric("intake_total{result=\"not_verified\"}").await, 1);
        shop.stop().await;
    }
}

#[tokio::test]
async fn a_sign_up_and_a_form_need_a_token_too() {
    let folder = Folder::new();
    let (_, url) = service().await;
    let flags = Flags { list: vec!["LIST01".into()], ..verified(&folder, &url, SECRET) };
    let shop = Shop::start(flags).await;
    let contact = json!({ "email": "ann@example.com" });
    assert_not_a_person(shop.sign_up("LIST01", &contact, &["email"]).await).await;
    let form = async |more: &str| {
        let request = shop.post("/bis/alert").header("content-type", "application/x-www-form-urlencoded");
        let body = format!("variant=SKU-1&email=ann%40example.com&list=LIST01&consent=email{more}");
        let response = request.body(body).send().await.unwrap();
        assert_eq!(response.status(), 303);
        response.headers()["location"].to_str().unwrap().rsplit_once('#').unwrap().1.to_owned()
    };
    assert_eq!(form("").await, "back-in-stock-failed");
    assert_eq!(form("&cf-turnstile-response=robot").await, "back-in-stock-failed");
    assert_eq!(form("&cf-turnstile-response=person+1").await, "back-in-stock-requested");
    assert_eq!(form("&h-captcha-response=person+2").await, "back-in-stock-requested");
    // One token for both requests of a form.
    assert_eq!(shop.metric("intake_total{result=\"stored\"}").await, 2);
    shop.stop().await;
}

#[tokio::test]
async fn without_a_service_nothing_is_verified_and_other_origins_may_send_tokens() {
    let folder = Folder::new();
    let origin = "https://shop.example";
    let flags =
        Flags { allow_origin: vec![origin.into()], answer_within: Some(0), ..flags(&folder, NOWHERE) };
    let shop = Shop::start(flags).await;
    assert_stored(&send(&shop, "robot").await);
    let path = "/bis/client/back-in-stock-subscriptions?company_id=ABC123";
    let preflight = support::client()
        .request(reqwest::Method::OPTIONS, format!("{}{path}", shop.url))
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "back-in-stock-verification");
    let headers = preflight.send().await.unwrap().headers().clone();
    assert_eq!(headers["access-control-allow-origin"], origin);
    let allowed = headers["access-control-allow-headers"].to_str().unwrap();
    assert!(allowed.split(',').any(|name| name.trim() == "back-in-stock-verification"), "{allowed}");
    shop.stop().await;
}
