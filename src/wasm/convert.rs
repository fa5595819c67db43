//! Between what crosses to JavaScript and the core.

use serde::Serialize;

use crate::{
    contact::suggest::suggest_email,
    error::{Error, Kind},
    fields::{Field, Fields},
    options::Options,
    request::{HttpRequest, Purpose},
    response::{ApiError, verdict},
    retry::{self, Failure, Kept, retry_at},
    subscription::{self, Subscription},
    text::{join, pieces},
};

/// A document as JSON. It is written here and not by the page's `JSON.stringify`, which old libraries bend by a
/// `toJSON` of their own.
fn to_json(document: &impl Serialize) -> String {
    serde_json::to_string(document).unwrap_or_default()
}

/// The normal form of one id or contact; the numbers are those of the export.
pub(super) fn normalize(fields: &str, what: u32) -> Result<String, Error> {
    let fields = Fields::unpack(fields);
    Ok(match what {
        0 => subscription::variant_id(&fields)?.canonical(),
        1 => subscription::variant_parts(&fields)?,
        2 => subscription::email(&fields)?.ok_or(Kind::EmailText)?.into(),
        3 => suggest_email(fields.needed(Field::Email, Kind::EmailText)?).unwrap_or_default(),
        _ => subscription::phone_number(&fields)?.ok_or(Kind::PhoneText)?.into(),
    })
}

/// URL, headers and body of a request; the numbers are those of the export.
pub(super) fn request(fields: &str, purpose: u32) -> Result<String, Error> {
    let fields = Fields::unpack(fields);
    let options = Options::read(&fields)?;
    let subscription = Subscription::read(&fields)?;
    let purpose = match purpose {
        0 => Purpose::Consent,
        1 => Purpose::Alert,
        _ => Purpose::Newsletter,
    };
    let request = HttpRequest::new(purpose, &subscription, &options);
    Ok(request.map_or_else(String::new, |request| {
        join(&[request.url(), "\0", &to_json(&request.headers()), "\0", &to_json(&request.body())])
    }))
}

/// What an answer means. A status that none is counts as a failure of the service.
pub(super) fn read(errors: &str, status: f64) -> Result<String, Error> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
    verdict(status as u16, api_errors(errors)).map(|()| String::new())
}

/// Code, pointer and parameter of each error, a NUL between all of them.
fn api_errors(text: &str) -> impl Iterator<Item = ApiError<'_>> {
    let mut parts = pieces(text, 0);
    core::iter::from_fn(move || {
        Some(ApiError { code: parts.next()?, pointer: parts.next()?, parameter: parts.next()? })
    })
}

/// When to try again, or the number of the error that is final.
///
/// Inlined into what wasm-bindgen wraps around an export, it would cost twice its bytes; so would [`next`].
#[inline(never)]
pub(super) fn retry(number: u32, attempts: u32, seconds: f64, date: f64, now: f64, random: f64) -> f64 {
    let failed = Error::RETRYABLE.into_iter().find(|error| u32::from(error.number()) == number);
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
