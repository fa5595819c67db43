//! What is sent to Klaviyo, and what comes back.

pub(crate) mod document;
pub(crate) mod request;
pub(crate) mod response;
pub mod revision;
