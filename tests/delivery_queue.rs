//! When a queued request is sent, which tab sends it, and when it is dropped, for any stored values.
#![expect(clippy::float_cmp, reason = "times are whole milliseconds, or passed on unchanged")]

mod support;

use back_in_stock::{
    Error, check_response,
    delivery::{
        flow::Step,
        queue_entry::{Attempt, QueueEntry, Reason},
        replay::{Scope, evicted, eviction_error, may_replay, next_due, next_look},
        retry::RetryAfter,
    },
};
use proptest::{prelude::*, sample::select};
use support::texts::cases;

const NOW: f64 = 1_800_000_000_000.0;
const SECOND: f64 = 1_000.0;
const MINUTE: f64 = 60.0 * SECOND;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;
/// The maximum wait: an hour by `Retry-After`, and three minutes.
const FURTHEST: f64 = HOUR + 180.0 * SECOND;
/// Impossible times.
const ODD: [f64; 7] = [0.0, -0.0, -1.0, -NOW, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];

const EXPIRED: &str = "the request was queued for too long";
const UNCERTAIN: &str = "the request may have been accepted a day ago: it is not sent again";

const ATTEMPT: Attempt<'_> = Attempt { owner: "me", timeout: 10_000.0, online: true, now: NOW };

fn refused(status: u16) -> Error {
    check_response(status, None).err().unwrap_or_else(eviction_error)
}

fn unset() -> QueueEntry {
    QueueEntry::default()
}

/// Checks the wait of an entry, or the message with which it is dropped.
#[track_caller]
fn decides(entry: &QueueEntry, expected: Result<f64, &str>) {
    let seen = entry.due_at(Scope::Due, 14.0, NOW);
    if let Err(error) = seen {
        assert_eq!((error.code().as_str(), error.field()), ("storage", None));
    }
    assert_eq!(seen.map(|time| time - NOW).map_err(Error::message), expected, "{entry:?}");
}

#[test]
fn an_entry_waits_until_it_is_due_and_its_lease_is_over() {
    let due = |due, lease| QueueEntry { due, lease, ..unset() };
    decides(&QueueEntry::new(NOW), Ok(0.0));
    decides(&due(NOW - DAY, NOW - DAY), Ok(0.0));
    decides(&due(NOW + MINUTE, 0.0), Ok(MINUTE));
    decides(&due(0.0, NOW + MINUTE), Ok(MINUTE));
    decides(&due(NOW + MINUTE, NOW + 2.0 * MINUTE), Ok(2.0 * MINUTE));
    decides(&due(NOW + 2.0 * MINUTE, NOW + MINUTE), Ok(2.0 * MINUTE));
    decides(&due(NOW + FURTHEST, NOW + 5.0 * MINUTE), Ok(FURTHEST));
    decides(&due(NOW + FURTHEST + 1.0, NOW + 5.0 * MINUTE + 1.0), Ok(0.0));
}

#[test]
fn an_entry_is_dropped_when_it_is_too_old_or_may_have_been_accepted_long_ago() {
    let old = |created, uncertain| QueueEntry { created, uncertain, ..unset() };
    decides(&old(NOW - 14.0 * DAY, NOW - DAY), Ok(0.0));
    decides(&old(NOW - 14.0 * DAY - 1.0, 0.0), Err(EXPIRED));
    decides(&old(NOW - 2.0 * DAY, NOW - DAY - 1.0), Err(UNCERTAIN));
    // Not while another tab may be sending it, which has a time limit.
    let old = QueueEntry { due: NOW + HOUR, ..old(NOW - 15.0 * DAY, NOW - 15.0 * DAY) };
    decides(&QueueEntry { lease: NOW + SECOND, ..old.clone() }, Ok(HOUR));
    decides(&QueueEntry { lease: NOW, ..old.clone() }, Err(EXPIRED));
    decides(&QueueEntry { lease: NOW + HOUR, ..old }, Err(EXPIRED));
}

#[test]
fn days_are_a_choice() {
    let old = |days| QueueEntry::new(NOW - days * DAY);
    for days in [1.0, 0.5, 30.0] {
        assert!(old(days).due_at(Scope::Due, days, NOW).is_ok(), "{days}");
        assert!(old(days + 0.1).due_at(Scope::Due, days, NOW).is_err(), "{days}");
    }
    assert!(old(10_000.0).due_at(Scope::Due, f64::INFINITY, NOW).is_ok());
}

