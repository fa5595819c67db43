//! The grammar of JSON (RFC 8259), at a place of the window.

use core::{cell::Cell, num::NonZeroUsize};

use super::DEEPEST;
use crate::feed::{
    Step, scan,
    syntax_error::{SyntaxError, SyntaxErrorKind},
};

/// So much of a value is read to tell whether it is one at all, where another one is wanted.
const FAR: usize = 64 << 10;

/// A place, one further than it is: so that a place or none is four bytes, which functions return in a register.
#[derive(Clone, Copy)]
pub(super) struct Reach(NonZeroUsize);

/// What was reached; none where reading stopped. The notes have the fault then, or none where more is needed.
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

/// What reading leaves behind beside the place.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) fault: Cell<Option<SyntaxError>>,
    /// The name that was read last, from quote to quote.
    pub(super) key: Cell<(usize, usize)>,
}

/// A window, with what can be read at a place of it.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) len: usize,
    pub(super) last: bool,
    pub(super) base: u64,
    pub(super) notes: &'a Notes,
}

impl<'a> Text<'a> {
    /// The byte at a place; behind the text it is zero, which nothing expects.
    #[inline]
    pub(super) fn byte(self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or_default()
    }

    pub(super) fn slice(self, start: usize, end: usize) -> &'a [u8] {
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// Something else is expected here; or more, if the text ends here.
    #[inline]
    pub(super) fn wrong<T>(self, at: usize, kind: SyntaxErrorKind) -> Option<T> {
        self.note(at, kind);
        None
    }

    #[cold]
    #[inline(never)]
    pub(super) fn note(self, at: usize, kind: SyntaxErrorKind) {
        if at < self.len {
            self.notes.fault.set(Some(SyntaxError { kind, at }));
        } else if self.last {
            self.notes.fault.set(Some(SyntaxError { kind: SyntaxErrorKind::Truncated, at: self.len }));
        }
    }

    /// Behind one byte.
    pub(super) fn expect(self, at: usize, byte: u8, outside: usize, kind: SyntaxErrorKind) -> Reached {
        if self.byte(at) == byte { reached(at + 1) } else { self.not(at, outside, kind) }
    }

    /// What stands there, inside so many containers, is not what the kind says; if it is no value at all, then that is
    /// what is wrong. It is not read to its end where that is far: it may be the whole feed.
    #[cold]
    #[inline(never)]
    pub(super) fn not<T>(self, at: usize, outside: usize, kind: SyntaxErrorKind) -> Option<T> {
        let far = at + FAR;
        if self.outer(at, outside).is_none()
            && self.notes.fault.get().map_or(self.len, |fault| fault.at) <= far
        {
            return None;
        }
        self.wrong(at, kind)
    }

    /// Behind a value that is not in a row. It is whole only when something stands behind it: a number may go on.
    pub(super) fn outer(self, at: usize, outside: usize) -> Reached {
        let end = self.value(at, outside)?;
        (end.at() < self.len || self.last).then_some(end)
    }

    /// The end of the feed, unless more comes.
    pub(super) fn ended(self) -> Step {
        if self.last { Step::End } else { Step::More }
    }

    /// Whether the object that begins at `start` is the first row of JSON lines: it ends in its line, and another line
    /// follows. It is not read to its end where that is far, since a wrapper around the rows may be the whole feed.
    #[inline(never)]
    pub(super) fn first_line(self, start: usize) -> Option<()> {
        let far = start + FAR;
        let Some(end) = self.value(start, 0) else { return self.not(start, 0, SyntaxErrorKind::NoArray) };
        let next = self.space(end.at());
        if end.at() > far || self.line_end(start, end.at()).is_some() {
            return self.wrong(start, SyntaxErrorKind::NoArray);
        }
        if next >= self.len && !self.last {
            return None;
        }
        if next >= self.len || self.line_end(end.at(), next).is_none() {
            return self.wrong(start, SyntaxErrorKind::NoArray);
        }
        Some(())
    }

    /// Where a line of JSON lines ends inside of what was read from `start` on, which may be only a part of it.
    pub(super) fn line_break(self, start: usize, read: Reached) -> Option<usize> {
        let end = match (read, self.notes.fault.get()) {
            (Some(end), _) => end.at(),
            // What is wrong at the line's end is that the line ends.
            (None, Some(fault)) => fault.at + 1,
            (None, None) => self.len,
        };
        self.line_end(start, end.min(self.len))
    }

