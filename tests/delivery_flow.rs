//! The order of the calls, and what each answer means: every combination, beside the rules in words.
#![expect(clippy::panic, reason = "a test may panic")]

use back_in_stock::delivery::flow::{
    AlertStatus, Answer, Flow, MarketingStatus, Next, Outcome, Step,
    Step::{Alert, Consent, Newsletter},
};

const ANSWERS: [Answer; 4] = [Answer::Accepted, Answer::Conflict, Answer::Rejected, Answer::Postponed];
const BOTH: [bool; 2] = [false, true];

/// Every flow of a page, and the steps that it needs.
fn flows() -> impl Iterator<Item = (Flow, Vec<Step>)> {
    BOTH.into_iter().flat_map(|consent| {
        BOTH.map(|newsletter| {
            let needed = [consent.then_some(Consent), Some(Alert), newsletter.then_some(Newsletter)];
            (Flow::new(consent, newsletter), needed.into_iter().flatten().collect())
        })
    })
}

/// Makes the calls of a flow with these answers; gives the steps that were made, and the end.
fn play(mut flow: Flow, answers: &[Answer], requested_before: bool) -> (Vec<Step>, Next) {
    let mut made = Vec::new();
    for answer in answers {
        made.push(flow.step());
        match flow.answered(*answer, requested_before) {
            Next::Call(next) => flow = next,
            end => return (made, end),
        }
    }
    panic!("more calls than answers: {made:?}");
}

fn accepted(marketing: Option<MarketingStatus>) -> Next {
    Next::Done(Outcome { status: AlertStatus::Accepted, marketing })
}

#[test]
fn accepted_calls_are_made_in_order_and_once() {
    for (flow, needed) in flows() {
        let (made, end) = play(flow, &[Answer::Accepted; 3], false);
        assert_eq!(made, needed);
        let newsletter = needed.contains(&Newsletter);
        assert_eq!(end, accepted(newsletter.then_some(MarketingStatus::Accepted)));
    }
}

#[test]
fn a_failure_before_the_alert_is_accepted_stops_everything() {
    for (flow, needed) in flows() {
        for step in [Consent, Alert].into_iter().filter(|step| needed.contains(step)) {
            for requested_before in BOTH {
                let flow = flow.resume(Some(step));
                assert_eq!(flow.step(), step);
                assert_eq!(flow.answered(Answer::Rejected, requested_before), Next::Failed);
                assert_eq!(flow.answered(Answer::Postponed, requested_before), Next::Queued);
            }
        }
    }
}

#[test]
fn the_newsletter_never_changes_the_outcome_of_the_alert() {
    let table = [
        (Answer::Accepted, MarketingStatus::Accepted),
        (Answer::Conflict, MarketingStatus::Rejected),
        (Answer::Rejected, MarketingStatus::Rejected),
        (Answer::Postponed, MarketingStatus::Queued),
    ];
    for consent in BOTH {
        for requested_before in BOTH {
            for (answer, marketing) in table {
                let flow = Flow::new(consent, true).resume(Some(Alert));
                let (made, end) = play(flow, &[Answer::Accepted, answer], requested_before);
                let status =
                    if requested_before { AlertStatus::AlreadyRequested } else { AlertStatus::Accepted };
                assert_eq!(made, [Alert, Newsletter]);
                assert_eq!(end, Next::Done(Outcome { status, marketing: Some(marketing) }));
            }
        }
    }
}

#[test]
fn a_409_is_an_acceptance_of_an_alert_that_this_device_has_requested_before_and_of_nothing_else() {
    for (flow, needed) in flows() {
        for step in needed {
            for requested_before in BOTH {
                let flow = flow.resume(Some(step));
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
    let flow = Flow::new(true, true).resume(Some(Newsletter));
    // The alert of this very request is what the device remembers.
    assert_eq!(flow.answered(Answer::Accepted, true), accepted(Some(MarketingStatus::Accepted)));
}

#[test]
fn a_stored_step_is_resumed_or_the_next_one_that_is_needed() {
    let table = [
        (None, [Alert, Consent, Alert, Consent]),
        (Some(Consent), [Alert, Consent, Alert, Consent]),
        (Some(Alert), [Alert, Alert, Alert, Alert]),
        // Without a newsletter nothing is left to do: the subscription starts over.
        (Some(Newsletter), [Alert, Consent, Newsletter, Newsletter]),
    ];
    for (stored, expected) in table {
        let kinds = [(false, false), (true, false), (false, true), (true, true)];
        let steps = kinds.map(|(consent, newsletter)| Flow::new(consent, newsletter).resume(stored).step());
        assert_eq!(steps, expected, "{stored:?}");
    }
}

#[test]
fn every_flow_ends_within_three_calls() {
    for (flow, needed) in flows() {
        for requested_before in BOTH {
            for answers in
                ANSWERS.map(|first| ANSWERS.map(|second| ANSWERS.map(|third| [first, second, third])))
            {
                for answers in answers.iter().flatten() {
                    let (made, _) = play(flow, answers, requested_before);
                    assert_eq!(made, needed.get(..made.len()).unwrap_or_default());
                }
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
fn steps_have_names() {
    for step in Step::ALL {
        assert_eq!(Step::from_name(step.name()), Some(step));
        assert_eq!(serde_json::to_value(step).ok(), Some(step.name().into()));
    }
    for name in ["", "Alert", "2", "newsletter "] {
        assert_eq!(Step::from_name(name), None);
    }
    assert!(Step::ALL.is_sorted());
}

#[test]
fn outcomes_are_written_as_the_page_reports_them() {
    let outcome = Outcome { status: AlertStatus::AlreadyRequested, marketing: None };
    assert_eq!(serde_json::to_string(&outcome).ok().as_deref(), Some(r#"{"status":"already-requested"}"#));
    let outcome = Outcome { status: AlertStatus::Accepted, marketing: Some(MarketingStatus::Queued) };
    let text = r#"{"status":"accepted","marketing":"queued"}"#;
    assert_eq!(serde_json::to_string(&outcome).ok().as_deref(), Some(text));
}
