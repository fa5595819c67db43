//! Replays of the queue: which requests are sent, in which order, which ones are dropped, and when the next replay is.

use super::{
    queue_entry::Reason,
    retry::{HOUR, LONGEST_WAIT, ahead, plausible},
};
use crate::error::{Error, ErrorKind};

/// The maximum number of queued requests.
const MAX_ENTRIES: usize = 200;
/// The minimum wait until the next replay, in milliseconds, after one that delivered something.
const SOON: f64 = 50.0;
/// The minimum wait after a replay that delivered nothing.
const IDLE: f64 = 5_000.0;
/// The maximum wait, since a clock may jump.
const MINUTE: f64 = 60_000.0;

/// Which of the queued requests are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Requests that are due.
    Due,
    /// Requests that are due, and those that failed without a response: the device is online again.
    Online,
    /// All requests.
    All,
}

impl Scope {
    /// The scope with this name: `due`, `online` or `all`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "due" => Some(Self::Due),
            "online" => Some(Self::Online),
            "all" => Some(Self::All),
            _ => None,
        }
    }

    /// Whether a request that is queued for this reason is sent before it is due.
    pub(super) fn ignores_due(self, reason: Option<Reason>) -> bool {
        self == Self::All || (self == Self::Online && reason == Some(Reason::Network))
    }
}

/// Whether queued requests may be sent now. `held_until` is the time of the next attempt of a throttled request, or 0.
/// The limit is for the whole account, so the other requests wait, too.
///
/// ```
/// use back_in_stock::delivery::replay::{Scope, may_replay};
///
/// let now = 1_800_000_000_000.0;
/// assert!(may_replay(Scope::Due, true, 0.0, now));
/// assert!(!may_replay(Scope::Due, false, 0.0, now));
/// assert!(!may_replay(Scope::All, true, now + 1.0, now));
/// ```
#[must_use]
pub fn may_replay(scope: Scope, online: bool, held_until: f64, now: f64) -> bool {
    (online || scope == Scope::All) && end_of_hold(held_until, now) <= plausible(now)
}

/// The index of the entry that is sent first: the one with the earliest due time.
///
/// ```
/// use back_in_stock::delivery::replay::next_due;
///
/// assert_eq!(next_due(&[300.0, 100.0, 200.0]), Some(1));
/// assert_eq!(next_due(&[]), None);
/// ```
#[must_use]
pub fn next_due(due: &[f64]) -> Option<usize> {
    earliest(due)
}

/// The index of the entry to drop: the oldest, once there are more than 200. `created` has the time of each entry.
/// `added` is the index of the newest entry. If a clock that was set back makes it look like the oldest, nothing is
/// dropped.
///
/// ```
/// use back_in_stock::delivery::replay::evicted;
///
/// let mut created = vec![1_000.0; 200];
/// assert_eq!(evicted(&created, 199), None);
/// created.push(500.0);
/// assert_eq!(evicted(&created, 0), Some(200));
/// assert_eq!(evicted(&created, 200), None);
/// ```
#[must_use]
pub fn evicted(created: &[f64], added: usize) -> Option<usize> {
    if created.len() <= MAX_ENTRIES {
        return None;
    }
    earliest(created).filter(|index| *index != added)
}

/// The error of an evicted entry.
#[must_use]
pub fn eviction_error() -> Error {
    ErrorKind::Crowded.into()
}

/// The milliseconds until the next replay. `earliest` is the time from which the first entry may be sent. `delivered`:
/// the latest replay delivered something.
///
/// ```
/// use back_in_stock::delivery::replay::next_look;
///
/// let now = 1_800_000_000_000.0;
/// assert_eq!(next_look(now + 7_000.0, 0.0, false, now), 7_000.0);
/// assert_eq!(next_look(now, 0.0, false, now), 5_000.0);
/// assert_eq!(next_look(now, now + 9_000.0, true, now), 9_000.0);
/// ```
#[must_use]
pub fn next_look(earliest: f64, held_until: f64, delivered: bool, now: f64) -> f64 {
    let now = plausible(now);
    // `max` and `min` ignore `NaN`.
    (earliest.max(end_of_hold(held_until, now)) - now).max(if delivered { SOON } else { IDLE }).min(MINUTE)
}

/// The time until which requests are held back, or `now`. A time that is too far ahead is ignored: the clock was set
/// back.
fn end_of_hold(held_until: f64, now: f64) -> f64 {
    ahead(held_until, plausible(now), HOUR + f64::from(LONGEST_WAIT))
}

/// The index of the earliest time. An impossible time counts as unset, which is the earliest.
fn earliest(times: &[f64]) -> Option<usize> {
    let possible = |time: f64| if (0.0..=8e15).contains(&time) { time } else { 0.0 };
    let times = times.iter().map(|time| possible(*time)).enumerate();
    times.min_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(index, _)| index)
}
