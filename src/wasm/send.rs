//! Sending: gloo-net's headers, the platform's `Request`, and a binding of `fetch` of our own.
//!
//! gloo-net's `send` panics in a microtask when `fetch` rejects with something that is no `Error`, and its promise
//! then never settles. Here the promise goes back to JavaScript, which awaits it: no executor in the module either.
//! Its `RequestBuilder` is not used: it parses every URL anew and formats errors that nobody reads, for 3.9 KB.

use gloo_net::http::Headers;
use js_sys::JSON;
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Request, RequestCredentials, RequestInit, RequestRedirect};

use super::convert::to_js;
use crate::{
    error::{Error, Kind},
    request::HttpRequest,
};

#[wasm_bindgen]
extern "C" {
    /// The page's `fetch` at the moment of the call; `catch`, since there may be none.
    #[wasm_bindgen(catch)]
    fn fetch(request: &Request) -> Result<JsValue, JsValue>;
}

/// Posts the request without cookies. A redirect is a failure: no documented answer is one, and following it would turn
/// the POST into a GET.
pub(super) fn send(request: &HttpRequest<'_>, signal: &AbortSignal) -> Result<JsValue, Error> {
    let headers = Headers::new();
    for (name, value) in request.headers() {
        if let Some(value) = value {
            headers.set(name, value);
        }
    }
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers.into_raw());
    init.set_body(JSON::stringify(&to_js(request.body())).map_err(unsent)?.as_ref());
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(RequestRedirect::Error);
    init.set_signal(Some(signal));
    fetch(&Request::new_with_str_and_init(request.url(), &init).map_err(unsent)?).map_err(unsent)
}

fn unsent(_: JsValue) -> Error {
    Kind::Network.into()
}
