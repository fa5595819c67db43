//! Back in stock for storefronts on Klaviyo: what a shopper asks for when a product is sold out, checked, turned
//! into the request that Klaviyo documents, and the answer read honestly.
//!
//! The core does no I/O. Requests leave as data and answers come back as data, so everything here compiles and is
//! tested natively; only the `wasm` module, which exists on `wasm32` alone, knows a browser.
//!
//! ```
//! use back_in_stock::{CatalogScope, VariantId};
//!
//! let variant = VariantId::parse("SHIRT-BLUE-M", CatalogScope::default())?;
//! assert_eq!(variant.to_string(), "$custom:::$default:::SHIRT-BLUE-M");
//! # Ok::<(), back_in_stock::Error>(())
//! ```

pub mod contact;
pub mod delivery;
mod error;
pub mod feed;
mod fields;
pub mod id;
pub mod inventory;
pub mod json;
pub mod klaviyo;
pub mod options;
pub mod subscription;
mod text;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use contact::{
    email::Email,
    phone::{PhoneNumber, Region},
    suggestion::suggest_email,
};
pub use error::Error;
pub use fields::{Field, Fields, PATHS};
pub use id::{
    company::CompanyId,
    external::ExternalId,
    profile::ProfileId,
    variant::{CatalogScope, VariantId},
};
pub use klaviyo::{
    request::{Audience, HttpRequest, Purpose, Service},
    response::ApiError,
};
pub use options::Options;
pub use subscription::Subscription;

/// A number that changes with the errors and the fields: a page whose module and wrapper are of different builds finds
/// out by it, before one reads the other's numbers.
#[must_use]
pub const fn fingerprint() -> u32 {
    // FNV-1a, over what the wrapper has a copy of.
    const fn hash(mut hash: u32, mut bytes: &[u8]) -> u32 {
        while let [byte, rest @ ..] = bytes {
            hash = (hash ^ *byte as u32).wrapping_mul(0x0100_0193);
            bytes = rest;
        }
        hash
    }
    let mut sum = hash(0x811C_9DC5, error::ROWS.as_bytes());
    let mut paths = PATHS;
    while let [path, rest @ ..] = paths {
        sum = hash(sum, path.as_bytes());
        paths = rest;
    }
    sum
}
