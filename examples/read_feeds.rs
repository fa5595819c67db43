//! Reads the documents in a file, and prints a line for each: how it ended, the offset of an error (or -1),
//! and the rows as start, end, visible, in stock. The test that compares the readers compares the crate itself by it.
#![expect(clippy::unwrap_used, reason = "a tool of the tests: what it is given is right")]

#[path = "../tests/support/feeds.rs"]
mod feeds;

use std::{env, fs};

use back_in_stock::feed::json::Layout;
use feeds::{Ask, End, read};

fn main() {
    let file = fs::read(env::args().nth(1).unwrap()).unwrap();
    let mut rest = &*file;
    // The number of what is asked, the size of chunks (0: one piece), the length, and the document.
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

/// What `ASKS` in `tests/js/differential/readers.mjs` asks.
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
