//! Contacts: e-mail addresses and phone numbers as people type them.

pub mod email;
pub mod phone;
mod regions;
pub mod suggest;
mod trunk;
