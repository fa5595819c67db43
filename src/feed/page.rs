//! What a page answers: its engine has a parser of JSON, of numbers and of UTF-8 anyway. It is asked for what is rare; of
//! what is usual, asking would take longer than the answer.

/// The nearest number to text that is one.
pub(super) const NUMBER: u32 = 0;
/// The quantity, and the policy, that a string of JSON says, as numbers.
pub(super) const QUANTITY: u32 = 1;
pub(super) const POLICY: u32 = 2;
/// The offset of the first byte that is no UTF-8.
pub(super) const NOT_UTF8: u32 = 3;
/// The number of the watched name that a string of JSON is; 255: of none.
pub(super) const NAME: u32 = 4;
/// 1 if a string of JSON is the first name of the path; and so on.
pub(super) const PATH: u32 = 5;

/// Whether all of that is asked. A module that checks tells more, and reads the texts itself; in XML nothing is JSON.
pub(super) const ASKS: bool = cfg!(all(target_arch = "wasm32", not(any(feature = "check", feature = "xml"))));

#[cfg(target_arch = "wasm32")]
pub(super) use crate::wasm::page::ask;

/// Without a page there is only the library's parser for numbers, which is as large as all the rest.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn ask(question: u32, text: &[u8]) -> f64 {
    debug_assert!(question == NUMBER, "nothing else is asked without a page");
    core::str::from_utf8(text).ok().and_then(|text| text.parse().ok()).unwrap_or(f64::NAN)
}
