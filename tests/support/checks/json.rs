//! Properties of every text that is read as a JSON feed: the result does not depend on the chunks, and agrees with
//! `serde_json`.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use std::collections::BTreeMap;

use back_in_stock::{
    feed::{
        json::Json,
        syntax_error::{SyntaxError, SyntaxErrorKind},
    },
    inventory::rule::{FieldValue, Policy, Quantity, Verdict},
};
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::{
    super::feeds::{self, End, ReadOptions, Reading, is_other_file, read, small_chunks},
    lines,
};

/// Reads the text as rows at the root, and at a path.
pub(crate) fn check(source: &[u8]) {
    let rows = ReadOptions::default();
    compare(source, rows);
    compare(
        source,
        ReadOptions { select: &["id", "$inventory_quantity", "é\""], threshold: Some(2.5), ..rows },
    );
    compare(source, ReadOptions { path: &["rows"], ..rows });
    compare(source, ReadOptions { path: &["rows", "a"], hide: true, ..rows });
    let limited = ReadOptions { limit: Some(2), ..rows };
    assert_eq!(read(source, limited, []), read(source, limited, small_chunks(source)));
    report(source);
    lines::check(source);
}

/// A report is JSON, counts all rows, and does not depend on the chunks.
fn report(source: &[u8]) {
    let (reading, report) = feeds::check(Json::new, source, ReadOptions::default(), []);
    let in_pieces = feeds::check(Json::new, source, ReadOptions::default(), small_chunks(source));
    assert_eq!((&reading, &report), (&in_pieces.0, &in_pieces.1), "{}", source.escape_ascii());
    assert_eq!(report.items, reading.rows.len() as u64);
}

/// Reads a source whole, in small chunks, and byte by byte if it is short. The results must be equal.
pub(super) fn read_in_chunks(source: &[u8], options: ReadOptions<'_>) -> Reading {
    let reading = read(source, options, []);
    assert_eq!(reading, read(source, options, small_chunks(source)), "in pieces: {}", source.escape_ascii());
    if source.len() < 400 {
        assert_eq!(reading, read(source, options, source.iter().map(|_| 1)), "{}", source.escape_ascii());
    }
    reading
}

/// Compares a reading with `serde_json`.
pub(crate) fn compare(source: &[u8], options: ReadOptions<'_>) {
    let reading = read_in_chunks(source, options);
    match reading.end {
        End::Whole => compare_rows(source, options, &reading),
        End::Failed(error) => compare_error(source, options, &reading, error),
        End::LimitReached => panic!("there was no limit"),
    }
}

/// Whether the source is white space only, with or without a byte-order mark.
fn is_blank(source: &[u8]) -> bool {
    source.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(source).trim_ascii().is_empty()
}

/// The text without a byte-order mark, if it is UTF-8.
fn text_of(source: &[u8]) -> Option<&str> {
    str::from_utf8(source.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(source)).ok()
}

fn is_json(source: &[u8]) -> bool {
    text_of(source).is_some_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok())
}

fn compare_rows(source: &[u8], options: ReadOptions<'_>, reading: &Reading) {
    assert!(is_json(source), "no JSON, and accepted: {}", source.escape_ascii());
    let mut rows = text_of(source).unwrap();
    for name in options.path {
        // serde rejects names with lone surrogates.
        let Ok(members) = serde_json::from_str::<BTreeMap<String, &RawValue>>(rows) else { return };
        rows = members[*name].get();
    }
    compare_texts(source, options, reading, &serde_json::from_str::<Vec<_>>(rows).unwrap());
}

