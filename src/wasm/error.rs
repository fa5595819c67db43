//! Converts errors of the core to JavaScript errors.

use wasm_bindgen::prelude::*;

use crate::error::Error;

#[wasm_bindgen(raw_module = "#errors")]
extern "C" {
    /// The error class of the npm package.
    type BackInStockError;

    #[wasm_bindgen(constructor)]
    fn new(code: &str, field: Option<&str>, message: &str, answer: &JsValue) -> BackInStockError;
}

/// Converts an error.
pub(super) fn thrown(error: impl Into<Error>) -> JsValue {
    answered(error, &JsValue::UNDEFINED)
}

/// Converts an error, with `{ status, errors, retryAfter }` of Klaviyo's response.
pub(super) fn answered(error: impl Into<Error>, answer: &JsValue) -> JsValue {
    let error = error.into();
    BackInStockError::new(error.code(), error.field(), error.message(), answer).into()
}

/// An error about an object or a name of the page.
pub(super) fn about(code: &str, name: &str, message: &str) -> JsValue {
    BackInStockError::new(code, Some(name), message, &JsValue::UNDEFINED).into()
}
