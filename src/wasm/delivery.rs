//! The exports of `core.wasm` that decide about delivery: the next call, leases of queue entries, and replays.

use js_sys::{Date, Math};
use wasm_bindgen::prelude::*;

use super::{error::thrown, object, stored};
use crate::delivery::{
    flow::{Answer, Flow},
    queue_entry::Attempt,
    replay,
};

/// A subscription at its first call, or at that of its queue entry.
#[wasm_bindgen(js_name = startFlow, unchecked_return_type = "Flow")]
pub fn start_flow(
    consent: bool,
    newsletter: bool,
    #[wasm_bindgen(unchecked_param_type = "Partial<QueueEntry>")] entry: &JsValue,
) -> JsValue {
    let entry = stored::entry(entry);
    object(&Flow::new(consent, newsletter).resume(entry.step, entry.receipt.is_some()))
}

/// The subscription after its next call succeeded. `stored`: the shop's relay stored it. `requested_before`: Klaviyo
/// accepted the same alert from this device before.
#[wasm_bindgen(unchecked_return_type = "Flow")]
pub fn succeeded(
    #[wasm_bindgen(unchecked_param_type = "Flow")] flow: &JsValue,
    stored: bool,
    requested_before: bool,
) -> JsValue {
    let answer = if stored { Answer::Stored } else { Answer::Accepted };
    object(&stored::flow(flow).answered(answer, requested_before))
}

/// The subscription after its next call failed, with the HTTP status if there was a response. `postponed`: it is queued.
#[wasm_bindgen(unchecked_return_type = "Flow")]
pub fn failed(
    #[wasm_bindgen(unchecked_param_type = "Flow")] flow: &JsValue,
    status: Option<u16>,
    postponed: bool,
    requested_before: bool,
) -> JsValue {
    object(&stored::flow(flow).answered(Answer::failed(status, postponed), requested_before))
}

/// An entry during an attempt. `next`: the step of the attempt, if the call before it was just accepted.
#[wasm_bindgen(js_name = leaseEntry, unchecked_return_type = "QueueEntry")]
pub fn lease_entry(
    #[wasm_bindgen(unchecked_param_type = "Partial<QueueEntry>")] entry: &JsValue,
    owner: &str,
    timeout: f64,
    online: bool,
    #[wasm_bindgen(unchecked_param_type = "Step | undefined")] next: &JsValue,
) -> JsValue {
    let attempt = Attempt { owner, timeout, online, now: Date::now() };
    let entry = stored::entry(entry);
    object(&match stored::step(next) {
        Some(next) => entry.passed(next, attempt),
        None => entry.leased(attempt),
    })
}

/// An entry after a failed attempt; `undefined` if the failure is final.
#[wasm_bindgen(js_name = failEntry, unchecked_return_type = "QueueEntry | undefined")]
pub fn fail_entry(
    #[wasm_bindgen(unchecked_param_type = "QueueEntry")] entry: &JsValue,
    code: &str,
    retry_after: Option<String>,
) -> JsValue {
    let retry_after = retry_after.map(|text| stored::retry_after(&text));
    stored::retryable(code)
        .and_then(|error| stored::entry(entry).failed(error, retry_after, Date::now(), Math::random()))
        .map_or(JsValue::UNDEFINED, |entry| object(&entry))
}

/// The time from which an entry may be sent. Throws `storage` if the entry must be deleted.
#[wasm_bindgen(js_name = dueAt)]
pub fn due_at(
    #[wasm_bindgen(unchecked_param_type = "QueueEntry")] entry: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "ReplayScope")] scope: &str,
    days: f64,
) -> Result<f64, JsValue> {
    stored::entry(entry).due_at(stored::scope(scope), days, Date::now()).map_err(thrown)
}

/// Whether a tab that has read `entry` may replace or delete the stored entry.
#[wasm_bindgen(js_name = mayWrite)]
pub fn may_write(
    #[wasm_bindgen(unchecked_param_type = "QueueEntry")] entry: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "QueueEntry | undefined")] stored: &JsValue,
) -> bool {
    let stored = stored.is_object().then(|| stored::entry(stored));
    stored::entry(entry).may_write(stored.as_ref(), Date::now())
}

/// Whether queued requests may be sent now.
#[wasm_bindgen(js_name = mayReplay)]
pub fn may_replay(
    #[wasm_bindgen(unchecked_param_type = "ReplayScope")] scope: &str,
    online: bool,
    held_until: f64,
) -> bool {
    replay::may_replay(stored::scope(scope), online, held_until, Date::now())
}

/// The index of the entry that is sent first.
#[wasm_bindgen(js_name = nextDue)]
pub fn next_due(due: &[f64]) -> Option<usize> {
    replay::next_due(due)
}

/// The index of the entry to drop, if there are too many. `added` is the newest one.
#[wasm_bindgen]
pub fn evicted(created: &[f64], added: usize) -> Option<usize> {
    replay::evicted(created, added)
}

/// The error of an evicted entry.
#[wasm_bindgen(js_name = evictionError, unchecked_return_type = "BackInStockError")]
pub fn eviction_error() -> JsValue {
    thrown(replay::eviction_error())
}

/// The milliseconds until the next replay.
#[wasm_bindgen(js_name = nextLook)]
pub fn next_look(earliest: f64, held_until: f64, delivered: bool) -> f64 {
    replay::next_look(earliest, held_until, delivered, Date::now())
}
