//! What is exported to JavaScript. A module is built for each use, by feature: `core` asks for alerts, `block` arranges
//! product blocks, `feed` reads feeds (JSON, or with `xml` XML instead), and with `check` checks them.
#![expect(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

#[cfg(feature = "block")]
mod block;
#[cfg(feature = "check")]
mod check;
#[cfg(feature = "core")]
mod convert;
#[cfg(feature = "feed")]
mod feed;
pub(crate) mod page;
#[cfg(feature = "core")]
mod subscribe;

/// Frees, and takes the same time however much is in use: a check keeps an id of each row.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
