//! The delivery of a subscription: the order of its calls ([`flow`]), retries ([`retry`]), the state of a queued
//! request ([`queue_entry`]), replays of the queue ([`replay`]), and receipts of a shop's relay ([`receipt`]).
//!
//! These modules decide, and do no I/O. The caller passes in the time, random numbers and stored state, and carries out
//! the decision.

pub mod flow;
pub mod queue_entry;
pub mod receipt;
pub mod replay;
pub mod retry;
