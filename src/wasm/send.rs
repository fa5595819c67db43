//! Sending: by a binding of `fetch` of our own.
//!
//! gloo-net is not used. Its `send` panics in a microtask when `fetch` rejects with something that is no `Error`, and
//! its promise then never settles; its `RequestBuilder` parses every URL anew and formats errors that nobody reads, for
//! 3.9 KB. Here the promise goes back to JavaScript, which awaits it: no executor in the module either.

use wasm_bindgen::prelude::*;
use web_sys::RequestInit;

use super::convert::{to_js, to_json};
use crate::{
    error::{Error, Kind},
    request::HttpRequest,
};

#[wasm_bindgen]
extern "C" {
    /// The page's `fetch` at the moment of the call; `catch`, since there may be none.
    #[wasm_bindgen(catch)]
    fn fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;
}

/// Posts the request with what `init` says beyond it: how to treat cookies and redirects, and the signal.
pub(super) fn send(request: &HttpRequest<'_>, init: &RequestInit) -> Result<JsValue, Error> {
    init.set_headers(&to_js(&request.headers()));
    init.set_body(&to_json(&request.body()).into());
    let answer = fetch(request.url(), init).map_err(unsent)?;
    // A wrapped `fetch` may return anything; a number would be read as an error's.
    if answer.is_object() { Ok(answer) } else { Err(Kind::Network.into()) }
}

fn unsent(_: JsValue) -> Error {
    Kind::Network.into()
}
