//! The one place where an error of the core becomes a JavaScript error.

use wasm_bindgen::prelude::*;

use crate::error::Error;

#[wasm_bindgen(raw_module = "#errors")]
extern "C" {
    /// The package's own class, which its scripts throw too.
    type BackInStockError;

    #[wasm_bindgen(constructor)]
    fn new(code: &str, field: Option<&str>, message: &str, answer: &JsValue) -> BackInStockError;
}

/// The JavaScript error of a core error.
pub(super) fn thrown(error: impl Into<Error>) -> JsValue {
    answered(error, &JsValue::UNDEFINED)
}

/// The same, with the `{ status, errors, retryAfter }` of Klaviyo's answer.
pub(super) fn answered(error: impl Into<Error>, answer: &JsValue) -> JsValue {
    let error = error.into();
    BackInStockError::new(error.code(), error.field(), error.message(), answer).into()
}

/// The error of an object, or of a name, that only the page knows.
pub(super) fn about(code: &str, name: &str, message: &str) -> JsValue {
    BackInStockError::new(code, Some(name), message, &JsValue::UNDEFINED).into()
}
