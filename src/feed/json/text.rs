//! The grammar of JSON (RFC 8259), read at offsets of the window.

use core::{cell::Cell, num::NonZeroUsize};

use super::DEEPEST;
use crate::feed::{
    Step, scan,
    syntax_error::{SyntaxError, SyntaxErrorKind},
};

/// If a value is of the wrong kind, an error within this many bytes is reported instead.
const FAR: usize = 64 << 10;

/// An offset plus one, so that `Option<Reach>` is as small as an offset and functions return it in a register.
#[derive(Clone, Copy)]
pub(super) struct Reach(NonZeroUsize);

/// The offset that reading reached, or `None` if it stopped. [`Notes`] then hold the error; without one, more bytes
/// are needed.
pub(super) type Reached = Option<Reach>;

pub(super) fn reached(at: usize) -> Reached {
    NonZeroUsize::new(at + 1).map(Reach)
}

impl Reach {
    #[inline]
    pub(super) fn at(self) -> usize {
        self.0.get() - 1
    }
}

/// Results of reading other than the offset.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) error: Cell<Option<SyntaxError>>,
    /// The span of the name read last, including its quotes.
    pub(super) key: Cell<(usize, usize)>,
}

/// A window with functions that read from it.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) len: usize,
    pub(super) last: bool,
    pub(super) base: u64,
    pub(super) notes: &'a Notes,
}

impl<'a> Text<'a> {
    /// The byte at `at`, or zero after the text, which no grammar rule expects.
    #[inline]
    pub(super) fn byte(self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or_default()
    }

    pub(super) fn slice(self, start: usize, end: usize) -> &'a [u8] {
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// Stops with an error at `at`, or because more bytes are needed if the text ends there.
    #[inline]
    pub(super) fn fail<T>(self, at: usize, kind: SyntaxErrorKind) -> Option<T> {
        self.note(at, kind);
        None
    }

    #[cold]
    #[inline(never)]
    pub(super) fn note(self, at: usize, kind: SyntaxErrorKind) {
        if at < self.len {
            self.notes.error.set(Some(SyntaxError { kind, at }));
        } else if self.last {
            self.notes.error.set(Some(SyntaxError { kind: SyntaxErrorKind::Truncated, at: self.len }));
        }
    }

    /// Reads one byte and returns the offset after it.
    pub(super) fn expect(self, at: usize, byte: u8, outside: usize, kind: SyntaxErrorKind) -> Reached {
        if self.byte(at) == byte { reached(at + 1) } else { self.not(at, outside, kind) }
    }

    /// Stops because the value at `at`, inside `outside` containers, is not of the expected kind. If the value itself
    /// is invalid or incomplete within [`FAR`] bytes, that takes precedence. The rest is not waited for, since it may
    /// be the whole feed.
    #[cold]
    #[inline(never)]
    pub(super) fn not<T>(self, at: usize, outside: usize, kind: SyntaxErrorKind) -> Option<T> {
        let far = at + FAR;
        if self.outer(at, outside).is_none()
            && self.notes.error.get().map_or(self.len, |error| error.at) <= far
        {
            return None;
        }
        self.fail(at, kind)
    }

    /// Reads a value outside of rows. At the end of the window it may be incomplete, since a number may continue.
    pub(super) fn outer(self, at: usize, outside: usize) -> Reached {
        let end = self.value(at, outside)?;
        (end.at() < self.len || self.last).then_some(end)
    }

    /// The step at the end of the text: the end of the feed, unless more bytes follow.
    pub(super) fn ended(self) -> Step {
        if self.last { Step::End } else { Step::More }
    }

    /// Checks that the object at `start` is the first row of JSON lines: it ends in its line, and another line
    /// follows. Only the first [`FAR`] bytes matter, since an object that wraps the rows may be the whole feed.
    #[inline(never)]
    pub(super) fn first_line(self, start: usize) -> Option<()> {
        let far = start + FAR;
        let Some(end) = self.value(start, 0) else { return self.not(start, 0, SyntaxErrorKind::NoArray) };
        let next = self.space(end.at());
        if end.at() > far || self.line_end(start, end.at()).is_some() {
            return self.fail(start, SyntaxErrorKind::NoArray);
        }
        if next >= self.len && !self.last {
            return None;
        }
        if next >= self.len || self.line_end(end.at(), next).is_none() {
            return self.fail(start, SyntaxErrorKind::NoArray);
        }
        Some(())
    }

