//! Counters, in Prometheus' text format. Labels are codes of this program, never a text of a request.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

use crate::store::{Endpoint, Outcome};

/// The counters of this relay since its start.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    intake: Counter,
    attempts: Counter,
    outcomes: Counter,
    webhook: Counter,
    sign_ups: Counter,
    /// Alerts that are due, as far as they were counted.
    pub(crate) backlog: AtomicI64,
    /// 1 if this relay sends.
    pub(crate) leading: AtomicI64,
    /// 1 if this relay hears of the answers that another one gets.
    pub(crate) listening: AtomicI64,
    /// 1 if nothing is sent for now: the account is throttled, or its key was refused.
    pub(crate) paused: AtomicI64,
}

type Counter = Mutex<BTreeMap<&'static str, u64>>;

fn increase(counter: &Counter, label: &'static str) {
    *counter.lock().unwrap_or_else(PoisonError::into_inner).entry(label).or_default() += 1;
}

impl Metrics {
    /// Counts a request of a page by its result: `stored`, `repeated`, or the code of its refusal.
    pub(crate) fn count_intake(&self, result: &'static str) {
        increase(&self.intake, result);
    }

    /// Counts a request to Klaviyo by its result: `accepted`, `refused`, or the code of a temporary failure.
    pub(crate) fn count_attempt(&self, result: &'static str) {
        increase(&self.attempts, result);
    }

    /// Counts the end of an alert, or of a sign-up.
    pub(crate) fn count_outcome(&self, endpoint: Endpoint, outcome: Outcome) {
        let counter = match endpoint {
            Endpoint::Alerts | Endpoint::Profiles => &self.outcomes,
            Endpoint::Consents => &self.sign_ups,
        };
        increase(counter, outcome.name());
    }

    /// Counts a delivery to the webhook by its result: `delivered` or `failed`.
    pub(crate) fn count_webhook(&self, result: &'static str) {
        increase(&self.webhook, result);
    }

    /// All counters as text.
    #[must_use]
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for (name, help, label, counter) in [
            ("intake_total", "Requests of pages by result.", "result", &self.intake),
            ("attempts_total", "Requests to Klaviyo by result.", "result", &self.attempts),
            ("outcomes_total", "Alerts that ended, by outcome.", "outcome", &self.outcomes),
            ("webhook_total", "Deliveries to the webhook by result.", "result", &self.webhook),
            ("sign_ups_total", "Sign-ups that ended, by outcome.", "outcome", &self.sign_ups),
        ] {
            head(&mut text, name, help, "counter");
            for (value, count) in counter.lock().unwrap_or_else(PoisonError::into_inner).iter() {
                // Writing to a `String` cannot fail.
                let _ = writeln!(text, "back_in_stock_relay_{name}{{{label}=\"{value}\"}} {count}");
            }
        }
        for (name, help, gauge) in [
            ("backlog", "Alerts that are due, up to 1,000.", &self.backlog),
            ("leading", "Whether this relay sends.", &self.leading),
            ("listening", "Whether this relay hears of the answers that another one gets.", &self.listening),
            ("paused", "Whether sending pauses after a throttled request or a refused key.", &self.paused),
        ] {
            head(&mut text, name, help, "gauge");
            let _ = writeln!(text, "back_in_stock_relay_{name} {}", gauge.load(Ordering::Relaxed));
        }
        text
    }
}

fn head(text: &mut String, name: &str, help: &str, kind: &str) {
    let _ =
        writeln!(text, "# HELP back_in_stock_relay_{name} {help}\n# TYPE back_in_stock_relay_{name} {kind}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_has_each_metric() {
        let text = Metrics::default().text();
        let names: Vec<_> =
            text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()).collect();
        let document = include_str!("../README.md");
        let (_, section) = document.split_once("## Metrics\n").unwrap_or_default();
        let section = section.split("\n## ").next().unwrap_or_default();
        let rows: Vec<_> =
            section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
        assert_eq!(rows, names);
    }
}
