//! The sender: one relay at a time sends an account's alerts, within its limits.

mod answers;
mod decide;
mod lease;
mod pauses;
mod settler;
mod upstream;
mod waiters;

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use tokio::{
    sync::{Notify, mpsc, watch},
    task::JoinSet,
    time::{Instant, sleep},
};

pub(crate) use answers::Listener;
pub(crate) use pauses::Pauses;
pub(crate) use upstream::{Answer, TIMEOUT, Upstream};
pub(crate) use waiters::{Final, Refusal, Waiters};

use self::{
    decide::{Decision, decide, decide_by_consents},
    lease::{Leadership, Lease},
    settler::{Ended, settle},
};
use crate::{
    clock::Clock,
    document,
    keys::KeyRing,
    metrics::Metrics,
    random,
    store::{Alert, Claim, Claimed, Endpoint, Limits, Outcome, Store, StoreError, in_time, is_contention},
};
use back_in_stock::Options;

/// The most requests that are under way, whatever the limits are: each has a connection.
const UNDER_WAY: usize = 512;
/// The most alerts that are counted as backlog.
const BACKLOG: i64 = 1_000;
/// The time between two looks for due alerts.
const IDLE: Duration = Duration::from_millis(250);
/// The time between two looks for permits.
const SLOT: Duration = Duration::from_millis(100);
/// The time in which a few requests end.
const FEW_FREE: Duration = Duration::from_millis(10);

/// What the sender shares with the relay.
pub(crate) struct Dispatcher {
    /// The account.
    pub(crate) company: String,
    /// The private key and the upstream.
    pub(crate) klaviyo: Options,
    /// The account's limit of alerts in a minute.
    pub(crate) rate: u32,
    /// The store.
    pub(crate) store: Store,
    /// The keys of identities.
    pub(crate) keys: Arc<KeyRing>,
    /// The clock.
    pub(crate) clock: Arc<Clock>,
    /// The client for Klaviyo.
    pub(crate) upstream: Upstream,
    /// Pages that wait for an answer.
    pub(crate) waiters: Arc<Waiters>,
    /// The counters.
    pub(crate) metrics: Arc<Metrics>,
    /// Notified when an alert was stored.
    pub(crate) stored: Arc<Notify>,
    /// Until when nothing is sent.
    pub(crate) pauses: Pauses,
}

/// When to look for due alerts again.
#[derive(Clone, Copy)]
enum Next {
    Now,
    /// After this time, or when an alert is stored.
    Idle(Duration),
    /// After this time.
    Wait(Duration),
}

impl Next {
    /// The earlier of two.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Now, _) | (_, Self::Now) => Self::Now,
            (Self::Idle(one), Self::Idle(other) | Self::Wait(other))
            | (Self::Wait(other), Self::Idle(one)) => Self::Idle(one.min(other)),
            (Self::Wait(one), Self::Wait(other)) => Self::Wait(one.min(other)),
        }
    }
}

impl Dispatcher {
    /// Sends until `stopping` becomes true, then waits for the requests that are under way. Ends early if outcomes cannot be
    /// stored any more.
    pub(crate) async fn run(self: Arc<Self>, mut stopping: watch::Receiver<bool>) {
        let mut leadership = Leadership::new();
        let mut attempts = JoinSet::new();
        let (ended, endings) = mpsc::channel(self.under_way());
        let settler = tokio::spawn(settle(Arc::clone(&self), endings));
        while !*stopping.borrow() && !settler.is_finished() {
            let next = self.step(&mut leadership, &mut attempts, &ended).await.unwrap_or_else(|error| {
                tracing::error!(%error, "the store does not answer");
                Next::Wait(Duration::from_secs(1))
            });
            let (wait, wakes) = match next {
                Next::Now => continue,
                Next::Idle(wait) => (wait, true),
                Next::Wait(wait) => (wait, false),
            };
            tokio::select! {
                () = sleep(wait) => {}
                () = self.stored.notified(), if wakes => {}
                _ = stopping.changed() => {}
            }
        }
        while attempts.join_next().await.is_some() {}
        drop(ended);
        if let Err(error) = settler.await {
            tracing::error!(%error, "outcomes were not stored");
        }
        leadership.resign(&self).await;
    }

