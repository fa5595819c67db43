//! One call of Klaviyo's API, and the meaning of its answer.
//!
//! The page's `fetch` may be wrapped by anything: it may throw, reject with anything, and answer with anything. A call
//! settles all the same, as `network` if there is no answer with a status.

use gloo_net::http::Response;
use js_sys::{Array, JSON, Promise, Reflect, Uint8Array};
use serde::Serialize;
use wasm_bindgen::{JsCast, prelude::*};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ReadableStreamReadResult, RequestInit, TextDecodeOptions, TextDecoder};

use super::{
    error::{answered, thrown},
    object,
    read::own_members,
};
use crate::{
    error::ErrorKind,
    klaviyo::response::{ApiError, verdict},
};

/// No error document is longer. The rest of a longer one is not read.
const LONGEST: usize = 65_536;

/// No error document that decides anything has more entries.
const MOST_ERRORS: usize = 9;

#[wasm_bindgen]
extern "C" {
    /// One of the calls that `calls` returns, with `signal` and `keepalive`: its own `RequestInit`.
    #[wasm_bindgen(extends = RequestInit, typescript_type = "StartedCall")]
    #[derive(Clone)]
    pub type StartedCall;

    #[wasm_bindgen(method, getter)]
    fn url(this: &StartedCall) -> String;

    /// Rejects when the caller waits no more.
    #[wasm_bindgen(method, getter)]
    fn stopped(this: &StartedCall) -> Promise;

    /// The same values twice: what a page wraps around its `fetch` may look at either.
    #[wasm_bindgen(catch)]
    fn fetch(request: &web_sys::Request, init: &StartedCall) -> Result<JsValue, JsValue>;

    /// The reader of a body, whose methods may throw.
    type BodyReader;

    #[wasm_bindgen(method, catch)]
    fn read(this: &BodyReader) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn cancel(this: &BodyReader) -> Result<JsValue, JsValue>;

    /// A body, which may be locked.
    type Body;

    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn get_reader(this: &Body) -> Result<BodyReader, JsValue>;
}

/// Makes a call. It returns once Klaviyo has accepted it.
///
/// # Errors
///
/// `network` without an answer; otherwise what the answer means.
#[wasm_bindgen]
pub async fn send(call: StartedCall) -> Result<(), JsValue> {
    let raw = answer(&call).await.ok_or_else(|| thrown(ErrorKind::Network))?;
    let response = Response::from(Clone::clone(&raw));
    let status = response.status();
    if status == 202 {
        spawn_local(finish(call, raw));
        return Ok(());
    }
    let body = read_body(&call, &response).await;
    let errors = api_errors(&body);
    verdict(status, errors.as_deref()).map_err(|error| {
        let retry_after = has_headers(&raw).then(|| response.headers().get("retry-after")).flatten();
        answered(error, &object(&Answer { status, errors: errors.unwrap_or_default(), retry_after }))
    })
}

impl StartedCall {
    /// The result of a promise, or of any other value, unless the call is stopped before.
    async fn unless_stopped(&self, value: JsValue) -> Result<JsValue, JsValue> {
        JsFuture::from(Promise::race(&Array::of2(&value, &self.stopped()))).await
    }
}

/// What an error adds that Klaviyo answered with.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    status: u16,
    errors: Vec<ApiError>,
    /// A page of another origin may not be allowed to read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<String>,
}

/// The response, if there is one with a status.
async fn answer(call: &StartedCall) -> Option<web_sys::Response> {
    let request = web_sys::Request::new_with_str_and_init(&call.url(), call).ok()?;
    let response = call.unless_stopped(fetch(&request, call).ok()?).await.ok()?;
    let status = Reflect::get(&response, &"status".into()).ok()?.as_f64()?;
    (status > 99.0).then(|| response.unchecked_into())
}

/// Whether there are headers to read from.
fn has_headers(response: &web_sys::Response) -> bool {
    let get = |object: &JsValue, name: &str| Reflect::get(object, &name.into());
    get(response, "headers").and_then(|headers| get(&headers, "get")).is_ok_and(|get| get.is_function())
}

/// Lets the transfer of an accepted request end by itself: a browser reports one that is cut off as failed. Chromium does
/// so even at the end of a body that was read, unless the body has a second branch.
async fn finish(call: StartedCall, raw: web_sys::Response) {
    let branch = raw.clone();
    read_body(&call, &raw.into()).await;
    drop(branch);
}

/// The beginning of a body: all there is of one that breaks off. The status is known, and means more than that its
/// explanation got lost.
async fn read_body(call: &StartedCall, response: &Response) -> String {
    let mut text = String::new();
    let reader = response.body().and_then(|body| body.unchecked_into::<Body>().get_reader().ok());
    if let Some(reader) = reader
        && read_chunks(call, &reader, &mut text).await.is_err()
        && let Ok(cancelled) = reader.cancel()
    {
        // The body may be broken. That makes no difference any more.
        spawn_local(async move { drop(JsFuture::from(Promise::resolve(&cancelled)).await) });
    }
    text
}

/// Appends the chunks of a body.
///
/// # Errors
///
/// If the body did not end: it is too long, it broke off, or the call was stopped.
async fn read_chunks(call: &StartedCall, reader: &BodyReader, text: &mut String) -> Result<(), JsValue> {
    let decoder = TextDecoder::new()?;
    let more = TextDecodeOptions::new();
    more.set_stream(true);
    while text.len() < LONGEST {
        let chunk: ReadableStreamReadResult = call.unless_stopped(reader.read()?).await?.unchecked_into();
        if chunk.get_done().unwrap_or(true) {
            return Ok(());
        }
        let bytes = chunk.get_value().dyn_into::<Uint8Array>()?;
        text.push_str(&decoder.decode_with_js_u8_array_and_options(&bytes, &more)?);
    }
    Err(JsValue::UNDEFINED)
}

/// The entries of an error document, as far as they have the documented types; `None` if the text is not one.
fn api_errors(text: &str) -> Option<Vec<ApiError>> {
    let document = JSON::parse(text).ok()?;
    let errors = member(&document, "errors")?.dyn_into::<Array>().ok()?;
    Some(errors.iter().take(MOST_ERRORS).map(|entry| api_error(&entry)).collect())
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

/// The own members of an object; nothing of any other value.
fn members(value: &JsValue) -> Vec<(String, JsValue)> {
    if value.is_object() { own_members(value) } else { Vec::new() }
}
