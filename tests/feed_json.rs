//! Valid and invalid JSON, and the offset of each error. Every document is read whole, cut once at every place, and
//! byte by byte.

mod support;

use back_in_stock::feed::{
    json::{DEEPEST, Layout},
    syntax_error::{SyntaxError, SyntaxErrorKind},
};
use support::feeds::{End, ReadOptions, read, read_any_way};

const ROWS: ReadOptions<'_> = ReadOptions {
    quantity: &["q"],
    policy: &["p"],
    path: &["rows"],
    select: &[],
    threshold: None,
    hide: false,
    limit: None,
    layout: Layout::Array,
};

#[track_caller]
fn ends(source: &[u8], options: ReadOptions<'_>, expected: End) {
    assert_eq!(read_any_way(source, options).end, expected, "{}", source.escape_ascii());
}

#[track_caller]
fn accepts(source: impl AsRef<[u8]>) {
    ends(source.as_ref(), ReadOptions::default(), End::Whole);
}

/// Checks the error at the offset of `‸`, which is removed from the text.
#[track_caller]
fn refuses(marked: &str, kind: SyntaxErrorKind) {
    let at = marked.find('‸').unwrap_or(marked.len());
    refuses_bytes(marked.replace('‸', "").as_bytes(), at, kind);
}

#[track_caller]
fn refuses_bytes(source: &[u8], at: usize, kind: SyntaxErrorKind) {
    ends(source, ReadOptions::default(), End::Failed(SyntaxError { kind, at }));
}

