//! Email addresses and phone numbers as people type them.

mod character;
pub(crate) mod email;
pub(crate) mod phone;
pub(crate) mod suggestion;
