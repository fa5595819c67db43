//! A limit of requests in a minute, for each address or identity. It is in the memory of one relay.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
};

const MINUTE: i64 = 60_000;
/// The most keys that are remembered. Beyond, requests of new keys are not limited: a drop has that many shoppers, too.
const KEYS: usize = 500_000;

/// Allows `limit` requests of each key at once, and then as many in each minute.
#[derive(Debug)]
pub(crate) struct Limiter<K> {
    /// The time for one request, in milliseconds; `None` without a limit.
    interval: Option<i64>,
    /// When all requests of a key so far will have been paid for, at one in each interval.
    paid: Mutex<HashMap<K, i64>>,
}

impl<K: Hash + Eq> Limiter<K> {
    /// A limit in a minute; 0 for none.
    pub(crate) fn new(limit: u32) -> Self {
        let interval = (limit > 0).then(|| MINUTE / i64::from(limit).min(MINUTE));
        Self { interval, paid: Mutex::default() }
    }

    /// Counts a request.
    ///
    /// # Errors
    ///
    /// The seconds to wait if the request exceeds the limit. It is not counted then.
    pub(crate) fn count(&self, key: K, now: i64) -> Result<(), i64> {
        let Some(interval) = self.interval else { return Ok(()) };
        let mut paid = self.paid.lock().unwrap_or_else(PoisonError::into_inner);
        let next = paid.get(&key).map_or(now, |paid| (*paid).max(now)) + interval;
        let wait = next - now - MINUTE;
        if wait > 0 {
            return Err(wait.div_euclid(1_000) + 1);
        }
        if paid.len() >= KEYS {
            paid.retain(|_, paid| *paid > now);
        }
        if paid.len() < KEYS || paid.contains_key(&key) {
            paid.insert(key, next);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Limiter;

    #[test]
    fn allows_a_number_in_a_minute() {
        let limiter = Limiter::new(3);
        for _ in 0..3 {
            assert_eq!(limiter.count("a", 0), Ok(()));
        }
        assert_eq!(limiter.count("a", 0), Err(21));
        assert_eq!(limiter.count("b", 0), Ok(()), "each key has its own");
        assert_eq!(limiter.count("a", 19_999), Err(1));
        assert_eq!(limiter.count("a", 20_000), Ok(()));
        assert_eq!(limiter.count("a", 20_000), Err(21));
        for _ in 0..3 {
            assert_eq!(limiter.count("a", 120_000), Ok(()));
        }
    }

    #[test]
    fn zero_is_no_limit_and_large_limits_are_limits() {
        let limiter = Limiter::new(0);
        assert!((0..1_000).all(|_| limiter.count("a", 0).is_ok()));
        let limiter = Limiter::new(u32::MAX);
        assert_eq!((0..100_000).filter(|_| limiter.count("a", 0).is_ok()).count(), 60_000);
    }
}
