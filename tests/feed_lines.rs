//! Valid and invalid JSON lines, and the offset of each error. Every document is read whole, cut once at every place,
//! and byte by byte.

mod support;

use back_in_stock::feed::{
    json::{DEEPEST, Layout},
    syntax_error::{SyntaxError, SyntaxErrorKind},
};
use support::feeds::{End, ReadOptions, read, read_any_way};

const LINES: Layout = Layout::Lines;
const AUTO: Layout = Layout::Auto;

/// The texts of the rows.
#[track_caller]
fn rows(source: &str, layout: Layout) -> Vec<&str> {
    let reading = read_any_way(source.as_bytes(), ReadOptions { layout, ..ReadOptions::default() });
    assert_eq!(reading.end, End::Whole, "{source}");
    reading.rows.iter().map(|row| &source[row.start..row.end]).collect()
}

/// Checks the error at the offset of `‸`, which is removed from the text, and the number of rows before it.
#[track_caller]
fn refuses(marked: &str, layout: Layout, kind: SyntaxErrorKind, rows: usize) {
    let at = marked.find('‸').unwrap_or(marked.len());
    let source = marked.replace('‸', "");
    let reading = read_any_way(source.as_bytes(), ReadOptions { layout, ..ReadOptions::default() });
    assert_eq!((reading.end, reading.rows.len()), (End::Failed(SyntaxError { kind, at }), rows), "{marked}");
}

#[test]
fn lines() {
    for layout in [LINES, AUTO] {
        let both = ["{\"a\":1}", "{\"b\":[{}]}"];
        for source in [
            "{\"a\":1}\n{\"b\":[{}]}",
            "{\"a\":1}\n{\"b\":[{}]}\n",
            "{\"a\":1}\r\n{\"b\":[{}]}\r\n",
            "\u{FEFF}{\"a\":1}\n{\"b\":[{}]}",
            "\n \t\r\n {\"a\":1} \t\r\n\n\n\t{\"b\":[{}]}  \n  \n",
        ] {
            assert_eq!(rows(source, layout), both, "{source}");
        }
        assert_eq!(rows("{ }\n{\t}\n{ }\n", layout), ["{ }", "{\t}", "{ }"]);
        assert_eq!(rows("[]", AUTO), [""; 0]);
    }
    assert_eq!(rows("{\"a\":1}", LINES), ["{\"a\":1}"]);
    assert_eq!(rows(" {} ", LINES), ["{}"]);
}

#[test]
fn broken_lines() {
    for layout in [LINES, AUTO] {
        for (marked, kind, count) in [
            // A row must not continue in the next line.
            ("{}\n{‸\n}", SyntaxErrorKind::LineEnd, 1),
            ("{}\n{\"a\"‸\n:1}", SyntaxErrorKind::LineEnd, 1),
            ("{}\n{\"a\":‸\n1}", SyntaxErrorKind::LineEnd, 1),
            ("{}\n{\"a\":1‸\n,\"b\":x}", SyntaxErrorKind::LineEnd, 1),
            ("{}\n{\"a\":[1,‸\r\n2]}".replace("‸\r", "\r‸").as_str(), SyntaxErrorKind::LineEnd, 1),
            ("{}\n{\"a\":\"‸\n\"}", SyntaxErrorKind::LineEnd, 1),
            ("{}\n{\"a\":1.‸\n}", SyntaxErrorKind::LineEnd, 1),
            ("{}\n{\"a\":1‸\n{}", SyntaxErrorKind::LineEnd, 1),
            ("{}\n[1,‸\n{}]", SyntaxErrorKind::LineEnd, 1),
            ("{}\n{\"a\":1‸", SyntaxErrorKind::Truncated, 1),
            ("{}\n{\"a\":‸}\n{}", SyntaxErrorKind::Value, 1),
            ("{}\n{‸a:1}\n{}", SyntaxErrorKind::Key, 1),
            ("{}\n{\"a\":\"‸\u{1}\"}", SyntaxErrorKind::Control, 1),
            // Each row needs its own line.
            ("{}\n{} ‸{}\n{}", SyntaxErrorKind::TextAfterRow, 2),
            ("{}\n{}‸,\n{}", SyntaxErrorKind::TextAfterRow, 2),
            ("{}\n{}‸]", SyntaxErrorKind::TextAfterRow, 2),
            // Rows are objects.
            ("{}\n‸[]\n{}", SyntaxErrorKind::NoObject, 1),
            ("{}\n‸[{\"a\":1}]", SyntaxErrorKind::NoObject, 1),
            ("{}\n\n ‸null", SyntaxErrorKind::NoObject, 1),
            ("{}\n‸12\n", SyntaxErrorKind::NoObject, 1),
            ("{}\n‸\"a\"", SyntaxErrorKind::NoObject, 1),
            ("{}\n‸a", SyntaxErrorKind::Value, 1),
            ("{}\n‸,{}", SyntaxErrorKind::Value, 1),
            ("{}\n‸\u{FEFF}{}", SyntaxErrorKind::Value, 1),
        ] {
            refuses(marked, layout, kind, count);
        }
    }
    refuses("{}‸,{}", LINES, SyntaxErrorKind::TextAfterRow, 1);
    refuses("‸[{}]", LINES, SyntaxErrorKind::NoObject, 0);
    refuses("{‸\n}", LINES, SyntaxErrorKind::LineEnd, 0);
}

