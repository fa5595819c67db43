#![no_main]

#[path = "../../tests/support/checks/contacts.rs"]
mod contacts;

libfuzzer_sys::fuzz_target!(|data: &[u8]| contacts::check(data));
