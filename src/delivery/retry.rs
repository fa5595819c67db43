//! What is tried again, when, and when no more. Time and chance are passed in, so that nothing here has a clock.
//!
//! Klaviyo's limits hold for the whole account: the shoppers of a drop share them, and know nothing of each other. What
//! keeps them apart is chance alone, which is why each wait has some.

use crate::error::{Error, Kind};

/// As often as Klaviyo's own mobile clients try.
const MOST_ATTEMPTS: u32 = 50;
/// The first wait at most, in milliseconds; each one after it may be twice as long. With a shorter one a crowd asks more
/// often than it must, with a longer one a few shoppers wait longer than they must.
const FIRST: u32 = 4_000;
/// No wait that we choose ourselves is longer. It is also what spreads a crowd that is too large for the account.
const LONGEST: u32 = 180_000;
/// More than a service should ask for.
const HOUR: f64 = 3_600_000.0;
const DAY: f64 = 24.0 * HOUR;
/// Who is at a request needs less.
const LEASE: f64 = 300_000.0;

/// An attempt that failed. What the service asks for by `Retry-After` is what the page makes of its text: a parser of
/// numbers would be larger than all that is here. Without it, or where the page may not read it, there is neither
/// number.
#[derive(Clone, Copy, Debug)]
pub struct Failure {
    /// What it failed with.
    pub error: Error,
    /// How many attempts there were, this one among them.
    pub attempts: u32,
    /// `Retry-After` in seconds, as JavaScript's `Number` has it.
    pub seconds: f64,
    /// `Retry-After` as a date in milliseconds since 1970, as `Date.parse` has it: not a number if it is none. It counts
    /// where `seconds` is not a number.
    pub date: f64,
}

/// When to try again, in milliseconds since 1970; `None`: never, since the error is final, or 50 attempts are enough.
///
/// `now` is in milliseconds since 1970 too, and `random` is from 0 up to 1. The wait is a random part (full jitter) of
/// 4 s, 8 s, … 180 s. What the service asks for, up to an hour, comes in front of it: all who wait are asked for the
/// same. A date more than a day ahead is none: `Date.parse` finds dates in almost anything.
///
/// ```
/// use back_in_stock::{klaviyo::response::verdict, delivery::retry::{Failure, retry_at}};
///
/// let error = verdict(429, None).unwrap_err();
/// let failure = Failure { error, attempts: 2, seconds: 30.0, date: f64::NAN };
/// assert_eq!(retry_at(failure, 1_000_000.0, 0.5), Some(1_000_000.0 + 30_000.0 + 4_000.0));
///
/// let error = verdict(404, None).unwrap_err();
/// assert_eq!(retry_at(Failure { error, ..failure }, 1_000_000.0, 0.5), None);
/// ```
#[must_use]
#[inline]
pub fn retry_at(failure: Failure, now: f64, random: f64) -> Option<f64> {
    if !failure.error.is_retryable() || failure.attempts >= MOST_ATTEMPTS {
        return None;
    }
    let now = possible(now);
    let longest = LONGEST.min(FIRST << failure.attempts.saturating_sub(1).min(6));
    // Chance that is broken must not bring a page back at once, again and again.
    let random = if (0.0..=1.0).contains(&random) { random } else { 1.0 };
    Some(now + failure.asked(now) + random * f64::from(longest))
}

impl Failure {
    /// The wait that the service asks for, in milliseconds; 0 if it does not.
    #[inline]
    fn asked(self, now: f64) -> f64 {
        let number = self.error.number();
        if number != Kind::Throttled as u8 && number != Kind::ServiceUnavailable as u8 {
            return 0.0;
        }
        let asked =
            if self.seconds.is_nan() { until(self.date, now, DAY) - now } else { self.seconds * 1_000.0 };
        if asked > HOUR {
            HOUR
        } else if asked > 0.0 {
            asked
        } else {
            0.0
        }
    }
}

/// What is noted of a request that waits: times in milliseconds since 1970, 0 where there is none.
///
/// They come from a storage that anybody can write to, and from a clock that jumps: a time that cannot be counts as
/// none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kept {
    /// When it was asked for.
    pub created: f64,
    /// Since when it may have been accepted: the first attempt of which that is not known.
    pub uncertain: f64,
    /// When it is tried again.
    pub due: f64,
    /// Until when somebody else is at it.
    pub lease: f64,
}

/// When a request may be sent, in milliseconds since 1970: `now`, or later. `days` is how long one is kept.
///
/// # Errors
///
/// `storage`, unless somebody is at it: it was asked for more than `days` ago; or it may have been accepted more than 24
/// hours ago, and to send it again would subscribe a person anew who was notified in between.
///
/// ```
/// use back_in_stock::delivery::retry::{Kept, next};
///
/// let now = 1_800_000_000_000.0;
/// let kept = Kept { created: now - 60_000.0, due: now + 5_000.0, ..Kept::default() };
/// assert_eq!(next(kept, 14.0, now), Ok(now + 5_000.0));
/// assert_eq!(next(kept, 14.0, now + 6_000.0), Ok(now + 6_000.0));
///
/// let error = next(kept, 14.0, now + 15.0 * 86_400_000.0).unwrap_err();
/// assert_eq!((error.code(), error.message()), ("storage", "it waited for too long"));
/// ```
#[inline]
pub fn next(kept: Kept, days: f64, now: f64) -> Result<f64, Error> {
    let now = possible(now);
    let due = until(kept.due, now, HOUR + f64::from(LONGEST));
    let lease = until(kept.lease, now, LEASE);
    if lease > now {
        return Ok(if lease > due { lease } else { due });
    }
    if is_older(kept.created, now, days) {
        return Err(Kind::Expired.into());
    }
    if is_older(kept.uncertain, now, 1.0) {
        return Err(Kind::Uncertain.into());
    }
    Ok(due)
}

/// A time that is yet to come, or `now`. One further ahead than any wait of ours is what a clock leaves that was set
/// back, or somebody's joke.
fn until(time: f64, now: f64, most: f64) -> f64 {
    if time > now && time - now <= most { time } else { now }
}

fn is_older(time: f64, now: f64, days: f64) -> bool {
    time > 0.0 && now - time > days * DAY
}

/// The error of a request that was dropped because 200 newer ones wait.
#[must_use]
pub fn crowded() -> Error {
    Kind::Crowded.into()
}

/// A clock that says what no date can be stands at the first second of 1970.
fn possible(now: f64) -> f64 {
    if (1_000.0..=8e15).contains(&now) { now } else { 1_000.0 }
}
