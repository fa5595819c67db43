#![no_main]

#[path = "../../tests/support/checks/ids.rs"]
mod ids;

libfuzzer_sys::fuzz_target!(|data: &[u8]| ids::check(data));
