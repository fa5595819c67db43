//! Between what crosses to JavaScript and the core.

use crate::{
    contact::suggestion::suggest_email,
    delivery::{
        queue_entry::QueueEntry,
        replay::Scope,
        retry::{Failure, RetryAfter, retry_at},
    },
    error::{Error, Kind},
    fields::{Field, Fields},
    json::{put, write},
    klaviyo::request::{HttpRequest, Purpose},
    klaviyo::response::{ApiError, verdict},
    options::Options,
    subscription::{self, Subscription},
    text::pieces,
};

/// The normal form of one id or contact; the numbers are those of the export.
pub(super) fn normalize(fields: &str, what: u32) -> Result<Vec<u8>, Error> {
    let fields = Fields::unpack(fields);
    let text: String = match what {
        0 => subscription::variant_id(&fields)?.canonical(),
        1 => subscription::variant_parts(&fields)?,
        2 => subscription::email(&fields)?.ok_or(Kind::EmailText)?.into(),
        3 => suggest_email(fields.needed(Field::Email, Kind::EmailText)?).unwrap_or_default(),
        _ => subscription::phone_number(&fields)?.ok_or(Kind::PhoneText)?.into(),
    };
    Ok(text.into_bytes())
}

/// URL, headers and body of a request; the numbers are those of the export. Both documents are written here and not by
/// the page's `JSON.stringify`, which old libraries bend by a `toJSON` of their own.
pub(super) fn request(fields: &str, purpose: u32) -> Result<Vec<u8>, Error> {
    let fields = Fields::unpack(fields);
    let options = Options::read(&fields)?;
    let subscription = Subscription::read(&fields)?;
    let purpose = match purpose {
        0 => Purpose::Consent,
        1 => Purpose::Alert,
        _ => Purpose::Newsletter,
    };
    let mut text = Vec::new();
    if let Some(request) = HttpRequest::new(purpose, &subscription, &options) {
        put(request.url().as_bytes(), &mut text);
        put(b"\0", &mut text);
        // Both are made of texts, lists and objects.
        write(&request.headers(), &mut text).unwrap_or_default();
        put(b"\0", &mut text);
        write(&request.body(), &mut text).unwrap_or_default();
    }
    Ok(text)
}

/// What an answer means. A status that none is counts as a failure of the service.
pub(super) fn read(errors: &str, status: f64) -> Result<Vec<u8>, Error> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
    verdict(status as u16, api_errors(errors).as_deref()).map(|()| Vec::new())
}

/// The errors of a document: the text is `errors`, then code, pointer and parameter of each, a NUL between all of them;
/// or it is empty, if the body is not such a document.
fn api_errors(text: &str) -> Option<Vec<ApiError<'_>>> {
    let mut parts = pieces(text, 0);
    if parts.next() != Some("errors") {
        return None;
    }
    let mut errors = Vec::new();
    while let (Some(code), Some(pointer), Some(parameter)) = (parts.next(), parts.next(), parts.next()) {
        errors.push(ApiError { code, pointer, parameter });
    }
    Some(errors)
}

/// When to try again, or the number of the error that is final.
///
/// Inlined into what wasm-bindgen wraps around an export, it would cost twice its bytes; so would [`next`].
#[inline(never)]
pub(super) fn retry(number: u32, attempts: u32, seconds: f64, date: f64, now: f64, random: f64) -> f64 {
    let retry_after = if seconds.is_nan() { RetryAfter::Date(date) } else { RetryAfter::Seconds(seconds) };
    let failed = Error::RETRYABLE.into_iter().find(|error| u32::from(error.number()) == number);
    failed
        .and_then(|error| retry_at(Failure { error, attempts, retry_after: Some(retry_after) }, now, random))
        .unwrap_or(number.into())
}

/// When a request may be sent, or the number of the error with which it is dropped.
#[inline(never)]
pub(super) fn next(created: f64, uncertain: f64, due: f64, lease: f64, days: f64, now: f64) -> f64 {
    let entry = QueueEntry { created, uncertain, due, lease, ..QueueEntry::default() };
    entry.due_at(Scope::Due, days, now).unwrap_or_else(|error| error.number().into())
}
