//! The order of the calls and the meaning of each response: every combination.

use back_in_stock::delivery::flow::{
    Answer, Flow, MarketingStatus, Status, Step,
    Step::{Alert, Consent, Newsletter},
};

const ANSWERS: [Answer; 5] =
    [Answer::Accepted, Answer::Stored, Answer::Conflict, Answer::Rejected, Answer::Postponed];
const BOTH: [bool; 2] = [false, true];

/// Every flow, and the steps that it needs.
fn flows() -> impl Iterator<Item = (Flow, Vec<Step>)> {
    BOTH.into_iter().flat_map(|consent| {
        BOTH.map(|newsletter| {
            let needed = [consent.then_some(Consent), Some(Alert), newsletter.then_some(Newsletter)];
            (Flow::new(consent, newsletter), needed.into_iter().flatten().collect())
        })
    })
}

/// Makes the calls of a flow with these outcomes. Returns the steps that were made, and the final flow.
fn play(mut flow: Flow, answers: &[Answer], requested_before: bool) -> (Vec<Step>, Flow) {
    let mut made = Vec::new();
    for answer in answers {
        made.extend(flow.step);
        flow = flow.answered(*answer, requested_before);
    }
    (made, flow)
}

#[test]
fn accepted_calls_are_made_in_order_and_once() {
    for (flow, needed) in flows() {
        let (made, end) = play(flow, &[Answer::Accepted; 4], false);
        assert_eq!(made, needed);
        assert_eq!((end.step, end.status), (None, Some(Status::Accepted)));
        assert_eq!(end.marketing, needed.contains(&Newsletter).then_some(MarketingStatus::Accepted));
    }
}

#[test]
fn a_failure_before_the_alert_is_accepted_stops_everything() {
    for (flow, needed) in flows() {
        for step in [Consent, Alert].into_iter().filter(|step| needed.contains(step)) {
            for requested_before in BOTH {
                for (answer, status) in
                    [(Answer::Rejected, Status::Failed), (Answer::Postponed, Status::Queued)]
                {
                    let flow = flow.resume(Some(step), false);
                    assert_eq!(flow.step, Some(step));
                    let end = flow.answered(answer, requested_before);
                    assert_eq!((end.step, end.status, end.marketing), (None, Some(status), None));
                }
            }
        }
    }
}

#[test]
fn the_newsletter_never_changes_the_outcome_of_the_alert() {
    let table = [
        (Answer::Accepted, MarketingStatus::Accepted),
        (Answer::Stored, MarketingStatus::Stored),
        (Answer::Conflict, MarketingStatus::Rejected),
        (Answer::Rejected, MarketingStatus::Rejected),
        (Answer::Postponed, MarketingStatus::Queued),
    ];
    for consent in BOTH {
        for requested_before in BOTH {
            for (answer, marketing) in table {
                let flow = Flow::new(consent, true).resume(Some(Alert), false);
                let (made, end) = play(flow, &[Answer::Accepted, answer], requested_before);
                let status = if requested_before { Status::AlreadyRequested } else { Status::Accepted };
                assert_eq!(made, [Alert, Newsletter]);
                assert_eq!((end.step, end.status, end.marketing), (None, Some(status), Some(marketing)));
            }
        }
    }
}

#[test]
fn a_409_is_an_acceptance_of_an_alert_that_this_device_has_requested_before_and_of_nothing_else() {
    for (flow, needed) in flows() {
        for step in needed {
            for requested_before in BOTH {
                let flow = flow.resume(Some(step), false);
                let seen = flow.answered(Answer::Conflict, requested_before);
                let other =
                    if step == Alert && requested_before { Answer::Accepted } else { Answer::Rejected };
                assert_eq!(seen, flow.answered(other, requested_before), "{flow:?}");
            }
        }
    }
}

#[test]
fn a_newsletter_that_is_sent_later_belongs_to_an_accepted_alert() {
    // The device remembers the alert of this request.
    let end = Flow::new(true, true).resume(Some(Newsletter), false).answered(Answer::Accepted, true);
    assert_eq!((end.status, end.marketing), (Some(Status::Accepted), Some(MarketingStatus::Accepted)));
}

