//! Texts for the property tests.

use proptest::{prelude::*, sample::select, test_runner::RngSeed};

/// Pieces of the crate's grammars, and similar ones.
const PIECES: &[&str] = &[
    ":::",
    "::",
    ":",
    "$",
    "$custom",
    "$default",
    "$shopify",
    "gid://",
    "pk_",
    "_",
    "pk",
    "@",
    ".",
    "..",
    "-",
    "gmail.com",
    "gmial.con",
    "yaho.co.uk",
    "xn--",
    "+",
    "＋",
    "00",
    "(0)",
    "0",
    "1",
    "49",
    "7",
    "8",
    "555",
    "'",
    "[",
    "?",
    "(",
    ")",
    "/",
    "\\",
    "\"",
    "EMAIL",
    "SMS",
    "recorded",
    "client",
    "2026-07-15",
    "attributes/email",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\0",
    "\u{1}",
    "\u{7F}",
    "\u{85}",
    "\u{A0}",
    "\u{AD}",
    "\u{200B}",
    "\u{200D}",
    "\u{2028}",
    "\u{202E}",
    "\u{202F}",
    "\u{3000}",
    "\u{FEFF}",
    "\u{FFFD}",
    "\u{212A}",
    "\u{17F}",
    "\u{130}",
    "ß",
    "é",
    "e\u{301}",
    "٠",
    "７",
    "𝟗",
    "bücher.de",
    "例え",
    "😀",
    "👩\u{200D}👧",
];

/// This number of cases. They are the same in every run; `PROPTEST_RNG_SEED` selects others.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let seed = if config.rng_seed == RngSeed::Random { RngSeed::Fixed(1) } else { config.rng_seed };
    ProptestConfig { rng_seed: seed, ..config }
}

/// Any text: all of Unicode, many pieces of the grammars, and sometimes a long one.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        80 => select(PIECES).prop_map(str::to_owned),
        60 => (b' '..=b'~').prop_map(|byte| char::from(byte).to_string()),
        60 => any::<char>().prop_map(String::from),
        1 => (any::<char>(), select(&[60, 63, 64, 255, 256, 4096, 4097][..]))
            .prop_map(|(c, count)| String::from(c).repeat(count)),
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}
