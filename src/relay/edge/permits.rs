//! The account's limits, for consumers of one queue that share them.
//!
//! A permit counts from its reservation until a second and a minute after its release. Klaviyo counts the request at some time
//! between both, so its windows never hold more requests than these hold permits, however long a request takes.

use serde::{Deserialize, Serialize};

/// The windows of Klaviyo's limits, in milliseconds.
const SECOND: f64 = 1_000.0;
const MINUTE: f64 = 60.0 * SECOND;
/// The longest time without a release, in milliseconds. The consumer has died then.
const LONGEST_USE: f64 = 5.0 * MINUTE;
/// The time between two looks at permits that are in use, in milliseconds.
const IN_USE: f64 = 250.0;

/// The permits of the last minute, and those in use.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Permits {
    reserved: Vec<Reserved>,
    /// Until when nothing is reserved, because Klaviyo throttles the account.
    paused_until: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Reserved {
    id: String,
    count: u32,
    /// When they were reserved.
    start: f64,
    /// When they were released, if they were.
    end: Option<f64>,
}

impl Reserved {
    /// When they stop counting in a window; `None` while they are in use.
    fn leaves(&self, window: f64) -> Option<f64> {
        self.end.map(|end| end + window)
    }
}

impl Permits {
    /// Reserves permits under an ID. Returns the milliseconds after which the caller should try again, or 0 if it has them.
    /// `rate` is the account's limit in a minute; 2 % of it stay unused. A tenth of the rest is the limit in a second, and more
    /// permits than that are never reserved.
    ///
    /// ```
    /// use back_in_stock::relay::edge::Permits;
    /// let (mut permits, now) = (Permits::default(), 1_800_000_000_000.0);
    /// assert_eq!(permits.reserve("a", 300, 3_500, now), 0.0);
    /// permits.release("a", now + 200.0);
    /// // 343 are left of a second.
    /// assert_eq!(permits.reserve("b", 50, 3_500, now + 300.0), 900.0);
    /// ```
    pub fn reserve(&mut self, id: &str, count: u32, rate: u32, now: f64) -> f64 {
        self.forget(now);
        let minute = rate / 100 * 98 + rate % 100 * 98 / 100;
        let wait = self.wait(count, minute / 10, SECOND, now).max(self.wait(count, minute, MINUTE, now));
        let wait = wait.max(self.paused_until - now);
        if wait == 0.0 {
            self.reserved.push(Reserved { id: id.into(), count, start: now, end: None });
        }
        wait
    }

    /// Releases the permits of an ID: their requests were answered.
    pub fn release(&mut self, id: &str, now: f64) {
        self.forget(now);
        for reserved in self.reserved.iter_mut().filter(|reserved| reserved.id == id) {
            reserved.end.get_or_insert(now);
        }
    }

    /// Reserves nothing for some milliseconds, at most a minute.
    pub fn pause(&mut self, wait: f64, now: f64) {
        self.forget(now);
        self.paused_until = self.paused_until.max(now + wait.min(MINUTE));
    }

    fn forget(&mut self, now: f64) {
        // A longer pause is from before the clock was set back.
        self.paused_until = self.paused_until.min(now + MINUTE);
        for reserved in &mut self.reserved {
            if now - reserved.start > LONGEST_USE {
                reserved.end.get_or_insert(now);
            }
            // A clock that was set back would let them count for longer.
            reserved.start = reserved.start.min(now);
            reserved.end = reserved.end.map(|end| end.min(now));
        }
        self.reserved.retain(|reserved| reserved.leaves(MINUTE).is_none_or(|time| time > now));
    }

