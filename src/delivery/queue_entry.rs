//! The stored state of a request until its outcome is final: when it was made, who is sending it, and when it is
//! retried.
//!
//! Several tabs share one storage. An attempt *leases* its entry: it stores its own name as the owner, and the time
//! until which no other tab may send the entry. A tab may write only if the stored owner is the one that it has read
//! ([`QueueEntry::may_write`]). So two tabs never send the same entry at once, unless an attempt outlasts its lease.

use serde::{Deserialize, Serialize};

use super::{
    flow::Step,
    replay::Scope,
    retry::{DAY, Failure, HOUR, LONGEST_WAIT, RetryAfter, ahead, plausible, retry_at},
};
use crate::error::{Error, ErrorKind};

/// The longest timeout, in milliseconds, that a lease allows for. A longer one counts as this.
const LONGEST_ATTEMPT: f64 = 200_000.0;
/// The time of a lease beside the attempt, in milliseconds: for storing the request before it and the outcome after it.
/// The npm package waits up to 2 s for its database, each time. An outcome that comes after the lease is not stored.
const TIME_TO_STORE: f64 = 5_000.0;
/// The maximum length of a valid lease, in milliseconds. A stored lease that ends later is ignored.
const LONGEST_LEASE: f64 = 300_000.0;
/// The days after which a request that may have been accepted is not retried. The shopper may have been notified by
/// then, and would be subscribed a second time.
const UNCERTAIN_DAYS: f64 = 1.0;

/// The stored state of a queued request. Times are in milliseconds since 1970; 0 means unset.
///
/// Every value is possible, since other scripts can write to the storage, and clocks jump. An impossible time counts as
/// unset.
///
/// ```
/// use back_in_stock::{
///     delivery::{queue_entry::{Attempt, QueueEntry}, replay::Scope},
///     check_response,
/// };
///
/// let now = 1_800_000_000_000.0;
/// let attempt = Attempt { owner: "tab 1", timeout: 10_000.0, online: true, now };
/// let entry = QueueEntry::new(now).leased(attempt);
///
/// // Klaviyo answers 503: the entry is due again within 4 seconds.
/// let error = check_response(503, None).unwrap_err();
/// let entry = entry.failed(error, None, now + 200.0, 0.5).unwrap();
/// assert_eq!(entry.due_at(Scope::Due, 14.0, now + 200.0), Ok(now + 2_200.0));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct QueueEntry {
    /// When the shopper made the request.
    pub created: f64,
    /// The start of the first attempt that may have been accepted without the page knowing.
    pub uncertain: f64,
    /// Whether `uncertain` is the start of the latest attempt. If that one is throttled, `uncertain` is unset again.
    pub newly_uncertain: bool,
    /// When the request is retried.
    pub due: f64,
    /// Until when only the owner may send it.
    pub lease: f64,
    /// The name of the latest attempt.
    pub owner: String,
    /// The number of attempts of this step.
    pub attempts: u32,
    /// The next call.
    pub step: Option<Step>,
    /// Why the latest attempt failed.
    pub reason: Option<Reason>,
    /// The receipt of the alert, if the shop's relay has stored it: only the newsletter remains.
    pub receipt: Option<String>,
}

/// Why a request is queued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// There was no response.
    Network,
    /// The requests of the whole shop exceed the limit of its account.
    Throttled,
    /// Klaviyo cannot accept requests now.
    Service,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Self; 3] = [Self::Network, Self::Throttled, Self::Service];

    /// The reason with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "network" => Self::Network,
            "throttled" => Self::Throttled,
            "service" => Self::Service,
            _ => return None,
        })
    }

    fn of(error: Error) -> Self {
        match error.kind() {
            ErrorKind::Throttled => Self::Throttled,
            ErrorKind::ServiceUnavailable => Self::Service,
            _ => Self::Network,
        }
    }
}

/// An attempt to send a request.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// A unique name. Two attempts in one tab need different names, too: if one is aborted, it must not delete the
    /// entry of the other.
    pub owner: &'a str,
    /// The timeout of the attempt, in milliseconds.
    pub timeout: f64,
    /// Whether the device is online. If not, the attempt cannot reach Klaviyo.
    pub online: bool,
    /// The time, in milliseconds since 1970.
    pub now: f64,
}

impl QueueEntry {
    /// The entry of a new request.
    #[must_use]
    pub fn new(now: f64) -> Self {
        Self { created: plausible(now), ..Self::default() }
    }

