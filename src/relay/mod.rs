//! The rules of a relay: a server of the shop's own that takes the requests of pages in Klaviyo's place. The server and
//! the handler for the edge share them. They do no I/O: headers and bodies come in as text and bytes.
//!
//! ```
//! use back_in_stock::relay::{BasePath, Caller, Origin, Refused, Route, read_alert};
//!
//! let base = BasePath::parse("/bis").ok_or("a base path")?;
//! assert_eq!(base.route("/bis/client/back-in-stock-subscriptions"), Some(Route::Alert));
//!
//! // The page and the relay have the same host.
//! let origin = Origin::parse("https://shop.example").ok_or("an origin")?;
//! assert!(origin.is_of("shop.example"));
//!
//! // Only a request that the shop has signed may name a profile.
//! let body = br#"{ "data": { "type": "back-in-stock-subscription",
//!     "attributes": { "channels": ["EMAIL"],
//!         "profile": { "data": { "type": "profile", "id": "01GDDKASAP8TKDDA2GRZDSVP4H", "attributes": {} } } },
//!     "relationships": { "variant": { "data": {
//!         "type": "catalog-variant", "id": "$custom:::$default:::SKU-1" } } } } }"#;
//! let refused = read_alert(Some("application/json"), body, Caller::Page).unwrap_err();
//! assert_eq!((refused.label(), refused.status()), ("identifier", 400));
//! assert!(read_alert(Some("application/json"), body, Caller::Shop).is_ok());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod edge;
mod form;
mod intake;
mod origin;
mod refused;
mod route;
mod signature;
mod verdict;

pub use form::{AlertForm, is_return_path, read_form, read_referer};
pub use intake::{
    Caller, LONGEST_BODY, check_company, check_list, check_variant, is_idempotency_key, read_alert,
    read_sign_up,
};
pub use origin::Origin;
pub use refused::{Identifier, Refused};
pub use route::{BasePath, Route};
pub use signature::{IDENTITY_HEADER, check_signature};
pub use verdict::{Verdict, read_errors};
