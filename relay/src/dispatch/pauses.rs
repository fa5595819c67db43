//! Until when nothing is sent to an endpoint.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::store::Endpoint;

/// The pauses of an account.
#[derive(Debug, Default)]
pub(crate) struct Pauses {
    alerts: AtomicI64,
    consents: AtomicI64,
    profiles: AtomicI64,
}

impl Pauses {
    const fn until(&self, endpoint: Endpoint) -> &AtomicI64 {
        match endpoint {
            Endpoint::Alerts => &self.alerts,
            Endpoint::Consents => &self.consents,
            Endpoint::Profiles => &self.profiles,
        }
    }

    pub(super) fn is_paused(&self, endpoint: Endpoint, now: i64) -> bool {
        now < self.until(endpoint).load(Ordering::Relaxed)
    }

    /// Lets a pause last until a time, unless it lasts longer.
    pub(super) fn extend(&self, endpoint: Endpoint, until: i64) {
        self.until(endpoint).fetch_max(until, Ordering::Relaxed);
    }
}
