//! Reads single XML tokens. quick-xml's parsers find the end of tags, comments and instructions. Its reader would make
//! the module half as large again, since it owns its input and has many kinds of errors.

use quick_xml::parser::{CommentParser, ElementParser, Parser, PiParser};

use super::GOOGLE;
use crate::feed::{
    Window, scan,
    syntax_error::{SyntaxError, SyntaxErrorKind},
};

/// The reason why reading stopped.
pub(super) enum Stop {
    More,
    Error(SyntaxError),
}

pub(super) type Read<T> = Result<T, Stop>;

#[cold]
pub(super) fn syntax_error<T>(kind: SyntaxErrorKind, at: usize) -> Read<T> {
    Err(Stop::Error(SyntaxError { kind, at }))
}

/// The start and end offset of a part of the window, in bytes.
pub(super) type Span = (usize, usize);

/// A tag, a text or another token.
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The span inside the token: the name in a tag, the text after the name in an instruction.
    pub(super) inside: Span,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    Start,
    /// A tag that starts and ends an element.
    Empty,
    End,
    Text,
    /// Text without references.
    Cdata,
    /// A character reference, or one of the five predefined entities.
    Character(char),
    Declaration,
    /// A comment or a processing instruction.
    Ignored,
}

/// A window with functions that read from it.
#[derive(Clone, Copy)]
pub(super) struct Text<'a>(pub(super) Window<'a>);

impl<'a> Text<'a> {
    /// The byte at `at`, or zero after the text, which no grammar rule expects.
    #[inline]
    pub(super) fn byte(self, at: usize) -> u8 {
        self.0.bytes.get(at).copied().unwrap_or_default()
    }

