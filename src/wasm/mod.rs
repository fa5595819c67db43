//! The exports to JavaScript. Each module is built with its own features: `core` requests alerts, `block` arranges
//! product blocks, `feed` reads JSON feeds, or XML feeds with `xml`, and `check` checks them.
#![allow(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

#[cfg(feature = "block")]
mod block;
#[cfg(feature = "check")]
mod check;
#[cfg(feature = "core")]
mod delivery;
#[cfg(feature = "core")]
mod error;
#[cfg(feature = "feed")]
mod feed;
#[cfg(feature = "feed")]
pub(crate) use feed::number;
#[cfg(feature = "core")]
mod read;
#[cfg(feature = "core")]
mod send;
#[cfg(feature = "core")]
mod stored;
#[cfg(feature = "core")]
mod subscribe;

/// Converts a value to plain objects, arrays and strings.
#[cfg(feature = "core")]
fn object(value: &impl serde::Serialize) -> wasm_bindgen::JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or_default()
}

/// Allocates and frees in constant time, even while a feed check holds an ID of each row.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