    /// What begins at `start` in JSON lines is not an object. What is wrong with its line comes first, as in [`Self::not`].
    #[cold]
    #[inline(never)]
    pub(super) fn not_in_line<T>(self, start: usize) -> Option<T> {
        match self.line_break(start, self.outer(start, 0)) {
            Some(at) if at <= start + FAR => self.wrong(at, SyntaxErrorKind::LineEnd),
            _ => self.not(start, 0, SyntaxErrorKind::NoObject),
        }
    }

    /// The first line feed of a part of the text.
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

    /// Behind the white space of a line.
    pub(super) fn line_space(self, mut at: usize) -> usize {
        while let b' ' | b'\r' | b'\t' = self.byte(at) {
            at += 1;
        }
        at
    }

    /// Behind white space, of which there mostly is none.
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

    /// Behind a byte-order mark; it is a marker only at the very beginning.
    pub(super) fn begin(self) -> Reached {
        if self.base > 0 {
            return reached(0);
        }
        match self.slice(0, self.len) {
            [0xEF, 0xBB, 0xBF, ..] => reached(3),
            [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, _, ..] => self.wrong(0, SyntaxErrorKind::Unsupported),
            [] | [0xEF | 0xFE | 0xFF | 0] | [0xEF, 0xBB] if !self.last => None,
            _ => reached(0),
        }
    }

    /// A member of an object, up to its value: the name with its quotes, and where the value begins. Behind another
    /// member, it begins with a comma.
    pub(super) fn member(self, mut at: usize, first: bool) -> Reached {
        if !first {
            if self.byte(at) != b',' {
                return self.wrong(at, SyntaxErrorKind::CommaOrBrace);
            }
            at = self.space(at + 1);
        }
        if self.byte(at) != b'"' {
            return self.wrong(at, SyntaxErrorKind::Key);
        }
        let end = self.string(at)?.at();
        let colon = self.space(end);
        if self.byte(colon) != b':' {
            return self.wrong(colon, SyntaxErrorKind::Colon);
        }
        self.notes.key.set((at, end));
        reached(self.space(colon + 1))
    }

    /// The same for a string without escapes, if it is one and ASCII, or at least UTF-8.
    #[inline]
    pub(super) fn plain_string(self, start: usize) -> Option<usize> {
        let (stop, ascii) = scan::string_end(self.bytes, start + 1);
        (self.byte(stop) == b'"' && (ascii || scan::is_utf8(self.bytes, start, stop))).then_some(stop + 1)
    }

    /// Behind the string whose quote is at `start`.
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
                    return self.wrong(stop, SyntaxErrorKind::Control);
                }
            }
        }
    }

    #[inline(never)]
    pub(super) fn utf8(self, start: usize, end: usize) -> Reached {
        if scan::is_utf8(self.bytes, start, end) {
            return reached(end);
        }
        self.wrong(start + scan::not_utf8(self.slice(start, end)), SyntaxErrorKind::Encoding)
    }

    /// Behind the escape at `at`, in the string that begins at `start`.
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
        // What is wrong before this comes first.
        if end < self.len || self.last {
            self.utf8(start, end.min(self.len))?;
        }
        self.wrong(end, SyntaxErrorKind::Escape)
    }

    /// Behind the number at `at`.
    #[inline]
    pub(super) fn number(self, mut at: usize) -> Reached {
        at += usize::from(self.byte(at) == b'-');
        match self.byte(at) {
            b'0' => at += 1,
            b'1'..=b'9' => at = self.digits(at),
            _ => return self.wrong(at, SyntaxErrorKind::Number),
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
        if end == at { self.wrong(at, SyntaxErrorKind::Number) } else { reached(end) }
    }

    pub(super) fn literal(self, at: usize, word: &[u8]) -> Reached {
        for (offset, byte) in word.iter().enumerate() {
            if self.byte(at + offset) != *byte {
                return self.wrong(at + offset, SyntaxErrorKind::Value);
            }
        }
        reached(at + word.len())
    }

    /// Behind the value at `at`, whatever it is, inside so many containers. It is read without recursion: a bit for
    /// each container says whether it is an object.
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
                        return self.wrong(at, SyntaxErrorKind::TooDeep);
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
                _ => return self.wrong(at, SyntaxErrorKind::Value),
            }
            // Behind a value: what contains it goes on, or ends, and is a value itself then.
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
                    (_, false) => return self.wrong(at, SyntaxErrorKind::CommaOrBracket),
                }
            }
        }
    }
}
