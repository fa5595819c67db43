//! What the tests share: folders, Klaviyo's emulator, a relay in this process, and the requests of a page.
#![allow(dead_code, unreachable_pub, reason = "no test uses all of it")]

pub mod fleet;
pub mod klaviyo;
pub mod postgres;
pub mod random;

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use back_in_stock_relay::{
    EndedEarly, Relay,
    clock::Clock,
    config::{Config, Flags},
};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use sqlx::{Connection as _, Row as _};
use tokio::{sync::oneshot, task::JoinHandle};

pub const KEY: &str = "pk_emulator_not_a_real_key";
pub const HOUR: i64 = 3_600_000;

/// A folder that is deleted at the end.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name =
            format!("back-in-stock-relay-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file and returns its path.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        std::fs::write(self.path(name), text).unwrap();
        self.path(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// A process that is killed at the end.
pub struct Process {
    child: Child,
    /// The first line that it printed.
    pub line: String,
}

impl Process {
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        // The pipe must stay open, or the process cannot print.
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        Self { child, line: line.trim().to_owned() }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the end; returns the exit code.
    pub fn wait(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    /// SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Klaviyo's emulator, as a process of its own.
pub struct Emulator {
    _process: Process,
    pub url: String,
}

impl Emulator {
    pub fn start(folder: &Folder, arguments: &[&str]) -> Self {
        let row = |id: &str| json!({ "id": id, "title": id, "link": "https://shop.example", "description": id, "image_link": "https://shop.example/i.png", "inventory_quantity": 0 });
        let feed = folder.file("feed.json", &json!([row("SKU-1"), row("SKU-2")]).to_string());
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist/cli.js");
        assert!(program.exists(), "the emulator is not built: npm run build");
        let mut command = Command::new("node");
        command.arg(program).args(["emulator", "--feed"]).arg(feed).args(arguments);
        let process = Process::start(&mut command);
        let url = process.line.split_whitespace().last().unwrap().to_owned();
        Self { _process: process, url }
    }

    pub async fn state(&self) -> Value {
        client().get(format!("{}/emulator/state", self.url)).send().await.unwrap().json_value().await
    }

    /// The emails of the waiting list.
    pub async fn emails(&self) -> Vec<String> {
        emails(&self.state().await).map(str::to_owned).collect()
    }

    pub async fn faults(&self, rules: Value) {
        let request = client().put(format!("{}/emulator/faults", self.url));
        succeeds(request, &json!({ "rules": rules })).await;
    }

    /// Runs one of the emulator's commands, such as `confirm`.
    pub async fn command(&self, name: &str, body: Value) {
        succeeds(client().post(format!("{}/emulator/{name}", self.url)), &body).await;
    }

    /// The rows of a part of the state that match.
    pub async fn count(&self, part: &str, matches: impl Fn(&Value) -> bool) -> usize {
        self.state().await[part].as_array().unwrap().iter().filter(|row| matches(row)).count()
    }

    /// The requests to a path, whatever their answers were.
    pub async fn requests(&self, path: &str) -> usize {
        self.count("requests", |request| request["path"].as_str().unwrap().starts_with(path)).await
    }
}

async fn succeeds(request: RequestBuilder, body: &Value) {
    let request = request.header("content-type", "application/json").body(body.to_string());
    let response = request.send().await.unwrap();
    assert!(response.status().is_success(), "{}", response.text().await.unwrap());
}

/// The emails of all profiles.
pub fn emails(state: &Value) -> impl Iterator<Item = &str> {
    let profiles = state["profiles"].as_array().unwrap().iter();
    profiles.flat_map(|profile| profile["emails"].as_array().unwrap()).map(|email| email.as_str().unwrap())
}

/// A relay in this process.
pub struct Shop {
    pub url: String,
    pub clock: Arc<Clock>,
    client: Client,
    stop: oneshot::Sender<()>,
    running: JoinHandle<Result<(), EndedEarly>>,
}

/// The flags of a relay whose files are in a folder.
pub fn flags(folder: &Folder, upstream: &str) -> Flags {
    Flags {
        company: Some("ABC123".into()),
        key_file: Some(folder.file("key", KEY)),
        listen: Some("127.0.0.1:0".into()),
        store: Some(format!("sqlite:{}", folder.path("relay.db").display())),
        upstream: Some(upstream.into()),
        base_path: Some("/bis".into()),
        answer_within: Some(10_000),
        ..Flags::default()
    }
}

impl Shop {
    pub async fn start(flags: Flags) -> Self {
        let clock = Arc::new(Clock::default());
        let relay = Relay::start(Config::new(flags).unwrap(), Arc::clone(&clock)).await.unwrap();
        let url = format!("http://{}", relay.address().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(relay.run(async move { drop(stopped.await) }));
        let shop = Self { url, clock, client: client(), stop, running };
        // The first requests wait for answers only if this relay has the lease, or hears of the answers.
        eventually("answers arrive", async || {
            shop.metric("leading").await == 1 || shop.metric("listening").await == 1
        })
        .await;
        shop
    }

    pub async fn stop(self) {
        drop(self.stop);
        self.running.await.unwrap().unwrap();
    }

    /// A request of a page of the relay's own host.
    pub fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.url)).header("origin", &self.url)
    }

    pub fn alert(&self, document: &Value) -> RequestBuilder {
        self.post("/bis/client/back-in-stock-subscriptions?company_id=ABC123")
            .header("content-type", "application/vnd.api+json")
            .header("accept", "application/vnd.api+json")
            .header("revision", "2026-10-15")
            .body(document.to_string())
    }

    /// Sends an alert.
    pub async fn send(&self, document: &Value) -> Response {
        self.alert(document).send().await.unwrap()
    }

    /// Sends a sign-up for a list.
    pub async fn sign_up(&self, list: &str, contact: &Value, channels: &[&str]) -> Response {
        self.post("/bis/client/subscriptions?company_id=ABC123")
            .header("content-type", "application/vnd.api+json")
            .body(sign_up_document(list, contact, channels).to_string())
            .send()
            .await
            .unwrap()
    }

    pub async fn cancel(&self, receipt: &str) -> u16 {
        let request = self.post("/bis/alerts/cancel").body(json!({ "receipt": receipt }).to_string());
        request.send().await.unwrap().status().as_u16()
    }

    pub async fn get(&self, path: &str) -> Response {
        self.client.get(format!("{}{path}", self.url)).send().await.unwrap()
    }

    /// The value of a metric, by its name and labels; 0 if it is not listed.
    pub async fn metric(&self, name: &str) -> u64 {
        let text = self.get("/metrics").await.text().await.unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix(&format!("back_in_stock_relay_{name} ")));
        line.map_or(0, |value| value.parse().unwrap())
    }
}

pub fn client() -> Client {
    // reqwest needs a provider, although nothing here uses TLS.
    drop(rustls::crypto::ring::default_provider().install_default());
    Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// The document that a page sends.
pub fn document(email: &str) -> Value {
    document_of("$custom:::$default:::SKU-1", &json!({ "email": email }), &["EMAIL"])
}

pub fn document_of(variant: &str, identifiers: &Value, channels: &[&str]) -> Value {
    json!({ "data": {
        "type": "back-in-stock-subscription",
        "attributes": { "channels": channels, "profile": { "data": { "type": "profile", "attributes": identifiers } } },
        "relationships": { "variant": { "data": { "type": "catalog-variant", "id": variant } } },
    } })
}

/// The document of a sign-up that a page sends.
pub fn sign_up_document(list: &str, contact: &Value, channels: &[&str]) -> Value {
    let mut attributes = contact.clone();
    for channel in channels {
        attributes["subscriptions"][channel] = json!({ "marketing": { "consent": "SUBSCRIBED" } });
    }
    json!({ "data": {
        "type": "subscription",
        "attributes": { "profile": { "data": { "type": "profile", "attributes": attributes } } },
        "relationships": { "list": { "data": { "type": "list", "id": list } } },
    } })
}

/// The receipt of an answer that says that the alert is stored.
#[track_caller]
pub fn assert_stored(response: &Response) {
    let marker = response.headers().get("back-in-stock-relay").map(|value| value.to_str().unwrap());
    assert_eq!((response.status().as_u16(), marker), (202, Some("stored")));
}

pub async fn receipt(response: Response) -> String {
    assert_stored(&response);
    let body = response.json_value().await;
    assert_eq!(body["data"]["type"], "alert-receipt");
    body["data"]["id"].as_str().unwrap().to_owned()
}

/// Asserts that Klaviyo accepted the alert, which a page sees as a plain 202.
#[track_caller]
pub fn assert_accepted(response: &Response) {
    assert_eq!((response.status().as_u16(), response.headers().get("back-in-stock-relay")), (202, None));
}

/// The status, the code and the pointer or parameter of a refusal.
pub async fn refusal(response: Response) -> (u16, String, String) {
    let status = response.status().as_u16();
    assert_eq!(response.headers()["content-type"], "application/vnd.api+json");
    let body = response.json_value().await;
    let error = &body["errors"][0];
    let place = error["source"]["pointer"].as_str().or(error["source"]["parameter"].as_str());
    (status, error["code"].as_str().unwrap().to_owned(), place.unwrap_or_default().to_owned())
}

/// Waits until a condition holds. After 60 s, the test fails.
pub async fn eventually(what: &str, condition: impl AsyncFn() -> bool) {
    let started = Instant::now();
    while !condition().await {
        assert!(started.elapsed() < Duration::from_secs(60), "not within 60 s: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The body as JSON: reqwest's own `json` is not among its features.
pub trait JsonValue {
    async fn json_value(self) -> Value;
}

impl JsonValue for Response {
    async fn json_value(self) -> Value {
        serde_json::from_str(&self.text().await.unwrap()).unwrap()
    }
}

/// Runs a statement in a relay's SQLite file; returns the number in the first column, if there is one.
pub async fn sql(folder: &Folder, statement: &str) -> Option<i64> {
    let url = format!("sqlite:{}", folder.path("relay.db").display());
    let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
    let row = sqlx::query(statement).fetch_optional(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    row.and_then(|row| row.try_get(0).ok())
}
