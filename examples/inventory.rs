//! Reads pairs of a quantity and a policy as lines of JSON. Prints their verdict and anomalies.
//! `tests/js/inventory.test.mjs` compares the scripts with it.
#![expect(clippy::unwrap_used, reason = "a test tool with valid input")]

use std::io::{BufRead, stdin};

use back_in_stock::inventory::rule::{Anomaly, FieldValue, Policy, Quantity, Verdict};
use serde::Deserialize;

/// A JavaScript value. Numbers are strings, since JSON has neither `NaN` nor `Infinity`.
#[derive(Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "lowercase")]
enum Value {
    Missing,
    Null,
    Number(String),
    Text(String),
    Other,
}

impl Value {
    fn raw(&self) -> FieldValue<'_> {
        match self {
            Self::Missing => FieldValue::Missing,
            Self::Null => FieldValue::Null,
            Self::Number(number) => FieldValue::Number(number.parse().unwrap()),
            Self::Text(text) => FieldValue::Text(text.as_bytes()),
            Self::Other => FieldValue::Other,
        }
    }
}

#[derive(Deserialize)]
struct Case {
    quantity: Value,
    policy: Value,
    threshold: Option<f64>,
}

fn number(text: &[u8]) -> f64 {
    str::from_utf8(text).unwrap().parse().unwrap()
}

fn main() {
    for line in stdin().lock().lines() {
        let case: Case = serde_json::from_str(&line.unwrap()).unwrap();
        let quantity = Quantity::read(case.quantity.raw(), number);
        let policy = Policy::read(case.policy.raw(), number);
        let verdict = match Verdict::of(quantity.is_out(case.threshold), policy) {
            Verdict::InStock => "in_stock",
            Verdict::OutOfStock => "out_of_stock",
            Verdict::Hidden => "hidden",
        };
        let codes = [quantity.anomaly(case.quantity.raw()), policy.anomaly()]
            .map(|anomaly| anomaly.map_or("-", Anomaly::code));
        println!("{verdict} {}", codes.join(" "));
    }
}
