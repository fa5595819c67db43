//! Reads the feeds in a file. Prints a line for each: the final state, the offset of an error (or -1), and the rows as
//! start, end, visible, in stock. `tests/js/differential.test.mjs` compares the readers with it.
#![expect(clippy::unwrap_used, reason = "a test tool with valid input")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::{env, fs};

use back_in_stock::feed::json::Layout;
use support::feeds::{End, ReadOptions, read};

fn main() {
    let file = fs::read(env::args().nth(1).unwrap()).unwrap();
    let mut rest = &*file;
    // The number of the options, the size of chunks (0: one chunk), the length of the feed, and the feed.
    while let [number, size, a, b, c, d, after @ ..] = rest {
        let (source, after) = after.split_at(u32::from_le_bytes([*a, *b, *c, *d]) as usize);
        rest = after;
        let chunks = source.len().checked_div(usize::from(*size)).unwrap_or_default();
        let reading = read(source, options_of(*number), vec![usize::from(*size); chunks]);
        let rows: Vec<_> = reading
            .rows
            .iter()
            .map(|row| {
                format!("{},{},{},{}", row.start, row.end, u8::from(row.visible), u8::from(row.in_stock))
            })
            .collect();
        let (state, at) = match reading.end {
            End::Whole => ("End".to_owned(), -1),
            End::LimitReached => ("Enough".to_owned(), -1),
            End::Failed(error) => (format!("{:?}", error.kind), i64::try_from(error.at).unwrap()),
        };
        println!("{state} {at} {}", rows.join(";"));
    }
}

/// The options of `ASKS` in `tests/js/differential/readers.mjs`.
fn options_of(number: u8) -> ReadOptions<'static> {
    let default = ReadOptions::default();
    match number {
        0 => default,
        1 => ReadOptions { select: &["id", "$inventory_quantity", "é", "__proto__"], ..default },
        2 => ReadOptions { threshold: Some(2.5), ..default },
        3 => ReadOptions { path: &["rows"], ..default },
        4 => ReadOptions { path: &["rows"], hide: true, ..default },
        5 => ReadOptions { layout: Layout::Lines, ..default },
        _ => ReadOptions { layout: Layout::Auto, select: &["id", "inventory_policy"], ..default },
    }
}
