//! Recognizes common files that are not feeds by their first bytes.

use super::syntax_error::SyntaxErrorKind;

/// The number of bytes examined.
pub(super) const HEAD: usize = 512;

/// Recognizes a file that is often mistaken for a feed. `head` starts at the first byte of the file that is not white
/// space, and has [`HEAD`] bytes or less if the file is shorter.
pub(super) fn file_kind(head: &[u8]) -> Option<SyntaxErrorKind> {
    let is_cut = head.len() == HEAD;
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let is_control = |byte: &u8| matches!(byte, 0..=8 | 0x0E..=0x1F);
    match head {
        [] => Some(SyntaxErrorKind::Empty),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Some(SyntaxErrorKind::Zip),
        // A feed with a syntax error.
        [b'[' | b'{', ..] => None,
        [b'<', name @ ..] => is_html(name).then_some(SyntaxErrorKind::Html),
        _ if head.iter().any(is_control) => Some(SyntaxErrorKind::Binary),
        _ => table(head, is_cut),
    }
}

/// Whether the text after a `<` starts a web page.
fn is_html(text: &[u8]) -> bool {
    let starts_with =
        |name: &&[u8]| text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    [&b"!doctype html"[..], b"html", b"head", b"body"].iter().any(starts_with)
}

/// Recognizes a table by its header, which has as many separators as the first row. The row may be cut off.
fn table(text: &[u8], is_cut: bool) -> Option<SyntaxErrorKind> {
    let mut lines = text.split(|byte| *byte == b'\n');
    let header = lines.next()?;
    let separator = *b";,\t".iter().max_by_key(|separator| separators(header, **separator))?;
    let kind = if separator == b'\t' { SyntaxErrorKind::Tsv } else { SyntaxErrorKind::Csv };
    let count = separators(header, separator);
    let row = lines.next().unwrap_or_default();
    let is_table = if row.trim_ascii().is_empty() {
        // A sentence has spaces.
        count > 1 && !header.contains(&b' ')
    } else {
        let values = separators(row, separator);
        count > 0 && (values == count || is_cut && values < count && lines.next().is_none())
    };
    is_table.then_some(kind)
}

/// The number of separators outside of quotes.
#[inline(never)]
fn separators(line: &[u8], separator: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for byte in line {
        quoted ^= *byte == b'"';
        count += usize::from(*byte == separator && !quoted);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(text: impl AsRef<[u8]>, expected: Option<SyntaxErrorKind>) {
        let text = text.as_ref();
        assert!(file_kind(text) == expected, "{}", text.escape_ascii());
    }

    #[test]
    fn empty_files() {
        for text in ["", " ", "\r\n\t", "\u{FEFF}", "\u{FEFF}\n"] {
            is(text, Some(SyntaxErrorKind::Empty));
        }
    }

    #[test]
    fn web_pages() {
        for text in [
            "<!DOCTYPE html><title>502</title>",
            "<!doctype HTML PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\">",
            "\u{FEFF}\n<html lang=en>",
            "<HTML>",
            "<head><meta charset=utf-8>",
            "<body>",
        ] {
            is(text, Some(SyntaxErrorKind::Html));
        }
        for text in ["<Products>", "<?xml version=\"1.0\"?>", "<rss>", "<!DOCTYPE Products>", "<!-- html -->"]
        {
            is(text, None);
        }
    }

    #[test]
    fn tables() {
        for text in [
            "sku,name,qty\nA1,Cap,3\n",
            "sku;name;price\r\nA1;Cap;3,50\r\n",
            "\"sku\",\"name\"\n\"A1\",\"Cap, blue\"\n",
            "\u{FEFF}sku,name,qty",
            "null,true\n1,2",
        ] {
            is(text, Some(SyntaxErrorKind::Csv));
        }
        is("sku\tname\nA1\tCap, blue\n", Some(SyntaxErrorKind::Tsv));
        let row = format!("sku,name,description\nA1,{}", "Cap ".repeat(HEAD));
        is(&row[..HEAD], Some(SyntaxErrorKind::Csv));
        is(&row[..HEAD - 1], None);
        for text in [
            "Not found",
            "Sorry, we are down for maintenance, please try again",
            "Sorry, we are down.\nPlease try again.",
            "\"a,b\"",
            "12",
            "1.5",
            "null",
            "callback([])",
        ] {
            is(text, None);
        }
    }

    #[test]
    fn other_data() {
        is(b"PK\x03\x04\x14\0", Some(SyntaxErrorKind::Zip));
        for bytes in [&b"\x1F\x8B\x08\0"[..], b"\x89PNG\r\n\x1A\n", b"%PDF-1.7\n\0", b"\0"] {
            is(bytes, Some(SyntaxErrorKind::Binary));
        }
    }

    #[test]
    fn feeds_that_are_broken_further_on() {
        for text in ["[", "{\"a\":1}", "[{\"a\":1,\n]", "{\"a\":1,\"b\":2}\n{\"a\":1,\"b\":2}"] {
            is(text, None);
        }
    }
}