#[test]
fn impossible_times_count_as_unset() {
    for odd in ODD.into_iter().chain([NOW + 1.0, NOW + DAY, f64::MAX]) {
        decides(&QueueEntry { created: odd, uncertain: odd, ..unset() }, Ok(0.0));
        if odd != NOW + 1.0 {
            decides(&QueueEntry { due: odd, lease: odd, ..unset() }, Ok(0.0));
        }
        let leased = QueueEntry { created: odd, uncertain: odd, ..unset() }.leased(ATTEMPT);
        assert_eq!((leased.uncertain, leased.newly_uncertain), (NOW, true), "{odd}");
        // Without a time, it would be stored forever.
        assert_eq!(leased.created, NOW, "{odd}");
    }
    for clock in [f64::NAN, -1.0, 0.0, 999.0, f64::INFINITY, f64::NEG_INFINITY, 8.64e15, f64::MAX] {
        let entry = QueueEntry { created: NOW, uncertain: NOW, due: NOW, lease: NOW, ..unset() };
        assert_eq!(entry.due_at(Scope::Due, 14.0, clock), Ok(SECOND));
        assert_eq!(QueueEntry::new(clock).created, SECOND);
        assert_eq!(unset().leased(Attempt { now: clock, ..ATTEMPT }).lease, 16.0 * SECOND);
    }
}

#[test]
fn a_scope_decides_which_entries_are_sent_before_they_are_due() {
    let reasons = [None, Some(Reason::Network), Some(Reason::Throttled), Some(Reason::Service)];
    for (scope, expected) in
        [(Scope::Due, [false; 4]), (Scope::Online, [false, true, false, false]), (Scope::All, [true; 4])]
    {
        let sent = reasons.map(|reason| {
            let entry = QueueEntry { due: NOW + MINUTE, reason, ..QueueEntry::new(NOW) };
            entry.due_at(scope, 14.0, NOW) == Ok(NOW)
        });
        assert_eq!(sent, expected, "{scope:?}");
        // No scope breaks the lease of another attempt.
        let leased = QueueEntry { reason: Some(Reason::Network), ..unset() }.leased(ATTEMPT);
        assert_eq!(leased.due_at(scope, 14.0, NOW), Ok(leased.lease));
    }
}

#[test]
fn a_lease_is_as_long_as_the_attempt_and_the_time_to_store_its_outcome() {
    let table = [
        (0.0, 5.0),
        (10_000.0, 15.0),
        (199_999.0, 204.999),
        (200_001.0, 205.0),
        (f64::INFINITY, 205.0),
        (f64::NAN, 205.0),
        (-1.0, 205.0),
    ];
    for (timeout, seconds) in table {
        let entry = unset().leased(Attempt { timeout, ..ATTEMPT });
        assert_eq!(entry.lease, NOW + seconds * SECOND, "{timeout}");
        decides(&entry, Ok(seconds * SECOND));
    }
}

#[test]
fn attempts_are_counted_and_the_fiftieth_is_the_last() {
    let mut entry = QueueEntry::new(NOW);
    for attempt in 1..=50 {
        entry = entry.leased(ATTEMPT);
        assert_eq!(entry.attempts, attempt);
        let failed = entry.clone().failed(refused(503), None, NOW, 0.0);
        assert_eq!(failed.is_some(), attempt < 50);
        entry = failed.unwrap_or_default();
    }
    let most = QueueEntry { attempts: u32::MAX, ..unset() }.leased(ATTEMPT);
    assert_eq!(most.failed(refused(503), None, NOW, 0.0), None);
}

#[test]
fn a_failure_is_postponed_or_final() {
    let leased = QueueEntry::new(NOW).leased(ATTEMPT);
    let failed = |error| leased.clone().failed(error, None, NOW, 0.5);
    for (error, reason) in
        [(refused(429), Reason::Throttled), (refused(503), Reason::Service), (refused(403), Reason::Service)]
    {
        let entry = failed(error).unwrap_or_default();
        assert_eq!((entry.due, entry.lease, entry.reason), (NOW + 2.0 * SECOND, 0.0, Some(reason)));
        assert_eq!(entry.owner, "me");
    }
    for (name, error) in
        [("NETWORK", Error::NETWORK), ("TIMEOUT", Error::TIMEOUT), ("ABORTED", Error::ABORTED)]
    {
        let reason = failed(error).and_then(|entry| entry.reason);
        assert_eq!(reason, (name != "ABORTED").then_some(Reason::Network), "{name}");
    }
    for status in [400, 401, 404, 409, 410] {
        assert_eq!(failed(refused(status)), None, "{status}");
    }
    let header = Some(RetryAfter::Seconds(60.0));
    let entry = leased.failed(refused(429), header, NOW, 0.5).unwrap_or_default();
    assert_eq!(entry.due, NOW + 62.0 * SECOND);
}

