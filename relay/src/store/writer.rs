//! Group commit: all requests that wait are stored by one transaction. A disk that syncs 300 times a second can so keep
//! thousands of requests a second.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use tokio::sync::{mpsc, oneshot};

use super::{NewAlert, Store, StoreError, Taken, in_time, is_contention};
use crate::clock::Clock;

/// The most requests in one transaction. Postgres takes 65,535 values in a statement, SQLite 32,766.
const BATCH: usize = 1_000;
/// The most requests that wait for a transaction. More are refused: storing them would take too long.
const QUEUE: usize = 10_000;

/// The most attempts if transactions are in each other's way.
const ATTEMPTS: u32 = 3;
/// The time after a failure in which the relay is not ready, in milliseconds. Then a request shows whether it is again.
const NOT_READY: i64 = 10_000;

/// Stores requests together.
#[derive(Clone, Debug)]
pub struct Writer {
    queue: mpsc::Sender<(NewAlert, oneshot::Sender<Taken>)>,
    failed: Arc<AtomicI64>,
}

/// The request was not stored: too many wait, or the store does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotStored;

impl Writer {
    /// Starts storing. The task ends with the last copy of the writer.
    #[must_use]
    pub fn start(store: Store, company: String, clock: Arc<Clock>) -> (Self, tokio::task::JoinHandle<()>) {
        let (queue, mut waiting) = mpsc::channel(QUEUE);
        let failed = Arc::new(AtomicI64::new(0));
        let latest_failure = Arc::clone(&failed);
        let task = tokio::spawn(async move {
            let mut batch = Vec::with_capacity(BATCH);
            while waiting.recv_many(&mut batch, BATCH).await > 0 {
                let is_stored = commit(&store, &company, &clock, &mut batch).await;
                latest_failure.store(if is_stored { 0 } else { clock.now() }, Ordering::Relaxed);
            }
        });
        (Self { queue, failed }, task)
    }

    /// Whether requests can be stored: the last ones were, or it is time to try again.
    #[must_use]
    pub fn is_ready(&self, now: i64) -> bool {
        now - self.failed.load(Ordering::Relaxed) >= NOT_READY
    }

    /// Stores a request. It is on the disk when this returns.
    ///
    /// # Errors
    ///
    /// If it was not stored. After a failure of the store it may be stored anyway: nobody may rely on either.
    pub async fn take(&self, alert: NewAlert) -> Result<Taken, NotStored> {
        let (answer, answered) = oneshot::channel();
        self.queue.try_send((alert, answer)).map_err(|_| NotStored)?;
        answered.await.map_err(|_| NotStored)
    }
}

/// Stores requests and answers them. Returns whether they are stored.
async fn commit(
    store: &Store,
    company: &str,
    clock: &Clock,
    batch: &mut Vec<(NewAlert, oneshot::Sender<Taken>)>,
) -> bool {
    let (alerts, answers): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
    let taken = in_time(take(store, company, clock, &alerts)).await;
    match taken {
        Ok(taken) => {
            for (answer, taken) in answers.into_iter().zip(taken) {
                // A caller that has gone needs no answer.
                let _ = answer.send(taken);
            }
            true
        }
        // Without an answer, callers may rely on nothing: if the answer of the commit was lost, the requests are stored.
        Err(error) => {
            tracing::error!(%error, requests = alerts.len(), "requests were not stored");
            false
        }
    }
}

async fn take(
    store: &Store,
    company: &str,
    clock: &Clock,
    alerts: &[NewAlert],
) -> Result<Vec<Taken>, StoreError> {
    for _ in 1..ATTEMPTS {
        match store.take(company, alerts, clock.now()).await {
            Err(error) if is_contention(&error) => tracing::warn!(%error, "requests are stored again"),
            result => return result,
        }
    }
    store.take(company, alerts, clock.now()).await
}
