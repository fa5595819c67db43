//! The inventory rule: every kind of quantity with every kind of policy, and the grammar of numbers.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod support;

use std::cell::Cell;

use FieldValue::{Missing, Null, Number, Other, Text};
use back_in_stock::inventory::rule::{Anomaly, FieldValue, Policy, Quantity, Verdict};
use proptest::{prelude::*, sample::select, test_runner::TestRunner};
use regex::Regex;
use support::texts::{cases, text};

fn number(text: &[u8]) -> f64 {
    str::from_utf8(text).unwrap().parse().unwrap()
}

/// The verdict on a row (`.` in stock, `o` out of stock, `h` hidden), and the codes of its anomalies.
fn verdict(
    quantity: FieldValue<'_>,
    policy: FieldValue<'_>,
    threshold: Option<f64>,
) -> (char, [&'static str; 2]) {
    let code = |anomaly: Option<Anomaly>| anomaly.map_or("", Anomaly::code);
    let many = Quantity::read(quantity, number);
    let rule = Policy::read(policy, number);
    let shown = match Verdict::of(many.is_out(threshold), rule) {
        Verdict::InStock => '.',
        Verdict::OutOfStock => 'o',
        Verdict::Hidden => 'h',
    };
    (shown, [code(many.anomaly(quantity)), code(rule.anomaly())])
}

const POLICIES: [(FieldValue<'_>, &str); 10] = [
    (Missing, ""),
    (Null, ""),
    (Number(0.0), ""),
    (Number(1.0), ""),
    (Number(2.0), ""),
    (Number(3.0), "policy_unknown"),
    (Text(b"1"), ""),
    (Text(b"deny"), ""),
    (Text(b"continue"), ""),
    (Text(b"text"), "policy_unknown"),
];

/// Each quantity, its anomaly, and the verdicts with each of the policies: without a threshold, and with 5.
const QUANTITIES: [(FieldValue<'_>, &str, &str, &str); 18] = [
    (Missing, "quantity_missing", "..........", ".........."),
    (Null, "quantity_missing", "..........", ".........."),
    (Number(0.0), "", "ooohoohhoo", "ooohoohhoo"),
    (Number(-0.0), "", "ooohoohhoo", "ooohoohhoo"),
    (Number(-2.0), "quantity_negative", "ooohoohhoo", "ooohoohhoo"),
    (Number(0.5), "quantity_fraction", "..........", "ooohoohhoo"),
    (Number(4.0), "", "..........", "ooohoohhoo"),
    (Number(5.0), "", "..........", ".........."),
    (Number(1e21), "", "..........", ".........."),
    (Text(b"12"), "quantity_text", "..........", ".........."),
    (Text(b" 3 "), "quantity_text", "..........", "ooohoohhoo"),
    (Text(b"0"), "quantity_text", "ooohoohhoo", "ooohoohhoo"),
    (Text(b"-1"), "quantity_text", "ooohoohhoo", "ooohoohhoo"),
    (Text(b"10+"), "quantity_unreadable", "..........", ".........."),
    (Text(b""), "quantity_unreadable", "..........", ".........."),
    // `true` and an object.
    (Other, "quantity_unreadable", "..........", ".........."),
    (Number(f64::NAN), "quantity_unreadable", "..........", ".........."),
    (Number(f64::NEG_INFINITY), "quantity_negative", "ooohoohhoo", "ooohoohhoo"),
];

#[test]
fn every_quantity_with_every_policy() {
    for (quantity, anomaly, plain, with_threshold) in QUANTITIES {
        for (threshold, expected) in [(None, plain), (Some(5.0), with_threshold)] {
            assert_eq!(expected.len(), POLICIES.len());
            for ((policy, policy_anomaly), shown) in POLICIES.into_iter().zip(expected.chars()) {
                assert_eq!(
                    verdict(quantity, policy, threshold),
                    (shown, [anomaly, policy_anomaly]),
                    "{quantity:?} {policy:?} {threshold:?}"
                );
            }
        }
    }
}

#[test]
fn policies_in_every_notation() {
    for text in ["1", " 1\n", "1.0", "+1", "10e-1", "DENY", "\tDeny "] {
        assert_eq!(verdict(Number(0.0), Text(text.as_bytes()), None), ('h', ["", ""]), "{text:?}");
    }
    for text in ["0", "2", "2.", "0e5", "-0", "CONTINUE", " continue\r\n"] {
        assert_eq!(verdict(Number(0.0), Text(text.as_bytes()), None), ('o', ["", ""]), "{text:?}");
    }
    for text in ["", " ", "3", "-1", "1.5", "den", "denyy", "deny.", "\u{A0}deny", "1\u{A0}", "0x1", "one"] {
        let expected = ('o', ["", "policy_unknown"]);
        assert_eq!(verdict(Number(0.0), Text(text.as_bytes()), None), expected, "{text:?}");
    }
    for policy in [Other, Number(f64::NAN), Number(1.000_000_1), Number(-1.0), Number(f64::INFINITY)] {
        assert_eq!(verdict(Number(0.0), policy, None), ('o', ["", "policy_unknown"]), "{policy:?}");
    }
}

#[test]
fn a_threshold_replaces_zero() {
    for (threshold, quantity, shown) in [
        (0.0, 0.0, '.'),
        (0.0, -0.5, 'h'),
        (1.0, 1.0, '.'),
        (1.0, 0.5, 'h'),
        (-3.0, -3.0, '.'),
        (-3.0, -4.0, 'h'),
    ] {
        let seen = verdict(Number(quantity), Number(1.0), Some(threshold)).0;
        assert_eq!(seen, shown, "{quantity} of {threshold}");
    }
}

#[test]
fn a_policy_converts_to_a_number_and_back() {
    for policy in [Policy::Hides, Policy::Shows, Policy::Unknown] {
        assert_eq!(Policy::of_number(policy.value()), policy);
    }
}

#[test]
fn anomalies_have_codes() {
    for (anomaly, code) in Anomaly::ALL {
        assert_eq!(anomaly.code(), code);
    }
}

/// Numbers, and texts that are nearly numbers.
fn near() -> impl Strategy<Value = String> {
    let pieces: &[&str] =
        &["0", "7", "12", ".", "e", "E", "+", "-", " ", "\t", "\n", "\x0C", "\r", "\x0B", "\u{A0}", "x", "٣"];
    prop::collection::vec(select(pieces), 0..9).prop_map(|pieces| pieces.concat())
}

/// The text that is read as a number, without white space around it.
fn number_in(text: &str) -> Option<Vec<u8>> {
    let mut found = None;
    Quantity::read(Text(text.as_bytes()), |text| {
        found = Some(text.to_owned());
        0.0
    });
    found
}

/// The pattern in `src/js/shared/inventory.ts`.
const NUMBER: &str = r"^[\t\n\f\r ]*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?[\t\n\f\r ]*$";

#[test]
fn a_number_matches_the_documented_pattern() {
    // A digit is ASCII in JavaScript; `(?-u)` makes it so in Rust.
    let shared = Regex::new(&format!("(?-u){NUMBER}")).unwrap();
    let documented = Regex::new(r"(?-u)^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$").unwrap();
    let counts = [Cell::new(0), Cell::new(0)];
    let same = |text: String| {
        let found = number_in(&text);
        let trimmed = text.trim_matches([' ', '\t', '\n', '\x0C', '\r']);
        counts[usize::from(found.is_some())].update(|count| count + 1);
        prop_assert_eq!(shared.is_match(&text), found.is_some(), "{:?}", text);
        prop_assert_eq!(
            documented.is_match(trimmed).then_some(trimmed.as_bytes()),
            found.as_deref(),
            "{:?}",
            text
        );
        if let Some(found) = found {
            prop_assert!(number(&found).is_finite() || text.contains(['e', 'E']), "{:?}", text);
        }
        Ok(())
    };
    TestRunner::new(cases(50_000)).run(&near(), same).unwrap();
    TestRunner::new(cases(2_000)).run(&text(), same).unwrap();
    assert!(counts.iter().all(|count| count.get() > 1000), "{counts:?}");
}