#[test]
fn an_attempt_is_uncertain_unless_it_reached_nobody() {
    let first = QueueEntry::new(NOW).leased(ATTEMPT);
    assert_eq!(first.uncertain, NOW);
    let after = |entry: &QueueEntry, status| {
        let entry = entry.clone().failed(refused(status), None, NOW, 0.0).unwrap_or_default();
        entry.uncertain
    };
    // Klaviyo throttled it.
    assert_eq!(after(&first, 429), 0.0);
    assert_eq!(after(&first, 503), NOW);
    // An earlier attempt stays uncertain.
    let again = first.failed(refused(503), None, NOW, 0.0).unwrap_or_default();
    let again = again.leased(Attempt { now: NOW + MINUTE, ..ATTEMPT });
    assert_eq!(after(&again, 429), NOW);
    assert_eq!(after(&again, 503), NOW);
    let offline = QueueEntry::new(NOW).leased(Attempt { online: false, ..ATTEMPT });
    assert_eq!((offline.uncertain, after(&offline, 503)), (0.0, 0.0));
}

#[test]
fn the_next_step_is_counted_from_the_start() {
    let entry = QueueEntry { attempts: 30, uncertain: NOW - HOUR, ..QueueEntry::new(NOW - DAY) };
    let passed = entry.passed(Step::Newsletter, ATTEMPT);
    assert_eq!((passed.step, passed.attempts, passed.uncertain), (Some(Step::Newsletter), 1, NOW));
    assert_eq!((passed.created, passed.lease), (NOW - DAY, NOW + 15.0 * SECOND));
}

#[test]
fn an_eviction_has_a_reason() {
    let error = eviction_error();
    assert_eq!(
        (error.code().as_str(), error.field(), error.message()),
        ("storage", None, "200 newer requests are queued")
    );
}

#[test]
fn a_hold_and_a_missing_network_stop_a_replay() {
    for (scope, offline) in [(Scope::Due, false), (Scope::Online, false), (Scope::All, true)] {
        assert!(may_replay(scope, true, 0.0, NOW));
        assert_eq!(may_replay(scope, false, 0.0, NOW), offline, "{scope:?}");
        assert!(!may_replay(scope, true, NOW + 1.0, NOW));
        assert!(may_replay(scope, true, NOW, NOW));
        // A hold that is too far ahead.
        assert!(may_replay(scope, true, NOW + FURTHEST + 1.0, NOW));
    }
}

#[test]
fn entries_are_stored_as_plain_members() {
    let entry = QueueEntry {
        step: Some(Step::Alert),
        reason: Some(Reason::Network),
        receipt: Some("0f3a9c".into()),
        ..QueueEntry::new(NOW).leased(ATTEMPT)
    };
    let value = serde_json::to_value(&entry).unwrap_or_default();
    let expected = serde_json::json!({
        "created": NOW, "uncertain": NOW, "newlyUncertain": true, "due": 0.0, "lease": NOW + 15_000.0, "owner": "me",
        "attempts": 1, "step": "alert", "reason": "network", "receipt": "0f3a9c",
    });
    assert_eq!(value, expected);
    assert_eq!(serde_json::from_value::<QueueEntry>(value).ok(), Some(entry));
    assert_eq!(serde_json::from_str::<QueueEntry>("{}").ok(), Some(unset()));
    for reason in Reason::ALL {
        let name = serde_json::to_value(reason).unwrap();
        assert_eq!(Reason::from_name(name.as_str().unwrap()), Some(reason));
    }
    for name in ["due", "online", "all"] {
        assert!(Scope::from_name(name).is_some());
    }
    assert_eq!((Scope::from_name("Due"), Reason::from_name("")), (None, None));
}

/// Any number that a page may store.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        select(&ODD[..]),
        -1.0..1e5,
        select(&[f64::MAX, f64::MIN, f64::MIN_POSITIVE, 8e15, 8.64e15][..]),
        NOW - 20.0 * DAY..NOW + DAY,
    ]
}

