//! Suggests keys of the first rows for fields that are missing from all rows.

use super::resemblance::{FIELDS, is_availability, rank};
use crate::{
    feed::{Format, Row, Shape, Value, Window, number, stream::first},
    inventory::rule::{FieldValue, Policy, Quantity},
};

/// The number of rows whose keys are examined.
const SAMPLE: u64 = 100;

/// The best key for each field that no row has.
#[derive(Default)]
pub(super) struct Advice {
    fields: [Candidate; FIELDS.len()],
    has_availability: bool,
}

#[derive(Default)]
struct Candidate {
    /// Whether any row has the field, so that its mapping is right.
    is_present: bool,
    /// The best key so far and its rank; lower is better.
    key: Option<(usize, Vec<u8>)>,
}

impl Advice {
    /// Examines a row. `keys` are the numbers of the watched names for each of [`FIELDS`].
    pub(super) fn visit<F: Format>(
        &mut self,
        window: Window<'_>,
        format: &F,
        row: &Row,
        row_number: u64,
        keys: [&[u8]; FIELDS.len()],
    ) {
        for (candidate, keys) in self.fields.iter_mut().zip(keys) {
            candidate.is_present |= !matches!(first(row, keys).shape, Shape::Missing | Shape::Null);
        }
        if row_number >= SAMPLE || self.fields.iter().all(|candidate| candidate.is_present) {
            return;
        }
        let mut scratch = Vec::new();
        format.each_member(window, row, &mut |key, value| {
            self.has_availability |= is_availability(key);
            let number = format.names().find(key);
            if number.is_some_and(|number| keys.iter().any(|keys| keys.contains(&number))) {
                return;
            }
            for (field, (candidate, keys)) in self.fields.iter_mut().zip(keys).enumerate() {
                let wanted = keys.last().map_or(&b""[..], |number| format.names().name(*number));
                let Some(rank) = rank(field, wanted, key) else { continue };
                let is_better = candidate.key.as_ref().is_none_or(|(known, _)| rank < *known);
                if is_better && fits(field, format, window, value, &mut scratch) {
                    candidate.key = Some((rank, key.to_vec()));
                }
            }
        });
    }

    /// The suggested key for each of [`FIELDS`]; `None` if a row has the field or no key resembles it.
    pub(super) fn suggestions(&self) -> [Option<&[u8]>; FIELDS.len()] {
        self.fields.each_ref().map(|candidate| {
            let (_, key) = candidate.key.as_ref().filter(|_| !candidate.is_present)?;
            Some(key.as_slice())
        })
    }

    /// Whether the rows have an availability, but nothing that may be a quantity.
    pub(super) fn is_availability_only(&self) -> bool {
        let [quantity, ..] = &self.fields;
        self.has_availability && !quantity.is_present && quantity.key.is_none()
    }
}

/// Whether a value is plausible for a field, given by its index in [`FIELDS`].
fn fits<F: Format>(
    field: usize,
    format: &F,
    window: Window<'_>,
    value: Value,
    scratch: &mut Vec<u8>,
) -> bool {
    let input = format.field_value(window, value, scratch);
    match field {
        0 => !Quantity::read(input, number::value).value().is_nan(),
        1 => input != FieldValue::Null && Policy::read(input, number::value) != Policy::Unknown,
        _ => matches!(input, FieldValue::Text(_) | FieldValue::Number(_)),
    }
}
