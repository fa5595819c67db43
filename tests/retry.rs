//! What is tried again, and when, whatever clocks, chance, services and storages say.

#[expect(dead_code, reason = "texts are for other tests")]
#[path = "support/texts.rs"]
mod texts;

use back_in_stock::{
    Error,
    delivery::retry::{Failure, Kept, crowded, next, retry_at},
    klaviyo::response::{verdict, without_answer},
};
use proptest::{prelude::*, sample::select};
use texts::cases;

const NOW: f64 = 1_800_000_000_000.0;
const SECOND: f64 = 1_000.0;
const HOUR: f64 = 3_600.0 * SECOND;
const DAY: f64 = 24.0 * HOUR;
const LONGEST: f64 = 180.0 * SECOND;

fn refused(status: u16) -> Error {
    // Of what is accepted, any error that is final will do.
    verdict(status, Some(&[])).err().unwrap_or_else(crowded)
}

/// The least and the longest wait in seconds.
fn waits(failure: Failure) -> Option<[f64; 2]> {
    let at = |random| retry_at(failure, NOW, random).map(|time| (time - NOW) / SECOND);
    Some([at(0.0)?, at(1.0)?])
}

/// One with no `Retry-After`.
fn failure(error: Error, attempts: u32) -> Failure {
    Failure { error, attempts, seconds: f64::NAN, date: f64::NAN }
}

#[test]
fn only_what_may_pass_is_tried_again() {
    for status in (200..=599).filter(|status| *status != 202) {
        let waits = waits(failure(refused(status), 1));
        let passes = !(400..=499).contains(&status) || status == 429;
        assert_eq!(waits.is_some(), passes, "{status}");
        assert_eq!(refused(status).is_retryable(), passes, "{status}");
    }
    let challenge = verdict(403, None).err().unwrap_or_else(crowded);
    assert!(waits(failure(challenge, 1)).is_some() && challenge.is_retryable());
    for (_, error) in without_answer() {
        assert_eq!(waits(failure(error, 1)).is_some(), error.code() != "aborted", "{error:?}");
    }
    assert_eq!(waits(failure(crowded(), 1)), None);
}

#[test]
fn waits_grow_to_three_minutes_and_end_with_the_fiftieth_attempt() {
    let table = [
        (0, 4.0),
        (1, 4.0),
        (2, 8.0),
        (3, 16.0),
        (4, 32.0),
        (5, 64.0),
        (6, 128.0),
        (7, 180.0),
        (8, 180.0),
        (33, 180.0),
        (49, 180.0),
    ];
    for error in Error::RETRYABLE {
        for (attempts, longest) in table {
            assert_eq!(waits(failure(error, attempts)), Some([0.0, longest]), "{error:?} {attempts}");
        }
        for attempts in [50, 51, u32::MAX] {
            assert_eq!(waits(failure(error, attempts)), None, "{error:?} {attempts}");
        }
    }
}

