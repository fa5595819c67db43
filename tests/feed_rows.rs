//! The rows of a feed: offsets, verdicts, output, and the rows before an error.

mod support;

use back_in_stock::feed::{
    MAX_ROW_SIZE,
    syntax_error::{SyntaxError, SyntaxErrorKind},
};
use support::feeds::{End, Found, ReadOptions, Reading, read, read_any_way};

/// The texts of rows in their source.
fn texts<'a>(source: &'a str, reading: &Reading) -> Vec<&'a str> {
    reading.rows.iter().map(|row| &source[row.start..row.end]).collect()
}

#[track_caller]
fn written(source: &str, options: ReadOptions<'_>, expected: &str) {
    let reading = read_any_way(source.as_bytes(), options);
    assert_eq!((&*reading.written, reading.end), (expected, End::Whole), "{source}");
}

const FEED: &str = "\u{FEFF} [ {\"id\":\"1\",\"$inventory_quantity\":0,\"$inventory_policy\":1} ,
    {\"id\":\"é😀\\u00e9\",\"inventory_quantity\":\"12\",\"tags\":[\"a\",{\"b\":-1.5e-3}]},{}\t,
    {\"inventory_policy\":2,\"\\u0024inventory_quantity\":-0.0}\r\n] ";

#[test]
fn rows_have_offsets() {
    let reading = read_any_way(FEED.as_bytes(), ReadOptions::default());
    let expected = [
        "{\"id\":\"1\",\"$inventory_quantity\":0,\"$inventory_policy\":1}",
        "{\"id\":\"é😀\\u00e9\",\"inventory_quantity\":\"12\",\"tags\":[\"a\",{\"b\":-1.5e-3}]}",
        "{}",
        "{\"inventory_policy\":2,\"\\u0024inventory_quantity\":-0.0}",
    ];
    assert_eq!(texts(FEED, &reading), expected);
    let verdicts: Vec<_> = reading.rows.iter().map(|row| (row.visible, row.in_stock)).collect();
    assert_eq!(verdicts, [(false, false), (true, true), (true, true), (true, false)]);
    assert_eq!(reading.written, expected[1..].join(","));
}

#[test]
fn a_feed_may_end_anywhere() {
    let whole = read(FEED.as_bytes(), ReadOptions::default(), []);
    let end = FEED.trim_end().len();
    for length in "\u{FEFF}".len()..FEED.len() {
        let reading = read_any_way(&FEED.as_bytes()[..length], ReadOptions::default());
        // A row cannot end inside a character.
        let at = (0..=length).rfind(|at| FEED.is_char_boundary(*at)).unwrap();
        let kind = match FEED[..at].trim_start_matches('\u{FEFF}').trim() {
            _ if at < length => SyntaxErrorKind::Encoding,
            "" => SyntaxErrorKind::Empty,
            _ => SyntaxErrorKind::Truncated,
        };
        let expected = if length < end { End::Failed(SyntaxError { kind, at }) } else { End::Whole };
        assert_eq!(reading.end, expected, "{length}");
        let rows: Vec<_> = whole.rows.iter().copied().filter(|row| row.end <= length).collect();
        assert_eq!(reading.rows, rows, "{length}");
    }
}

#[test]
fn rows_before_an_error_are_delivered() {
    for rows in [0, 1, 2, 50] {
        let good = vec!["{\"id\":\"a\",\"n\":1}"; rows].join(",");
        let comma = if rows > 0 { "," } else { "" };
        for (bad, kind, at) in [
            ("{\"id\":\"b\",\"n\":x}", SyntaxErrorKind::Value, 14),
            ("{\"id\":\"b\u{1}\",\"n\":1}", SyntaxErrorKind::Control, 8),
            ("{\"id\":\"b\",\"n\":1 1}", SyntaxErrorKind::CommaOrBrace, 16),
            ("12", SyntaxErrorKind::NoObject, 0),
        ] {
            let source = format!("[{good}{comma}{bad},{{\"id\":\"c\"}}]");
            let reading = read_any_way(source.as_bytes(), ReadOptions::default());
            let at = at + 1 + good.len() + comma.len();
            assert_eq!(reading.end, End::Failed(SyntaxError { kind, at }), "{source}");
            assert_eq!((reading.rows.len(), reading.written), (rows, good.clone()), "{source}");
        }
    }
}

#[test]
fn a_limit_ends_it() {
    let source = "[{\"q\":0,\"p\":1},{\"q\":1},{\"q\":0,\"p\":1},{\"q\":0},{\"q\":2},nothing of this is read";
    let options = |limit| ReadOptions {
        quantity: &["q"],
        policy: &["p"],
        limit: Some(limit),
        ..ReadOptions::default()
    };
    for (limit, rows, written) in [
        (0, 0, ""),
        (1, 2, "{\"q\":1}"),
        (2, 4, "{\"q\":1},{\"q\":0}"),
        (3, 5, "{\"q\":1},{\"q\":0},{\"q\":2}"),
    ] {
        let reading = read_any_way(source.as_bytes(), options(limit));
        assert_eq!((reading.rows.len(), &*reading.written, reading.end), (rows, written, End::LimitReached));
    }
    let wrong =
        End::Failed(SyntaxError { kind: SyntaxErrorKind::Value, at: source.find("nothing").unwrap() + 1 });
    assert_eq!(read_any_way(source.as_bytes(), options(4)).end, wrong);
    // A limit that is not reached has no effect.
    assert_eq!(read_any_way(b"[{\"q\":1}]", options(2)).end, End::Whole);
}

#[test]
fn selected_values_are_written_unchanged() {
    let select = |select: &'static [&'static str]| ReadOptions { select, ..ReadOptions::default() };
    let source = "[{\"a\" : 1.50 ,\"b\":\"\\u00e9\",\"c\":[1, {\"a\":2}]},{\"b\":null,\"\\u0061\":1e999},{\"d\":1},{\"a\":{\"a\":1}}]";
    written(source, select(&["a"]), "{\"a\" : 1.50},{\"\\u0061\":1e999},{},{\"a\":{\"a\":1}}");
    written(source, select(&["c", "b"]), "{\"c\":[1, {\"a\":2}],\"b\":\"\\u00e9\"},{\"b\":null},{},{}");
    written(source, select(&["e"]), "{},{},{},{}");
    // The last member of a name counts.
    written("[{\"a\":1,\"a\":2,\"\\u0061\":3}]", select(&["a"]), "{\"\\u0061\":3}");
    let odd = &["\"\\", "\u{1}\u{1F}\n", "é\u{7F}"];
    let name = "\"\\\"\\\\\":1,\"\\u0001\\u001f\\u000a\":2,\"é\u{7F}\":3";
    written(&format!("[{{{name}}}]"), select(odd), &format!("{{{name}}}"));
    written("[{\"__proto__\":1,\"toString\":2}]", select(&["__proto__"]), "{\"__proto__\":1}");
}

#[test]
fn names_are_compared_after_unescaping() {
    let visible = |row: &str, expected: bool| {
        let source = format!("[{row},{{\"q\":1}},{row}]");
        let options = ReadOptions { quantity: &["q"], policy: &["p"], ..ReadOptions::default() };
        let rows: Vec<_> =
            read_any_way(source.as_bytes(), options).rows.iter().map(|row| row.visible).collect();
        assert_eq!(rows, [expected, true, expected], "{row}");
    };
    visible("{\"q\":0,\"p\":1}", false);
    visible("{\"\\u0071\":0,\"\\u0070\":1}", false);
    visible("{\"p\":1,\"q\":0}", false);
    visible("{\"q\":1,\"q\":0,\"p\":2,\"p\":1}", false);
    visible("{\"q\":0,\"\\u0071\":1,\"p\":1}", true);
    visible("{\"Q\":0,\"p\":1}", true);
    visible("{\"q \":0,\"p\":1}", true);
    visible("{\"q\\u0000\":0,\"p\":1}", true);
    visible("{\"\\ud871\":0,\"p\":1}", true);
    visible("{\"x\":{\"q\":0},\"p\":1}", true);
    visible("{\"x\":[\"q\",0],\"p\":1}", true);
    visible("{\"x\":\",\\\"q\\\":0\",\"p\":1}", true);
}

/// The table of the inventory rule, in JSON.
#[test]
fn quantities_and_policies() {
    const OUT: [&str; 15] = [
        "0",
        "-0",
        "0.0",
        "0e5",
        "-1",
        "-0.5",
        "1e-400",
        "-1e999",
        "\"0\"",
        "\" -3\\t\"",
        "\"\\u0030\"",
        "\"+0.\"",
        "\"-.5\"",
        "\"0e99999\"",
        "\"000000000000000000000\"",
    ];
    const IN: [&str; 22] = [
        "1",
        "0.5",
        "1e21",
        "1e999",
        "1e-300",
        "12345678901234567890",
        "null",
        "true",
        "false",
        "\"\"",
        "\"1\"",
        "\"10+\"",
        "\"0x0\"",
        "\"\\u00a00\"",
        "\"0\\ud800\"",
        "\"Infinity\"",
        "\"-Infinity\"",
        "\"0 0\"",
        "[]",
        "[0]",
        "{\"q\":0}",
        "\"०\"",
    ];
    const HIDES: [&str; 9] =
        ["1", "1.0", "10e-1", "\"1\"", "\" 1.0 \"", "\"deny\"", "\"DENY\\n\"", "\"de\\u006ey\"", "\"10E-1\""];
    const SHOWS: [&str; 13] = [
        "0",
        "2",
        "-0",
        "null",
        "3",
        "1.5",
        "\"\"",
        "\"continue\"",
        "\"denied\"",
        "true",
        "[1]",
        "{}",
        "1.0000000000000002",
    ];
    let quantities = OUT.iter().map(|text| (text, true)).chain(IN.iter().map(|text| (text, false)));
    let mut rows = Vec::new();
    let mut expected = Vec::new();
    for (quantity, out) in quantities {
        let policies = HIDES.iter().map(|text| (text, true)).chain(SHOWS.iter().map(|text| (text, false)));
        for (policy, hides) in policies {
            rows.push(format!("{{\"q\":{quantity},\"p\":{policy}}}"));
            expected.push((!(out && hides), !out));
        }
        rows.push(format!("{{\"q\":{quantity}}}"));
        expected.push((true, !out));
    }
    let source = format!("[{}]", rows.join(","));
    let options = ReadOptions { quantity: &["q"], policy: &["p"], ..ReadOptions::default() };
    let reading = read(source.as_bytes(), options, []);
    assert_eq!((reading.end, reading.rows.len()), (End::Whole, rows.len()));
    for ((row, expected), text) in reading.rows.iter().zip(expected).zip(rows) {
        assert_eq!((row.visible, row.in_stock), expected, "{text}");
    }
}

#[test]
fn threshold_and_hide() {
    let source = "[{\"q\":5,\"p\":1},{\"q\":4.9,\"p\":1},{\"q\":-1,\"p\":2},{\"q\":\"x\",\"p\":1},{\"p\":1}]";
    let options = ReadOptions { quantity: &["q"], policy: &["p"], ..ReadOptions::default() };
    let seen = |options| {
        let reading = read_any_way(source.as_bytes(), options);
        let bits = |bit: fn(&Found) -> bool| -> String {
            reading.rows.iter().map(|row| if bit(row) { '1' } else { '0' }).collect()
        };
        (bits(|row| row.visible), bits(|row| row.in_stock))
    };
    let both = |visible: &str, in_stock: &str| (visible.to_owned(), in_stock.to_owned());
    assert_eq!(seen(options), both("11111", "11011"));
    assert_eq!(seen(ReadOptions { threshold: Some(5.0), ..options }), both("10111", "10011"));
    assert_eq!(seen(ReadOptions { threshold: Some(-1.0), ..options }), both("11111", "11111"));
    assert_eq!(seen(ReadOptions { hide: true, ..options }), both("11011", "11011"));
    assert_eq!(seen(ReadOptions { hide: true, threshold: Some(5.0), ..options }), both("10011", "10011"));
}

/// The first name that the row has counts, even if its value is null.
#[test]
fn several_names_for_one_field() {
    let source = "[{\"inventory_quantity\":0},{\"inventory_quantity\":0,\"$inventory_quantity\":1},
        {\"$inventory_quantity\":null,\"inventory_quantity\":0}]";
    let rows = read_any_way(source.as_bytes(), ReadOptions::default()).rows;
    assert_eq!(rows.iter().map(|row| row.in_stock).collect::<Vec<_>>(), [false, true, true]);
}

#[test]
fn a_row_has_a_maximum_of_16_megabytes() {
    let row = |size: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(size - 8));
    for (size, fits) in [(MAX_ROW_SIZE, true), (MAX_ROW_SIZE + 1, false)] {
        // Text before a row does not count towards its size, in any chunks.
        for before in [",", " ,\n\t "] {
            let start = 3 + before.len();
            let source = format!("[{{}}{before}{},{{}}]", row(size));
            let cut = start + size - 1;
            for sizes in [vec![source.len()], vec![1 << 20; source.len() >> 20], vec![cut], vec![cut - 1, 1]]
            {
                let reading = read(source.as_bytes(), ReadOptions::default(), sizes);
                let error = SyntaxError { kind: SyntaxErrorKind::TooLarge, at: start };
                let expected = if fits { (End::Whole, 3) } else { (End::Failed(error), 1) };
                assert_eq!((reading.end, reading.rows.len()), expected, "{size} {before:?}");
            }
        }
    }
}

/// Endless white space is rejected, too, and does not fill the memory.
#[test]
fn a_maximum_of_16_megabytes_is_between_rows() {
    let source = format!("[{{}},{}", " ".repeat(MAX_ROW_SIZE + (2 << 20)));
    let reading = read(source.as_bytes(), ReadOptions::default(), vec![1 << 20; source.len() >> 20]);
    assert!(
        matches!(reading.end, End::Failed(SyntaxError { kind: SyntaxErrorKind::TooLarge, .. })),
        "{:?}",
        reading.end
    );
    assert_eq!(reading.rows.len(), 1);
}

/// A missing path to the rows is reported before the rows are read to their end, however large they are.
#[test]
fn a_large_value_instead_of_the_rows_is_not_read_to_its_end() {
    let rows = "{\"id\":\"1\"},".repeat(MAX_ROW_SIZE / 11 + 10);
    for (source, at, kind) in [
        (format!("{{\"rows\":[{rows}{{}}]}}"), 0, SyntaxErrorKind::NoArray),
        (format!("[[{rows}{{}}]]"), 1, SyntaxErrorKind::NoObject),
        (format!("[{{}},\"{}", "x".repeat(MAX_ROW_SIZE)), 4, SyntaxErrorKind::NoObject),
    ] {
        for chunk in [source.len(), 1 << 20, 10_000] {
            let end = read(source.as_bytes(), ReadOptions::default(), vec![chunk; source.len() / chunk]).end;
            assert_eq!(end, End::Failed(SyntaxError { kind, at }), "{chunk}");
        }
    }
}
