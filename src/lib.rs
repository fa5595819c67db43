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
pub mod id;
pub mod inventory;
pub mod klaviyo;
pub mod options;
#[cfg_attr(
    not(all(target_arch = "wasm32", feature = "core")),
    allow(dead_code, reason = "only a page needs all of it")
)]
mod similar;
pub mod subscription;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use contact::{
    email::Email,
    phone::{PhoneNumber, Region},
    suggestion::suggest_email,
};
pub use delivery::flow::Step;
pub use error::Error;
pub use id::{
    company::CompanyId,
    external::ExternalId,
    profile::ProfileId,
    variant::{CatalogScope, VariantId},
};
pub use klaviyo::{
    request::{HttpRequest, Service},
    response::ApiError,
};
pub use options::Options;
pub use subscription::{Marketing, Profile, Request, Subscription, Variant};
