//! Simulates 100,000 shoppers who want a product at once: `npm run stampede`. Prints a table and writes `docs/stampede.svg`.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "numbers of a simulation, for people to read"
)]

mod picture;
mod simulation;

use simulation::{Crowd, Outcome, Policy, median, physical_minimum, run};

const POLICIES: [(Policy, &str); 4] = [
    (Policy::Never, "no retry"),
    (Policy::Fixed, "fixed exponential"),
    (Policy::FullJitter, "exponential, full jitter"),
    (Policy::Ours, "back-in-stock"),
];

const SEED: u64 = 1;

fn main() {
    let drop = Crowd { shoppers: 100_000, within: 60_000, stays: None, readable: false };
    let crowds = [
        ("100,000 in 60 s, pages stay, Retry-After cannot be read", drop),
        ("the same, it can be read", Crowd { readable: true, ..drop }),
        (
            "pages close after 2 min on average and come back a day later",
            Crowd { stays: Some(120_000), ..drop },
        ),
        ("1,000 in 2 s, pages stay", Crowd { shoppers: 1_000, within: 2_000, ..drop }),
        (
            "the same, Retry-After can be read",
            Crowd { shoppers: 1_000, within: 2_000, readable: true, ..drop },
        ),
    ];
    let mut drops = Vec::new();
    for (index, (name, crowd)) in crowds.into_iter().enumerate() {
        let minimum = physical_minimum(crowd.shoppers);
        println!("\n{name} (at least {} s)", minimum / 1_000);
        println!(
            "| policy | accepted | drained | × minimum | requests each | median wait | of those refused | worst |"
        );
        println!("|---|---|---|---|---|---|---|---|");
        for (policy, name) in POLICIES {
            let outcome = run(policy, crowd, SEED);
            println!("{}", row(name, &outcome, minimum));
            if index == 0 {
                drops.push((name, outcome));
            }
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/stampede.svg");
    std::fs::write(path, picture::draw(&drops)).unwrap();
    println!("\nwrote docs/stampede.svg");
}

fn row(name: &str, outcome: &Outcome, minimum: u64) -> String {
    let drained = outcome.drained();
    format!(
        "| {name} | {:.1} % | {} | {:.2} | {:.1} | {} | {} | {} |",
        outcome.share() * 100.0,
        time(drained),
        drained as f64 / minimum as f64,
        outcome.requests_per_acceptance(),
        time(median(&outcome.waits)),
        time(median(&outcome.waits_of_refused)),
        time(outcome.waits.last().copied().unwrap_or_default()),
    )
}

fn time(ms: u64) -> String {
    match ms {
        0..60_000 => format!("{:.1} s", ms as f64 / 1_000.0),
        60_000..7_200_000 => format!("{:.1} min", ms as f64 / 60_000.0),
        _ => format!("{:.1} h", ms as f64 / 3_600_000.0),
    }
}
