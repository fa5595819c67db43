//! When a failed call is retried, and when retries end.
//!
//! Klaviyo's rate limits are for the whole account. All shoppers who want the same product share them, and their
//! devices cannot coordinate. So every wait is random, which spreads the attempts.

use crate::error::{Error, ErrorKind};

/// The maximum number of attempts, as in Klaviyo's mobile SDKs.
const MAX_ATTEMPTS: u32 = 50;
/// The maximum first wait, in milliseconds. The maximum doubles with each attempt. A shorter one makes a crowd send
/// more requests than necessary; with a longer one, a few shoppers wait longer than necessary.
const FIRST_WAIT: u32 = 4_000;
/// The maximum wait without `Retry-After`, in milliseconds. It spreads a crowd that exceeds the account's limit.
pub(super) const LONGEST_WAIT: u32 = 180_000;
/// The maximum `Retry-After`, in milliseconds.
pub(super) const HOUR: f64 = 3_600_000.0;
pub(super) const DAY: f64 = 24.0 * HOUR;

/// The header `Retry-After` of a response.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RetryAfter {
    /// A number of seconds.
    Seconds(f64),
    /// A date, in milliseconds since 1970.
    Date(f64),
}

/// A failed attempt.
#[derive(Clone, Copy, Debug)]
pub struct Failure {
    /// The error of the attempt.
    pub error: Error,
    /// The number of attempts so far, including this one.
    pub attempts: u32,
    /// `Retry-After`, if the response has it and the page may read it.
    pub retry_after: Option<RetryAfter>,
}

/// The time of the next attempt, in milliseconds since 1970; `None` if the error is final, or after 50 attempts.
///
/// `now` is in milliseconds since 1970, and `random` is from 0 up to 1. The wait is a random time up to 4 s, then 8 s,
/// … 180 s. It is added to `Retry-After`, itself capped at one hour, because every throttled client gets the same
/// header. A date more than a day ahead is ignored: JavaScript's `Date.parse` accepts almost any text.
///
/// ```
/// use back_in_stock::{
///     delivery::retry::{Failure, RetryAfter, retry_at},
///     check_response,
/// };
///
/// let error = check_response(429, None).unwrap_err();
/// let failure = Failure { error, attempts: 2, retry_after: Some(RetryAfter::Seconds(30.0)) };
/// assert_eq!(retry_at(failure, 1_000_000.0, 0.5), Some(1_000_000.0 + 30_000.0 + 4_000.0));
///
/// let error = check_response(404, None).unwrap_err();
/// assert_eq!(retry_at(Failure { error, ..failure }, 1_000_000.0, 0.5), None);
/// ```
#[must_use]
pub fn retry_at(failure: Failure, now: f64, random: f64) -> Option<f64> {
    if !failure.error.is_retryable() || failure.attempts >= MAX_ATTEMPTS {
        return None;
    }
    let now = plausible(now);
    let longest = LONGEST_WAIT.min(FIRST_WAIT << failure.attempts.saturating_sub(1).min(6));
    // A broken random number must not cause retries without a wait.
    let random = if (0.0..=1.0).contains(&random) { random } else { 1.0 };
    Some(now + failure.requested_wait(now) + random * f64::from(longest))
}

impl Failure {
    /// The wait by `Retry-After`, in milliseconds.
    fn requested_wait(self, now: f64) -> f64 {
        // Only a response has headers.
        if !matches!(self.error.kind(), ErrorKind::Throttled | ErrorKind::ServiceUnavailable) {
            return 0.0;
        }
        let wait = match self.retry_after {
            Some(RetryAfter::Seconds(seconds)) => seconds * 1_000.0,
            Some(RetryAfter::Date(date)) => ahead(date, now, DAY) - now,
            None => 0.0,
        };
        // `clamp` would return `NaN` for `NaN`.
        if wait > HOUR {
            HOUR
        } else if wait > 0.0 {
            wait
        } else {
            0.0
        }
    }
}

/// A time in the future, or `now`. A time further ahead than `most` is invalid: the clock was set back, or another
/// script stored it.
pub(super) fn ahead(time: f64, now: f64, most: f64) -> f64 {
    if time > now && time - now <= most { time } else { now }
}

/// The time of a clock. An impossible time counts as one second after the start of 1970.
pub(super) fn plausible(now: f64) -> f64 {
    if (1_000.0..=8e15).contains(&now) { now } else { 1_000.0 }
}
