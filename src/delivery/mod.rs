//! When a request is sent again.

pub mod retry;
