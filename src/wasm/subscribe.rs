//! The exports of `core.wasm`: a list, not a place to think.
//!
//! Numbers cross, and texts are written to the memory: the page asks for [`room`], writes a text there in UTF-8, and calls
//! what reads it. What is refused is returned as the number of its error, which is below 256. A text that is given is
//! returned as its address, which is not; it ends before U+0001, which stands in none.
//!
//! Requests leave as texts and answers come back as texts: sending is the wrapper's. No state is kept between two calls.

use wasm_bindgen::prelude::*;

use super::convert;
use crate::{error::Error, json::put};

/// Room for a text that is about to be read.
#[wasm_bindgen]
pub fn room(length: usize) -> *mut u8 {
    vec![0; length].leak().as_mut_ptr()
}

/// The packed fields of one id or contact → its normal form. 0: the canonical id of a variant, 1: its integration,
/// catalog and id, with a NUL between them, 2: an e-mail address, 3: the one that was probably meant, or nothing,
/// 4: a phone number.
#[wasm_bindgen]
pub fn normalize(at: *const u8, length: usize, what: u32) -> usize {
    reply(convert::normalize(text(at, length), what))
}

/// The packed fields of a request and its options, and a purpose (0 consent, 1 alert, 2 newsletter) → an HTTP request:
/// its URL, its headers and its body, both in JSON, with a NUL between them; nothing where the purpose is none of this
/// request's.
#[wasm_bindgen]
pub fn request(at: *const u8, length: usize, purpose: u32) -> usize {
    reply(convert::request(text(at, length), purpose))
}

/// Nothing if an answer with this status and this error document accepts. The document is empty if the body is not one;
/// else `errors`, then code, pointer and parameter of each, a NUL between all of them.
#[wasm_bindgen]
pub fn read(at: *const u8, length: usize, status: f64) -> usize {
    reply(convert::read(text(at, length), status))
}

/// The number of the error that an attempt failed with, how many attempts there were, and `Retry-After` in seconds and
/// as a time (each not a number if it is none) → the time of the next attempt; or the number, if there is none.
#[wasm_bindgen]
pub fn retry(error: u32, attempts: u32, seconds: f64, date: f64, now: f64, random: f64) -> f64 {
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

fn text(at: *const u8, length: usize) -> &'static str {
    #[expect(
        unsafe_code,
        reason = "the page's encoder wrote it, which gives UTF-8 and nothing else; nothing is freed"
    )]
    unsafe {
        core::str::from_utf8_unchecked(core::slice::from_raw_parts(at, length))
    }
}

fn reply(result: Result<Vec<u8>, Error>) -> usize {
    match result {
        Ok(mut text) => {
            put(&[1], &mut text);
            text.leak().as_ptr() as usize
        }
        Err(error) => error.number().into(),
    }
}
