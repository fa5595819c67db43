//! Contacts: e-mail addresses and phone numbers as people type them.

mod character;
pub mod email;
pub mod phone;
pub mod suggestion;
