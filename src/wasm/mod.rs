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

use lol_alloc::AssumeSingleThreaded;
#[cfg(any(feature = "block", feature = "check", feature = "xml"))]
use lol_alloc::FreeListAllocator as Allocator;
/// The buffers of a JSON feed live as long as its instance, and grow by doubling: freeing would give nothing back. What a
/// call of the core allocates is little, and the wrapper takes a new instance before it becomes much.
#[cfg(not(any(feature = "block", feature = "check", feature = "xml")))]
use lol_alloc::LeakingAllocator as Allocator;

/// A page allocates little and seldom: the smallest allocator that does.
#[global_allocator]
#[expect(unsafe_code, reason = "a promise that there is one thread, which is all that this target has")]
static ALLOCATOR: AssumeSingleThreaded<Allocator> = unsafe { AssumeSingleThreaded::new(Allocator::new()) };
