//! The page's own parser for numbers that are too long for ours.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `Number` of the text at this place of the memory.
    fn number(at: *const u8, length: usize) -> f64;
}

/// The nearest number to any text that is one.
pub(crate) fn parse(text: &[u8]) -> f64 {
    number(text.as_ptr(), text.len())
}