    async fn step(
        self: &Arc<Self>,
        leadership: &mut Leadership,
        attempts: &mut JoinSet<()>,
        ended: &mpsc::Sender<Ended>,
    ) -> Result<Next, StoreError> {
        while let Some(attempt) = attempts.try_join_next() {
            if let Err(error) = attempt {
                tracing::error!(%error, "an attempt failed");
                leadership.abandon(self);
            }
        }
        let Some(lease) = leadership.renew(self).await? else {
            if self.store.is_shared() {
                // Pages may wait here for the sender's answers.
                let due = self.store.backlog(&self.company, Endpoint::Alerts, self.clock.now(), BACKLOG);
                self.metrics.backlog.store(in_time(due).await?, Ordering::Relaxed);
            }
            return Ok(Next::Wait(IDLE));
        };
        let mut next = Next::Idle(IDLE);
        for endpoint in Endpoint::ALL {
            next = next.or(self.serve(endpoint, lease, leadership, attempts, ended).await?);
        }
        Ok(next)
    }

    /// Sends what is due at an endpoint.
    async fn serve(
        self: &Arc<Self>,
        endpoint: Endpoint,
        lease: Lease,
        leadership: &mut Leadership,
        attempts: &mut JoinSet<()>,
        ended: &mpsc::Sender<Ended>,
    ) -> Result<Next, StoreError> {
        let may_expire = self.clock.is_steady();
        let now = self.clock.now();
        let backlog = in_time(self.store.backlog(&self.company, endpoint, now, BACKLOG)).await?;
        let is_paused = self.pauses.is_paused(endpoint, now);
        if endpoint == Endpoint::Alerts {
            self.metrics.backlog.store(backlog, Ordering::Relaxed);
            self.metrics.paused.store(is_paused.into(), Ordering::Relaxed);
        }
        if is_paused {
            return Ok(Next::Wait(IDLE));
        }
        if backlog == 0 {
            return Ok(Next::Idle(IDLE));
        }
        let most = self.under_way().saturating_sub(attempts.len());
        // A claim is one transaction, whatever it claims.
        if most < self.under_way().div_ceil(8) {
            return Ok(Next::Wait(FEW_FREE));
        }
        let claim = Claim {
            company: &self.company,
            owner: &leadership.owner,
            token: lease.token,
            endpoint,
            most,
            limits: Limits::of(self.rate, endpoint),
            // An attempt starts before the lease ends.
            timeout: (lease::LENGTH + TIMEOUT).as_secs_f64() * 1_000.0,
            now,
            may_expire,
        };
        let claimed = in_time(self.store.claim(claim)).await.inspect_err(|error| {
            // The alerts may be claimed, and this sender would not know which.
            if !is_contention(error) {
                leadership.abandon(self);
            }
        });
        match claimed? {
            Claimed::NotLeading => {
                leadership.lose(self);
                Ok(Next::Wait(IDLE))
            }
            Claimed::Exhausted => Ok(Next::Wait(SLOT)),
            // Other transactions have locked all alerts that are due.
            Claimed::Alerts { alerts, expired } if alerts.is_empty() && expired.is_empty() => {
                Ok(Next::Wait(FEW_FREE))
            }
            Claimed::Alerts { alerts, expired } => {
                for fingerprint in expired {
                    self.metrics.count_outcome(endpoint, Outcome::Expired);
                    self.waiters.notify(&fingerprint, Final::Later);
                }
                for alert in alerts {
                    let (dispatcher, ended) = (Arc::clone(self), ended.clone());
                    attempts.spawn(async move {
                        let decision = dispatcher.attempt(&alert, lease.until).await;
                        // The settler ends after all attempts.
                        drop(ended.send(Ended { alert, token: lease.token, decision }).await);
                    });
                }
                Ok(Next::Now)
            }
        }
    }

    /// The most requests that are under way: what the limits allow in a second, so that answers may take as long.
    fn under_way(&self) -> usize {
        let limits = Limits::of(self.rate, Endpoint::Alerts);
        usize::try_from(limits.second).unwrap_or(UNDER_WAY).clamp(64, UNDER_WAY)
    }

    /// Sends an alert, unless the lease has ended: this process may have been stopped for a while.
    async fn attempt(&self, alert: &Alert, until: Instant) -> Decision {
        let context = document::context(&self.company, &alert.fingerprint);
        let document = self.keys.open(&alert.sealed, &context).unwrap_or_default();
        let Some(outgoing) = document::outgoing(&document, alert.endpoint, &self.klaviyo) else {
            // Its key may be missing at this relay, or the core may accept less than it did.
            tracing::error!(alert = alert.id, "a stored alert cannot be read: it waits");
            return decide::unreadable(alert, self.clock.now(), random::fraction());
        };
        if Instant::now() >= until {
            return decide::unsent(alert, self.clock.now());
        }
        match self.upstream.send(outgoing).await {
            Answer::Consents(consents) => {
                decide_by_consents(alert, document::is_covered(&document, consents), self.clock.now())
            }
            answer => decide(alert, &answer, self.clock.now(), random::fraction()),
        }
    }
}
