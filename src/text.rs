//! Cutting, joining and classifying text by single bytes. The library's general searches, each compiled for each use
//! and each with a fast path for long texts, were a third of the module.

use core::str::Chars;

/// The pieces of a text between ASCII bytes `at`: one more than there are such bytes.
#[derive(Clone)]
pub(crate) struct Pieces<'a> {
    rest: Option<&'a str>,
    at: u8,
}

/// See [`Pieces`].
pub(crate) fn pieces(text: &str, at: u8) -> Pieces<'_> {
    Pieces { rest: Some(text), at }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        if let Some((piece, rest)) = cut(rest, self.at) {
            self.rest = Some(rest);
            return Some(piece);
        }
        self.rest = None;
        Some(rest)
    }
}

/// What stands before and behind the first ASCII byte `at`.
#[inline(never)]
pub(crate) fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == at)?;
    Some(around(text, at, 1))
}

/// What stands before and behind so many bytes; nothing where there are none.
#[inline(never)]
pub(crate) fn around(text: &str, at: usize, length: usize) -> (&str, &str) {
    (text.get(..at).unwrap_or_default(), text.get(at + length..).unwrap_or_default())
}

/// The characters of a text. Their decoding, compiled for each use, would be as much as what is done with them.
pub(crate) struct Characters<'a>(Chars<'a>);

/// See [`Characters`].
pub(crate) fn characters(text: &str) -> Characters<'_> {
    Characters(text.chars())
}

impl Iterator for Characters<'_> {
    type Item = char;

    #[inline(never)]
    fn next(&mut self) -> Option<char> {
        self.0.next()
    }
}

/// All parts, one behind the other.
#[inline(never)]
pub(crate) fn join(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        append(part, &mut text);
    }
    text
}

/// Appends a text.
#[inline(never)]
pub(crate) fn append(part: &str, text: &mut String) {
    text.push_str(part);
}

/// Appends a character.
#[inline(never)]
pub(crate) fn push(c: char, text: &mut String) {
    text.push(c);
}
