//! The time, as everything that is stored counts it.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

/// A clock in milliseconds since 1970. Relays that share a store follow the store's clock; tests move it forward.
#[derive(Debug, Default)]
pub struct Clock {
    offset: AtomicI64,
}

impl Clock {
    /// The time in milliseconds since 1970.
    #[must_use]
    pub fn now(&self) -> i64 {
        system().saturating_add(self.offset.load(Ordering::Relaxed))
    }

    /// Makes this clock show another one's time.
    pub fn follow(&self, time: i64) {
        self.offset.store(time.saturating_sub(system()), Ordering::Relaxed);
    }

    /// Moves the clock forward.
    pub fn advance(&self, milliseconds: i64) {
        self.offset.fetch_add(milliseconds, Ordering::Relaxed);
    }
}

fn system() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A stored time as the core counts it.
#[must_use]
pub fn to_core(time: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "exact up to the year 287,000")]
    let time = time as f64;
    time
}

/// A time of the core as it is stored.
#[must_use]
pub fn from_core(time: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "saturates")]
    let time = time as i64;
    time
}