/// Checks a value in every position: in a row, nested in it, before the rows and after them.
const PLACES: [(&str, &str, bool); 7] = [
    (r#"[{"a":"#, "}]", false),
    (r#"[{"q": "#, r#", "b":1}]"#, false),
    (r#"[{"a":1},{"a":[0,"#, "]}]", false),
    (r#"[{"a":{"b":"#, "}}]", false),
    (r#"{"a":"#, r#","rows":[]}"#, true),
    (r#"{"rows":[],"a": "#, "}", true),
    (r#"{"rows":[{"p":"#, "}]}", true),
];

#[track_caller]
fn everywhere(value: &[u8], expected: Option<(usize, SyntaxErrorKind)>) {
    for (before, after, inside) in PLACES {
        let source = [before.as_bytes(), value, after.as_bytes()].concat();
        let options = if inside { ROWS } else { ReadOptions::default() };
        let end = expected
            .map_or(End::Whole, |(at, kind)| End::Failed(SyntaxError { kind, at: before.len() + at }));
        ends(&source, options, end);
    }
}

#[track_caller]
fn is_value(value: impl AsRef<[u8]>) {
    everywhere(value.as_ref(), None);
}

#[track_caller]
fn no_value(value: impl AsRef<[u8]>, at: usize, kind: SyntaxErrorKind) {
    everywhere(value.as_ref(), Some((at, kind)));
}

#[test]
fn numbers() {
    for number in [
        "0",
        "-0",
        "1",
        "-1",
        "10",
        "1234567890",
        "0.0",
        "-0.5",
        "1.25",
        "0e0",
        "0E+1",
        "1e1",
        "1E-1",
        "1e01",
        "1.5e+300",
        "1e999",
        "-1e999",
        "1e-400",
        "1e99999999999999999999",
        "123456789012345678901234567890",
        "0.1000000000000000055511151231257827021181583404541015625",
        "-0.0e-0",
        "9007199254740993",
    ] {
        is_value(number);
    }
    for (text, at) in [
        ("-", 1),
        ("--1", 1),
        ("-a", 1),
        ("-.5", 1),
        ("- 1", 1),
        ("1.", 2),
        ("1.e1", 2),
        ("-0.", 3),
        ("1e", 2),
        ("1e+", 3),
        ("1E-", 3),
        ("1ee1", 2),
        ("1e+-1", 3),
        ("1.-1", 2),
        ("0e", 2),
        ("-Infinity", 1),
    ] {
        no_value(text, at, SyntaxErrorKind::Number);
    }
    for (text, at) in [("+1", 0), (".5", 0), ("Infinity", 0), ("NaN", 0), ("٣", 0), ("０", 0), ("$1", 0)] {
        no_value(text, at, SyntaxErrorKind::Value);
    }
    // After a whole number, the error is that of its container.
    for text in ["00", "01", "0x1", "1a", "1.5.5", "1e1.5", "-01", "1_000", "1 000", "12f", "0-1", "1e5e5"] {
        let at = match text {
            "1.5.5" | "1e1.5" | "1e5e5" => 3,
            "-01" | "12f" | "1 000" => 2,
            _ => 1,
        };
        refuses_bytes(format!("[{{\"a\":{text}}}]").as_bytes(), 6 + at, SyntaxErrorKind::CommaOrBrace);
        refuses_bytes(format!("[{{\"a\":[{text}]}}]").as_bytes(), 7 + at, SyntaxErrorKind::CommaOrBracket);
    }
}

#[test]
fn words() {
    for word in ["true", "false", "null"] {
        is_value(word);
        for length in 1..word.len() {
            no_value(&word[..length], length, SyntaxErrorKind::Value);
            no_value(format!("{}X", &word[..length]), length, SyntaxErrorKind::Value);
        }
        no_value(word.to_uppercase(), 0, SyntaxErrorKind::Value);
        refuses_bytes(
            format!("[{{\"a\":{word}e}}]").as_bytes(),
            6 + word.len(),
            SyntaxErrorKind::CommaOrBrace,
        );
    }
    for text in
        ["undefined", "True", "None", "'a'", "`a`", "a", "/*1*/1", "//1\n1", "#1", "-nan", "\\\"", "()", ";"]
    {
        let (at, kind) =
            if text == "-nan" { (1, SyntaxErrorKind::Number) } else { (0, SyntaxErrorKind::Value) };
        no_value(text, at, kind);
    }
}

#[test]
fn strings() {
    for text in [
        r#""""#,
        r#""a""#,
        r#""\"\\\/\b\f\n\r\t""#,
        r#""\u0000""#,
        r#""\u20aC\u20AC""#,
        r#""\ud83d\ude00""#,
        r#""\ud83d""#,
        r#""\ude00""#,
        r#""\ude00\ud83d""#,
        r#""\ud83d\ud83d\ude00""#,
        r#""\ud83dx""#,
        r#""\uDBFF\uDFFF""#,
        r#""\\u1""#,
        r#""/""#,
        r#""'""#,
        r#""//""#,
        r#""[{]}:,""#,
        "\"\u{7F}\"",
        "\"\u{80}\"",
        "\"\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}\"",
        "\"\u{D7FF}\u{E000}\u{FEFF}\u{2028}\u{2029}\"",
        "\"a text that is longer than one block of 16 bytes, or 8\"",
        "\"0123456\"",
        "\"01234567\"",
        "\"012345678\"",
        "\"0123456789abcde\"",
        "\"0123456789abcdef\"",
        "\"0123456789abcdé\"",
        "\"0123456789abcd😀\"",
    ] {
        is_value(text);
    }
    for control in 0..0x20_u8 {
        for before in ["", "a", "é", "0123456", "01234567", "0123456789abcdef", "\\n"] {
            let text = [b"\"", before.as_bytes(), &[control], b"\""].concat();
            no_value(text, 1 + before.len(), SyntaxErrorKind::Control);
        }
    }
    for (text, at) in [
        (r#""\a""#, 2),
        (r#""\'""#, 2),
        (r#""\0""#, 2),
        (r#""\x41""#, 2),
        (r#""\U0041""#, 2),
        (r#""\ ""#, 2),
        (r#""\u""#, 3),
        (r#""\u1""#, 4),
        (r#""\u12""#, 5),
        (r#""\u123""#, 6),
        (r#""\u123g""#, 6),
        (r#""\uG000""#, 3),
        (r#""\u+123""#, 3),
        (r#""\u-123""#, 3),
        (r#""\u 123""#, 3),
        (r#""\ud83d\u""#, 9),
        (r#""\ud83d\x""#, 8),
        ("\"\\é\"", 2),
        ("\"\\u00é\"", 5),
        ("\"\\\n\"", 2),
        ("\"\\\0\"", 2),
        ("\"aé\\n\\q\"", 7),
        (r#""\u{41}""#, 3),
    ] {
        no_value(text, at, SyntaxErrorKind::Escape);
    }
}

/// Ill-formed UTF-8, from the Unicode standard, chapter 3.9. The error is at its first byte.
#[test]
fn encoding() {
    let bad: [&[u8]; 22] = [
        b"\x80",
        b"\xBF",
        b"\xC0\x80",
        b"\xC1\xBF",
        b"\xC2",
        b"\xC2\x41",
        b"\xDF\xC0",
        b"\xE0\x80\x80",
        b"\xE0\x9F\xBF",
        b"\xE1\x80",
        b"\xE1\x80\xC0",
        b"\xED\xA0\x80",
        b"\xED\xBF\xBF",
        b"\xEF\xBF",
        b"\xF0\x80\x80\x80",
        b"\xF0\x8F\xBF\xBF",
        b"\xF1\x80\x80",
        b"\xF4\x90\x80\x80",
        b"\xF5\x80\x80\x80",
        b"\xF8\x88\x80\x80\x80",
        b"\xFE",
        b"\xFF",
    ];
    for bytes in bad {
        for before in
            ["", "a", "é", "\\n", "0123456", "0123456789abc", "0123456789abcd", "0123456789abcde", "😀😀😀😀"]
        {
            let at = 1 + before.len();
            for after in ["\"", "x\"", "é\"", "\\n\"", "\\q\"", "\n\"", "\\"] {
                let text = [b"\"", before.as_bytes(), bytes, after.as_bytes()].concat();
                no_value(&text, at, SyntaxErrorKind::Encoding);
            }
            // It precedes the end.
            let text = [b"[{\"a\":\"", before.as_bytes(), bytes].concat();
            refuses_bytes(&text, 6 + at, SyntaxErrorKind::Encoding);
            refuses_bytes(&[&*text, b"\\"].concat(), 6 + at, SyntaxErrorKind::Encoding);
            refuses_bytes(&[&*text, b"\\u12"].concat(), 6 + at, SyntaxErrorKind::Encoding);
        }
        // In a name, and where text is not allowed.
        refuses_bytes(&[b"[{\"", bytes, b"\":1}]"].concat(), 3, SyntaxErrorKind::Encoding);
        no_value(bytes, 0, SyntaxErrorKind::Value);
        refuses_bytes(&[b"[{}", bytes, b"]"].concat(), 3, SyntaxErrorKind::CommaOrBracket);
        refuses_bytes(&[b"[{}]", bytes].concat(), 4, SyntaxErrorKind::TextAfterEnd);
    }
}

#[test]
fn structure() {
    for source in [
        "[]",
        " [ ] ",
        "[{}]",
        "[{},{}]",
        "\t\r\n[\t\r\n{\t\r\n}\t\r\n,\t\r\n{\t\r\n}\t\r\n]\t\r\n",
        "[{\"\":0}]",
        "[{\"a\":1,\"a\":2}]",
        "[{\"a\" : 1 , \"b\" : [ ] , \"c\" : { } }]",
        "[{\"__proto__\":{},\"constructor\":1}]",
        "[{\"a\":[[],[[]],{},{\"a\":{}}]}]",
        "\u{FEFF}[]",
        "\u{FEFF} \n[{}]",
        "[{\"\\u0061\":1}]",
        "[{\"\\\"\":1}]",
    ] {
        accepts(source);
    }
    for (marked, kind) in [
        ("‸", SyntaxErrorKind::Empty),
        (" \n‸", SyntaxErrorKind::Empty),
        ("\u{FEFF}‸", SyntaxErrorKind::Empty),
        ("[‸", SyntaxErrorKind::Truncated),
        ("[{‸", SyntaxErrorKind::Truncated),
        ("[{}‸", SyntaxErrorKind::Truncated),
        ("[{},‸", SyntaxErrorKind::Truncated),
        ("[{\"a\"‸", SyntaxErrorKind::Truncated),
        ("[{\"a\":1‸", SyntaxErrorKind::Truncated),
        ("[{\"a\":1,‸", SyntaxErrorKind::Truncated),
        ("[{\"a\":\"‸", SyntaxErrorKind::Truncated),
        ("[{\"a\":\"\\‸", SyntaxErrorKind::Truncated),
        ("[{\"a\":-‸", SyntaxErrorKind::Truncated),
        ("[{\"a\":[‸", SyntaxErrorKind::Truncated),
        ("[‸,]", SyntaxErrorKind::Value),
        ("[{},‸]", SyntaxErrorKind::Value),
        ("[{},‸,{}]", SyntaxErrorKind::Value),
        ("[‸}", SyntaxErrorKind::Value),
        ("‸]", SyntaxErrorKind::Value),
        ("[{}‸}", SyntaxErrorKind::CommaOrBracket),
        ("[{}‸{}]", SyntaxErrorKind::CommaOrBracket),
        ("[{} ‸:{}]", SyntaxErrorKind::CommaOrBracket),
        ("[{}]‸]", SyntaxErrorKind::TextAfterEnd),
        ("[{}] ‸,", SyntaxErrorKind::TextAfterEnd),
        ("[]‸[]", SyntaxErrorKind::TextAfterEnd),
        ("[] ‸\0", SyntaxErrorKind::TextAfterEnd),
        ("[]\n‸// the end", SyntaxErrorKind::TextAfterEnd),
        ("[]‸\u{FEFF}", SyntaxErrorKind::TextAfterEnd),
        ("[]‸\u{B}", SyntaxErrorKind::TextAfterEnd),
        ("[{‸,}]", SyntaxErrorKind::Key),
        ("[{\"a\":1,‸}]", SyntaxErrorKind::Key),
        ("[{\"a\":1,‸,\"b\":1}]", SyntaxErrorKind::Key),
        ("[{‸]", SyntaxErrorKind::Key),
        ("[{‸a:1}]", SyntaxErrorKind::Key),
        ("[{‸'a':1}]", SyntaxErrorKind::Key),
        ("[{‸1:1}]", SyntaxErrorKind::Key),
        ("[{‸null:1}]", SyntaxErrorKind::Key),
        ("[{\"a\"‸}]", SyntaxErrorKind::Colon),
        ("[{\"a\"‸,\"b\"}]", SyntaxErrorKind::Colon),
        ("[{\"a\" ‸1}]", SyntaxErrorKind::Colon),
        ("[{\"a\"‸=1}]", SyntaxErrorKind::Colon),
        ("[{\"a\":‸}]", SyntaxErrorKind::Value),
        ("[{\"a\":‸,}]", SyntaxErrorKind::Value),
        ("[{\"a\":‸:1}]", SyntaxErrorKind::Value),
        ("[{\"a\": ‸]", SyntaxErrorKind::Value),
        ("[{\"a\":1‸]", SyntaxErrorKind::CommaOrBrace),
        ("[{\"a\":1 ‸\"b\":1}]", SyntaxErrorKind::CommaOrBrace),
        ("[{\"a\":1‸:1}]", SyntaxErrorKind::CommaOrBrace),
        ("[{\"a\":1‸;\"b\":1}]", SyntaxErrorKind::CommaOrBrace),
        ("[{\"a\":{\"b\":1‸]}]", SyntaxErrorKind::CommaOrBrace),
        ("[{\"a\":[1‸}]}]", SyntaxErrorKind::CommaOrBracket),
        ("[{\"a\":[1 ‸2]}]", SyntaxErrorKind::CommaOrBracket),
        ("[{\"a\":[1,‸]}]", SyntaxErrorKind::Value),
        ("[{\"a\":[‸,1]}]", SyntaxErrorKind::Value),
        ("[{\"a\":{‸,}}]", SyntaxErrorKind::Key),
        ("[{\"a\":{\"b\":1,‸}}]", SyntaxErrorKind::Key),
        ("[{\"a\":[\"b\"‸:1]}]", SyntaxErrorKind::CommaOrBracket),
        ("[‸\u{A0}{}]", SyntaxErrorKind::Value),
        ("‸\u{FFFE}[]", SyntaxErrorKind::Value),
        (" ‸\u{FEFF}[]", SyntaxErrorKind::Value),
        ("\u{FEFF}‸\u{FEFF}[]", SyntaxErrorKind::Value),
        ("[‸\u{C}{}]", SyntaxErrorKind::Value),
        ("[{}‸\u{C}]", SyntaxErrorKind::CommaOrBracket),
        ("[{}‸\u{85}]", SyntaxErrorKind::CommaOrBracket),
        ("‸<!doctype xml>", SyntaxErrorKind::Value),
    ] {
        refuses(marked, kind);
    }
}

#[test]
fn other_encodings() {
    for bytes in [&b"\xFF\xFE[\0]\0"[..], b"\xFE\xFF\0[\0]", b"\0[\0]", b"\0\0\0[", b"\xFF\xFE"] {
        refuses_bytes(bytes, 0, SyntaxErrorKind::Unsupported);
    }
    // Latin-1 is not UTF-8 where it matters.
    refuses_bytes(b"[{\"a\":\"caf\xE9\"}]", 10, SyntaxErrorKind::Encoding);
    for (bytes, at) in [(&b"\xEF"[..], 0), (b"\xEF\xBB", 0), (b"\xEF\xBB[", 0), (b"[\0]\0", 1)] {
        refuses_bytes(bytes, at, SyntaxErrorKind::Value);
    }
}

#[test]
fn rows_are_objects() {
    for value in ["1", "-1.5e3", "\"a\"", "null", "true", "false", "[]", "[{}]", "[[1,{\"a\":[]}]]", "12345"]
    {
        refuses(&format!("[‸{value}]"), SyntaxErrorKind::NoObject);
        refuses(&format!("[{{}} , ‸{value}, {{}}]"), SyntaxErrorKind::NoObject);
        refuses(
            &format!("‸{}", if value.starts_with('[') { "{\"rows\":[]}" } else { value }),
            SyntaxErrorKind::NoArray,
        );
    }
    // Text that is not a value is reported as such first.
    for (marked, kind) in [
        ("[1.‸]", SyntaxErrorKind::Number),
        ("[tru‸]", SyntaxErrorKind::Value),
        ("[\"\\‸x\"]", SyntaxErrorKind::Escape),
        ("[[1,‸]]", SyntaxErrorKind::Value),
        ("1.‸]", SyntaxErrorKind::Number),
        ("{\"a\":‸}", SyntaxErrorKind::Value),
        ("{‸,}", SyntaxErrorKind::Key),
        ("[[‸", SyntaxErrorKind::Truncated),
        ("\"a‸", SyntaxErrorKind::Truncated),
    ] {
        refuses(marked, kind);
    }
}

#[test]
fn depth() {
    // The array, the row and its containers.
    let nested = |open: &str, close: &str, depth: usize| {
        format!("[{{\"a\":{}1{}}}]", open.repeat(depth - 2), close.repeat(depth - 2)).into_bytes()
    };
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let ends = |source: &[u8], options, sizes: usize| {
            let end = read(source, options, vec![sizes; source.len() / sizes]).end;
            assert_eq!(read(source, options, []).end, end);
            end
        };
        for sizes in [1, 7, 1000] {
            assert_eq!(ends(&nested(open, close, DEEPEST), ReadOptions::default(), sizes), End::Whole);
            for depth in [DEEPEST + 1, DEEPEST + 2, DEEPEST * 4] {
                let at = 6 + open.len() * (DEEPEST - 2);
                let expected = End::Failed(SyntaxError { kind: SyntaxErrorKind::TooDeep, at });
                assert_eq!(ends(&nested(open, close, depth), ReadOptions::default(), sizes), expected);
            }
            // Before the rows and after them, inside one container.
            for (before, after) in [("{\"a\":", ",\"rows\":[]}"), ("{\"rows\":[],\"a\":", "}")] {
                for (depth, at) in
                    [(DEEPEST, None), (DEEPEST + 1, Some(before.len() + open.len() * (DEEPEST - 1)))]
                {
                    let (open, close) = (open.repeat(depth - 1), close.repeat(depth - 1));
                    let source = format!("{before}{open}1{close}{after}");
                    let expected = at.map_or(End::Whole, |at| {
                        End::Failed(SyntaxError { kind: SyntaxErrorKind::TooDeep, at })
                    });
                    assert_eq!(ends(source.as_bytes(), ROWS, sizes), expected);
                }
            }
            // Instead of the rows.
            let source = format!("[{}1{}]", open.repeat(DEEPEST), close.repeat(DEEPEST));
            if open == "[" {
                let expected = End::Failed(SyntaxError { kind: SyntaxErrorKind::TooDeep, at: DEEPEST });
                assert_eq!(ends(source.as_bytes(), ReadOptions::default(), sizes), expected);
            }
        }
    }
    // Many siblings are not deep.
    accepts(format!("[{{\"a\":[{}]}}]", vec!["[]"; 70].join(",")));
}

#[test]
fn rows_at_a_path() {
    let at = |path: &'static [&'static str], marked: &str, kind: Option<SyntaxErrorKind>| {
        let offset = marked.find('‸').unwrap_or_default();
        let end = kind.map_or(End::Whole, |kind| End::Failed(SyntaxError { kind, at: offset }));
        ends(marked.replace('‸', "").as_bytes(), ReadOptions { path, ..ReadOptions::default() }, end);
    };
    at(&["rows"], "{\"rows\":[]}", None);
    at(&["rows"], " { \"meta\" : {\"rows\":[1]} , \"rows\" : [ {} , {} ] , \"x\" : 12 , \"y\":null } ", None);
    at(&["rows"], "\u{FEFF}{\"r\\u006fws\":[{}],\"n\":12345}", None);
    at(&["a", "b"], "{\"b\":[1],\"a\":{\"c\":12,\"b\":[{}],\"d\":34},\"e\":56}", None);
    at(&["a", "b", "c"], "{\"a\":{\"b\":{\"c\":[]}}}", None);
    at(&["é"], "{\"é\":[{}]}", None);
    at(&["a\"\\"], "{\"a\\\"\\\\\":[{}]}", None);
    at(&["rows"], "‸[]", Some(SyntaxErrorKind::NoRows));
    at(&["rows"], "‸12", Some(SyntaxErrorKind::NoRows));
    at(&["rows"], "{‸}", Some(SyntaxErrorKind::NoRows));
    at(&["rows"], "{\"a\":12‸}", Some(SyntaxErrorKind::NoRows));
    at(&["rows"], "{\"rows\":‸{}}", Some(SyntaxErrorKind::NoArray));
    at(&["rows"], "{\"rows\":‸12}", Some(SyntaxErrorKind::NoArray));
    at(&["rows"], "{\"rows\":1.‸}", Some(SyntaxErrorKind::Number));
    at(&["rows"], "{\"rows\":[‸12]}", Some(SyntaxErrorKind::NoObject));
    at(&["a", "b"], "{\"a\":‸[]}", Some(SyntaxErrorKind::NoRows));
    at(&["a", "b"], "{\"a\":{‸}}", Some(SyntaxErrorKind::NoRows));
    at(&["rows"], "{\"rows\":[],‸\"rows\":[]}", Some(SyntaxErrorKind::RowsTwice));
    at(&["rows"], "{\"rows\":[],‸\"r\\u006fws\":1}", Some(SyntaxErrorKind::RowsTwice));
    at(&["a", "b"], "{\"a\":{\"b\":[],‸\"b\":1}}", Some(SyntaxErrorKind::RowsTwice));
    at(&["a", "b"], "{\"a\":{\"b\":[],\"a\":1},‸\"a\":1}", Some(SyntaxErrorKind::RowsTwice));
    at(&["rows"], "{\"rows\":[]‸]", Some(SyntaxErrorKind::CommaOrBrace));
    at(&["rows"], "{\"rows\":[],‸}", Some(SyntaxErrorKind::Key));
    at(&["rows"], "{‸,\"rows\":[]}", Some(SyntaxErrorKind::Key));
    at(&["rows"], "{\"a\":1,‸}", Some(SyntaxErrorKind::Key));
    at(&["rows"], "{\"a\":123‸x,\"rows\":[]}", Some(SyntaxErrorKind::CommaOrBrace));
    at(&["rows"], "{\"rows\":[]}‸}", Some(SyntaxErrorKind::TextAfterEnd));
    at(&["rows"], "{\"rows\":[]‸", Some(SyntaxErrorKind::Truncated));
    at(&["rows"], "{\"rows\":[],\"a\":12‸", Some(SyntaxErrorKind::Truncated));
}

/// The kind of a file depends only on its first bytes, in any chunks.
#[test]
fn a_table_whose_first_row_is_long() {
    let source = format!("sku,name,stock\nA1,\"{}\",3\n", "Cap, blue ".repeat(100));
    for sizes in [vec![], vec![1; source.len()], vec![600], vec![300, 300]] {
        let reading = read(source.as_bytes(), ReadOptions::default(), sizes);
        assert_eq!(reading.end, End::Failed(SyntaxError { kind: SyntaxErrorKind::Csv, at: 0 }));
    }
}
