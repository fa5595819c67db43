//! A server that stores a shop's back-in-stock requests and delivers them to Klaviyo. README.md describes its design.

pub mod clock;
pub mod config;
mod dispatch;
mod document;
mod http;
pub mod keys;
mod metrics;
mod random;
mod relay;
pub mod store;

pub use relay::{EndedEarly, Relay, StartError};
