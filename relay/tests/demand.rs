//! The demand page.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use back_in_stock_relay::config::Flags;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use reqwest::Response;
use serde_json::json;
use support::{Emulator, Folder, Shop, assert_accepted, assert_stored, document_of, flags};

const TOKEN: &str = "a-token-of-the-merchant";
const HEAD: &str = "day,variant,waiting,accepted\r\n";

fn with_token(folder: &Folder, upstream: &str) -> Flags {
    let file = folder.file("token", &format!("{TOKEN}\n"));
    Flags { demand_token_file: Some(file), ..flags(folder, upstream) }
}

async fn get(shop: &Shop, path: &str, authorization: &str) -> Response {
    let request = support::client().get(format!("{}{path}", shop.url));
    request.header("authorization", authorization).send().await.unwrap()
}

async fn csv(shop: &Shop) -> String {
    let response = get(shop, "/bis/demand.csv", &format!("Bearer {TOKEN}")).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["cache-control"], "no-store");
    response.text().await.unwrap()
}

/// Sends requests of different shoppers.
async fn send(shop: &Shop, variant: &str, shoppers: usize, check: fn(&Response)) {
    for number in 0..shoppers {
        let profile = json!({ "email": format!("shopper-{number}@example.com") });
        let response =
            shop.send(&document_of(&format!("$custom:::$default:::{variant}"), &profile, &["EMAIL"])).await;
        check(&response);
    }
}

#[tokio::test]
async fn counts_what_waits_and_what_was_accepted() {
    let folder = Folder::new();
    let emulator = Emulator::start(&folder, &[]);
    let shop = Shop::start(with_token(&folder, &emulator.url)).await;
    assert_eq!(csv(&shop).await, HEAD);
    let authorization = format!("Basic {}", BASE64_STANDARD.encode(format!(":{TOKEN}")));
    let empty = get(&shop, "/bis/demand", &authorization).await.text().await.unwrap();
    assert!(empty.contains("No variant has 5 requests") && !empty.contains("<table>"), "{empty}");
    send(&shop, "SKU-1", 5, assert_accepted).await;
    send(&shop, "SKU-2", 4, assert_accepted).await;
    // Unknown to Klaviyo, so they wait for the next sync of the catalog.
    send(&shop, "SKU-3", 6, assert_stored).await;
    let text = csv(&shop).await;
    let rows: Vec<_> = text.lines().skip(1).map(|line| line.split_once(',').unwrap().1).collect();
    assert_eq!(rows, ["\"$custom:::$default:::SKU-3\",6,", "\"$custom:::$default:::SKU-1\",,5"]);

    let response = get(&shop, "/bis/demand", &authorization).await;
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    let page = response.text().await.unwrap();
    assert!(page.contains("<td>$custom:::$default:::SKU-1</td><td>fewer than 5</td><td>5</td>"), "{page}");
    assert!(!page.contains("SKU-2") && !page.contains("example.com"), "{page}");
    shop.stop().await;
}

#[tokio::test]
async fn needs_the_token() {
    let folder = Folder::new();
    let shop = Shop::start(Flags { per_address: Some(8), ..with_token(&folder, "http://127.0.0.1:9") }).await;
    let encoded = |text: &str| format!("Basic {}", BASE64_STANDARD.encode(text));
    let wrong = [
        "",
        "Bearer",
        "Bearer a-token-of-the-merchanT",
        TOKEN,
        "Basic ?",
        &encoded(TOKEN),
        &encoded("user:"),
    ];
    for authorization in wrong {
        let response = get(&shop, "/bis/demand", authorization).await;
        assert_eq!(response.status(), 401, "{authorization}");
        assert!(response.headers()["www-authenticate"].to_str().unwrap().starts_with("Basic "));
        assert_eq!(support::refusal(response).await.1, "not_authenticated");
    }
    assert_eq!(get(&shop, "/bis/demand", &encoded(&format!("merchant:{TOKEN}"))).await.status(), 200);
    // Guesses are limited.
    assert_eq!(get(&shop, "/bis/demand", "Bearer guess").await.status(), 429);
    shop.stop().await;
}

#[tokio::test]
async fn has_no_page_without_a_token() {
    let folder = Folder::new();
    let shop = Shop::start(flags(&folder, "http://127.0.0.1:9")).await;
    for path in ["/bis/demand", "/bis/demand.csv"] {
        assert_eq!(get(&shop, path, &format!("Bearer {TOKEN}")).await.status(), 404);
    }
    shop.stop().await;
}
