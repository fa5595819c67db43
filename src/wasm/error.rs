//! Converts errors of the core to JavaScript errors.

use wasm_bindgen::prelude::*;

use crate::error::Error;

#[wasm_bindgen(raw_module = "#errors")]
extern "C" {
    /// The error class of the npm package: `src/js/shared/errors.ts`.
    type BackInStockError;

    #[wasm_bindgen(constructor)]
    fn new(code: &str, field: Option<&str>, message: &str, details: &JsValue) -> BackInStockError;
}

/// Converts an error.
pub(super) fn thrown(error: impl Into<Error>) -> JsValue {
    error_of_response(error, &JsValue::UNDEFINED)
}

/// Converts an error, with the details of Klaviyo's response: `{ status, errors, retryAfter }`.
pub(super) fn error_of_response(error: impl Into<Error>, details: &JsValue) -> JsValue {
    let error = error.into();
    BackInStockError::new(error.code().as_str(), error.field(), error.message(), details).into()
}

/// An error about an argument or one of its members, such as an unknown option.
pub(super) fn about(code: &str, name: &str, message: &str) -> JsValue {
    BackInStockError::new(code, Some(name), message, &JsValue::UNDEFINED).into()
}
