//! Reads the elements of a row and decodes their text.

use super::{
    DEEPEST,
    token::{Read, Span, Text, Token, TokenKind, syntax_error},
};
use crate::feed::{Row, scan, syntax_error::SyntaxErrorKind};

/// A complete element. All spans and offsets refer to the window.
pub(super) struct Element {
    pub(super) name: Span,
    /// The span between its tags.
    pub(super) content: Span,
    pub(super) end: usize,
    /// Whether it has child elements.
    pub(super) nested: bool,
}

/// An item in the content of an element.
pub(super) enum Item {
    Element(Element),
    /// The end tag of the parent.
    End(Token),
    /// The end offset of anything else, which is ignored.
    Other(usize),
}

impl Text<'_> {
    /// Reads `<name>` and returns the offset after it; `None` unless the tag has no attributes and an ASCII name.
    #[inline]
    pub(super) fn plain_tag(self, at: usize) -> Option<usize> {
        let mut end = at + 1;
        if self.byte(at) != b'<' || !matches!(self.byte(end), b'a'..=b'z' | b'A'..=b'Z' | b'_') {
            return None;
        }
        while let b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b':' | b'-' | b'.' = self.byte(end) {
            end += 1;
        }
        (self.byte(end) == b'>').then_some(end + 1)
    }

    /// Reads an element that contains only plain text; `None` for any other element.
    #[inline]
    pub(super) fn plain(self, at: usize) -> Option<Element> {
        let start = self.plain_tag(at)?;
        let name = (at + 1, start - 1);
        let (stop, is_ascii) = scan::text_end(self.0.bytes, start);
        let end = self.end_tag(stop, name)?;
        if !is_ascii && !scan::is_utf8(self.0.bytes, start, stop) {
            return None;
        }
        Some(Element { name, content: (start, stop), end, nested: false })
    }

    /// Reads `</name>` and returns the offset after it; `None` unless the name equals the one in the span.
    #[inline]
    pub(super) fn end_tag(self, at: usize, name: Span) -> Option<usize> {
        let end = at + 2 + (name.1 - name.0);
        let is_end = self.byte(at) == b'<' && self.byte(at + 1) == b'/' && self.byte(end) == b'>';
        (is_end && self.slice((at + 2, end)) == self.slice(name)).then_some(end + 1)
    }

    /// Reads the item at `at`. `depth` is the number of levels below the document.
    pub(super) fn item(self, at: usize, depth: usize) -> Read<Item> {
        let token = self.token(at)?;
        match token.kind {
            TokenKind::Start | TokenKind::Empty => Ok(Item::Element(self.element(&token, depth + 1)?)),
            TokenKind::End => Ok(Item::End(token)),
            TokenKind::Declaration => syntax_error(SyntaxErrorKind::Xml, token.start),
            _ => Ok(Item::Other(token.end)),
        }
    }

    /// Reads an element whose start tag has been read. `depth` is the number of levels below the document.
    fn element(self, first: &Token, depth: usize) -> Read<Element> {
        let mut element =
            Element { name: first.inside, content: (first.end, first.end), end: first.end, nested: false };
        if depth > DEEPEST {
            return syntax_error(SyntaxErrorKind::TooDeep, first.start);
        }
        if first.kind == TokenKind::Empty {
            return Ok(element);
        }
        let mut name = first.inside;
        let mut outer = Vec::new();
        loop {
            let token = self.token(element.end)?;
            element.end = token.end;
            match token.kind {
                TokenKind::Start | TokenKind::Empty => {
                    element.nested = true;
                    if depth + outer.len() == DEEPEST {
                        return syntax_error(SyntaxErrorKind::TooDeep, token.start);
                    }
                    if token.kind == TokenKind::Start {
                        outer.push(name);
                        name = token.inside;
                    }
                }
                TokenKind::End => {
                    if self.slice(token.inside) != self.slice(name) {
                        return syntax_error(SyntaxErrorKind::XmlEnd, token.start);
                    }
                    let Some(around) = outer.pop() else {
                        element.content.1 = token.start;
                        return Ok(element);
                    };
                    name = around;
                }
                TokenKind::Declaration => return syntax_error(SyntaxErrorKind::Xml, token.start),
                _ => {}
            }
        }
    }

    /// The content of the row that was read.
    pub(super) fn content(self, row: &Row) -> Span {
        let start = self.token(row.start).map_or(row.end, |tag| tag.end);
        (start, row.end)
    }

    /// The child elements of a complete element, given its content.
    pub(super) fn elements(self, (mut at, end): Span) -> impl Iterator<Item = Element> {
        core::iter::from_fn(move || {
            while at < end {
                at = self.space(at);
                let element = match self.plain(at) {
                    Some(element) => element,
                    None => match self.item(at, 0) {
                        Ok(Item::Element(element)) => element,
                        Ok(Item::Other(end)) => {
                            at = end;
                            continue;
                        }
                        Ok(Item::End(_)) | Err(_) => return None,
                    },
                };
                at = element.end;
                return Some(element);
            }
            None
        })
    }
}

/// Decodes the text of an element without child elements. White space at both ends is removed unless it comes from
/// CDATA or a reference.
pub(super) fn meaning_of<'a>(text: Text<'a>, content: Span, scratch: &'a mut Vec<u8>) -> &'a [u8] {
    let written = text.slice(content);
    if !written.iter().any(|byte| matches!(byte, b'<' | b'&' | b'\r')) {
        return written.trim_ascii();
    }
    scratch.clear();
    let mut length = 0;
    let mut at = content.0;
    // The tag after the content ends the last token.
    while at < content.1
        && let Ok(token) = text.token(at)
    {
        at = token.end;
        let inside = text.slice(token.inside);
        match token.kind {
            TokenKind::Text => {
                push_lines(inside, scratch);
                if length == 0 {
                    let spaces = scratch.len() - scratch.trim_ascii_start().len();
                    scratch.drain(..spaces);
                }
                length = length.max(scratch.trim_ascii_end().len());
            }
            TokenKind::Cdata => {
                push_lines(inside, scratch);
                length = scratch.len();
            }
            TokenKind::Character(character) => {
                scratch.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                length = scratch.len();
            }
            _ => {}
        }
    }
    scratch.truncate(length);
    scratch
}

/// Appends text and normalizes its line endings to line feeds.
fn push_lines(text: &[u8], out: &mut Vec<u8>) {
    let mut before = 0;
    for byte in text {
        match byte {
            b'\r' => out.push(b'\n'),
            b'\n' if before == b'\r' => {}
            _ => out.push(*byte),
        }
        before = *byte;
    }
}