    #[inline]
    pub(super) fn slice(self, (start, end): Span) -> &'a [u8] {
        self.0.slice(start, end)
    }

    /// The offset after white space.
    #[inline]
    pub(super) fn space(self, mut at: usize) -> usize {
        while let b' ' | b'\n' | b'\r' | b'\t' = self.byte(at) {
            at += 1;
        }
        at
    }

    /// Stops because the window ends inside a token.
    #[cold]
    pub(super) fn incomplete<T>(self) -> Read<T> {
        if self.0.last { syntax_error(SyntaxErrorKind::Truncated, self.0.len) } else { Err(Stop::More) }
    }

    /// The offset after a byte-order mark, which is recognized only at the start. UTF-16 is detected by its own mark
    /// or by the zero byte next to its first `<`.
    pub(super) fn begin(self) -> Read<usize> {
        match self.slice((0, self.0.len)) {
            [0xEF, 0xBB, 0xBF, ..] => Ok(3),
            [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, _, ..] | [_, 0, ..] => {
                syntax_error(SyntaxErrorKind::Unsupported, 0)
            }
            [] | [_] | [0xEF, 0xBB] if !self.0.last => Err(Stop::More),
            _ => Ok(0),
        }
    }

    /// Reads the token at `at`, which is outside of tags.
    #[inline(never)]
    pub(super) fn token(self, at: usize) -> Read<Token> {
        match (self.byte(at), self.byte(at + 1)) {
            (b'<', b'!') => self.comment_or_cdata(at),
            (b'<', b'?') => self.instruction(at),
            (b'<', _) => self.tag(at),
            (b'&', _) => self.reference(at),
            _ => self.text(at),
        }
    }

    fn text(self, at: usize) -> Read<Token> {
        let (end, is_ascii) = scan::text_end(self.0.bytes, at);
        if end >= self.0.len && (end == at || !self.0.last) {
            // The text may continue in the next chunk.
            return self.incomplete();
        }
        self.utf8((at, end), is_ascii)?;
        match self.byte(end) {
            b'<' | b'&' => {}
            _ if end >= self.0.len => {}
            _ => return syntax_error(SyntaxErrorKind::Xml, end),
        }
        Ok(Token { kind: TokenKind::Text, start: at, end, inside: (at, end) })
    }

    fn reference(self, at: usize) -> Read<Token> {
        let mut end = at + 1;
        while let b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'#' = self.byte(end) {
            end += 1;
        }
        if end >= self.0.len {
            return self.incomplete();
        }
        match character(self.slice((at + 1, end))) {
            Some(character) if self.byte(end) == b';' => {
                Ok(Token { kind: TokenKind::Character(character), start: at, end: end + 1, inside: (at, at) })
            }
            _ => syntax_error(SyntaxErrorKind::XmlEntity, at),
        }
    }

    fn comment_or_cdata(self, at: usize) -> Read<Token> {
        let rest = self.slice((at, self.0.len));
        let start_after = |mark: &'static [u8]| rest.starts_with(mark).then_some(at + mark.len());
        if let Some(start) = start_after(b"<!--") {
            let Some(length) = CommentParser::default().feed(self.slice((start, self.0.len))) else {
                return self.incomplete();
            };
            let inside = (start, start + length - 3);
            let text = self.slice(inside);
            if text.ends_with(b"-") || text.windows(2).any(|two| two == b"--") {
                return syntax_error(SyntaxErrorKind::Xml, at);
            }
            return self.validated(Token {
                kind: TokenKind::Ignored,
                start: at,
                end: start + length,
                inside,
            });
        }
        if let Some(start) = start_after(b"<![CDATA[") {
            return self.cdata(at, start);
        }
        if start_after(b"<!DOCTYPE").is_some() {
            return syntax_error(SyntaxErrorKind::XmlType, at);
        }
        let marks: [&[u8]; 3] = [b"<!--", b"<![CDATA[", b"<!DOCTYPE"];
        if marks.iter().any(|mark| mark.starts_with(rest)) {
            self.incomplete()
        } else {
            syntax_error(SyntaxErrorKind::Xml, at)
        }
    }

    fn cdata(self, at: usize, start: usize) -> Read<Token> {
        let (end, is_ascii) = scan::cdata_end(self.0.bytes, start);
        if end >= self.0.len {
            return self.incomplete();
        }
        self.utf8((start, end), is_ascii)?;
        if self.byte(end) != b']' {
            return syntax_error(SyntaxErrorKind::Xml, end);
        }
        Ok(Token { kind: TokenKind::Cdata, start: at, end: end + 3, inside: (start, end) })
    }

    fn instruction(self, at: usize) -> Read<Token> {
        let start = at + 2;
        let Some(length) = PiParser::default().feed(self.slice((start, self.0.len))) else {
            return self.incomplete();
        };
        let end = start + length + 1;
        let (name, _) = word(self.slice((start, end - 2)));
        if !is_name(name) {
            return syntax_error(SyntaxErrorKind::Xml, at);
        }
        let kind = if name == b"xml" { TokenKind::Declaration } else { TokenKind::Ignored };
        self.validated(Token { kind, start: at, end, inside: (start + name.len(), end - 2) })
    }

    fn tag(self, at: usize) -> Read<Token> {
        let length = ElementParser::default().feed(self.slice((at, self.0.len)));
        let end = length.map_or(self.0.len, |length| at + length);
        let inside = self.slice((at + 1, end));
        // A `<` inside a tag is an error, even if the tag is incomplete.
        if inside.contains(&b'<') {
            return syntax_error(SyntaxErrorKind::Xml, at);
        }
        if length.is_none() {
            return self.incomplete();
        }
        let (kind, before, after) = match inside {
            [b'/', ..] => (TokenKind::End, 1, 0),
            [.., b'/'] => (TokenKind::Empty, 0, 1),
            _ => (TokenKind::Start, 0, 0),
        };
        let inside = inside.get(before..inside.len() - after).unwrap_or_default();
        let (name, rest) = word(inside);
        let is_valid = match kind {
            TokenKind::End => rest.trim_ascii_start().is_empty(),
            _ => attributes(rest).all(|attribute| attribute.is_some()),
        };
        if !is_name(name) || !is_valid {
            return syntax_error(SyntaxErrorKind::Xml, at);
        }
        let start = at + 1 + before;
        self.validated(Token { kind, start: at, end: end + 1, inside: (start, start + name.len()) })
    }

    /// Rejects control characters, which XML does not allow, and invalid UTF-8.
    fn validated(self, token: Token) -> Read<Token> {
        let is_control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r');
        if let Some(offset) = self.slice((token.start, token.end)).iter().position(is_control) {
            return syntax_error(SyntaxErrorKind::Xml, token.start + offset);
        }
        self.utf8((token.start, token.end), false)?;
        Ok(token)
    }

    fn utf8(self, span: Span, is_ascii: bool) -> Read<()> {
        if is_ascii || scan::is_utf8(self.0.bytes, span.0, span.1) {
            return Ok(());
        }
        syntax_error(SyntaxErrorKind::Encoding, span.0 + scan::not_utf8(self.slice(span)))
    }

    /// The attributes of a tag.
    pub(super) fn attributes(self, tag: &Token) -> impl Iterator<Item = Attribute<'a>> {
        let after = 1 + usize::from(tag.kind == TokenKind::Empty);
        attributes(self.slice((tag.inside.1, tag.end - after))).flatten()
    }

    /// Whether a declaration is compatible with UTF-8.
    pub(super) fn declares_utf8(self, declaration: &Token) -> Read<bool> {
        let wrong = syntax_error(SyntaxErrorKind::Xml, declaration.start);
        let mut all = attributes(self.slice(declaration.inside));
        let Some(Some((b"version", [b'1', b'.', minor @ ..]))) = all.next() else { return wrong };
        if minor.is_empty() || !minor.iter().all(u8::is_ascii_digit) {
            return wrong;
        }
        let mut names = ["encoding", "standalone"].into_iter();
        let mut is_utf8 = true;
        for attribute in all {
            match attribute {
                Some((name, value)) if names.any(|it| it.as_bytes() == name) => {
                    let known: [&[u8]; 3] = [b"utf-8", b"utf8", b"us-ascii"];
                    is_utf8 &= name != b"encoding" || known.iter().any(|it| it.eq_ignore_ascii_case(value));
                }
                _ => return wrong,
            }
        }
        Ok(is_utf8)
    }

    /// The prefix that a tag declares for Google's namespace, with its colon.
    pub(super) fn prefix(self, tag: &Token) -> Option<Vec<u8>> {
        let (name, _) = self.attributes(tag).find(|(_, value)| *value == GOOGLE)?;
        let mut prefix = name.strip_prefix(b"xmlns:")?.to_vec();
        prefix.push(b':');
        Some(prefix)
    }
}

