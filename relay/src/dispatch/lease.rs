//! Which relay sends: the one with the lease.

use std::{sync::atomic::Ordering, time::Duration};

use tokio::time::Instant;

use super::Dispatcher;
use crate::{
    random,
    store::{StoreError, in_time},
};

/// The length of a lease. Another relay takes over within this time and one more look.
pub(super) const LENGTH: Duration = Duration::from_secs(3);
/// The time after which the lease is renewed, or another relay's is looked at.
const RENEWAL: Duration = Duration::from_secs(1);
/// The longest pause, in milliseconds. One that ends later was stored before the clock was set back.
const LONGEST_PAUSE: i64 = 60_000;
/// The longest way of the store's time to this relay. What took longer shows the time too late.
const PUNCTUAL: Duration = Duration::from_millis(500);

/// A lease that this relay has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lease {
    /// The fencing token.
    pub(super) token: i64,
    /// When it ends, by a clock that nobody sets.
    pub(super) until: Instant,
}

/// The state of the lease.
pub(super) struct Leadership {
    /// The name of this relay: a new one at each start, and after [`abandon`](Self::abandon).
    pub(super) owner: String,
    lease: Option<Lease>,
    next_look: Instant,
}

impl Leadership {
    pub(super) fn new() -> Self {
        Self { owner: new_name(), lease: None, next_look: Instant::now() }
    }

    /// The lease, renewed if it is time; `None` while another relay has it.
    pub(super) async fn renew(&mut self, dispatcher: &Dispatcher) -> Result<Option<Lease>, StoreError> {
        let now = Instant::now();
        if now >= self.next_look {
            self.next_look = now + RENEWAL;
            self.look(dispatcher).await?;
        }
        if self.lease.is_some_and(|lease| Instant::now() >= lease.until) {
            self.lose(dispatcher);
        }
        Ok(self.lease)
    }

    async fn look(&mut self, dispatcher: &Dispatcher) -> Result<(), StoreError> {
        let Dispatcher { store, clock, company, .. } = dispatcher;
        let asked = Instant::now();
        if let Some(time) = in_time(store.time()).await?
            && asked.elapsed() < PUNCTUAL
        {
            clock.follow(time);
        }
        // Before the statement: the store's lease must not end before this one.
        let until = Instant::now() + LENGTH;
        let now = clock.now();
        let expires = now + i64::try_from(LENGTH.as_millis()).unwrap_or_default();
        let token = in_time(store.lead(company, &self.owner, now, expires)).await?;
        match token {
            Some(token) if self.lease.is_none_or(|lease| lease.token != token) => {
                for (endpoint, until) in in_time(store.pauses(company)).await? {
                    dispatcher.pauses.extend(endpoint, until.min(now + LONGEST_PAUSE));
                }
                tracing::info!(token, "this relay sends now");
            }
            None if self.lease.is_some() => tracing::warn!("another relay sends now"),
            _ => {}
        }
        self.lease = token.map(|token| Lease { token, until });
        dispatcher.metrics.leading.store(token.is_some().into(), Ordering::Relaxed);
        // Sending does not depend on it.
        if token.is_some()
            && let Err(error) = in_time(store.forget(company, now)).await
        {
            tracing::warn!(%error, "what is over is not forgotten yet");
        }
        Ok(())
    }

    /// Forgets a lease that another relay has taken, or may have taken.
    pub(super) fn lose(&mut self, dispatcher: &Dispatcher) {
        self.lease = None;
        self.next_look = Instant::now();
        dispatcher.metrics.leading.store(0, Ordering::Relaxed);
    }

    /// Leaves the lease and takes it later under a new name, as another relay would: what was under way is sent again. This
    /// sender does not know any more what that is.
    pub(super) fn abandon(&mut self, dispatcher: &Dispatcher) {
        tracing::warn!("this relay takes the lease again");
        self.owner = new_name();
        self.lose(dispatcher);
    }

    /// Lets another relay send at once.
    pub(super) async fn resign(&self, dispatcher: &Dispatcher) {
        let Some(lease) = self.lease else { return };
        if let Err(error) = in_time(dispatcher.store.resign(&dispatcher.company, lease.token)).await {
            tracing::warn!(%error, "the lease ends by itself");
        }
    }
}

fn new_name() -> String {
    // Without random numbers, the time and the process make a name.
    random::bytes::<16>().map_or_else(
        |_| format!("{}-{:?}", std::process::id(), std::time::SystemTime::now()),
        |bytes| random::to_hex(&bytes),
    )
}
