//! Reads a line of JSON for each pair of a quantity and a policy, and prints their verdict and what is suspicious about
//! them. `tests/js/inventory.test.mjs` compares what the scripts decide with it.
#![expect(clippy::unwrap_used, reason = "a tool of the tests: its input is right")]

use std::io::{BufRead, stdin};

use back_in_stock::inventory::rule::{Given, Odd, Policy, Quantity, Verdict};
use serde::Deserialize;

/// A value of JavaScript. Numbers are text, since JSON has neither `NaN` nor `Infinity`.
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
    fn given(&self) -> Given<'_> {
        match self {
            Self::Missing => Given::Missing,
            Self::Null => Given::Null,
            Self::Number(number) => Given::Number(number.parse().unwrap()),
            Self::Text(text) => Given::Text(text.as_bytes()),
            Self::Other => Given::Other,
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
        let quantity = Quantity::read(case.quantity.given(), number);
        let policy = Policy::read(case.policy.given(), number);
        let verdict = match Verdict::of(quantity.is_out(case.threshold), policy) {
            Verdict::InStock => "in_stock",
            Verdict::OutOfStock => "out_of_stock",
            Verdict::Hidden => "hidden",
        };
        let codes = [quantity.odd(case.quantity.given()), policy.odd()].map(|odd| odd.map_or("-", Odd::code));
        println!("{verdict} {}", codes.join(" "));
    }
}