    /// The wait until a window has room for more.
    fn wait(&self, count: u32, limit: u32, window: f64, now: f64) -> f64 {
        let mut counting: Vec<_> =
            self.reserved.iter().map(|reserved| (reserved.leaves(window), reserved.count)).collect();
        counting.retain(|(time, _)| time.is_none_or(|time| time > now));
        let mut used = counting.iter().fold(count, |used, (_, count)| used.saturating_add(*count));
        // Those in use come last.
        counting.sort_by(|(one, _), (other, _)| {
            one.unwrap_or(f64::INFINITY).total_cmp(&other.unwrap_or(f64::INFINITY))
        });
        let mut wait = 0.0;
        for (time, freed) in counting {
            if used <= limit {
                return wait;
            }
            used = used.saturating_sub(freed);
            wait = time.map_or(IN_USE, |time| time - now);
        }
        if used <= limit { wait } else { window }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::float_cmp, reason = "whole numbers")]
    use super::*;

    const NOW: f64 = 1_800_000_000_000.0;

    #[test]
    fn permits_in_use_are_looked_at_again() {
        let mut permits = Permits::default();
        assert_eq!(permits.reserve("a", 340, 3_500, NOW), 0.0);
        assert_eq!(permits.reserve("b", 10, 3_500, NOW + 5_000.0), IN_USE);
        permits.release("a", NOW + 5_100.0);
        permits.release("a", NOW + 5_900.0);
        assert_eq!(permits.reserve("b", 10, 3_500, NOW + 5_200.0), 900.0);
        assert_eq!(permits.reserve("b", 10, 3_500, NOW + 6_100.0), 0.0);
    }

    #[test]
    fn a_minute_holds_ten_seconds() {
        let (mut permits, mut now, mut reserved) = (Permits::default(), NOW, 0);
        loop {
            match permits.reserve("a", 343, 3_500, now) {
                0.0 => reserved += 343,
                wait if reserved == 3_430 => {
                    assert_eq!(now + wait, NOW + MINUTE + 100.0, "the first ones were released after 100 ms");
                    break;
                }
                wait => {
                    now += wait;
                    continue;
                }
            }
            permits.release("a", now + 100.0);
            now += 100.0;
        }
    }

    #[test]
    fn permits_of_a_consumer_that_died_are_free_in_the_end() {
        let mut permits = Permits::default();
        permits.reserve("a", 340, 3_500, NOW);
        assert_eq!(permits.reserve("b", 10, 3_500, NOW + LONGEST_USE), IN_USE);
        assert_eq!(permits.reserve("b", 10, 3_500, NOW + LONGEST_USE + 1.0), SECOND);
        assert_eq!(permits.reserve("b", 10, 3_500, NOW + LONGEST_USE + 1_001.0), 0.0);
    }

    #[test]
    fn a_pause_is_of_the_whole_account() {
        let mut permits = Permits::default();
        permits.pause(30_000.0, NOW);
        permits.pause(1_000.0, NOW);
        assert_eq!(permits.reserve("a", 1, 3_500, NOW + 1_000.0), 29_000.0);
        assert_eq!(permits.reserve("a", 1, 3_500, NOW + 30_000.0), 0.0);
        permits.pause(1e9, NOW + 30_000.0);
        assert_eq!(permits.reserve("b", 1, 3_500, NOW + 30_000.0), MINUTE);
        // The clock is set back.
        assert_eq!(permits.reserve("b", 1, 3_500, NOW), MINUTE);
    }

    #[test]
    fn huge_numbers_do_not_wrap() {
        let mut permits = Permits::default();
        assert_eq!(permits.reserve("a", 1, 3_500, NOW), 0.0);
        assert_eq!(permits.reserve("b", u32::MAX, 3_500, NOW), MINUTE);
        assert_eq!(permits.reserve("b", 342, 3_500, NOW), 0.0);
        assert!(permits.reserve("c", 1, 3_500, NOW) > 0.0);
    }

    #[test]
    fn more_than_a_second_holds_is_never_reserved() {
        assert_eq!(Permits::default().reserve("a", 344, 3_500, NOW), SECOND);
    }

    #[test]
    fn a_clock_that_is_set_back_delays_a_minute_at_most() {
        let mut permits = Permits::default();
        permits.reserve("a", 343, 3_500, NOW);
        permits.release("a", NOW);
        assert_eq!(permits.reserve("b", 343, 3_500, NOW - 1e9), SECOND);
    }
}
