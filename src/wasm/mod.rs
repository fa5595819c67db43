//! The module's exports: a list, not a place to think. Arguments come as `Fields`; what is refused is
//! returned as a number, of which the wrapper makes a `BackInStockError`.
#![expect(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

mod convert;
mod send;

use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::{error::Error, response};
use convert::api_errors;

// A shopper's page allocates little and seldom: the small allocator saves more than the fast one.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// The packed fields of one id or contact → its normal form. 0: the canonical id of a variant, 1: its integration,
/// catalog and id, with a NUL between them, 2: an e-mail address, 3: the one that was probably meant, or nothing,
/// 4: a phone number.
#[wasm_bindgen]
pub fn normalize(fields: &str, what: u8) -> JsValue {
    reply(convert::normalize(fields, what).map(JsValue::from))
}

/// The packed fields of a request and its options, and a purpose (0 consent, 1 alert, 2 newsletter) → an HTTP
/// request as data, or `undefined` where the purpose is none of this request's.
#[wasm_bindgen]
pub fn request(fields: &str, purpose: u8) -> JsValue {
    reply(convert::request(fields, purpose, None))
}

/// Starts the request of the same arguments; gives whatever `fetch` gives.
#[wasm_bindgen]
pub fn send(fields: &str, purpose: u8, signal: &AbortSignal) -> JsValue {
    reply(convert::request(fields, purpose, Some(signal)))
}

/// `undefined` if an answer accepts, else the number of the error that it means. Its errors are code, pointer and
/// parameter, a NUL behind each.
#[wasm_bindgen]
pub fn read(status: u16, errors: &str) -> JsValue {
    reply(response::verdict(status, api_errors(errors)).map(|()| JsValue::UNDEFINED))
}

/// The number of the error where there was no answer: `network`, `timeout` or `aborted`.
#[wasm_bindgen]
pub fn fail(why: &str) -> JsValue {
    reply(Err(response::without_answer(why)))
}

/// [`crate::fingerprint`], for the wrapper to compare with its own.
#[wasm_bindgen]
pub fn fingerprint() -> u32 {
    const { crate::fingerprint() }
}

/// What is refused leaves as the number of its error: nothing else that is returned is a number.
fn reply(result: Result<JsValue, Error>) -> JsValue {
    result.unwrap_or_else(|error| JsValue::from(error.number()))
}
