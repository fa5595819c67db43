//! Sends a call to Klaviyo, and reads the response.
//!
//! Other scripts may wrap the page's `fetch`: it may throw, reject with any value, or resolve to any value. The call
//! settles anyway, with `network` if there is no response with a status.

use gloo_net::http::Response;
use js_sys::{Array, JSON, Object, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::{JsCast, prelude::*};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{RequestInit, ResponseInit, TextDecodeOptions, TextDecoder};

use super::{
    error::{error_of_response, thrown},
    object,
    read::own_members,
};
use crate::{
    delivery::receipt::is_receipt,
    error::ErrorKind,
    klaviyo::response::{ApiError, check_response},
};

/// The maximum length of an error document. The rest is not read.
const LONGEST: usize = 65_536;

/// The maximum number of entries of an error document that are read.
const MOST_ERRORS: usize = 9;

const RETRY_AFTER: &str = "retry-after";
/// The header of a shop's relay.
const RELAY: &str = "back-in-stock-relay";

#[wasm_bindgen]
extern "C" {
    /// A `Call` of `subscribe.rs`, with what `src/js/transport.ts` adds: `keepalive`, `signal`, `stopped` and `over`.
    /// It is passed to `fetch` as its options: `fetch` reads `method`, `headers`, `body`, `credentials`, `redirect`,
    /// `keepalive` and `signal`, and ignores the rest.
    #[wasm_bindgen(extends = RequestInit, typescript_type = "StartedCall")]
    #[derive(Clone)]
    pub type StartedCall;

    #[wasm_bindgen(method, getter)]
    fn url(this: &StartedCall) -> String;

    /// Rejects when the call is aborted or times out.
    #[wasm_bindgen(method, getter)]
    fn stopped(this: &StartedCall) -> Promise;

    /// To be called when the response of a successful call has ended.
    #[wasm_bindgen(method)]
    fn over(this: &StartedCall);

    /// The page's `fetch`. The URL is a string: scripts that wrap `fetch` often expect one.
    #[wasm_bindgen(catch)]
    fn fetch(url: &str, options: &StartedCall) -> Result<JsValue, JsValue>;

    /// The reader of a body, whose methods may throw.
    type BodyReader;

    #[wasm_bindgen(method, catch)]
    fn read(this: &BodyReader) -> Result<JsValue, JsValue>;

    /// A body, which may be locked, or its reader.
    type Body;

    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn get_reader(this: &Body) -> Result<BodyReader, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn cancel(this: &Body) -> Result<JsValue, JsValue>;

    /// Headers, or any object with such a method.
    type AnyHeaders;

    #[wasm_bindgen(method, catch)]
    fn get(this: &AnyHeaders, name: &str) -> Result<JsValue, JsValue>;
}

/// Sends a call. Returns once Klaviyo has accepted it; or, with a receipt, once the shop's relay has stored it.
///
/// # Errors
///
/// `network` without a response, also if the call was stopped: `src/js/transport.ts` then reports `aborted` or `timeout`.
/// Otherwise the error of the response.
#[wasm_bindgen]
pub async fn send(call: StartedCall) -> Result<Option<String>, JsValue> {
    let fetched = fetch_response(&call).await.ok_or_else(|| thrown(ErrorKind::Network))?;
    let response = head_of(&fetched).ok_or_else(|| thrown(ErrorKind::Network))?;
    let status = response.status();
    let is_stored = response.headers().get(RELAY).as_deref() == Some("stored");
    if status == 202 && !is_stored {
        spawn_local(finish(call, fetched));
        return Ok(None);
    }
    let mut body = String::new();
    read_body(&call, &fetched, &mut body).await;
    if status == 202 {
        call.over();
        // Without a receipt, the request is sent again. The relay recognizes the repeat.
        return receipt_of(&body).map(Some).ok_or_else(|| thrown(ErrorKind::ServiceUnavailable));
    }
    let errors = api_errors(&body);
    check_response(status, errors.as_deref()).map(|()| None).map_err(|error| {
        let errors = errors.unwrap_or_default();
        let details = ResponseDetails { status, errors, retry_after: response.headers().get(RETRY_AFTER) };
        error_of_response(error, &object(&details))
    })
}

impl StartedCall {
    /// The result of a promise, or of any other value, unless the call is stopped first.
    async fn unless_stopped(&self, value: JsValue) -> Result<JsValue, JsValue> {
        JsFuture::from(Promise::race(&Array::of2(&value, &self.stopped()))).await
    }
}

/// The members of an error that come from Klaviyo's response.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResponseDetails {
    status: u16,
    errors: Vec<ApiError>,
    /// `None` if the response does not have it, or the page may not read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<String>,
}

/// Calls `fetch`. `None` if it fails, or the call is stopped first.
async fn fetch_response(call: &StartedCall) -> Option<web_sys::Response> {
    let response = call.unless_stopped(fetch(&call.url(), call).ok()?).await.ok()?;
    Some(response.unchecked_into())
}

