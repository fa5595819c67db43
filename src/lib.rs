//! Back-in-stock alerts for storefronts on [Klaviyo](https://developers.klaviyo.com): this crate validates IDs and
//! contacts, builds the documented requests, reads the responses, decides when to retry, and filters products and feeds
//! by inventory.
//!
//! The crate does no I/O. A request leaves as data, and a response comes in as data, so any HTTP client will do. The
//! npm package of the same name runs this crate as WebAssembly.
//!
//! # Map
//!
//! | task | items |
//! |---|---|
//! | validate IDs and contacts | [`CompanyId`], [`VariantId`], [`ProfileId`], [`ExternalId`], [`Email`], [`PhoneNumber`], [`suggest_email`] |
//! | validate a request | [`Request`] and [`Options`] are plain values; [`Subscription`] is a valid request |
//! | build the HTTP requests | [`Service`], [`HttpRequest`], [`revision`] |
//! | read a response | [`check_response`], [`ApiError`] |
//! | decide on the next call, retries and a queue | [`delivery`] |
//! | decide what is in stock, and which products are shown | [`inventory`] |
//! | read a JSON or XML feed | [`feed`] |
//!
//! Each [`Error`] has a stable [code](ErrorCode), and none contains text of the input.
//!
//! # Build a request
//!
//! ```
//! use back_in_stock::{HttpRequest, Options, Profile, Request, Service, Step, Subscription};
//!
//! let options = Options { company_id: Some("ABC123".into()), country: Some("US".into()), ..Options::default() };
//! let request = Request {
//!     variant: "SHIRT-BLUE-M".into(),
//!     profile: Profile { email: Some("ann@example.com".into()), ..Profile::default() },
//!     ..Request::default()
//! };
//! let service = Service::new(&options)?;
//! let subscription = Subscription::new(&request, &options)?;
//! let alert = HttpRequest::new(Step::Alert, &subscription, service).ok_or("every subscription has an alert")?;
//!
//! assert_eq!(alert.url(), "https://a.klaviyo.com/client/back-in-stock-subscriptions?company_id=ABC123");
//! assert!(alert.headers().any(|header| header == ("content-type", "application/vnd.api+json")));
//! let body = serde_json::to_value(alert.body())?;
//! assert_eq!(body["data"]["relationships"]["variant"]["data"]["id"], "$custom:::$default:::SHIRT-BLUE-M");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Read a response
//!
//! ```
//! use back_in_stock::{ErrorCode, check_response};
//!
//! assert_eq!(check_response(202, None), Ok(()));
//! let error = check_response(503, None).unwrap_err();
//! assert_eq!((error.code(), error.is_retryable()), (ErrorCode::ServiceUnavailable, true));
//! ```
//!
//! # Normalize a phone number
//!
//! ```
//! use back_in_stock::{PhoneNumber, Region};
//!
//! let number = PhoneNumber::parse("(415) 555-2671", Some(Region::parse("US")?))?;
//! assert_eq!(number.as_str(), "+14155552671");
//! # Ok::<(), back_in_stock::Error>(())
//! ```
//!
//! # Decide by inventory
//!
//! ```
//! use back_in_stock::inventory::rule::{Policy, Quantity, Verdict};
//!
//! // Sold out, and the policy of the row hides sold-out products.
//! let verdict = Verdict::of(Quantity::new(0.0).is_out(None), Policy::of_number(1.0));
//! assert_eq!(verdict, Verdict::Hidden);
//! ```
//!
//! # Scan a feed
//!
//! ```
//! use back_in_stock::feed::{Names, Plan, json::Json, stream::{Feed, State}};
//!
//! let mut names = Names::default();
//! let quantity = Vec::from_iter(names.watch(b"inventory_quantity"));
//! let policy = Vec::from_iter(names.watch(b"inventory_policy"));
//! let mut feed = Feed::new(Json::new(names, Names::default()), Plan { quantity, policy, ..Plan::default() });
//!
//! // Chunks of any size: each is copied into the feed's buffer, then scanned.
//! let chunk = br#"[{"id":"A","inventory_quantity":3},{"id":"B","inventory_quantity":0,"inventory_policy":1}]"#;
//! feed.buffer_for(chunk.len()).copy_from_slice(chunk);
//! assert_eq!(feed.scan(chunk.len(), true, &mut ()), State::End);
//! assert_eq!(feed.batch.visible, [1, 0]);
//! ```
//!
//! # Features
//!
//! - `xml` (default): XML feeds.
//! - `relay`: the rules of a server that takes the requests of pages in Klaviyo's place.
//! - `wasm-core`, `wasm-block`, `wasm-feed`, `wasm-feed-check`, `wasm-relay` (and `wasm-base`, which they share): the
//!   exports of the npm package's modules to JavaScript, on `wasm32` only. They add nothing to the Rust API, and set a
//!   global allocator: no Rust program needs them.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod contact;
pub mod delivery;
mod error;
pub mod feed;
mod id;
pub mod inventory;
mod klaviyo;
mod options;
#[cfg(feature = "relay")]
pub mod relay;
#[cfg_attr(
    not(all(target_arch = "wasm32", feature = "wasm-core")),
    allow(dead_code, reason = "only a page needs all of it")
)]
mod similar;
mod subscription;
#[cfg(all(target_arch = "wasm32", feature = "wasm-base"))]
mod wasm;

pub use contact::{
    email::Email,
    phone::{PhoneNumber, Region},
    suggestion::suggest_email,
};
pub use delivery::flow::Step;
pub use error::{Error, ErrorCode};
pub use id::{
    company::CompanyId,
    external::ExternalId,
    profile::ProfileId,
    variant::{CatalogScope, VariantId},
};
#[cfg(feature = "relay")]
pub use klaviyo::{
    profile_read::{ProfileRead, RecordedConsents},
    received::{AlertDocument, SignUpDocument},
    sign_up::SignUp,
};
pub use klaviyo::{
    request::{HttpRequest, Service},
    response::{ApiError, ErrorSource, check_response},
    revision,
};
pub use options::Options;
pub use subscription::{Identifiers, Marketing, Profile, Request, Subscription, Variant};
