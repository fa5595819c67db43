//! The speed of the intake: `cargo bench --package back-in-stock-relay`. Needs Postgres, as the kill test does.
//!
//! For each store: the requests in a second that one relay stores and answers (`--answer-within 0`), the latency at half of that
//! rate, and the memory before and after. The load is made on the same machine. Each request is of another shopper.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::similar_names,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    missing_docs,
    reason = "a benchmark may panic, and its numbers are small"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::{
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use reqwest::Client;
use support::{Folder, KEY, Process, document, klaviyo::Klaviyo, postgres::Postgres};
use tokio::{
    task::JoinSet,
    time::{sleep, sleep_until},
};

/// The time of each measurement.
const TIME: Duration = Duration::from_secs(10);
/// The connections that send as fast as they are answered.
const CONNECTIONS: usize = 128;

struct Relay {
    process: Process,
    client: Client,
    shoppers: AtomicUsize,
}

impl Relay {
    fn start(folder: &Folder, store: &str, upstream: &str) -> Self {
        folder.file("key", KEY);
        folder.file("identity-keys", &"11".repeat(32));
        let mut command = Command::new(env!("CARGO_BIN_EXE_back-in-stock-relay"));
        command
            .args(["--company", "ABC123", "--key-file", "key", "--identity-key-file", "identity-keys"])
            .args([
                "--listen",
                "127.0.0.1:0",
                "--answer-within",
                "0",
                "--store",
                store,
                "--upstream",
                upstream,
            ])
            .current_dir(folder.path(""));
        let process = Process::start(&mut command);
        Self { process, client: support::client(), shoppers: AtomicUsize::new(0) }
    }

    /// Sends a request of another shopper.
    async fn subscribe(&self) {
        let number = self.shoppers.fetch_add(1, Ordering::Relaxed);
        let url = &self.process.line;
        let request = self.client.post(format!("{url}/client/back-in-stock-subscriptions?company_id=ABC123"));
        let request = request.header("origin", url).header("content-type", "application/vnd.api+json");
        let body = document(&format!("shopper-{number}@example.com")).to_string();
        let response = request.body(body).send().await.unwrap();
        support::assert_stored(&response);
        response.bytes().await.unwrap();
    }

    /// Resident memory in bytes.
    fn memory(&self) -> usize {
        let pages = std::fs::read_to_string(format!("/proc/{}/statm", self.process.id())).unwrap();
        pages.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4_096
    }
}

/// Sends as fast as requests are answered. Returns the requests in a second.
async fn most(relay: &Arc<Relay>) -> f64 {
    let (before, started) = (relay.shoppers.load(Ordering::Relaxed), Instant::now());
    let mut connections = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let relay = Arc::clone(relay);
        connections.spawn(async move {
            while started.elapsed() < TIME {
                relay.subscribe().await;
            }
        });
    }
    connections.join_all().await;
    (relay.shoppers.load(Ordering::Relaxed) - before) as f64 / started.elapsed().as_secs_f64()
}

/// Sends at a rate, whatever the answers do. Returns the sorted latencies, from when each request was due.
async fn latencies(relay: &Arc<Relay>, rate: f64) -> Vec<Duration> {
    let started = tokio::time::Instant::now();
    let mut requests = JoinSet::new();
    for number in 0..(rate * TIME.as_secs_f64()) as usize {
        let due = started + Duration::from_secs_f64(number as f64 / rate);
        sleep_until(due).await;
        let relay = Arc::clone(relay);
        requests.spawn(async move {
            relay.subscribe().await;
            due.elapsed()
        });
    }
    let mut latencies = requests.join_all().await;
    latencies.sort();
    latencies
}

async fn measure(name: &str, folder: &Folder, store: &str) {
    let (_klaviyo, upstream) = Klaviyo::start(&[]).await;
    let relay = Arc::new(Relay::start(folder, store, &upstream));
    sleep(Duration::from_secs(2)).await;
    let idle = relay.memory();
    let most = most(&relay).await;
    let latencies = latencies(&relay, most / 2.0).await;
    let at = |share: f64| latencies[(latencies.len() as f64 * share) as usize].as_secs_f64() * 1_000.0;
    let megabytes = |bytes: usize| bytes as f64 / 1e6;
    println!(
        "| {name} | {most:.0} | {:.1} | {:.1} | {:.1} | {:.1} |",
        at(0.5),
        at(0.99),
        megabytes(idle),
        megabytes(relay.memory()),
    );
}

#[tokio::main]
async fn main() {
    // `cargo test` and `cargo clippy` also build benchmarks; only `cargo bench` runs this one.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let program = std::fs::metadata(env!("CARGO_BIN_EXE_back-in-stock-relay")).unwrap().len();
    println!("The program has {:.1} MB.\n", program as f64 / 1e6);
    println!("| store | requests a second | p50 at half, ms | p99 at half, ms | idle, MB | after, MB |");
    println!("|---|---|---|---|---|---|");
    let folder = Folder::new();
    measure("SQLite", &folder, &format!("sqlite:{}", folder.path("relay.db").display())).await;
    let (postgres, folder) = (Postgres::start(), Folder::new());
    measure("Postgres", &folder, &postgres.url()).await;
}
