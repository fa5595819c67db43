//! Notifies the merchant of refused and expired requests, at least once each.

mod signature;

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use jiff::Timestamp;
use reqwest::{Client, Url, header::CONTENT_TYPE};
use serde_json::{Value, json};
use tokio::{sync::watch, task::JoinSet, time::sleep};

pub(crate) use self::signature::PREFIX;
pub use self::signature::Secrets;
use crate::{
    client::client,
    clock::Clock,
    document,
    keys::{Digest, KeyRing, Sealed},
    metrics::Metrics,
    random,
    store::{Event, Store, StoreError, in_time},
};

/// The timeout of a delivery.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The most deliveries at once.
const BATCH: i64 = 16;
/// The time between two looks for events.
const IDLE: Duration = Duration::from_secs(1);
/// The wait of an event after its first failure, in milliseconds. It doubles with each one.
const FIRST_WAIT: i64 = 5_000;
/// The longest wait of an event, in milliseconds.
const LONGEST_WAIT: i64 = 60 * 60 * 1_000;
/// The wait between two deliveries while none succeeds. It doubles, too.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// The longest wait between two deliveries while none succeeds.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Where events are delivered.
pub struct Endpoint {
    /// The URL: https or loopback.
    pub url: Url,
    /// The secrets that sign.
    pub secrets: Secrets,
}

/// Delivers events while this relay has the lease. After a takeover, both senders may deliver the same event.
pub(crate) struct Webhook {
    endpoint: Endpoint,
    client: Client,
    /// The account.
    company: String,
    store: Store,
    keys: Arc<KeyRing>,
    clock: Arc<Clock>,
    metrics: Arc<Metrics>,
}

/// Encrypts a receipt until its request ends.
pub(crate) fn seal_receipt(
    keys: &KeyRing,
    company: &str,
    receipt: &[u8; 16],
    hash: &Digest,
) -> Result<Sealed, getrandom::Error> {
    keys.seal(receipt, &document::context(company, hash))
}

impl Webhook {
    /// # Errors
    ///
    /// If TLS has no certificates.
    pub(crate) fn new(
        endpoint: Endpoint,
        company: String,
        store: Store,
        keys: Arc<KeyRing>,
        clock: Arc<Clock>,
        metrics: Arc<Metrics>,
    ) -> Result<Self, reqwest::Error> {
        Ok(Self { endpoint, client: client(TIMEOUT)?, company, store, keys, clock, metrics })
    }

    /// Delivers until `stopping` becomes true.
    pub(crate) async fn run(self: Arc<Self>, mut stopping: watch::Receiver<bool>) {
        let mut failures = 0;
        while !*stopping.borrow() {
            let wait = match self.step(failures).await {
                Ok(Step::Idle) => IDLE,
                Ok(Step::Delivered) => {
                    failures = 0;
                    continue;
                }
                Ok(Step::Failed) => {
                    failures += 1;
                    LONGEST_PAUSE.min(FIRST_PAUSE * (1 << failures.min(10)))
                }
                Err(error) => {
                    tracing::error!(%error, "events of the webhook are not read or not stored");
                    IDLE
                }
            };
            tokio::select! {
                () = sleep(wait) => {}
                _ = stopping.changed() => {}
            }
        }
    }

    /// Delivers some events. While none succeeds, one at a time is tried.
    async fn step(self: &Arc<Self>, failures: u32) -> Result<Step, StoreError> {
        if self.metrics.leading.load(Ordering::Relaxed) == 0 {
            return Ok(Step::Idle);
        }
        let now = self.clock.now();
        let most = if failures > 0 { 1 } else { BATCH };
        let events = in_time(self.store.events(&self.company, now, most)).await?;
        if events.is_empty() {
            return Ok(Step::Idle);
        }
        let mut deliveries = JoinSet::new();
        for event in events {
            let webhook = Arc::clone(self);
            deliveries.spawn(async move { (webhook.deliver(&event).await, event) });
        }
        let (mut accepted, mut postponed) = (Vec::new(), Vec::new());
        for (result, event) in deliveries.join_all().await {
            self.metrics.count_webhook(if result.is_ok() { "delivered" } else { "failed" });
            match result {
                Ok(()) => accepted.push(event.id),
                Err(failure) => {
                    tracing::warn!(event = event.id, failure, "the webhook did not accept an event");
                    postponed.push((event.id, self.clock.now() + wait(event.attempts)));
                }
            }
        }
        in_time(self.store.settle_events(&accepted, &postponed)).await?;
        Ok(if accepted.is_empty() { Step::Failed } else { Step::Delivered })
    }

    /// Delivers an event. Only the status of the answer is read.
    async fn deliver(&self, event: &Event) -> Result<(), &'static str> {
        let body = self.body(event).ok_or("unreadable")?;
        // Receivers recognize repeats by it. The hash is keyed, so nobody else can compute it.
        let id = random::to_hex(event.receipt.get(..16).unwrap_or_default());
        let timestamp = self.clock.now() / 1_000;
        let request = self.client.post(self.endpoint.url.clone());
        let request = request
            .header(CONTENT_TYPE, "application/json")
            .header("user-agent", concat!("back-in-stock-relay/", env!("CARGO_PKG_VERSION")))
            .header("webhook-signature", self.endpoint.secrets.sign(&id, timestamp, &body))
            .header("webhook-timestamp", timestamp)
            .header("webhook-id", id);
        match request.body(body).send().await {
            Ok(response) if response.status().is_success() => Ok(()),
            Ok(_) => Err("status"),
            Err(error) if error.is_timeout() => Err("timeout"),
            Err(_) => Err("network"),
        }
    }

    /// The body; `None` if the receipt, the reason or the time cannot be read.
    fn body(&self, event: &Event) -> Option<String> {
        let receipt = self.keys.open(&event.sealed, &document::context(&self.company, &event.receipt))?;
        let reason: Value = serde_json::from_str(&event.reason).ok()?;
        let data = json!({
            "company_id": self.company,
            "receipt": random::to_hex(&receipt),
            "variant": Some(&event.variant).filter(|variant| !variant.is_empty()),
            "reason": reason,
        });
        let timestamp = Timestamp::from_second(event.created / 1_000).ok()?;
        let request = if event.variant.is_empty() { "sign_up" } else { "alert" };
        let name = format!("{request}.{}", event.outcome);
        Some(json!({ "type": name, "timestamp": timestamp.to_string(), "data": data }).to_string())
    }
}

enum Step {
    /// Nothing is due here.
    Idle,
    /// Some events were accepted.
    Delivered,
    /// No event was accepted.
    Failed,
}

/// The wait after a failure that follows others, in milliseconds: up to a tenth longer, so that waits differ.
fn wait(attempts: i64) -> i64 {
    let wait = LONGEST_WAIT.min(FIRST_WAIT << attempts.clamp(0, 16));
    wait + crate::clock::from_core(crate::clock::to_core(wait) * 0.1 * random::fraction())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_longer_after_each_failure() {
        for (attempts, least) in
            [(0, 5_000), (1, 10_000), (9, 2_560_000), (10, LONGEST_WAIT), (1_000, LONGEST_WAIT)]
        {
            let wait = wait(attempts);
            assert!((least..=least + least / 10).contains(&wait), "{attempts}: {wait}");
        }
    }
}
