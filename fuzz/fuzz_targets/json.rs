#![no_main]

#[path = "../../tests/support/feeds.rs"]
mod feeds;
#[path = "../../tests/support/checks/json.rs"]
mod json;

libfuzzer_sys::fuzz_target!(|data: &[u8]| json::check(data));
