//! What follows an attempt. The core decides about retries; these rules are the relay's own, because it has time:
//!
//! - A variant that Klaviyo does not know is tried again after the next catalog sync, three times in all.
//! - A refused private key, a retired revision or a 4xx without Klaviyo's errors, as from a wrong upstream, is a mistake of
//!   the configuration. The alerts wait until it is corrected.
//! - A stored alert that cannot be read waits until it can: its key may be missing for now.
//! - Retries end with the age of the request, not with a number of attempts.
//! - An alert by SMS or WhatsApp is sent only right after a read that shows its consent. After a sign-up it waits three days
//!   for the consent. Without one, it is refused.

use back_in_stock::{
    ApiError, Error, ErrorCode, ErrorSource,
    delivery::{queue_entry::QueueEntry, retry::RetryAfter},
    relay::Verdict,
};

use super::{upstream::Answer, waiters::Refusal};
use crate::{
    clock::{from_core, to_core},
    store::{Alert, CONSENT_WITHIN, Endpoint, next_look},
};

/// The time between two catalog syncs, in milliseconds.
const SYNC: i64 = 6 * 60 * 60 * 1_000;
/// The attempts for a variant that Klaviyo does not know.
const NOT_FOUND: i64 = 3;
/// The wait after a mistake of the configuration, and before an unreadable alert is read again, in milliseconds.
const MISCONFIGURED: i64 = 60_000;
/// The core gives up after 50 attempts.
const MOST_ATTEMPTS: u32 = 49;

/// What follows an attempt.
#[derive(Clone, Debug)]
pub(crate) enum Decision {
    /// Klaviyo accepted the request.
    Accepted,
    /// Klaviyo refused the request for good.
    Refused(Refusal),
    /// The consent was not recorded in time.
    Expired,
    /// The request is sent again, or the next one is due.
    Postponed {
        /// The state of its retries.
        entry: Box<QueueEntry>,
        /// The endpoint of the next request.
        endpoint: Endpoint,
        /// How often Klaviyo answered that it does not know the variant.
        not_found: i64,
        /// When it is sent again.
        due: i64,
        /// Until when nothing is sent to the endpoint of this attempt: the account is throttled or misconfigured.
        pause: Option<i64>,
        /// The code of the error.
        code: &'static str,
    },
}

/// Decides by the answer to an attempt. `random` is from 0 up to 1.
#[must_use]
pub(crate) fn decide(alert: &Alert, answer: &Answer, now: i64, random: f64) -> Decision {
    let Answer::Response { status, errors, retry_after } = answer else {
        let (error, entry) = match answer {
            Answer::Nothing(error) => (*error, alert.entry.clone()),
            Answer::Consents(_) | Answer::Response { .. } | Answer::Unreached => {
                (Error::NETWORK, unprocessed(&alert.entry))
            }
        };
        return retry(alert, entry, error, None, now, random);
    };
    match Verdict::of(*status, errors.as_deref(), may_be_accepted(&alert.entry)) {
        Verdict::Accepted => Decision::Accepted,
        Verdict::UnknownVariant(error) if alert.not_found + 1 < NOT_FOUND => Decision::Postponed {
            entry: Box::new(unprocessed(&alert.entry)),
            endpoint: alert.first_endpoint(),
            not_found: alert.not_found + 1,
            due: now + SYNC + spread(random),
            pause: None,
            code: error.code().as_str(),
        },
        Verdict::UnknownVariant(_) | Verdict::Refused(_) => {
            Decision::Refused(Refusal { status: *status, errors: errors.clone().unwrap_or_default() })
        }
        Verdict::Misconfigured(error) => misconfigured(alert, error, now, random),
        Verdict::Later(error) => retry(alert, alert.entry.clone(), error, *retry_after, now, random),
    }
}