    /// The offset of the first line feed in the text read from `start` on, which may be incomplete.
    pub(super) fn line_break(self, start: usize, read: Reached) -> Option<usize> {
        let end = match (read, self.notes.error.get()) {
            (Some(end), _) => end.at(),
            // An error at a line feed means that the line ended too early.
            (None, Some(error)) => error.at + 1,
            (None, None) => self.len,
        };
        self.line_end(start, end.min(self.len))
    }

    /// Stops because the value at `start` in JSON lines is not an object. An error in its line takes precedence, as in
    /// [`Self::not`].
    #[cold]
    #[inline(never)]
    pub(super) fn not_in_line<T>(self, start: usize) -> Option<T> {
        match self.line_break(start, self.outer(start, 0)) {
            Some(at) if at <= start + FAR => self.fail(at, SyntaxErrorKind::LineEnd),
            _ => self.not(start, 0, SyntaxErrorKind::NoObject),
        }
    }

    /// The offset of the first line feed from `at` to `end`.
    #[inline(never)]
    fn line_end(self, mut at: usize, end: usize) -> Option<usize> {
        loop {
            at = scan::control(self.bytes, at);
            if at >= end || self.byte(at) == b'\n' {
                return (at < end).then_some(at);
            }
            at += 1;
        }
    }

    /// The offset after white space in a line.
    pub(super) fn line_space(self, mut at: usize) -> usize {
        while let b' ' | b'\r' | b'\t' = self.byte(at) {
            at += 1;
        }
        at
    }

    /// The offset after white space. Usually there is no white space.
    #[inline]
    pub(super) fn space(self, at: usize) -> usize {
        if self.byte(at) > b' ' { at } else { self.much_space(at) }
    }

    #[inline(never)]
    pub(super) fn much_space(self, mut at: usize) -> usize {
        while let b' ' | b'\n' | b'\r' | b'\t' = self.byte(at) {
            at += 1;
        }
        at
    }

    /// The offset after a byte-order mark, which is recognized only at the start of the source.
    pub(super) fn begin(self) -> Reached {
        if self.base > 0 {
            return reached(0);
        }
        match self.slice(0, self.len) {
            [0xEF, 0xBB, 0xBF, ..] => reached(3),
            [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, _, ..] => self.fail(0, SyntaxErrorKind::Unsupported),
            [] | [0xEF | 0xFE | 0xFF | 0] | [0xEF, 0xBB] if !self.last => None,
            _ => reached(0),
        }
    }

    /// Reads a member of an object up to its value and returns the offset of the value. [`Notes::key`] receives the
    /// span of its name. Every member but the first starts with a comma.
    pub(super) fn member(self, mut at: usize, first: bool) -> Reached {
        if !first {
            if self.byte(at) != b',' {
                return self.fail(at, SyntaxErrorKind::CommaOrBrace);
            }
            at = self.space(at + 1);
        }
        if self.byte(at) != b'"' {
            return self.fail(at, SyntaxErrorKind::Key);
        }
        let end = self.string(at)?.at();
        let colon = self.space(end);
        if self.byte(colon) != b':' {
            return self.fail(colon, SyntaxErrorKind::Colon);
        }
        self.notes.key.set((at, end));
        reached(self.space(colon + 1))
    }

    /// Like [`string`](Self::string), but only for a valid string without escapes.
    #[inline]
    pub(super) fn plain_string(self, start: usize) -> Option<usize> {
        let (stop, ascii) = scan::string_end(self.bytes, start + 1);
        (self.byte(stop) == b'"' && (ascii || scan::is_utf8(self.bytes, start, stop))).then_some(stop + 1)
    }

    /// Reads the string that starts at `start` and returns the offset after it.
    #[inline(never)]
    pub(super) fn string(self, start: usize) -> Reached {
        let mut at = start + 1;
        let mut all_ascii = true;
        loop {
            let (stop, ascii) = scan::string_end(self.bytes, at);
            all_ascii &= ascii;
            match self.byte(stop) {
                b'"' => {
                    if !all_ascii {
                        self.utf8(start, stop)?;
                    }
                    return reached(stop + 1);
                }
                b'\\' => at = self.escape(start, stop)?.at(),
                _ => {
                    if stop < self.len || self.last {
                        self.utf8(start, stop.min(self.len))?;
                    }
                    return self.fail(stop, SyntaxErrorKind::Control);
                }
            }
        }
    }