/// What a page makes of a header: seconds, milliseconds from now, and the wait in seconds that comes of it.
#[test]
fn a_service_may_ask_for_up_to_an_hour() {
    let none = f64::NAN;
    let table = [
        ("", 0.0, none, 0.0),
        ("0", 0.0, 946_684_800_000.0 - NOW, 0.0),
        ("1", 1.0, 978_307_200_000.0 - NOW, 1.0),
        ("2027", 2027.0, 60.0 * SECOND, 2027.0),
        ("1.5", 1.5, none, 1.5),
        ("3600", 3600.0, none, 3600.0),
        ("3601", 3601.0, none, 3600.0),
        ("99999999999999999999999999", 1e26, none, 3600.0),
        ("a thousand nines", f64::INFINITY, none, 3600.0),
        ("-5", -5.0, 60.0 * SECOND, 0.0),
        ("-Infinity", f64::NEG_INFINITY, none, 0.0),
        ("30, 30", none, none, 0.0),
        ("a date in 90 s", none, 90.0 * SECOND, 90.0),
        ("a date in an hour", none, HOUR, 3600.0),
        ("a date tomorrow", none, DAY, 3600.0),
        ("a date after that, such as: soon 2050", none, DAY + 1.0, 0.0),
        ("a date that is past", none, -SECOND, 0.0),
        ("now", none, 0.0, 0.0),
        ("endless", none, f64::INFINITY, 0.0),
        ("long ago", none, f64::NEG_INFINITY, 0.0),
    ];
    for (text, seconds, ahead, asked) in table {
        let ask = |error| waits(Failure { seconds, date: NOW + ahead, ..failure(error, 2) });
        for status in [429, 500, 503, 504] {
            assert_eq!(ask(refused(status)), Some([asked, asked + 8.0]), "{status} {text:?}");
        }
        // Nobody answered.
        for (_, error) in without_answer().into_iter().filter(|(_, error)| error.is_retryable()) {
            assert_eq!(ask(error), Some([0.0, 8.0]), "{error:?} {text:?}");
        }
    }
}

#[test]
fn broken_chance_waits_longest() {
    for random in [f64::NAN, -0.1, 1.1, f64::INFINITY, f64::NEG_INFINITY] {
        let time = retry_at(failure(refused(503), 3), NOW, random);
        assert_eq!(time, Some(NOW + 16.0 * SECOND), "{random}");
    }
}

/// Why something is dropped.
const EXPIRED: &str = "it waited for too long";
const UNCERTAIN: &str = "it may have been accepted a day ago, and is not sent again";

/// What is decided now: how long to wait, or why no more.
#[track_caller]
fn decides(kept: Kept, expected: Result<f64, &str>) {
    let seen = next(kept, 14.0, NOW);
    if let Err(error) = seen {
        assert_eq!((error.code(), error.field()), ("storage", None));
    }
    assert_eq!(seen.map(|time| time - NOW).map_err(Error::message), expected, "{kept:?}");
}

const NONE: Kept = Kept { created: 0.0, uncertain: 0.0, due: 0.0, lease: 0.0 };
/// Times that no clock has.
const ODD: [f64; 7] = [0.0, -0.0, -1.0, -NOW, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];

#[test]
fn waits_until_it_is_due_and_nobody_is_at_it() {
    let minute = 60.0 * SECOND;
    let furthest = HOUR + LONGEST;
    decides(Kept { created: NOW, ..NONE }, Ok(0.0));
    decides(Kept { due: NOW - DAY, lease: NOW - DAY, ..NONE }, Ok(0.0));
    decides(Kept { due: NOW + minute, ..NONE }, Ok(minute));
    decides(Kept { lease: NOW + minute, ..NONE }, Ok(minute));
    decides(Kept { due: NOW + minute, lease: NOW + 2.0 * minute, ..NONE }, Ok(2.0 * minute));
    decides(Kept { due: NOW + 2.0 * minute, lease: NOW + minute, ..NONE }, Ok(2.0 * minute));
    decides(Kept { due: NOW + furthest, lease: NOW + 5.0 * minute, ..NONE }, Ok(furthest));
    decides(Kept { due: NOW + furthest + 1.0, lease: NOW + 5.0 * minute + 1.0, ..NONE }, Ok(0.0));
}

#[test]
fn is_dropped_when_it_is_too_old_or_may_have_been_accepted_long_ago() {
    decides(Kept { created: NOW - 14.0 * DAY, uncertain: NOW - DAY, ..NONE }, Ok(0.0));
    decides(Kept { created: NOW - 14.0 * DAY - 1.0, ..NONE }, Err(EXPIRED));
    decides(Kept { created: NOW - 2.0 * DAY, uncertain: NOW - DAY - 1.0, ..NONE }, Err(UNCERTAIN));
    // It is not dropped while another tab may be delivering it, and that cannot be for long.
    let old = Kept { created: NOW - 15.0 * DAY, uncertain: NOW - 15.0 * DAY, due: NOW + HOUR, ..NONE };
    decides(Kept { lease: NOW + SECOND, ..old }, Ok(HOUR));
    decides(Kept { lease: NOW, ..old }, Err(EXPIRED));
    decides(Kept { lease: NOW + HOUR, ..old }, Err(EXPIRED));
}

