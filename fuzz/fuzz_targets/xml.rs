#![no_main]

#[path = "../../tests/support/feeds.rs"]
mod feeds;
#[path = "../../tests/support/checks/xml.rs"]
mod xml;

libfuzzer_sys::fuzz_target!(|data: &[u8]| xml::check(data));