    #[inline(never)]
    pub(super) fn utf8(self, start: usize, end: usize) -> Reached {
        if scan::is_utf8(self.bytes, start, end) {
            return reached(end);
        }
        self.fail(start + scan::not_utf8(self.slice(start, end)), SyntaxErrorKind::Encoding)
    }

    /// Reads the escape at `at` in the string that starts at `start`, and returns the offset after it.
    pub(super) fn escape(self, start: usize, at: usize) -> Reached {
        let mut end = at + 2;
        match self.byte(at + 1) {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => return reached(end),
            b'u' => {
                while end < at + 6 && self.byte(end).is_ascii_hexdigit() {
                    end += 1;
                }
                if end == at + 6 {
                    return reached(end);
                }
            }
            _ => end = at + 1,
        }
        // An earlier error takes precedence.
        if end < self.len || self.last {
            self.utf8(start, end.min(self.len))?;
        }
        self.fail(end, SyntaxErrorKind::Escape)
    }

    /// Reads the number at `at` and returns the offset after it.
    #[inline]
    pub(super) fn number(self, mut at: usize) -> Reached {
        at += usize::from(self.byte(at) == b'-');
        match self.byte(at) {
            b'0' => at += 1,
            b'1'..=b'9' => at = self.digits(at),
            _ => return self.fail(at, SyntaxErrorKind::Number),
        }
        if self.byte(at) == b'.' {
            at = self.some_digits(at + 1)?.at();
        }
        if let b'e' | b'E' = self.byte(at) {
            at += 1;
            at += usize::from(matches!(self.byte(at), b'+' | b'-'));
            at = self.some_digits(at)?.at();
        }
        reached(at)
    }

    #[inline]
    pub(super) fn digits(self, mut at: usize) -> usize {
        while self.byte(at).is_ascii_digit() {
            at += 1;
        }
        at
    }

    pub(super) fn some_digits(self, at: usize) -> Reached {
        let end = self.digits(at);
        if end == at { self.fail(at, SyntaxErrorKind::Number) } else { reached(end) }
    }

    pub(super) fn literal(self, at: usize, word: &[u8]) -> Reached {
        for (offset, byte) in word.iter().enumerate() {
            if self.byte(at + offset) != *byte {
                return self.fail(at + offset, SyntaxErrorKind::Value);
            }
        }
        reached(at + word.len())
    }

    /// Reads any value at `at`, inside `outside` containers, and returns the offset after it. Instead of recursion,
    /// one bit for each open container stores whether it is an object.
    #[inline(never)]
    pub(super) fn value(self, mut at: usize, outside: usize) -> Reached {
        let mut objects = [0_u64; DEEPEST / 64];
        let mut depth = outside;
        loop {
            let first = self.byte(at);
            match first {
                b'"' => at = self.string(at)?.at(),
                b'0'..=b'9' | b'-' => at = self.number(at)?.at(),
                b't' => at = self.literal(at, b"true")?.at(),
                b'f' => at = self.literal(at, b"false")?.at(),
                b'n' => at = self.literal(at, b"null")?.at(),
                b'{' | b'[' => {
                    let Some(word) = objects.get_mut(depth / 64) else {
                        return self.fail(at, SyntaxErrorKind::TooDeep);
                    };
                    let bit = 1 << (depth % 64);
                    let is_object = first == b'{';
                    *word = if is_object { *word | bit } else { *word & !bit };
                    depth += 1;
                    at = self.space(at + 1);
                    if self.byte(at) == if is_object { b'}' } else { b']' } {
                        at += 1;
                        depth -= 1;
                    } else {
                        if is_object {
                            at = self.member(at, true)?.at();
                        }
                        continue;
                    }
                }
                _ => return self.fail(at, SyntaxErrorKind::Value),
            }
            // After a value, its container continues or ends. A container that ends is itself a value.
            loop {
                if depth == outside {
                    return reached(at);
                }
                let inner = depth - 1;
                let is_object = objects.get(inner / 64).is_some_and(|word| word >> (inner % 64) & 1 == 1);
                at = self.space(at);
                match (self.byte(at), is_object) {
                    (b'}', true) | (b']', false) => {
                        at += 1;
                        depth = inner;
                    }
                    (b',', false) => {
                        at = self.space(at + 1);
                        break;
                    }
                    (_, true) => {
                        at = self.member(at, false)?.at();
                        break;
                    }
                    (_, false) => return self.fail(at, SyntaxErrorKind::CommaOrBracket),
                }
            }
        }
    }
}
