//! Requests to Klaviyo, and its responses.

pub(crate) mod document;
#[cfg(feature = "relay")]
pub(crate) mod profile_read;
#[cfg(feature = "relay")]
pub(crate) mod received;
pub(crate) mod request;
pub(crate) mod response;
pub mod revision;
#[cfg(feature = "relay")]
pub(crate) mod sign_up;
