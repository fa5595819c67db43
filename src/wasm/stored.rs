//! Reads stored values. Other scripts of the page can change them, and another version of the package may have written
//! them. So a member of a wrong type counts as unset, and an unknown one is ignored.

use js_sys::Date;
use wasm_bindgen::prelude::*;

use super::read::own_members;
use crate::{
    delivery::{
        flow::{Flow, Status, Step},
        queue_entry::{QueueEntry, Reason},
        replay::Scope,
        retry::RetryAfter,
    },
    error::Error,
};

/// Reads a queue entry.
pub(super) fn entry(value: &JsValue) -> QueueEntry {
    let mut entry = QueueEntry::default();
    for (name, value) in own_members(value) {
        let number = value.as_f64().unwrap_or_default();
        match &*name {
            "created" => entry.created = number,
            "uncertain" => entry.uncertain = number,
            "newlyUncertain" => entry.newly_uncertain = value.is_truthy(),
            "due" => entry.due = number,
            "lease" => entry.lease = number,
            "owner" => entry.owner = value.as_string().unwrap_or_default(),
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
            "attempts" => entry.attempts = number as u32,
            "step" => entry.step = step(&value),
            "reason" => entry.reason = value.as_string().and_then(|name| Reason::from_name(&name)),
            "receipt" => entry.receipt = value.as_string(),
            _ => {}
        }
    }
    entry
}

/// Reads a step.
pub(super) fn step(value: &JsValue) -> Option<Step> {
    Step::from_name(&value.as_string()?)
}

/// Reads a flow that has not ended. `marketing` is not read: it is set only at the end.
pub(super) fn flow(value: &JsValue) -> Flow {
    let mut flow = Flow::new(false, false);
    for (name, value) in own_members(value) {
        match &*name {
            "consent" => flow.consent = value.is_truthy(),
            "newsletter" => flow.newsletter = value.is_truthy(),
            "step" => flow.step = step(&value),
            "status" => flow.status = value.as_string().and_then(|name| Status::from_name(&name)),
            _ => {}
        }
    }
    flow
}

/// Reads a scope.
pub(super) fn scope(name: &str) -> Scope {
    Scope::from_name(name).unwrap_or(Scope::Due)
}

/// The error with this code, if it is worth retrying. A module that trapped during a call counts as a missing response.
pub(super) fn retryable(code: &str) -> Option<Error> {
    if code == "load_failed" {
        return Some(Error::NETWORK);
    }
    Error::RETRYABLE.into_iter().find(|error| error.code().as_str() == code)
}

/// Reads `Retry-After`: seconds, as `Number` in JavaScript reads them, or any date that `Date.parse` accepts.
pub(super) fn retry_after(text: &str) -> RetryAfter {
    let seconds = JsValue::from_str(text).unchecked_into_f64();
    if seconds.is_nan() { RetryAfter::Date(Date::parse(text)) } else { RetryAfter::Seconds(seconds) }
}
