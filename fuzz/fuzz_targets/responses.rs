#![no_main]

#[path = "../../tests/support/checks/responses.rs"]
mod responses;

libfuzzer_sys::fuzz_target!(|data: &[u8]| responses::check(data));
