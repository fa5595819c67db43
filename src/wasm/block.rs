//! The exports of `block.wasm`: the input is columns of numbers, and the output is row indexes.

use wasm_bindgen::prelude::*;

use crate::inventory::{
    arrange::{self, Arrangement, Rows},
    rule::{self, FieldValue, Policy, Quantity},
};

/// The handling of items that are out of stock.
#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum OutOfStock {
    /// The policy of each item decides whether it is shown.
    Policy = "policy",
    /// All of them are hidden.
    Hide = "hide",
    /// The policy of each item decides; those that are shown move to the end.
    Last = "last",
}

/// Writes the indexes of the rows to show into `order`, which has the length of the columns, and returns their number.
/// An unknown quantity or policy is `NaN`. If rows are grouped, `first` holds, for each row, the index of the first row
/// of its product.
///
/// The caller's `order` is reused from call to call: a new array takes a browser longer than arranging 1,000 rows.
#[wasm_bindgen]
#[expect(
    clippy::too_many_arguments,
    reason = "an object of options would be read member by member, which takes longer"
)]
pub fn arrange(
    quantity: &[f64],
    policy: &[f64],
    mut first: Option<Vec<u32>>,
    order: &mut [u32],
    out_of_stock: OutOfStock,
    threshold: Option<f64>,
    limit: usize,
    at_least: usize,
) -> usize {
    let rows = Rows { quantity, policy, first: first.as_deref_mut() };
    let arrangement = Arrangement { out_of_stock: out_of_stock.into(), threshold, limit, at_least };
    arrange::arrange(rows, arrangement, order).len()
}

impl From<OutOfStock> for arrange::OutOfStock {
    fn from(out_of_stock: OutOfStock) -> Self {
        match out_of_stock {
            OutOfStock::Hide => Self::Hide,
            OutOfStock::Last => Self::Last,
            // The wrapper rejects other values.
            _ => Self::Policy,
        }
    }
}

/// The type of a quantity or a policy.
#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum Found {
    /// Missing.
    Missing = "missing",
    /// Null.
    Null = "null",
    /// A number.
    Number = "number",
    /// Text.
    Text = "text",
    /// Anything else.
    Other = "other",
}

/// A suspicious quantity or policy, by its stable code.
#[wasm_bindgen]
pub enum Anomaly {
    /// The quantity is missing or null.
    QuantityMissing = "quantity_missing",
    /// The quantity is a number, but written as text.
    QuantityText = "quantity_text",
    /// The quantity cannot be read.
    QuantityUnreadable = "quantity_unreadable",
    /// The quantity is below 0.
    QuantityNegative = "quantity_negative",
    /// The quantity has a fraction.
    QuantityFraction = "quantity_fraction",
    /// The policy cannot be read.
    PolicyUnknown = "policy_unknown",
}

/// The anomaly of a quantity, if any. `number` is the parsed quantity; `NaN` if it is unknown.
#[wasm_bindgen(js_name = findQuantityAnomaly)]
pub fn find_quantity_anomaly(found: Found, number: f64) -> Option<Anomaly> {
    let value = match found {
        Found::Missing => FieldValue::Missing,
        Found::Null => FieldValue::Null,
        Found::Number => FieldValue::Number(number),
        Found::Text => FieldValue::Text(&[]),
        _ => FieldValue::Other,
    };
    Quantity::new(number).anomaly(value).map(Anomaly::from)
}

/// The anomaly of a policy, if any. `number` is the parsed policy; `NaN` if it is unknown.
#[wasm_bindgen(js_name = findPolicyAnomaly)]
pub fn find_policy_anomaly(number: f64) -> Option<Anomaly> {
    Policy::of_number(number).anomaly().map(Anomaly::from)
}

impl From<rule::Anomaly> for Anomaly {
    fn from(anomaly: rule::Anomaly) -> Self {
        match anomaly {
            rule::Anomaly::QuantityMissing => Self::QuantityMissing,
            rule::Anomaly::QuantityText => Self::QuantityText,
            rule::Anomaly::QuantityUnreadable => Self::QuantityUnreadable,
            rule::Anomaly::QuantityNegative => Self::QuantityNegative,
            rule::Anomaly::QuantityFraction => Self::QuantityFraction,
            rule::Anomaly::PolicyUnknown => Self::PolicyUnknown,
        }
    }
}