/// Compares the rows of a reading with those of serde.
pub(super) fn compare_texts(source: &[u8], options: ReadOptions<'_>, reading: &Reading, rows: &[&RawValue]) {
    let texts = reading.rows.iter().map(|row| &source[row.start..row.end]);
    assert!(texts.eq(rows.iter().map(|row| row.get().as_bytes())), "rows of {}", source.escape_ascii());

    let mut written = Vec::new();
    for (row, found) in rows.iter().zip(&reading.rows) {
        let Ok(members) = serde_json::from_str::<BTreeMap<String, &RawValue>>(row.get()) else { return };
        let verdict = verdict(&members, options);
        let expected = (verdict != Verdict::Hidden, verdict == Verdict::InStock);
        assert_eq!((found.visible, found.in_stock), expected, "{row}");
        if found.visible {
            written.push((row.get(), members));
        }
    }
    if options.select.is_empty() {
        let whole: Vec<_> = written.iter().map(|(row, _)| *row).collect();
        assert_eq!(reading.written, whole.join(","));
        return;
    }
    let batch = format!("[{}]", reading.written);
    let seen: Vec<BTreeMap<String, &RawValue>> = serde_json::from_str(&batch).unwrap();
    assert_eq!(seen.len(), written.len());
    for (seen, (row, mut members)) in seen.iter().zip(written) {
        members.retain(|name, _| options.select.contains(&&**name));
        let text = |members: &BTreeMap<String, &RawValue>| {
            members.iter().map(|(name, value)| (name.clone(), value.get().to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(text(seen), text(&members), "{row}");
    }
}

fn verdict(members: &BTreeMap<String, &RawValue>, options: ReadOptions<'_>) -> Verdict {
    let mut text = String::new();
    let quantity = Quantity::read(given_by(members, options.quantity, &mut text), parse);
    let out = quantity.is_out(options.threshold);
    if options.hide && out {
        return Verdict::Hidden;
    }
    Verdict::of(out, Policy::read(given_by(members, options.policy, &mut text), parse))
}

fn parse(text: &[u8]) -> f64 {
    str::from_utf8(text).unwrap().parse().unwrap()
}

/// The value of the first of these names, as serde reads it.
fn given_by<'a>(
    members: &BTreeMap<String, &RawValue>,
    names: &[&str],
    text: &'a mut String,
) -> FieldValue<'a> {
    let Some(value) = names.iter().find_map(|name| members.get(*name)) else { return FieldValue::Missing };
    match value.get().as_bytes() {
        b"null" => FieldValue::Null,
        [b'"', ..] => match serde_json::from_str(value.get()) {
            Ok(meaning) => {
                *text = meaning;
                FieldValue::Text(text.as_bytes())
            }
            // A text with a lone surrogate is unreadable.
            Err(_) => FieldValue::Text(b"?"),
        },
        [b'-' | b'0'..=b'9', ..] => FieldValue::Number(parse(value.get().as_bytes())),
        _ => FieldValue::Other,
    }
}

/// An error is at the first byte after which the text cannot become a feed, and has the right kind.
fn compare_error(
    source: &[u8],
    options: ReadOptions<'_>,
    reading: &Reading,
    SyntaxError { kind, at }: SyntaxError,
) {
    let before = read(&source[..at], options, []);
    assert_eq!(before.rows, reading.rows, "{}", source.escape_ascii());
    let expected = match kind {
        // A cut name or number can be valid, but different.
        _ if is_other_file(kind) => before.end,
        _ if is_blank(&source[..at]) => End::Failed(SyntaxError { kind: SyntaxErrorKind::Empty, at }),
        SyntaxErrorKind::TextAfterEnd => End::Whole,
        _ => End::Failed(SyntaxError { kind: SyntaxErrorKind::Truncated, at }),
    };
    assert_eq!(before.end, expected, "before the error: {}", source.escape_ascii());
    let of_json = match kind {
        SyntaxErrorKind::NoArray
        | SyntaxErrorKind::NoRows
        | SyntaxErrorKind::RowsTwice
        | SyntaxErrorKind::NoObject
        | SyntaxErrorKind::TooDeep
        | SyntaxErrorKind::Unsupported => false,
        _ if is_other_file(kind) => {
            assert!(reading.rows.is_empty());
            true
        }
        SyntaxErrorKind::Truncated => {
            assert_eq!(at, source.len());
            true
        }
        _ => {
            let with = read(&source[..=at], options, []);
            let is_same = match with.end {
                End::Failed(with) if is_other_file(with.kind) => with.at == at,
                end => end == reading.end,
            };
            assert!(is_same, "up to the error, {:?}: {}", with.end, source.escape_ascii());
            true
        }
    };
    assert!(!of_json || !is_json(source), "JSON, and refused: {}", source.escape_ascii());
    let encoding = str::from_utf8(source).err().map(|error| error.valid_up_to());
    match kind {
        SyntaxErrorKind::Encoding => assert_eq!(encoding, Some(at), "{}", source.escape_ascii()),
        _ => assert!(encoding.is_none_or(|first| at <= first), "{}", source.escape_ascii()),
    }
}