fn scope() -> impl Strategy<Value = Scope> {
    select(&[Scope::Due, Scope::Online, Scope::All][..])
}

fn entry() -> impl Strategy<Value = QueueEntry> {
    let times = [number(), number(), number(), number()];
    let step = select(&[None, Some(Step::Consent), Some(Step::Alert), Some(Step::Newsletter)][..]);
    (times, any::<bool>(), any::<u32>(), step, select(&["", "me", "x"][..])).prop_map(
        |([created, uncertain, due, lease], newly_uncertain, attempts, step, owner)| QueueEntry {
            created,
            uncertain,
            newly_uncertain,
            due,
            lease,
            owner: owner.to_owned(),
            attempts,
            step,
            reason: Some(Reason::Network),
            receipt: None,
        },
    )
}

fn plausible(now: f64) -> f64 {
    if (SECOND..=8e15).contains(&now) { now } else { SECOND }
}

proptest! {
    #![proptest_config(cases(4000))]

    /// A time that the retry policy chose is valid when it is read again.
    #[test]
    fn every_chosen_wait_is_followed(seconds in 0.0..9_999.0, attempts in 0..49u32, random in 0.0..1.0) {
        let entry = QueueEntry { attempts, ..QueueEntry::new(NOW) }.leased(ATTEMPT);
        let header = Some(RetryAfter::Seconds(seconds));
        let failed = entry.failed(refused(429), header, NOW, random).unwrap_or_default();
        prop_assert_eq!(failed.due_at(Scope::Due, 14.0, NOW), Ok(failed.due));
        prop_assert!(next_look(failed.due, failed.due, false, NOW) <= MINUTE);
    }

    #[test]
    fn whatever_is_stored_is_dropped_or_due_soon(
        entry in entry(), scope in scope(), days in number(), now in number(),
    ) {
        let result = entry.due_at(scope, days, now);
        let now = plausible(now);
        if let Ok(time) = result {
            prop_assert!((now..=now + FURTHEST).contains(&time), "{time}");
        }
    }

    /// An attempt leases an entry with any stored values, and then only its owner may write.
    #[test]
    fn a_lease_can_be_read_by_others(entry in entry(), timeout in number(), now in number()) {
        let leased = entry.clone().leased(Attempt { owner: "new", timeout, online: true, now });
        let end = leased.due_at(Scope::All, 14.0, now).unwrap_or_default();
        prop_assert_eq!(end, leased.lease);
        prop_assert!(end > plausible(now));
        prop_assert!(!entry.may_write(Some(&leased), now) && leased.may_write(Some(&leased), now));
        prop_assert_eq!(leased.attempts, entry.attempts.saturating_add(1));
    }

    #[test]
    fn a_wait_until_the_next_look_is_short_and_not_zero(
        earliest in number(), hold in number(), now in number(), delivered in any::<bool>(),
    ) {
        let wait = next_look(earliest, hold, delivered, now);
        prop_assert!((if delivered { 50.0 } else { 5_000.0 }..=MINUTE).contains(&wait), "{wait}");
    }
}

proptest! {
    // Fewer cases, since long lists are slow to generate.
    #![proptest_config(cases(200))]

    #[test]
    fn the_next_entry_is_the_one_that_is_due_first(due in prop::collection::vec(number(), 0..300)) {
        let earliest = due.iter().copied().map(possible).reduce(f64::min);
        prop_assert_eq!(next_due(&due).map(|index| possible(due[index])), earliest);
    }

    #[test]
    fn an_eviction_leaves_the_newest_200_and_the_one_that_was_added(
        mut created in prop::collection::vec(number(), 1..420), added in any::<prop::sample::Index>(),
    ) {
        let stored = created.len();
        let mut added = added.index(stored);
        let added_time = created[added].to_bits();
        let mut newest_dropped = 0.0_f64;
        while let Some(index) = evicted(&created, added) {
            prop_assert_ne!(index, added);
            newest_dropped = newest_dropped.max(possible(created.remove(index)));
            added -= usize::from(index < added);
        }
        prop_assert_eq!(created[added].to_bits(), added_time);
        prop_assert!(created.iter().all(|time| possible(*time) >= newest_dropped));
        let oldest = created.iter().copied().map(possible).reduce(f64::min);
        prop_assert!(created.len() == stored.min(200) || oldest == Some(possible(created[added])));
    }
}

fn possible(time: f64) -> f64 {
    if (0.0..=8e15).contains(&time) { time } else { 0.0 }
}