/// Decides by a profile's consents: whether they are all that the alert needs.
#[must_use]
pub(super) fn decide_by_consents(alert: &Alert, is_covered: bool, now: i64) -> Decision {
    let (endpoint, due, code) = if is_covered {
        (Endpoint::Alerts, now, "consented")
    } else if !alert.is_signed_up {
        return Decision::Refused(consent_required());
    } else if now - alert.requested >= CONSENT_WITHIN {
        return Decision::Expired;
    } else {
        (Endpoint::Profiles, next_look(alert.requested, now), "not_consented")
    };
    Decision::Postponed {
        entry: Box::new(untried(alert)),
        endpoint,
        not_found: alert.not_found,
        due,
        pause: None,
        code,
    }
}

/// Nobody has signed up here, and Klaviyo knows no consent: the same as Klaviyo's refusal of a request that is not valid.
fn consent_required() -> Refusal {
    let error = ApiError {
        code: Some("consent_required".into()),
        title: Some("Bad Request".into()),
        detail: Some("Alerts by SMS and WhatsApp need a recorded consent: sign the shopper up first.".into()),
        status: Some(400.0),
        source: ErrorSource { pointer: Some("/data/attributes/channels".into()), parameter: None },
        ..ApiError::default()
    };
    Refusal { status: 400, errors: vec![error] }
}

/// The alert waits, and so do all requests to the endpoint.
fn misconfigured(alert: &Alert, error: Error, now: i64, random: f64) -> Decision {
    Decision::Postponed {
        entry: Box::new(unprocessed(&alert.entry)),
        endpoint: alert.first_endpoint(),
        not_found: alert.not_found,
        due: now + MISCONFIGURED + spread(random),
        pause: Some(now + MISCONFIGURED),
        code: error.code().as_str(),
    }
}

/// Whether an attempt before the latest one may have been accepted.
fn may_be_accepted(entry: &QueueEntry) -> bool {
    entry.uncertain > 0.0 && !entry.newly_uncertain
}

/// The alert was claimed, but not sent: it is due at once.
pub(super) fn unsent(alert: &Alert, now: i64) -> Decision {
    again(alert, now, "unsent")
}

/// The alert was claimed, but cannot be read.
pub(super) fn unreadable(alert: &Alert, now: i64, random: f64) -> Decision {
    again(alert, now + MISCONFIGURED + spread(random), "unreadable")
}

fn again(alert: &Alert, due: i64, code: &'static str) -> Decision {
    let (entry, endpoint) = (Box::new(untried(alert)), alert.first_endpoint());
    Decision::Postponed { entry, endpoint, not_found: alert.not_found, due, pause: None, code }
}

/// The entry as if there had not been an attempt.
fn untried(alert: &Alert) -> QueueEntry {
    let entry = unprocessed(&alert.entry);
    QueueEntry { attempts: entry.attempts.saturating_sub(1), ..entry }
}

/// Up to a minute, so that alerts that failed together are not sent together.
fn spread(random: f64) -> i64 {
    from_core(random * 60_000.0)
}

/// The entry after an attempt that Klaviyo certainly did not accept.
fn unprocessed(entry: &QueueEntry) -> QueueEntry {
    let uncertain = if entry.newly_uncertain { 0.0 } else { entry.uncertain };
    QueueEntry { uncertain, newly_uncertain: false, lease: 0.0, ..entry.clone() }
}

fn retry(
    alert: &Alert,
    entry: QueueEntry,
    error: Error,
    retry_after: Option<RetryAfter>,
    now: i64,
    random: f64,
) -> Decision {
    let entry = QueueEntry { attempts: entry.attempts.min(MOST_ATTEMPTS), ..entry };
    let pause = match retry_after {
        Some(RetryAfter::Seconds(seconds)) if error.code() == ErrorCode::Throttled => {
            Some(now + from_core(seconds.clamp(0.0, 60.0) * 1_000.0))
        }
        _ => None,
    };
    match entry.failed(error, retry_after, to_core(now), random) {
        Some(entry) => Decision::Postponed {
            due: from_core(entry.due),
            entry: Box::new(entry),
            endpoint: alert.first_endpoint(),
            not_found: alert.not_found,
            pause,
            code: error.code().as_str(),
        },
        None => Decision::Refused(Refusal { status: 503, errors: Vec::new() }),
    }
}

