//! Reads the feeds in a file. Prints a line for each: the final state, the offset of an error (or -1), and the rows as
//! start, end, visible, in stock. `tests/js/differential.test.mjs` compares the readers with it.
#![expect(clippy::unwrap_used, reason = "a test tool with valid input")]

#[path = "../tests/support/feeds.rs"]
mod feeds;

use std::{env, fs};

use back_in_stock::feed::json::Layout;
use feeds::{Ask, End, read};

fn main() {
    let file = fs::read(env::args().nth(1).unwrap()).unwrap();
    let mut rest = &*file;
    // The number of the options, the size of chunks (0: one chunk), the length of the feed, and the feed.
    while let [ask, size, a, b, c, d, behind @ ..] = rest {
        let (source, behind) = behind.split_at(u32::from_le_bytes([*a, *b, *c, *d]) as usize);
        rest = behind;
        let chunks = source.len().checked_div(usize::from(*size)).unwrap_or_default();
        let reading = read(source, asked(*ask), vec![usize::from(*size); chunks]);
        let rows: Vec<_> = reading
            .rows
            .iter()
            .map(|row| {
                format!("{},{},{},{}", row.start, row.end, u8::from(row.visible), u8::from(row.in_stock))
            })
            .collect();
        let (state, at) = match reading.end {
            End::Whole => ("End".to_owned(), -1),
            End::Enough => ("Enough".to_owned(), -1),
            End::Wrong(error) => (format!("{:?}", error.kind), i64::try_from(error.at).unwrap()),
        };
        println!("{state} {at} {}", rows.join(";"));
    }
}

/// The options of `ASKS` in `tests/js/differential/readers.mjs`.
fn asked(number: u8) -> Ask<'static> {
    let usual = Ask::default();
    match number {
        0 => usual,
        1 => Ask { select: &["id", "$inventory_quantity", "é", "__proto__"], ..usual },
        2 => Ask { threshold: Some(2.5), ..usual },
        3 => Ask { path: &["rows"], ..usual },
        4 => Ask { path: &["rows"], hide: true, ..usual },
        5 => Ask { layout: Layout::Lines, ..usual },
        _ => Ask { layout: Layout::Auto, select: &["id", "inventory_policy"], ..usual },
    }
}