/// The status and the headers of a response, in a response of our own; `None` without the status of a final response.
///
/// They are read once: a wrapped `fetch` may return an object whose getters throw at any time, and gloo-net does not
/// catch what they throw.
fn head_of(fetched: &JsValue) -> Option<Response> {
    let status = get_member(fetched, "status")?.as_f64()?;
    // The constructor takes no other status, and would convert a fraction.
    if status.fract() != 0.0 || !(200.0..600.0).contains(&status) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is from 200 to 599")]
    let status = status as u16;
    let headers = web_sys::Headers::new().ok()?;
    let given: AnyHeaders = get_member(fetched, "headers").unwrap_or_default().unchecked_into();
    for name in [RETRY_AFTER, RELAY] {
        if let Some(value) = given.get(name).ok().and_then(|value| value.as_string()) {
            // A text that is not allowed in a header counts as missing.
            headers.append(name, &value).unwrap_or_default();
        }
    }
    // Without a prototype, whose setters the page could define.
    let init: ResponseInit = Object::create(JsValue::NULL.unchecked_ref::<Object>()).unchecked_into();
    init.set_status(status);
    init.set_headers(&headers);
    web_sys::Response::new_with_opt_str_and_init(None, &init).ok().map(Response::from)
}

/// Waits for the transfer of an accepted response to end. If nobody reads a body to its end, the developer tools show the
/// request as failed (`net::ERR_ABORTED`). In Chromium they do so even for a body that was read to its end, unless the
/// response was cloned.
async fn finish(call: StartedCall, response: web_sys::Response) {
    // The `clone` of JavaScript, which copies the body, too.
    let branch = web_sys::Response::clone(&response);
    let has_ended = read_body(&call, &response, &mut String::new()).await;
    if !has_ended && let Some(body) = branch.ok().and_then(|branch| body_of(&branch)) {
        cancel(&body);
    }
    call.over();
}

/// Appends the beginning of a body. If it breaks off, the part that arrived is enough: the status is known. Returns
/// whether the body has ended by itself.
async fn read_body(call: &StartedCall, response: &web_sys::Response, text: &mut String) -> bool {
    let Some(reader) = body_of(response).and_then(|body| body.get_reader().ok()) else { return true };
    let has_ended = read_chunks(call, &reader, text).await.is_ok();
    if !has_ended {
        cancel(reader.unchecked_ref());
    }
    has_ended
}

fn body_of(response: &web_sys::Response) -> Option<Body> {
    Some(get_member(response, "body").filter(JsValue::is_object)?.unchecked_into())
}

/// Cancels a body. Errors are ignored.
fn cancel(body: &Body) {
    if let Ok(cancelled) = body.cancel() {
        // A rejection must not be reported as unhandled.
        let _ = Promise::all_settled(&Array::of1(&cancelled));
    }
}

/// Appends the chunks of a body.
///
/// # Errors
///
/// If the body is too long, broke off, or the call was stopped.
async fn read_chunks(call: &StartedCall, reader: &BodyReader, text: &mut String) -> Result<(), JsValue> {
    let decoder = TextDecoder::new()?;
    let more = TextDecodeOptions::new();
    more.set_stream(true);
    while text.len() < LONGEST {
        let chunk = call.unless_stopped(reader.read()?).await?;
        if Reflect::get(&chunk, &"done".into())?.is_truthy() {
            return Ok(());
        }
        // It may be from another realm.
        let bytes = Reflect::get(&chunk, &"value".into())?.unchecked_into();
        text.push_str(&decoder.decode_with_js_u8_array_and_options(&bytes, &more)?);
    }
    Err(JsValue::UNDEFINED)
}

/// A member, own or inherited; `None` if reading it throws.
fn get_member(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

/// The entries of an error document. Members of undocumented types are ignored. `None` if the text is not such a
/// document.
fn api_errors(text: &str) -> Option<Vec<ApiError>> {
    let document = JSON::parse(text).ok()?;
    let errors = member(&document, "errors")?.dyn_into::<Array>().ok()?;
    Some(errors.iter().take(MOST_ERRORS).map(|entry| api_error(&entry)).collect())
}

/// The receipt of a relay: the ID of a document of the type `alert-receipt`.
fn receipt_of(text: &str) -> Option<String> {
    let data = member(&JSON::parse(text).ok()?, "data")?;
    let text = |name| member(&data, name).and_then(|value| value.as_string());
    let is_typed = text("type").as_deref() == Some("alert-receipt");
    text("id").filter(|id| is_typed && is_receipt(id))
}

fn api_error(entry: &JsValue) -> ApiError {
    let mut error = ApiError::default();
    for (name, value) in members(entry) {
        match &*name {
            "id" => error.id = value.as_string(),
            "code" => error.code = value.as_string(),
            "title" => error.title = value.as_string(),
            "detail" => error.detail = value.as_string(),
            "status" => error.status = value.as_f64(),
            "source" => {
                let text = |name| member(&value, name).and_then(|value| value.as_string());
                error.source.pointer = text("pointer");
                error.source.parameter = text("parameter");
            }
            _ => {}
        }
    }
    error
}

fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    members(object).into_iter().find_map(|(key, value)| (key == name).then_some(value))
}

/// The own members of an object; of any other value, an empty list.
fn members(value: &JsValue) -> Vec<(String, JsValue)> {
    if value.is_object() { own_members(value) } else { Vec::new() }
}
