//! The store, the same for SQLite and Postgres.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may panic"
)]

mod ending;
mod intake;
mod sending;
mod steps;
#[path = "../support/mod.rs"]
mod support;
