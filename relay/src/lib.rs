//! A server that stores a shop's back-in-stock requests and delivers them to Klaviyo. README.md describes its design.

mod client;
pub mod clock;
pub mod config;
mod dispatch;
mod document;
mod http;
pub mod keys;
mod metrics;
pub mod online;
mod random;
mod relay;
pub mod store;
pub mod verify;
pub mod webhook;

pub use relay::{EndedEarly, Relay, StartError};
