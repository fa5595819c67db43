//! When a stored request is sent again.

use js_sys::{Date, Math};
use wasm_bindgen::prelude::*;

use super::error::thrown;
use crate::{
    delivery::{
        queue_entry::QueueEntry,
        replay::Scope,
        retry::{self, Failure, RetryAfter},
    },
    error::Error,
};

/// When to try again after an error with this code, in milliseconds since 1970; `undefined`: never.
///
/// `seconds` and `date` are those of `Retry-After`; each is not a number if the header has none.
#[wasm_bindgen(js_name = retryAt)]
pub fn retry_at(code: &str, attempts: u32, seconds: f64, date: f64) -> Option<f64> {
    let error = Error::RETRYABLE.into_iter().find(|error| error.code() == code)?;
    let date = (!date.is_nan()).then_some(RetryAfter::Date(date));
    let retry_after = if seconds.is_nan() { date } else { Some(RetryAfter::Seconds(seconds)) };
    retry::retry_at(Failure { error, attempts, retry_after }, Date::now(), Math::random())
}

/// When a stored request may be sent, in milliseconds since 1970.
#[wasm_bindgen(js_name = dueAt)]
pub fn due_at(created: f64, uncertain: f64, due: f64, lease: f64, days: f64) -> Result<f64, JsValue> {
    let entry = QueueEntry { created, uncertain, due, lease, ..QueueEntry::default() };
    entry.due_at(Scope::Due, days, Date::now()).map_err(thrown)
}
