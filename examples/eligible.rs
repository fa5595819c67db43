//! Reads cases as lines of JSON. Prints for each whether the button shows, and the reason. `tests/js/eligible.test.mjs`
//! compares the element with it.
#![expect(clippy::unwrap_used, reason = "a test tool with valid input")]

use std::io::{BufRead, stdin};

use back_in_stock::{
    inventory::eligibility::{Level, Reason, Settings, VariantState, answer, flag, tags_allow},
    inventory::rule::{FieldValue, Quantity},
};
use serde_json::Value;

fn main() {
    for line in stdin().lock().lines() {
        let case: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let text = |name: &str| case.get(name).and_then(Value::as_str);
        let quantity = |name: &str| match case.get(name) {
            Some(Value::Number(number)) => Quantity::new(number.as_f64().unwrap()),
            Some(Value::String(text)) => Quantity::read(FieldValue::Text(text.as_bytes()), |text| {
                str::from_utf8(text).unwrap().parse().unwrap()
            }),
            _ => Quantity::UNKNOWN,
        };
        let threshold = Some(quantity("threshold").value()).filter(|number| number.is_finite());
        let state = VariantState {
            level: Level::of(quantity("quantity"), threshold),
            available: text("available").and_then(answer),
            continues: text("policy")
                .is_some_and(|text| text.as_bytes().trim_ascii().eq_ignore_ascii_case(b"continue")),
            preorder: flag(text("preorder")),
            tags_match: tags_allow(
                text("tags").unwrap_or(""),
                text("includeTags").unwrap_or(""),
                text("excludeTags").unwrap_or(""),
            ),
        };
        let settings = Settings {
            show_when_continue: flag(text("showWhenContinue")),
            hide_when_preorder: flag(text("hideWhenPreorder")),
            hide_when_unmanaged: flag(text("hideWhenUnmanaged")),
        };
        let reason = Reason::of(state, settings);
        let (_, name) = Reason::ALL.iter().find(|(known, _)| *known == reason).unwrap();
        println!("{} {name}", if reason.shows() { "shows" } else { "hides" });
    }
}