#[cfg(test)]
mod tests {
    use back_in_stock::{ApiError, delivery::queue_entry::Attempt};

    use super::*;
    use crate::keys::Sealed;

    const NOW: i64 = 1_800_000_000_000;

    fn alert(attempts: u32, not_found: i64) -> Alert {
        let attempt = Attempt { owner: "relay", timeout: 10_000.0, online: true, now: to_core(NOW) };
        let entry = QueueEntry { attempts: attempts - 1, ..QueueEntry::new(to_core(NOW)) }.leased(attempt);
        let sealed = Sealed { key_id: String::new(), bytes: Vec::new() };
        Alert {
            id: 1,
            endpoint: Endpoint::Alerts,
            subject: None,
            is_signed_up: false,
            fingerprint: [0; 32],
            variant: String::new(),
            sealed,
            entry,
            not_found,
            requested: 0,
            flight: 0,
        }
    }

    fn response(status: u16, code: Option<&str>) -> Answer {
        let errors = code.map(|code| vec![ApiError { code: Some(code.into()), ..ApiError::default() }]);
        Answer::Response { status, errors, retry_after: None }
    }

    #[track_caller]
    fn assert_postponed(
        decision: Decision,
        wait: std::ops::RangeInclusive<i64>,
        code: &str,
        is_uncertain: bool,
    ) {
        let Decision::Postponed { due, code: actual, entry, .. } = decision else { panic!("{decision:?}") };
        assert_eq!(actual, code);
        assert!(wait.contains(&(due - NOW)), "{}", due - NOW);
        assert_eq!(entry.uncertain > 0.0, is_uncertain);
    }

    #[test]
    fn only_202_is_accepted() {
        assert!(matches!(decide(&alert(1, 0), &response(202, None), NOW, 0.5), Decision::Accepted));
        assert_postponed(
            decide(&alert(1, 0), &response(200, None), NOW, 0.5),
            1..=4_000,
            "service_unavailable",
            true,
        );
        assert_postponed(
            decide(&alert(1, 0), &response(302, None), NOW, 0.5),
            1..=4_000,
            "service_unavailable",
            true,
        );
    }

    #[test]
    fn a_conflict_is_accepted_only_if_an_earlier_attempt_may_have_been() {
        let conflict = response(409, Some("x"));
        assert!(matches!(decide(&alert(1, 0), &conflict, NOW, 0.5), Decision::Refused(_)));
        // Earlier attempts were throttled, for example.
        assert!(matches!(decide(&alert(2, 0), &conflict, NOW, 0.5), Decision::Refused(_)));
        let attempt = Attempt { owner: "relay", timeout: 10_000.0, online: true, now: to_core(NOW) };
        let second = Alert { entry: alert(1, 0).entry.leased(attempt), ..alert(1, 0) };
        assert!(matches!(decide(&second, &conflict, NOW, 0.5), Decision::Accepted));
    }

    #[test]
    fn only_klaviyos_errors_refuse() {
        for (status, errors) in [(404, None), (400, Some(Vec::new())), (409, None)] {
            let answer = Answer::Response { status, errors, retry_after: None };
            let decision = decide(&alert(1, 0), &answer, NOW, 0.0);
            assert!(
                matches!(decision, Decision::Postponed { pause: Some(until), .. } if until == NOW + 60_000)
            );
            assert_postponed(decision, 60_000..=120_000, "rejected", false);
        }
        assert!(matches!(decide(&alert(1, 0), &response(400, Some("x")), NOW, 0.5), Decision::Refused(_)));
    }

    #[test]
    fn an_unreadable_alert_was_not_tried() {
        let decision = unreadable(&alert(3, 0), NOW, 0.5);
        assert!(matches!(&decision, Decision::Postponed { entry, .. } if entry.attempts == 2));
        assert_postponed(decision, 60_000..=120_000, "unreadable", false);
    }

