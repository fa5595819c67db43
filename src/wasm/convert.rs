//! Between JavaScript's values and the core's.

use js_sys::JSON;
use serde::Serialize;
use wasm_bindgen::JsValue;
use web_sys::RequestInit;

use super::send::send;
use crate::{
    contact::suggest::suggest_email,
    error::{Error, Kind},
    fields::{Field, Fields},
    options::Options,
    request::{HttpRequest, Purpose},
    response::ApiError,
    retry::{self, Failure, Kept, retry_at},
    subscription::{self, Subscription},
    text::pieces,
};

/// A document as JSON. It is written here and not by the page's `JSON.stringify`, which old libraries bend by a
/// `toJSON` of their own.
pub(super) fn to_json(document: &impl Serialize) -> String {
    serde_json::to_string(document).unwrap_or_default()
}

/// A document as plain JavaScript objects.
pub(super) fn to_js(document: &impl Serialize) -> JsValue {
    JSON::parse(&to_json(document)).unwrap_or(JsValue::UNDEFINED)
}

/// The normal form of one id or contact; the numbers are those of the export.
pub(super) fn normalize(fields: &str, what: u8) -> Result<String, Error> {
    let fields = Fields::unpack(fields);
    Ok(match what {
        0 => subscription::variant_id(&fields)?.canonical(),
        1 => subscription::variant_parts(&fields)?,
        2 => subscription::email(&fields)?.ok_or(Kind::EmailText)?.into(),
        3 => suggest_email(fields.needed(Field::Email, Kind::EmailText)?).unwrap_or_default(),
        _ => subscription::phone_number(&fields)?.ok_or(Kind::PhoneText)?.into(),
    })
}

/// A request as data, or, told how, sent; `undefined` if the purpose is none of this request's.
pub(super) fn request(fields: &str, purpose: u8, init: &RequestInit) -> Result<JsValue, Error> {
    let fields = Fields::unpack(fields);
    let options = Options::read(&fields)?;
    let subscription = Subscription::read(&fields)?;
    let purpose = match purpose {
        0 => Purpose::Consent,
        1 => Purpose::Alert,
        _ => Purpose::Newsletter,
    };
    match HttpRequest::new(purpose, &subscription, &options) {
        Some(request) => {
            if init.is_undefined() {
                Ok(to_js(&request))
            } else {
                send(&request, init)
            }
        }
        None => Ok(JsValue::UNDEFINED),
    }
}

/// Code, pointer and parameter of each error, a NUL between all of them.
pub(super) fn api_errors(text: &str) -> impl Iterator<Item = ApiError<'_>> {
    let mut parts = pieces(text, 0);
    core::iter::from_fn(move || {
        Some(ApiError { code: parts.next()?, pointer: parts.next()?, parameter: parts.next()? })
    })
}

/// When to try again, or the number of the error that is final.
///
/// Inlined into what wasm-bindgen wraps around an export, it would cost twice its bytes; so would [`next`].
#[inline(never)]
pub(super) fn retry(number: u8, attempts: u32, seconds: f64, date: f64, now: f64, random: f64) -> f64 {
    let failed = Error::RETRYABLE.into_iter().find(|error| error.number() == number);
    failed
        .and_then(|error| retry_at(Failure { error, attempts, seconds, date }, now, random))
        .unwrap_or(number.into())
}

/// When a request may be sent, or the number of the error with which it is dropped.
#[inline(never)]
pub(super) fn next(created: f64, uncertain: f64, due: f64, lease: f64, days: f64, now: f64) -> f64 {
    retry::next(Kept { created, uncertain, due, lease }, days, now)
        .unwrap_or_else(|error| error.number().into())
}