/// The name and value of an attribute.
type Attribute<'a> = (&'a [u8], &'a [u8]);

/// Reads attributes; an invalid one is `None`. Duplicate names are not detected.
fn attributes(mut rest: &[u8]) -> impl Iterator<Item = Option<Attribute<'_>>> {
    core::iter::from_fn(move || {
        let text = core::mem::take(&mut rest);
        let trimmed = text.trim_ascii_start();
        if trimmed.is_empty() {
            return None;
        }
        let attribute = cut(trimmed, b'=').and_then(|(name, after)| {
            let (name, after) = (name.trim_ascii_end(), after.trim_ascii_start());
            let (quote, after) = after.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
            let (value, after) = cut(after, *quote)?;
            let is_valid = trimmed.len() < text.len() && is_name(name) && is_value(value);
            is_valid.then_some((name, value, after))
        });
        Some(attribute.map(|(name, value, after)| {
            rest = after;
            (name, value)
        }))
    })
}

/// Whether text is a valid attribute value: it contains no `<`, and every reference is known.
fn is_value(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some((_, after)) = cut(rest, b'&') {
        match cut(after, b';') {
            Some((name, after)) if character(name).is_some() => rest = after,
            _ => return false,
        }
    }
    !text.contains(&b'<')
}

/// Whether text is a valid name. All characters outside of ASCII are accepted, though XML excludes some.
fn is_name(text: &[u8]) -> bool {
    let is_letter = |byte: &u8| matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'_' | b':' | 0x80..);
    let is_more = |byte: &u8| is_letter(byte) || matches!(byte, b'0'..=b'9' | b'-' | b'.');
    text.first().is_some_and(is_letter) && text.iter().all(is_more)
}

/// Resolves a reference: one of the five predefined entities, or the number of a character that XML allows.
fn character(reference: &[u8]) -> Option<char> {
    let (digits, base) = match reference {
        b"lt" => return Some('<'),
        b"gt" => return Some('>'),
        b"amp" => return Some('&'),
        b"apos" => return Some('\''),
        b"quot" => return Some('"'),
        [b'#', b'x', digits @ ..] => (digits, 16),
        [b'#', digits @ ..] => (digits, 10),
        _ => return None,
    };
    let mut number: u32 = 0;
    for byte in digits {
        number = number.checked_mul(base)?.checked_add(char::from(*byte).to_digit(base)?)?;
    }
    char::from_u32(number).filter(|it| matches!(it, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..))
}

/// Splits text before its first white space.
fn word(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(u8::is_ascii_whitespace).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or_default()
}

/// Splits text around the first occurrence of a byte; `None` if it does not occur.
fn cut(text: &[u8], byte: u8) -> Option<(&[u8], &[u8])> {
    let at = text.iter().position(|it| *it == byte)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}
