//! When a failed call is retried, for any clock, random number and response.

mod support;

use back_in_stock::{
    Error, ErrorCode, check_response,
    delivery::{
        replay::eviction_error,
        retry::{Failure, RetryAfter, retry_at},
    },
};
use proptest::{prelude::*, sample::select};
use support::texts::cases;

const NOW: f64 = 1_800_000_000_000.0;
const SECOND: f64 = 1_000.0;
const HOUR: f64 = 3_600.0 * SECOND;
const DAY: f64 = 24.0 * HOUR;
const LONGEST: f64 = 180.0 * SECOND;

fn refused(status: u16) -> Error {
    // A final error, if the status means accepted.
    check_response(status, Some(&[])).err().unwrap_or_else(eviction_error)
}

/// The minimum and the maximum wait in seconds.
fn waits(failure: Failure) -> Option<[f64; 2]> {
    let at = |random| retry_at(failure, NOW, random).map(|time| (time - NOW) / SECOND);
    Some([at(0.0)?, at(1.0)?])
}

/// A failure without `Retry-After`.
fn failure(error: Error, attempts: u32) -> Failure {
    Failure { error, attempts, retry_after: None }
}

#[test]
fn only_retryable_errors_are_retried() {
    for status in (200..=599).filter(|status| *status != 202) {
        let waits = waits(failure(refused(status), 1));
        let passes = !(400..=499).contains(&status) || status == 429;
        assert_eq!(waits.is_some(), passes, "{status}");
        assert_eq!(refused(status).is_retryable(), passes, "{status}");
    }
    let challenge = check_response(403, None).err().unwrap_or_else(eviction_error);
    assert!(waits(failure(challenge, 1)).is_some() && challenge.is_retryable());
    for error in [Error::NETWORK, Error::TIMEOUT, Error::ABORTED] {
        assert_eq!(waits(failure(error, 1)).is_some(), error.code() != ErrorCode::Aborted, "{error:?}");
    }
    assert_eq!(waits(failure(eviction_error(), 1)), None);
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

/// The header and the wait in seconds.
#[test]
fn a_service_may_request_a_wait_of_up_to_an_hour() {
    use RetryAfter::Seconds;
    let date = |ahead: f64| RetryAfter::Date(NOW + ahead);
    let table = [
        (Seconds(0.0), 0.0),
        (Seconds(1.0), 1.0),
        (Seconds(1.5), 1.5),
        (Seconds(3600.0), 3600.0),
        (Seconds(3601.0), 3600.0),
        (Seconds(1e26), 3600.0),
        (Seconds(f64::INFINITY), 3600.0),
        (Seconds(-5.0), 0.0),
        (Seconds(f64::NEG_INFINITY), 0.0),
        (Seconds(f64::NAN), 0.0),
        (date(90.0 * SECOND), 90.0),
        (date(HOUR), 3600.0),
        (date(DAY), 3600.0),
        // `Date.parse` finds a date in "soon 2050".
        (date(DAY + 1.0), 0.0),
        (date(-SECOND), 0.0),
        (date(0.0), 0.0),
        (date(f64::NAN), 0.0),
        (date(f64::INFINITY), 0.0),
        (date(f64::NEG_INFINITY), 0.0),
    ];
    for (header, wait) in table {
        let ask = |error| waits(Failure { retry_after: Some(header), ..failure(error, 2) });
        for status in [429, 500, 503, 504] {
            assert_eq!(ask(refused(status)), Some([wait, wait + 8.0]), "{status} {header:?}");
        }
        // Without a response there is no header.
        for error in [Error::NETWORK, Error::TIMEOUT] {
            assert_eq!(ask(error), Some([0.0, 8.0]), "{error:?} {header:?}");
        }
    }
}

#[test]
fn a_broken_random_number_waits_longest() {
    for random in [f64::NAN, -0.1, 1.1, f64::INFINITY, f64::NEG_INFINITY] {
        let time = retry_at(failure(refused(503), 3), NOW, random);
        assert_eq!(time, Some(NOW + 16.0 * SECOND), "{random}");
    }
}

#[test]
fn an_impossible_clock_counts_as_one_second_after_the_start_of_1970() {
    for clock in [f64::NAN, -1.0, 0.0, 999.0, f64::INFINITY, f64::NEG_INFINITY, 8.64e15, f64::MAX] {
        assert_eq!(retry_at(failure(refused(503), 1), clock, 0.5), Some(3.0 * SECOND));
    }
}

/// Any number that a page may pass.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        select(&[0.0, -0.0, -1.0, -NOW, f64::NAN, f64::INFINITY, f64::NEG_INFINITY][..]),
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
        let header = if seconds.is_nan() { RetryAfter::Date(date) } else { RetryAfter::Seconds(seconds) };
        let time = retry_at(Failure { error, attempts, retry_after: Some(header) }, now, random);
        prop_assert_eq!(time.is_some(), attempts < 50);
        let now = if (SECOND..=8e15).contains(&now) { now } else { SECOND };
        if let Some(time) = time {
            prop_assert!((now..=now + HOUR + LONGEST).contains(&time), "{time}");
        }
    }
}