#[test]
fn days_are_a_choice() {
    let old = |days| Kept { created: NOW - days * DAY, ..NONE };
    for days in [1.0, 0.5, 30.0] {
        assert!(next(old(days), days, NOW).is_ok(), "{days}");
        assert!(next(old(days + 0.1), days, NOW).is_err(), "{days}");
    }
    assert!(next(old(10_000.0), f64::INFINITY, NOW).is_ok());
}

#[test]
fn times_that_cannot_be_are_none() {
    for odd in ODD.into_iter().chain([NOW + 1.0, NOW + DAY, f64::MAX]) {
        decides(Kept { created: odd, uncertain: odd, ..NONE }, Ok(0.0));
        if odd != NOW + 1.0 {
            decides(Kept { due: odd, lease: odd, ..NONE }, Ok(0.0));
        }
    }
    for clock in [f64::NAN, -1.0, 0.0, 999.0, f64::INFINITY, f64::NEG_INFINITY, 8.64e15, f64::MAX] {
        assert_eq!(
            next(Kept { created: NOW, uncertain: NOW, due: NOW, lease: NOW }, 14.0, clock),
            Ok(SECOND)
        );
        assert_eq!(retry_at(failure(refused(503), 1), clock, 0.5), Some(3.0 * SECOND));
    }
}

#[test]
fn who_is_dropped_for_newer_ones_is_told() {
    let error = crowded();
    assert_eq!((error.code(), error.field(), error.message()), ("storage", None, "200 newer ones wait"));
}

/// A number as a storage or a page may have it.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        select(&ODD[..]),
        -1.0..1e5,
        select(&[f64::MAX, f64::MIN, f64::MIN_POSITIVE, 8e15, 8.64e15][..]),
        NOW - 20.0 * DAY..NOW + DAY,
    ]
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn a_retry_is_a_date_not_before_now_and_not_far_ahead(
        error in select(&Error::RETRYABLE[..]),
        attempts in prop_oneof![0..60u32, any::<u32>()],
        numbers in [number(), number(), number(), number()],
    ) {
        let [seconds, date, now, random] = numbers;
        let time = retry_at(Failure { error, attempts, seconds, date }, now, random);
        prop_assert_eq!(time.is_some(), attempts < 50);
        let now = if (SECOND..=8e15).contains(&now) { now } else { SECOND };
        if let Some(time) = time {
            prop_assert!((now..=now + HOUR + LONGEST).contains(&time), "{time}");
        }
    }

    /// What the policy once said is believed when it is read again.
    #[test]
    fn every_wait_of_the_policy_is_kept(seconds in 0.0..9_999.0, attempts in 1..50u32, random in 0.0..1.0) {
        let failure = Failure { seconds, ..failure(refused(429), attempts) };
        let due = retry_at(failure, NOW, random).unwrap_or_default();
        prop_assert_eq!(next(Kept { created: NOW, due, ..NONE }, 14.0, NOW), Ok(due));
    }

    #[test]
    fn a_tampered_request_is_dropped_or_has_a_date_near(
        times in [number(), number(), number(), number()],
        days in number(),
        now in number(),
    ) {
        let [created, uncertain, due, lease] = times;
        let result = next(Kept { created, uncertain, due, lease }, days, now);
        let now = if (SECOND..=8e15).contains(&now) { now } else { SECOND };
        if let Ok(time) = result {
            prop_assert!((now..=now + HOUR + LONGEST).contains(&time), "{time}");
        }
    }
}
