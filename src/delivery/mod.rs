//! The delivery of a subscription: which call is next ([`flow`]), when a failed call is sent again ([`retry`]), what is
//! stored of a request that waits ([`queue_entry`]), and which stored requests are sent now ([`replay`]).
//!
//! Nothing here has a clock, a network, a storage or a source of randomness. The caller passes in what they report, and
//! carries out what is decided here.

pub mod flow;
pub mod queue_entry;
pub mod replay;
pub mod retry;
