//! Between JavaScript's values and the core's.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, Url};

use super::send::send;
use crate::{
    contact::suggest::suggest_email,
    error::{Error, Kind},
    fields::{Field, Fields},
    options::Options,
    request::{HttpRequest, Purpose},
    response::ApiError,
    subscription::{self, Subscription},
    text::{join, pieces},
};

/// A document as plain JavaScript objects.
pub(super) fn to_js(document: &impl Serialize) -> JsValue {
    document.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED)
}

/// The normal form of one id or contact; the numbers are those of the export.
pub(super) fn normalize(fields: &str, what: u8) -> Result<String, Error> {
    let fields = Fields::unpack(fields)?;
    Ok(match what {
        0 => subscription::variant_id(&fields)?.canonical(),
        1 => subscription::variant_parts(&fields)?,
        2 => subscription::email(&fields, ascii_domain)?.ok_or(Kind::EmailText)?.into(),
        3 => suggest_email(fields.needed(Field::Email, Kind::EmailText)?).unwrap_or_default(),
        _ => subscription::phone_number(&fields)?.ok_or(Kind::PhoneText)?.into(),
    })
}

/// A request as data, or, given a signal, sent; `undefined` if the purpose is none of this request's.
pub(super) fn request(fields: &str, purpose: u8, signal: Option<&AbortSignal>) -> Result<JsValue, Error> {
    let fields = Fields::unpack(fields)?;
    let options = Options::read(&fields)?;
    let subscription = Subscription::read(&fields, ascii_domain)?;
    let purpose = match purpose {
        0 => Purpose::Consent,
        1 => Purpose::Alert,
        _ => Purpose::Newsletter,
    };
    match HttpRequest::new(purpose, &subscription, &options) {
        Some(request) => signal.map_or_else(|| Ok(to_js(&request)), |signal| send(&request, signal)),
        None => Ok(JsValue::UNDEFINED),
    }
}

/// Code, pointer and parameter of each error, a NUL behind each.
pub(super) fn api_errors(text: &str) -> impl Iterator<Item = ApiError<'_>> {
    let mut parts = pieces(text, 0);
    core::iter::from_fn(move || {
        Some(ApiError { code: parts.next()?, pointer: parts.next()?, parameter: parts.next()? })
    })
}

/// The ASCII form of a domain in any script, as the platform's URL parser knows it.
pub(super) fn ascii_domain(domain: &str) -> Option<String> {
    // A URL would end the host at these, and drop what follows without a word.
    if domain.bytes().any(|b| b.is_ascii() && !b.is_ascii_alphanumeric() && !matches!(b, b'.' | b'-')) {
        return None;
    }
    Some(Url::new(&join(&["http://", domain])).ok()?.hostname())
}
