//! What is exported to JavaScript. A module is built for each use, by feature: `core` asks for alerts, `block` arranges
//! product blocks, `feed` reads feeds (JSON, or with `xml` XML instead), and with `check` checks them.
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

/// A value as plain objects, lists and texts.
#[cfg(feature = "core")]
fn object(value: &impl serde::Serialize) -> wasm_bindgen::JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or_default()
}

/// Frees, and takes the same time however much is in use: a check keeps an id of each row.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
