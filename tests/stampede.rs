//! The retry policy under a crowd that exceeds the account's limit: properties that must hold however it is tuned.

#[path = "../benches/stampede/simulation.rs"]
#[allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a simulation, shared with the bench"
)]
mod simulation;

use simulation::{Crowd, Policy, median, physical_minimum, run};

const DROP: Crowd = Crowd { shoppers: 100_000, within: 60_000, stays: None, readable: false };

#[test]
#[allow(clippy::cast_precision_loss, reason = "milliseconds of an hour")]
fn a_crowd_is_served_in_little_more_than_the_minimum_time() {
    for readable in [false, true] {
        let outcome = run(Policy::Ours, Crowd { readable, ..DROP }, 1);
        let ratio = outcome.drained() as f64 / physical_minimum(DROP.shoppers) as f64;
        assert_eq!(outcome.accepted.len(), 100_000, "{readable}");
        assert!(ratio <= 1.25, "{readable}: {ratio:.2} times the least time");
        let each = outcome.requests_per_acceptance();
        assert!(each <= 16.0, "{readable}: {each:.1} requests for each acceptance");
    }
}

#[test]
fn a_small_crowd_hardly_waits() {
    for readable in [false, true] {
        let outcome = run(Policy::Ours, Crowd { shoppers: 1_000, within: 2_000, readable, ..DROP }, 1);
        assert_eq!(outcome.accepted.len(), 1_000);
        assert!(median(&outcome.waits) <= 5_000);
        let refused = median(&outcome.waits_of_refused);
        assert!(refused > 0 && refused <= 5_000, "{readable}: {refused} ms");
    }
}

#[test]
fn a_closed_page_is_served_when_it_is_opened_again() {
    let outcome = run(Policy::Ours, Crowd { stays: Some(120_000), ..DROP }, 1);
    assert_eq!(outcome.accepted.len(), 100_000);
}

#[test]
fn the_simulation_detects_a_bad_policy() {
    let never = run(Policy::Never, DROP, 1);
    assert!(never.share() < 0.1, "{}", never.share());
    let fixed = run(Policy::Fixed, DROP, 1);
    assert!(fixed.drained() > physical_minimum(DROP.shoppers) * 3 / 2, "{} ms", fixed.drained());
}