/// A feed is JSON lines only if the first line is a whole object and another line follows.
#[test]
fn what_is_not_taken_for_lines() {
    for marked in [
        "‸{\"a\":1}",
        "‸{\"a\":1}\n",
        "‸{\"a\":[{}]} \n \n",
        "‸{}{}",
        "‸{},\n{}",
        "‸{\n}\n{}",
        "‸{\"a\":\n1}\n{}",
        "‸{}]",
    ] {
        refuses(marked, AUTO, SyntaxErrorKind::NoArray, 0);
    }
    refuses("{‸a}\n{}", AUTO, SyntaxErrorKind::Key, 0);
    refuses("{\"a\":1‸", AUTO, SyntaxErrorKind::Truncated, 0);
    let at_path = ReadOptions { path: &["a"], layout: AUTO, ..ReadOptions::default() };
    assert_eq!(read_any_way(b"{\"a\":[{}]}", at_path).end, End::Whole);
}

/// The first object may be the whole feed. It is rejected before it is read to its end.
#[test]
fn a_long_first_object_is_not_read_to_its_end() {
    let source = format!("{{\"a\":\"{}\"}}\n{{}}", "x".repeat(70_000));
    for sizes in [vec![], vec![1000; 70]] {
        let auto = read(
            source.as_bytes(),
            ReadOptions { layout: AUTO, ..ReadOptions::default() },
            sizes.iter().copied(),
        );
        assert_eq!(auto.end, End::Failed(SyntaxError { kind: SyntaxErrorKind::NoArray, at: 0 }));
        let lines = read(source.as_bytes(), ReadOptions { layout: LINES, ..ReadOptions::default() }, sizes);
        assert_eq!((lines.end, lines.rows.len()), (End::Whole, 2));
    }
}

#[test]
fn depth() {
    // The row and its containers.
    for (depth, is_right) in [(DEEPEST, true), (DEEPEST + 1, false)] {
        let (open, close) = ("[".repeat(depth - 1), "]".repeat(depth - 1));
        let source = format!("{{}}\n{{\"a\":{open}{close}}}\n");
        let at = source.find('[').unwrap() + DEEPEST - 1;
        let expected = if is_right {
            End::Whole
        } else {
            End::Failed(SyntaxError { kind: SyntaxErrorKind::TooDeep, at })
        };
        for layout in [LINES, AUTO] {
            let options = ReadOptions { layout, ..ReadOptions::default() };
            assert_eq!(read(source.as_bytes(), options, []).end, expected);
            assert_eq!(read(source.as_bytes(), options, vec![7; source.len() / 7]).end, expected);
        }
    }
}

#[test]
fn names_and_spaces_may_change_from_line_to_line() {
    let source = "{\"id\":1,\"inventory_quantity\":0,\"inventory_policy\":1}\n\
        {\"inventory_policy\": 1, \"inventory_quantity\" : 2}\n\
        {\"inventory_quantity\":0,\"inventory_policy\":\"deny\",\"id\":3}\n{}\n";
    let reading = read_any_way(source.as_bytes(), ReadOptions { layout: AUTO, ..ReadOptions::default() });
    let shown: Vec<_> = reading.rows.iter().map(|row| row.visible).collect();
    assert_eq!(shown, [false, true, false, true]);
}