    /// The entry during an attempt. If `created` is unset or impossible, it becomes the time of the attempt.
    #[must_use]
    pub fn leased(self, attempt: Attempt<'_>) -> Self {
        let now = plausible(attempt.now);
        let timeout =
            if (0.0..LONGEST_ATTEMPT).contains(&attempt.timeout) { attempt.timeout } else { LONGEST_ATTEMPT };
        let created = if self.created > 0.0 && self.created <= now { self.created } else { now };
        let known = self.uncertain > 0.0 && self.uncertain <= now;
        let newly_uncertain = attempt.online && !known;
        Self {
            created,
            lease: now + timeout + TIME_TO_STORE,
            owner: attempt.owner.to_owned(),
            attempts: self.attempts.saturating_add(1),
            uncertain: match (known, newly_uncertain) {
                (true, _) => self.uncertain,
                (false, true) => now,
                (false, false) => 0.0,
            },
            newly_uncertain,
            ..self
        }
    }

    /// The entry during the first attempt of the next call, after a call was accepted.
    #[must_use]
    pub fn passed(self, next: Step, attempt: Attempt<'_>) -> Self {
        Self { step: Some(next), uncertain: 0.0, attempts: 0, ..self }.leased(attempt)
    }

    /// The entry after a failed attempt, with the time of its retry; `None` if the failure is final.
    ///
    /// `random` is from 0 up to 1.
    #[must_use]
    pub fn failed(
        self,
        error: Error,
        retry_after: Option<RetryAfter>,
        now: f64,
        random: f64,
    ) -> Option<Self> {
        let due = retry_at(Failure { error, attempts: self.attempts, retry_after }, now, random)?;
        let reason = Reason::of(error);
        // A throttled request was not processed.
        let turned_away = reason == Reason::Throttled && self.newly_uncertain;
        Some(Self {
            due,
            lease: 0.0,
            uncertain: if turned_away { 0.0 } else { self.uncertain },
            newly_uncertain: false,
            reason: Some(reason),
            ..self
        })
    }

    /// The time from which the entry may be sent: `now` or later. `days` is the maximum age of a request.
    ///
    /// # Errors
    ///
    /// `storage` if the request was made more than `days` ago, or may have been accepted more than 24 hours ago. The caller
    /// must then delete the entry. A leased entry never gives this error.
    ///
    /// ```
    /// use back_in_stock::{ErrorCode, delivery::{queue_entry::QueueEntry, replay::Scope}};
    ///
    /// let now = 1_800_000_000_000.0;
    /// let entry = QueueEntry { due: now + 5_000.0, ..QueueEntry::new(now) };
    /// assert_eq!(entry.due_at(Scope::Due, 14.0, now), Ok(now + 5_000.0));
    /// assert_eq!(entry.due_at(Scope::All, 14.0, now), Ok(now));
    ///
    /// let later = now + 15.0 * 86_400_000.0;
    /// assert_eq!(entry.due_at(Scope::Due, 14.0, later).unwrap_err().code(), ErrorCode::Storage);
    /// ```
    pub fn due_at(&self, scope: Scope, days: f64, now: f64) -> Result<f64, Error> {
        let now = plausible(now);
        let due = if scope.ignores_due(self.reason) {
            now
        } else {
            ahead(self.due, now, HOUR + f64::from(LONGEST_WAIT))
        };
        let lease = ahead(self.lease, now, LONGEST_LEASE);
        if lease > now {
            return Ok(if lease > due { lease } else { due });
        }
        if is_older(self.created, now, days) {
            return Err(ErrorKind::Expired.into());
        }
        if is_older(self.uncertain, now, UNCERTAIN_DAYS) {
            return Err(ErrorKind::Uncertain.into());
        }
        Ok(due)
    }

    /// Whether a tab that has read this state may replace or delete the stored entry.
    ///
    /// It may not if another attempt has leased the entry since. If nothing is stored, it may during its lease, since
    /// only a deleted database explains that. After the lease, another tab may have sent and deleted the entry.
    ///
    /// ```
    /// use back_in_stock::delivery::queue_entry::{Attempt, QueueEntry};
    ///
    /// let now = 1_800_000_000_000.0;
    /// let attempt = Attempt { owner: "tab 1", timeout: 10_000.0, online: true, now };
    /// let mine = QueueEntry::new(now).leased(attempt);
    /// let theirs = mine.clone().leased(Attempt { owner: "tab 2", ..attempt });
    /// assert!(mine.may_write(Some(&mine), now));
    /// assert!(!mine.may_write(Some(&theirs), now));
    /// assert!(mine.may_write(None, now));
    /// assert!(!mine.may_write(None, now + 60_000.0));
    /// ```
    #[must_use]
    pub fn may_write(&self, stored: Option<&Self>, now: f64) -> bool {
        match stored {
            Some(stored) => stored.owner == self.owner,
            None => ahead(self.lease, plausible(now), LONGEST_LEASE) > plausible(now),
        }
    }
}

fn is_older(time: f64, now: f64, days: f64) -> bool {
    time > 0.0 && now - time > days * DAY
}
