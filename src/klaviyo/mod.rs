//! Requests to Klaviyo, and its responses.

pub(crate) mod document;
pub(crate) mod request;
pub(crate) mod response;
pub mod revision;
