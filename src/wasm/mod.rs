//! The exports to JavaScript. Each module is built with its own features: `wasm-core` requests alerts,
//! `wasm-block` arranges product blocks, `wasm-feed` reads JSON feeds, or XML feeds with `xml`, and `wasm-feed-check`
//! checks them. `wasm-relay` takes requests on a server.
#![allow(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

#[cfg(feature = "wasm-block")]
mod block;
#[cfg(feature = "wasm-feed-check")]
mod check;
#[cfg(feature = "wasm-core")]
mod delivery;
#[cfg(any(feature = "wasm-core", feature = "wasm-relay"))]
mod error;
#[cfg(feature = "wasm-feed")]
mod feed;
#[cfg(feature = "wasm-feed")]
pub(crate) use feed::number;
#[cfg(feature = "wasm-core")]
mod read;
#[cfg(feature = "wasm-relay")]
mod relay;
#[cfg(feature = "wasm-core")]
mod send;
#[cfg(feature = "wasm-core")]
mod stored;
#[cfg(feature = "wasm-core")]
mod subscribe;

/// Converts a value to plain JavaScript values, as `JSON.parse` would return them.
#[cfg(any(feature = "wasm-core", feature = "wasm-relay"))]
fn object(value: &impl serde::Serialize) -> wasm_bindgen::JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or_default()
}

/// Allocates and frees in constant time, even while a feed check holds an ID of each row.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
