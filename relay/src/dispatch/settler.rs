//! Stores the ends of attempts, many in one transaction, then notifies who waits for them.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use tokio::{sync::mpsc, time::sleep};

use super::{Decision, Dispatcher, Final, answers};
use crate::keys::Digest;
use crate::store::{Alert, End, Endpoint, Outcome, Settlement, in_time};

/// The most ends in one transaction.
const BATCH: usize = 1_000;

/// The end of an attempt.
pub(super) struct Ended {
    pub(super) alert: Alert,
    pub(super) token: i64,
    pub(super) decision: Decision,
}

/// Stores ends until no attempt is left.
pub(super) async fn settle(dispatcher: Arc<Dispatcher>, mut endings: mpsc::Receiver<Ended>) {
    let mut batch = Vec::with_capacity(BATCH);
    while endings.recv_many(&mut batch, BATCH).await > 0 {
        pause(&dispatcher, &batch).await;
        let settlements: Vec<_> = batch.iter().map(Ended::settlement).collect();
        // Klaviyo's answers are too valuable to be dropped. If this process ends meanwhile, the alerts are sent again.
        while let Err(error) =
            in_time(dispatcher.store.settle(&dispatcher.company, &settlements, dispatcher.clock.now())).await
        {
            tracing::error!(%error, alerts = settlements.len(), "outcomes are not stored yet");
            sleep(Duration::from_millis(500)).await;
        }
        let answers: Vec<_> = batch.drain(..).filter_map(|ended| ended.report(&dispatcher)).collect();
        announce(&dispatcher, &answers).await;
    }
}

/// Announces answers to the relays where pages may wait for them.
async fn announce(dispatcher: &Dispatcher, answers: &[(Digest, Final)]) {
    if !dispatcher.store.is_shared() {
        return;
    }
    let texts = answers
        .iter()
        .filter_map(|(fingerprint, answer)| answers::write(&dispatcher.keys, *fingerprint, answer))
        .collect();
    if let Err(error) = in_time(dispatcher.store.announce(texts)).await {
        tracing::warn!(%error, "answers are not announced: pages at other relays get a receipt");
    }
}

/// Stops sending to an endpoint, if an attempt showed that this is necessary. Other relays learn it with the lease.
async fn pause(dispatcher: &Dispatcher, batch: &[Ended]) {
    let mut pauses = BTreeMap::new();
    for Ended { alert, decision, .. } in batch {
        if let Decision::Postponed { pause: Some(until), code, .. } = *decision {
            let latest = pauses.entry(alert.endpoint).or_insert((until, code));
            *latest = (*latest).max((until, code));
        }
    }
    for (endpoint, (until, code)) in pauses {
        tracing::warn!(code, endpoint = endpoint.name(), "sending pauses");
        dispatcher.pauses.extend(endpoint, until);
        if let Err(error) = in_time(dispatcher.store.pause(&dispatcher.company, endpoint, until)).await {
            tracing::warn!(%error, "the pause is not stored");
        }
    }
}

impl Ended {
    fn settlement(&self) -> Settlement {
        let end = match &self.decision {
            Decision::Accepted => End::Final(Outcome::Accepted),
            Decision::Refused(refusal) => End::Refused(refusal.reason()),
            Decision::Expired => End::Expired {
                requested: self.alert.requested,
                is_uncertain: self.alert.entry.uncertain > 0.0,
            },
            Decision::Postponed { entry, endpoint, not_found, due, .. } => {
                End::Postponed { entry: entry.clone(), endpoint: *endpoint, not_found: *not_found, due: *due }
            }
        };
        let Alert { id, endpoint, fingerprint, flight, .. } = self.alert;
        Settlement { id, endpoint, fingerprint, token: self.token, flight, end }
    }

    /// Notifies the pages that wait at this relay. Returns what those at other relays wait for.
    fn report(self, dispatcher: &Dispatcher) -> Option<(Digest, Final)> {
        let Self { alert, decision, .. } = self;
        let (result, outcome, answer) = match decision {
            Decision::Accepted => ("accepted", Some(Outcome::Accepted), Final::Accepted),
            Decision::Refused(refusal) => {
                tracing::warn!(alert = alert.id, status = refusal.status, "Klaviyo refused an alert");
                ("refused", Some(Outcome::Refused), Final::Refused(refusal))
            }
            Decision::Expired => ("not_consented", Some(Outcome::Expired), Final::Later),
            // The page's alert follows at once.
            Decision::Postponed { endpoint: Endpoint::Alerts, code, .. }
                if alert.endpoint == Endpoint::Profiles =>
            {
                dispatcher.metrics.count_attempt(code);
                return None;
            }
            Decision::Postponed { code, .. } => (code, None, Final::Later),
        };
        dispatcher.metrics.count_attempt(result);
        if let Some(outcome) = outcome {
            dispatcher.metrics.count_outcome(alert.endpoint, outcome);
        }
        dispatcher.waiters.notify(&alert.fingerprint, answer.clone());
        Some((alert.fingerprint, answer))
    }
}
