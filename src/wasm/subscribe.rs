//! The exports of `core.wasm`: a list, not a place to think. Arguments come as `Fields`; what is refused is
//! returned as a number, of which the wrapper makes a `BackInStockError`.

use wasm_bindgen::prelude::*;
use web_sys::RequestInit;

use super::convert::{self, api_errors};
use crate::{error::Error, response};

/// The packed fields of one id or contact → its normal form. 0: the canonical id of a variant, 1: its integration,
/// catalog and id, with a NUL between them, 2: an e-mail address, 3: the one that was probably meant, or nothing,
/// 4: a phone number.
#[wasm_bindgen]
pub fn normalize(fields: &str, what: u8) -> JsValue {
    reply(convert::normalize(fields, what).map(JsValue::from))
}

/// The packed fields of a request and its options, and a purpose (0 consent, 1 alert, 2 newsletter) → an HTTP request
/// as data. With `init`, which says how to treat cookies and redirects and has the signal, the request is sent, and this
/// is what `fetch` gives. `undefined` where the purpose is none of this request's.
#[wasm_bindgen]
pub fn request(fields: &str, purpose: u8, init: &RequestInit) -> JsValue {
    reply(convert::request(fields, purpose, init))
}

/// `undefined` if an answer accepts, else the number of the error that it means. Its errors are code, pointer and
/// parameter, a NUL between all of them.
#[wasm_bindgen]
pub fn read(status: u16, errors: &str) -> JsValue {
    reply(response::verdict(status, api_errors(errors)).map(|()| JsValue::UNDEFINED))
}

/// The number of the error that an attempt failed with, how many attempts there were, and `Retry-After` in seconds and
/// as a time (each not a number if it is none) → the time of the next attempt; or the number, if there is none.
#[wasm_bindgen]
pub fn retry(error: u8, attempts: u32, seconds: f64, date: f64, now: f64, random: f64) -> f64 {
    convert::retry(error, attempts, seconds, date, now, random)
}

/// The times of a request that waits, and for how many days it may → the time from which it may be sent; or the number
/// of the error with which it is dropped.
#[wasm_bindgen]
pub fn next(created: f64, uncertain: f64, due: f64, lease: f64, days: f64, now: f64) -> f64 {
    convert::next(created, uncertain, due, lease, days, now)
}

/// [`crate::fingerprint`], for the wrapper to compare with its own.
#[wasm_bindgen]
pub fn fingerprint() -> u32 {
    const { crate::fingerprint() }
}

/// What is refused leaves as the number of its error; no number that means something else is below 256.
fn reply(result: Result<JsValue, Error>) -> JsValue {
    result.unwrap_or_else(|error| JsValue::from(error.number()))
}