    #[test]
    fn an_unknown_variant_waits_for_two_syncs() {
        let answer = response(404, Some("variant_not_found"));
        for not_found in [0, 1] {
            let decision = decide(&alert(1, not_found), &answer, NOW, 0.5);
            assert_postponed(decision, SYNC..=SYNC + 60_000, "variant_not_found", false);
        }
        assert!(matches!(decide(&alert(1, 2), &answer, NOW, 0.5), Decision::Refused(_)));
    }

    #[test]
    fn a_refused_key_loses_no_alert_and_pauses_the_account() {
        for (answer, code) in [
            (response(401, Some("x")), "unauthorized"),
            (response(403, Some("x")), "unauthorized"),
            (response(410, None), "revision_retired"),
        ] {
            let decision = decide(&alert(1, 0), &answer, NOW, 0.0);
            assert!(
                matches!(decision, Decision::Postponed { pause: Some(until), .. } if until == NOW + 60_000)
            );
            assert_postponed(decision, 60_000..=120_000, code, false);
        }
        // A challenge page of a proxy.
        let decision = decide(&alert(1, 0), &response(403, None), NOW, 0.5);
        assert_postponed(decision, 1..=4_000, "service_unavailable", true);
    }

    #[test]
    fn never_gives_up_by_the_number_of_attempts() {
        let decision = decide(&alert(5_000, 0), &Answer::Nothing(Error::TIMEOUT), NOW, 0.5);
        assert_postponed(decision, 1..=180_000, "timeout", true);
    }

    #[test]
    fn knows_whether_klaviyo_may_have_accepted_it() {
        assert_postponed(decide(&alert(1, 0), &Answer::Unreached, NOW, 0.5), 1..=4_000, "network", false);
        assert_postponed(decide(&alert(1, 0), &response(429, None), NOW, 0.5), 1..=4_000, "throttled", false);
        let nothing = Answer::Nothing(Error::NETWORK);
        assert_postponed(decide(&alert(1, 0), &nothing, NOW, 0.5), 1..=4_000, "network", true);
    }

    #[test]
    fn an_alert_that_needs_consent_is_sent_only_after_a_read_that_shows_it() {
        const HOUR: i64 = 3_600_000;
        let reading = |is_signed_up, requested| Alert {
            endpoint: Endpoint::Profiles,
            subject: Some([1; 32]),
            is_signed_up,
            requested,
            ..alert(1, 0)
        };
        let next = |decision| match decision {
            Decision::Postponed { endpoint, due, entry, .. } => {
                assert_eq!(entry.attempts, 0, "a read is not an attempt");
                (endpoint, due - NOW)
            }
            decision => panic!("{decision:?}"),
        };
        assert_eq!(next(decide_by_consents(&reading(false, NOW), true, NOW)), (Endpoint::Alerts, 0));
        for (age, wait) in [(0, 2_000), (60_000, 30_000), (60 * HOUR, HOUR)] {
            let decision = decide_by_consents(&reading(true, NOW - age), false, NOW);
            assert_eq!(next(decision), (Endpoint::Profiles, wait));
        }
        let late = reading(true, NOW - 72 * HOUR);
        assert!(matches!(decide_by_consents(&late, false, NOW), Decision::Expired));
        let unknown = decide_by_consents(&reading(false, NOW), false, NOW);
        assert!(matches!(unknown, Decision::Refused(Refusal { status: 400, .. })));
        // After a failure the consent is read again: it may have been withdrawn.
        let sent = Alert { endpoint: Endpoint::Alerts, ..reading(true, NOW) };
        for answer in [response(503, None), response(429, None), response(401, Some("x"))] {
            let Decision::Postponed { endpoint, .. } = decide(&sent, &answer, NOW, 0.5) else { panic!() };
            assert_eq!(endpoint, Endpoint::Profiles);
        }
    }

    #[test]
    fn throttling_pauses_the_account() {
        let retry_after = Some(RetryAfter::Seconds(20.0));
        let answer = Answer::Response { status: 429, errors: None, retry_after };
        let decision = decide(&alert(1, 0), &answer, NOW, 0.5);
        assert!(matches!(decision, Decision::Postponed { pause: Some(until), .. } if until == NOW + 20_000));
    }
}
