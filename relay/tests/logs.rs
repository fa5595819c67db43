//! Nothing that identifies a shopper, and no key, is in what the program prints.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use std::{fs::File, process::Command, time::Duration};

use reqwest::RequestBuilder;
use serde_json::json;
use support::{Folder, KEY, Process, document, document_of, klaviyo::Klaviyo};

const PHONE_NUMBER: &str = "+15005550006";
const IDENTITY_KEY: &str = "1212121212121212121212121212121212121212121212121212121212121212";
const DEMAND_TOKEN: &str = "a-token-of-the-merchant";
const WEBHOOK_SECRET: &str = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
const FORM: &str = "application/x-www-form-urlencoded";
/// What could be taken for a line of the log, or colors it.
const FORGED: &str = "x\n{\"timestamp\":\"now\",\"forged\":1}\u{1b}[31m";
/// The longest time that the test waits for something to be logged.
const PATIENCE: usize = 600;

struct Program {
    folder: Folder,
    process: Process,
}

impl Program {
    /// Starts a relay whose webhook and whose service for verification do not answer.
    fn start(upstream: &str, filter: Option<&str>) -> Self {
        let folder = Folder::new();
        for (name, text) in [
            ("key", KEY),
            ("identity-keys", IDENTITY_KEY),
            ("demand-token", DEMAND_TOKEN),
            ("webhook-secret", WEBHOOK_SECRET),
        ] {
            folder.file(name, text);
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_back-in-stock-relay"));
        command
            .args(["--company", "ABC123", "--key-file", "key", "--identity-key-file", "identity-keys"])
            .args(["--listen", "127.0.0.1:0", "--upstream", upstream, "--list", "LIST01"])
            .args(["--demand-token-file", "demand-token"])
            .args(["--webhook", "http://127.0.0.1:9/", "--webhook-secret-file", "webhook-secret"])
            .env_remove("RUST_LOG")
            .envs(filter.map(|filter| ("RUST_LOG", filter)))
            .current_dir(folder.path(""))
            .stderr(File::create(folder.path("log")).unwrap());
        let process = Process::start(&mut command);
        Self { folder, process }
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path("log")).unwrap()
    }

    async fn logs(&self, text: &str) {
        for _ in 0..PATIENCE {
            if self.log().contains(text) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{text} is not logged: {}", self.log());
    }

    fn post(&self, path: &str) -> RequestBuilder {
        let url = &self.process.line;
        support::client().post(format!("{url}{path}")).header("origin", url)
    }

    async fn send(&self, path: &str, media_type: &str, body: &str) -> reqwest::Response {
        let request = self.post(path).header("content-type", media_type).body(body.to_owned());
        // Each body has its own: another one under the same key is refused.
        request.header("idempotency-key", format!("key-of-a-request-{}", body.len())).send().await.unwrap()
    }
}

/// Refuses the first request, with an error document that quotes it.
const QUOTES: &str = r#"{"errors":[{"code":"invalid","detail":"ann@example.com is not valid","source":{"pointer":"/data/ann@example.com"}}]}"#;

async fn prints_nothing_private(filter: Option<&str>) {
    let (_, upstream) = Klaviyo::start(&[(400, "", QUOTES), (401, "", QUOTES)]).await;
    let program = Program::start(&upstream, filter);
    program.logs("this relay sends now").await;
    let path = "/client/back-in-stock-subscriptions?company_id=ABC123&email=ann@example.com";
    let json_type = "application/vnd.api+json";
    // Refused by Klaviyo, and reported to a webhook that does not answer.
    let body = document("ann@example.com").to_string();
    let refused = program.send(path, json_type, &body).await;
    assert_eq!(refused.status(), 400, "{}", program.log());
    program.logs("the webhook did not accept an event").await;
    // The key is refused.
    let body = document_of("$custom:::$default:::SKU-1", &json!({ "phone_number": PHONE_NUMBER }), &["SMS"]);
    let stored = program.send(path, json_type, &body.to_string()).await;
    let receipt = support::receipt(stored).await;
    // Not valid.
    for (path, media_type, body) in [
        (path, json_type, r#"{"data":{"email":"ann@example.com""#),
        (path, json_type, &document("ann@example").to_string()),
        (path, "text/ann@example.com", &document("ann@example.com").to_string()),
        ("/alert", FORM, "variant=SKU-1&email=ann%40example.com&return=%2F%2Fann%40example.com"),
        ("/alert", FORM, "variant=SKU-1&email=ann%40example.com"),
        ("/ann@example.com", FORM, ""),
        ("/alerts/cancel", json_type, r#"{ "receipt": "ann@example.com" }"#),
        ("/client/subscriptions?company_id=ABC123", json_type, &body.to_string()),
        (path, json_type, &document_of(FORGED, &json!({ "email": FORGED }), &[FORGED]).to_string()),
        (path, "application/json; forged", FORGED),
        ("/alert", FORM, "variant=%0A%7B%22forged%22%3A1%7D&email=ann%40example.com&return=%2F%0Aforged"),
    ] {
        program.send(path, media_type, body).await;
    }
    let url = &program.process.line;
    for token in [DEMAND_TOKEN, "ann@example.com"] {
        support::client().get(format!("{url}/demand")).bearer_auth(token).send().await.unwrap();
    }
    let metrics = support::client().get(format!("{url}/metrics")).send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains("intake_total"), "{metrics}");
    // The store breaks.
    let url = format!("sqlite:{}", program.folder.path("relay.db").display());
    let mut connection = <sqlx::SqliteConnection as sqlx::Connection>::connect(&url).await.unwrap();
    sqlx::query("DROP TABLE receipts").execute(&mut connection).await.unwrap();
    assert_eq!(program.send(path, json_type, &document("ann2@example.com").to_string()).await.status(), 503);
    program.logs("requests were not stored").await;
    let id = program.process.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    program.logs("the relay stops").await;

    // Each line is the program's own, whatever was sent.
    for line in program.log().lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["timestamp"].is_string() && line["forged"].is_null(), "{line}");
    }
    assert!(!program.log().contains('\u{1b}'), "{}", program.log());
    let all = program.log() + &metrics;
    for private in [
        "example",
        "5550006",
        "pk_emulator",
        IDENTITY_KEY,
        DEMAND_TOKEN,
        "MDEyMzQ1",
        &receipt,
        "key-of-a-request",
    ] {
        let line = all.lines().find(|line| line.contains(private));
        assert_eq!(line, None, "{private}");
    }
    assert!(all.lines().count() > 10);
}

#[tokio::test]
async fn by_default() {
    prints_nothing_private(None).await;
}

#[tokio::test]
async fn with_all_details() {
    prints_nothing_private(Some("trace")).await;
}
