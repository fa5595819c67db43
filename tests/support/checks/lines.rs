//! Properties of every text that is read as JSON lines: the result agrees with `serde_json`.
#![expect(clippy::panic, reason = "a test")]

use back_in_stock::feed::{
    json::{DEEPEST, Layout},
    syntax_error::{SyntaxError, SyntaxErrorKind},
};
use serde_json::value::RawValue;

use super::{
    super::feeds::{End, ReadOptions, is_other_file},
    json::{compare_texts, read_in_chunks},
};

pub(crate) fn check(source: &[u8]) {
    let options = ReadOptions { layout: Layout::Lines, ..ReadOptions::default() };
    let lines = read_in_chunks(source, options);
    let (rows, wrong) = rows_of(source);
    match (lines.end, wrong) {
        (End::Whole, None) => compare_texts(source, options, &lines, &rows),
        (End::Failed(error), Some((start, end))) => {
            assert!((start..=end).contains(&error.at), "{error:?}: {}", source.escape_ascii());
            // The row may be valid, and the rest of its line invalid.
            let before = lines.rows.len() - usize::from(lines.rows.last().is_some_and(|row| row.end > start));
            assert_eq!(before, rows.len(), "{}", source.escape_ascii());
        }
        // Valid JSON, but nested too deeply.
        (End::Failed(SyntaxError { kind: SyntaxErrorKind::TooDeep, .. }), None) => {
            assert!(source.iter().filter(|byte| matches!(byte, b'[' | b'{')).count() > DEEPEST);
        }
        (end, wrong) => panic!("{end:?}, {wrong:?}: {}", source.escape_ascii()),
    }

    let auto = read_in_chunks(source, ReadOptions { layout: Layout::Auto, ..options });
    let array = read_in_chunks(source, ReadOptions::default());
    if array.end == End::Whole {
        assert_eq!(auto, array);
    } else if lines.rows.len() > 1 {
        assert_eq!(auto, lines, "{}", source.escape_ascii());
    } else {
        assert!(auto == array || auto == lines, "{auto:?}: {}", source.escape_ascii());
    }
    if let End::Failed(SyntaxError { kind, .. }) = lines.end
        && is_other_file(kind)
    {
        assert_eq!(auto, lines, "{}", source.escape_ascii());
    }
}

/// The rows up to the first line that is not an object, and where that line begins and ends.
fn rows_of(source: &[u8]) -> (Vec<&RawValue>, Option<(usize, usize)>) {
    let mut rows = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive(|byte| *byte == b'\n') {
        let end = start + line.len();
        let mark: &[u8] = if start == 0 { b"\xEF\xBB\xBF" } else { b"" };
        let text = line.strip_prefix(mark).unwrap_or(line);
        let row = str::from_utf8(text).ok().and_then(|text| serde_json::from_str::<&RawValue>(text).ok());
        match row {
            Some(row) if row.get().starts_with('{') => rows.push(row),
            _ if text.iter().all(|byte| b" \t\r\n".contains(byte)) => {}
            _ => return (rows, Some((start, end))),
        }
        start = end;
    }
    (rows, None)
}
