//! Relays that are killed at any time: nothing that was answered is lost, and nothing is sent twice but what was under way.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
    time::Duration,
};

use serde_json::Value;
use support::{Emulator, Folder, Process, document, eventually};

const KILLS: u32 = 8;

fn start(folder: &Folder, upstream: &str) -> Process {
    let mut command = Command::new(env!("CARGO_BIN_EXE_back-in-stock-relay"));
    command.args([
        "--company",
        "ABC123",
        "--key-file",
        "key",
        "--listen",
        "127.0.0.1:0",
        "--answer-within",
        "0",
    ]);
    command.args(["--upstream", upstream, "--rate", "6000"]);
    command.current_dir(folder.path(""));
    Process::start(&mut command)
}

/// Sends alerts until the relay is gone; returns the emails of those that were answered.
async fn send_until_killed(
    relay: Process,
    round: u32,
    life: Duration,
) -> (BTreeSet<String>, BTreeSet<String>) {
    let client = support::client();
    let (mut sent, mut answered) = (BTreeSet::new(), BTreeSet::new());
    let url = relay.line.clone();
    let killer = tokio::spawn(async move {
        tokio::time::sleep(life).await;
        relay.kill();
    });
    for number in 0.. {
        let email = format!("shopper-{round}-{number}@example.com");
        let request = client.post(format!("{url}/client/back-in-stock-subscriptions?company_id=ABC123"));
        let request = request.header("origin", &url).header("content-type", "application/json");
        sent.insert(email.clone());
        match request.body(document(&email).to_string()).send().await {
            Ok(response) if response.status() == 202 => drop(answered.insert(email)),
            Ok(response) => panic!("{}", response.status()),
            Err(_) => break,
        }
    }
    killer.await.unwrap();
    (sent, answered)
}

#[tokio::test]
async fn loses_nothing_that_was_answered() {
    let folder = Folder::new();
    folder.file("key", support::KEY);
    let emulator = Emulator::start(&folder, &["--burst", "600", "--steady", "6000"]);
    let (mut sent, mut answered) = (BTreeSet::new(), BTreeSet::new());
    for round in 0..KILLS {
        let relay = start(&folder, &emulator.url);
        // Between 100 ms and some seconds, so that it is killed before it has the lease, while it sends, and later.
        let life = Duration::from_millis(100 + u64::from(round * round) * 90);
        let (these, those) = send_until_killed(relay, round, life).await;
        sent.extend(these);
        answered.extend(those);
    }
    assert!(answered.len() > 100, "{} answered", answered.len());
    let relay = start(&folder, &emulator.url);
    eventually("delivered", async || {
        let emails: BTreeSet<_> = emulator.emails().await.into_iter().collect();
        answered.is_subset(&emails)
    })
    .await;
    drop(relay);
    let state = emulator.state().await;
    let emails: BTreeSet<_> = emulator.emails().await.into_iter().collect();
    assert!(emails.is_subset(&sent), "nothing that nobody requested");
    // A second request for the same alert is possible only if the relay was killed while the first was under way.
    let mut accepted: BTreeMap<String, u64> = BTreeMap::new();
    for delivery in state["deliveries"].as_array().unwrap() {
        *accepted.entry(delivery["body"].to_string()).or_default() += delivery["accepted"].as_u64().unwrap();
    }
    let repeated: u64 = accepted.values().map(|count| count.saturating_sub(1)).sum();
    assert!(repeated <= u64::from(KILLS) * 512, "{repeated} sent again");
    let throttled = |request: &&Value| request["status"] == 429;
    assert_eq!(state["requests"].as_array().unwrap().iter().filter(throttled).count(), 0);
}
