//! What is sent to Klaviyo, and what comes back.

pub(crate) mod document;
pub mod request;
pub mod response;
pub mod revision;
