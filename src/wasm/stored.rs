//! Values that the wrapper stored, read again. Any script of the page can have changed them, and another version of the
//! package can have written them: a member of another type counts as unset, and an unknown one is ignored.

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

/// The state of an entry.
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
            _ => {}
        }
    }
    entry
}

/// The name of a step.
pub(super) fn step(value: &JsValue) -> Option<Step> {
    Step::from_name(&value.as_string()?)
}

/// A flow that is not at its end: such a one has no other status than that of an accepted alert.
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

/// The name of a scope.
pub(super) fn scope(name: &str) -> Scope {
    Scope::from_name(name).unwrap_or(Scope::Due)
}

/// The error with this code, if the same request may succeed later. A module that stopped during a call says as little
/// about the request as a missing answer.
pub(super) fn retryable(code: &str) -> Option<Error> {
    if code == "load_failed" {
        return Some(Error::NETWORK);
    }
    Error::RETRYABLE.into_iter().find(|error| error.code() == code)
}

/// The value of the header: seconds, or anything that the platform reads as a date.
pub(super) fn retry_after(text: &str) -> RetryAfter {
    let seconds = JsValue::from_str(text).unchecked_into_f64();
    if seconds.is_nan() { RetryAfter::Date(Date::parse(text)) } else { RetryAfter::Seconds(seconds) }
}