#[test]
fn an_alert_that_the_relay_stored_is_never_accepted_and_the_newsletter_follows() {
    for (flow, needed) in flows() {
        for requested_before in BOTH {
            let (made, end) = play(flow, &[Answer::Stored; 4], requested_before);
            assert_eq!(made, needed);
            assert_eq!(end.status, Some(Status::Stored));
            assert_eq!(end.marketing, needed.contains(&Newsletter).then_some(MarketingStatus::Stored));
        }
    }
    // Later, from the queue, whatever happens to the newsletter.
    for answer in ANSWERS {
        let end = Flow::new(true, true).resume(Some(Newsletter), true).answered(answer, true);
        assert_eq!((end.step, end.status), (None, Some(Status::Stored)));
    }
    // The receipt is that of the alert, so it says nothing about an earlier step.
    assert_eq!(
        Flow::new(true, true).resume(Some(Alert), true),
        Flow::new(true, true).resume(Some(Alert), false)
    );
}

#[test]
fn a_stored_consent_is_followed_by_the_alert() {
    let flow = Flow::new(true, false).answered(Answer::Stored, false);
    assert_eq!((flow.step, flow.status), (Some(Alert), None));
    assert_eq!(flow.answered(Answer::Accepted, false).status, Some(Status::Accepted));
}

#[test]
fn a_stored_step_is_resumed_if_it_is_needed() {
    let table = [
        (None, [Alert, Consent, Alert, Consent]),
        // Without consent, the first step is the alert.
        (Some(Consent), [Alert, Consent, Alert, Consent]),
        (Some(Alert), [Alert, Alert, Alert, Alert]),
        // Without a newsletter, the stored step is invalid: the subscription starts over.
        (Some(Newsletter), [Alert, Consent, Newsletter, Newsletter]),
    ];
    for (stored, expected) in table {
        let kinds = [(false, false), (true, false), (false, true), (true, true)];
        let steps =
            kinds.map(|(consent, newsletter)| Flow::new(consent, newsletter).resume(stored, false).step);
        assert_eq!(steps, expected.map(Some), "{stored:?}");
    }
}

#[test]
fn every_flow_ends_within_three_calls_and_with_a_status() {
    let all = ANSWERS.map(|one| ANSWERS.map(|two| ANSWERS.map(|three| [one, two, three])));
    for (flow, needed) in flows() {
        for requested_before in BOTH {
            for answers in all.iter().flatten().flatten() {
                let (made, end) = play(flow, answers, requested_before);
                assert_eq!(made, needed.get(..made.len()).unwrap_or_default());
                assert!(end.step.is_none() && end.status.is_some(), "{end:?}");
                // A flow that has ended does not change.
                assert_eq!(end.answered(Answer::Accepted, true), end);
            }
        }
    }
}

#[test]
fn a_failed_call_is_postponed_first() {
    assert_eq!(Answer::failed(Some(429), true), Answer::Postponed);
    assert_eq!(Answer::failed(Some(409), false), Answer::Conflict);
    for status in [None, Some(400), Some(404), Some(410), Some(429), Some(503)] {
        assert_eq!(Answer::failed(status, false), Answer::Rejected);
    }
}

#[test]
fn steps_and_statuses_have_names() {
    for status in Status::ALL {
        let name = serde_json::to_value(status).unwrap();
        assert_eq!(Status::from_name(name.as_str().unwrap()), Some(status));
    }
    assert_eq!(Status::from_name("Accepted"), None);
    for step in Step::ALL {
        let name = serde_json::to_value(step).unwrap();
        assert_eq!(Step::from_name(name.as_str().unwrap()), Some(step));
    }
    for name in ["", "Alert", "2", "newsletter "] {
        assert_eq!(Step::from_name(name), None);
    }
}

#[test]
fn a_flow_is_written_as_plain_members() {
    let flow = Flow::new(false, true).resume(Some(Newsletter), false);
    let flow = Flow { status: Some(Status::AlreadyRequested), ..flow }.answered(Answer::Postponed, false);
    let value = serde_json::to_value(flow).unwrap_or_default();
    let expected = serde_json::json!({
        "consent": false, "newsletter": true, "step": null, "status": "already-requested", "marketing": "queued",
    });
    assert_eq!(value, expected);
    assert_eq!(serde_json::from_value::<Flow>(value).ok(), Some(flow));
}
