//! Group commit: all requests that wait are stored by one transaction. A disk that syncs 300 times a second can so keep
//! thousands of requests a second.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use super::{NewAlert, Store, Taken};
use crate::clock::Clock;

/// The most requests in one transaction. Postgres takes 65,535 values in a statement, SQLite 32,766.
const BATCH: usize = 1_000;
/// The most requests that wait for a transaction. More are refused: storing them would take too long.
const QUEUE: usize = 10_000;

/// Stores requests together.
#[derive(Clone, Debug)]
pub struct Writer {
    queue: mpsc::Sender<(NewAlert, oneshot::Sender<Taken>)>,
}

/// The request was not stored: too many wait, or the store does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotStored;

impl Writer {
    /// Starts storing. The task ends with the last copy of the writer.
    #[must_use]
    pub fn start(store: Store, company: String, clock: Arc<Clock>) -> (Self, tokio::task::JoinHandle<()>) {
        let (queue, mut waiting) = mpsc::channel(QUEUE);
        let task = tokio::spawn(async move {
            let mut batch = Vec::with_capacity(BATCH);
            while waiting.recv_many(&mut batch, BATCH).await > 0 {
                commit(&store, &company, &clock, &mut batch).await;
            }
        });
        (Self { queue }, task)
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

async fn commit(
    store: &Store,
    company: &str,
    clock: &Clock,
    batch: &mut Vec<(NewAlert, oneshot::Sender<Taken>)>,
) {
    let (alerts, answers): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
    match store.take(company, &alerts, clock.now()).await {
        Ok(taken) => {
            for (answer, taken) in answers.into_iter().zip(taken) {
                // A caller that has gone needs no answer.
                let _ = answer.send(taken);
            }
        }
        // Without an answer, the callers know that nothing was stored.
        Err(error) => tracing::error!(%error, requests = alerts.len(), "requests were not stored"),
    }
}
