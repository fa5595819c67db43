//! Properties of JSON feeds: for every text, and for rows whose names, order and white space change.
#![expect(clippy::indexing_slicing, reason = "a test")]

mod support;

use proptest::{prelude::*, sample::select};
use support::checks::json;
use support::feeds::{End, ReadOptions, read};
use support::texts::cases;

/// Pieces of JSON, and similar ones.
const TOKENS: &[&str] = &[
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\"",
    "\\",
    " ",
    "\n",
    "\t",
    "\r",
    "null",
    "true",
    "false",
    "nul",
    "0",
    "1",
    "-",
    "12",
    ".5",
    "e",
    "E+",
    "-0",
    "1e999",
    "\"id\"",
    "\"a\"",
    "\"rows\":",
    "\"\"",
    "\\u",
    "\\ud83d",
    "\\ude00",
    "00e9",
    "\\n",
    "\\\"",
    "é",
    "😀",
    "\u{FEFF}",
    "\0",
    "\u{1}",
    "\u{7F}",
    "\"$inventory_quantity\":",
    "\"inventory_policy\":1",
    "[{",
    "}]",
    "},{",
    "//",
    "'",
];

const NAMES: &[&str] = &[
    "id",
    "title",
    "$inventory_quantity",
    "\\u0024inventory_quantity",
    "inventory_quantity",
    "$inventory_policy",
    "inventory_policy",
    "inventory\\u005fpolicy",
    "é\\\"",
    "\\u00e9\\u0022",
    "",
    "rows",
    "a",
    "b",
    "c",
    "__proto__",
    "a name that is longer than thirty-two bytes",
    "exactly-twenty-eight-bytes-x",
    "exactly-twenty-nine-bytes--xx",
];

const VALUES: &[&str] = &[
    "0",
    "1",
    "-1",
    "2",
    "0.5",
    "-0",
    "1.0",
    "12345678901234567890",
    "1e999",
    "1e-400",
    "2.5",
    "null",
    "true",
    "false",
    "\"\"",
    "\"0\"",
    "\" 1 \"",
    "\"10+\"",
    "\"deny\"",
    "\"Continue\"",
    "\"a text with é and 😀\"",
    "\"\\u0030\"",
    "\"\\ud800\"",
    "\"a longer text, with \\\"escapes\\\" beyond the first block\"",
    "[]",
    "{}",
    "[1,{\"id\":[null]}]",
    "{\"id\":0}",
    "[[ ] , { }]",
];

const SPACES: &[&str] = &["", "", "", " ", "\n", "\t ", "\r\n    ", "                                   "];

/// The names of a row in any order, with values and white space.
fn row() -> impl Strategy<Value = Vec<(usize, &'static str, [&'static str; 4])>> {
    let member = (0..NAMES.len(), select(VALUES), prop::array::uniform4(select(SPACES)));
    prop::collection::vec(member, 0..9)
}

fn text_of(row: &[(usize, &str, [&str; 4])]) -> String {
    let members: Vec<_> = row
        .iter()
        .map(|(name, value, [a, b, c, d])| format!("{a}\"{}\"{b}:{c}{value}{d}", NAMES[*name]))
        .collect();
    format!("{{{}}}", members.join(","))
}

/// Similar rows, as in a real feed: a few patterns, each with small changes.
fn document() -> impl Strategy<Value = String> {
    let change = (0..3usize, any::<prop::sample::Index>(), 0..7u8, select(VALUES), select(SPACES));
    (prop::collection::vec(row(), 3), prop::collection::vec(change, 0..12), select(SPACES)).prop_map(
        |(patterns, changes, space)| {
            let rows = changes.into_iter().map(|(pattern, at, what, value, space)| {
                let mut row = patterns[pattern].clone();
                if row.is_empty() {
                    return String::from("{}");
                }
                let at = at.index(row.len());
                match what {
                    0 => row[at].1 = value,
                    1 => drop(row.remove(at)),
                    2 => row.rotate_left(at),
                    3 => row.push(row[at]),
                    4 => row[at].2 = [space; 4],
                    5 => row[at].2[2] = space,
                    _ => {}
                }
                text_of(&row)
            });
            format!("{space}[{}]{space}", rows.collect::<Vec<_>>().join(&format!("{space},")))
        },
    )
}

/// A document with a few bytes changed.
fn mutant() -> impl Strategy<Value = Vec<u8>> {
    let edit = (any::<prop::sample::Index>(), 0..5u8, any::<u8>(), select(TOKENS));
    (document(), prop::collection::vec(edit, 1..4)).prop_map(|(document, edits)| {
        let mut bytes = document.into_bytes();
        for (at, what, byte, token) in edits {
            let at = at.index(bytes.len() + 1);
            let end = bytes.len().min(at + 1);
            match what {
                0 => drop(bytes.splice(at..end, [])),
                1 => drop(bytes.splice(at..end, [byte])),
                2 => drop(bytes.splice(at..at, token.bytes())),
                3 => drop(bytes.splice(at..end, token.bytes())),
                _ => bytes.truncate(at),
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        json::check(&bytes);
    }

    #[test]
    fn any_tokens(tokens in prop::collection::vec(select(TOKENS), 0..40)) {
        json::check(tokens.concat().as_bytes());
    }

    #[test]
    fn documents_that_are_nearly_right(bytes in mutant()) {
        json::check(&bytes);
    }

    #[test]
    fn rows_in_any_order_with_any_space(document in document()) {
        json::check(document.as_bytes());
        prop_assert_eq!(read(document.as_bytes(), ReadOptions::default(), []).end, End::Whole);
        // The same rows at a path.
        let inside = format!("{{\"b\":12, \"rows\":{document}, \"c\":34}}");
        json::check(inside.as_bytes());
        let options = ReadOptions { path: &["rows"], ..ReadOptions::default() };
        prop_assert_eq!(read(inside.as_bytes(), options, []).end, End::Whole);
    }
}

/// More texts between values than are remembered: the rows are still read.
#[test]
fn more_texts_between_values_than_are_remembered() {
    let names: Vec<_> = (0..150).map(|number| format!("\"name{number}\":{number}")).collect();
    let mut rows = Vec::new();
    for first in 0..40 {
        let mut names = names.clone();
        names.rotate_left(first * 7 % 150);
        names.insert(first * 3, format!("\"inventory_quantity\":{}", first % 2));
        rows.push(format!(
            "{{{},\"inventory_policy\":1}}",
            names.join(if first % 3 == 0 { ", " } else { "," })
        ));
    }
    let document = format!("[{}]", rows.join(","));
    json::check(document.as_bytes());
    let reading = read(document.as_bytes(), ReadOptions::default(), []);
    let visible: Vec<_> = reading.rows.iter().map(|row| row.visible).collect();
    assert_eq!(visible, (0..40).map(|row| row % 2 == 1).collect::<Vec<_>>());
}
