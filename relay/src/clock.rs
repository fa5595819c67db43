//! The time, as everything that is stored counts it.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// The smallest step that counts, in milliseconds.
const STEP: i64 = 60_000;
/// The time after a step in which the clock is not trusted.
const UNSTEADY: Duration = Duration::from_secs(60 * 60);

/// A clock in milliseconds since 1970. Relays that share a store follow the store's clock; tests move it forward.
#[derive(Debug, Default)]
pub struct Clock {
    offset: AtomicI64,
    observed: Mutex<Option<Observation>>,
}

/// This clock beside one that nobody sets.
#[derive(Clone, Copy, Debug)]
struct Observation {
    time: i64,
    at: Instant,
    stepped: Option<Instant>,
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
        // Only steps count, not the time that a test lets pass: nobody may observe it in between.
        let mut observed = self.observed.lock().unwrap_or_else(PoisonError::into_inner);
        self.offset.fetch_add(milliseconds, Ordering::Relaxed);
        if let Some(observed) = &mut *observed {
            observed.time += milliseconds;
        }
    }

    /// Whether the clock was not set by more than a minute within the last hour, since the first call. Call it often.
    #[must_use]
    pub fn is_steady(&self) -> bool {
        let mut observed = self.observed.lock().unwrap_or_else(PoisonError::into_inner);
        let (time, at) = (self.now(), Instant::now());
        let mut stepped = None;
        if let Some(last) = *observed {
            let passed = i64::try_from(at.duration_since(last.at).as_millis()).unwrap_or(i64::MAX);
            let is_step = (time - last.time).abs_diff(passed) > STEP.unsigned_abs();
            stepped = if is_step { Some(at) } else { last.stepped };
        }
        *observed = Some(Observation { time, at, stepped });
        stepped.is_none_or(|stepped| at.duration_since(stepped) > UNSTEADY)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_not_steady_after_a_step() {
        for step in [-120_000, 120_000] {
            let clock = Clock::default();
            clock.follow(clock.now() + 1_000_000);
            assert!(clock.is_steady(), "set before it was observed");
            clock.follow(clock.now() + 1_000);
            assert!(clock.is_steady());
            clock.advance(1_000_000);
            assert!(clock.is_steady());
            clock.follow(clock.now() + step);
            assert!(!clock.is_steady());
            assert!(!clock.is_steady());
        }
    }
}
