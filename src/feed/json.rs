//! JSON feeds: what `JSON.parse` accepts and refuses (RFC 8259), read row by row, nothing looked into but the names that
//! are watched.
//!
//! Rows of one feed have the same names in the same order, and the same white space between them. What stood between
//! two values, once it was read with care, is expected there again, and 32 bytes are compared at once.

use core::{cell::Cell, num::NonZeroUsize};

use super::{
    Format, Names, Row, Shape, Step, Value, Window,
    fault::{Fault, Kind},
    scan::{self, Expected},
};
use crate::inventory::Given;

/// The most containers inside each other, from the root.
pub const DEEPEST: usize = 512;
/// So much of a value is read to tell whether it is one at all, where another one is wanted.
const FAR: usize = 64 << 10;
/// So many different texts between values are remembered.
const MOST_LINKS: usize = 64;
const NONE: u8 = u8::MAX;

/// Reads a JSON feed: an array of objects, or an object that has one at a path.
pub struct Json {
    names: Names,
    /// The names from the root to the rows.
    path: Names,
    place: Place,
    links: Vec<Link>,
    /// What is expected behind a row's brace.
    first: u8,
}

/// Where in the document the next byte is.
#[derive(Clone, Copy)]
enum Place {
    Start,
    /// At a value that leads to the rows: so many names of the path are behind it.
    Value(usize),
    /// In an object on the way, before or behind a member.
    Member(usize, bool),
    /// In the rows, at the first or behind one.
    Rows(bool),
    /// Behind a value of the path.
    After(usize),
}

/// What stands between two values of a row: the comma or brace, the next name and the colon, with all white space.
struct Link {
    text: Expected,
    /// The number of the name, if it is watched.
    name: u8,
    /// What came behind the value of this name, the last time.
    next: u8,
    /// Where the name stands in it, with its quotes.
    key: (u8, u8),
}

/// A place, one further than it is: so that a place or none is four bytes, which functions return in a register.
#[derive(Clone, Copy)]
struct Reach(NonZeroUsize);

/// What was reached; none where reading stopped. The notes have the fault then, or none where more is needed.
type Reached = Option<Reach>;

fn reached(at: usize) -> Reached {
    NonZeroUsize::new(at + 1).map(Reach)
}

impl Reach {
    #[inline]
    fn at(self) -> usize {
        self.0.get() - 1
    }
}

/// What reading leaves behind beside the place.
#[derive(Default)]
struct Notes {
    fault: Cell<Option<Fault>>,
    /// The name that was read last, from quote to quote.
    key: Cell<(usize, usize)>,
}

impl Json {
    /// A reader of rows at a path of names (empty: the root).
    #[must_use]
    pub fn new(names: Names, path: Names) -> Self {
        Self { names, path, place: Place::Start, links: Vec::new(), first: NONE }
    }

    /// Goes on from the current place. Moves `at` and the place together, so that both are right when more is needed.
    fn advance(&mut self, text: Text<'_>, at: &mut usize, row: &mut Row) -> Option<Step> {
        loop {
            let next = text.space(*at);
            match self.place {
                Place::Start => {
                    *at = text.begin()?.at();
                    self.place = Place::Value(0);
                }
                Place::Value(level) if level == self.path.len() => {
                    *at = text.expect(next, b'[', level, Kind::NoArray)?.at();
                    self.place = Place::Rows(true);
                }
                Place::Value(level) => {
                    *at = text.expect(next, b'{', level, Kind::NoRows)?.at();
                    self.place = Place::Member(level, true);
                }
                Place::Member(level, first) => {
                    if text.byte(next) == b'}' {
                        return text.wrong(next, Kind::NoRows);
                    }
                    let value = text.member(next, first)?.at();
                    let name = text.notes.key.get();
                    if self.is_path(text, name, level) {
                        *at = value;
                        self.place = Place::Value(level + 1);
                    } else {
                        *at = text.outer(value, level + 1)?.at();
                        self.place = Place::Member(level, false);
                    }
                }
                Place::Rows(first) => {
                    let mut start = next;
                    match text.byte(next) {
                        b']' => {
                            *at = next + 1;
                            self.place = Place::After(self.path.len());
                            continue;
                        }
                        b',' if !first => start = text.space(next + 1),
                        _ if !first => return text.wrong(next, Kind::CommaOrBracket),
                        _ => {}
                    }
                    if text.byte(start) != b'{' {
                        return text.not(start, self.path.len() + 1, Kind::NoObject);
                    }
                    row.end = self.row(text, start, row)?.at();
                    row.start = start;
                    *at = row.end;
                    self.place = Place::Rows(false);
                    return Some(Step::Row);
                }
                Place::After(0) => {
                    *at = next;
                    if next < text.len {
                        return text.wrong(next, Kind::Behind);
                    }
                    return Some(if text.last { Step::End } else { Step::More });
                }
                Place::After(level) => {
                    if text.byte(next) == b'}' {
                        *at = next + 1;
                        self.place = Place::After(level - 1);
                        continue;
                    }
                    let value = text.member(next, false)?.at();
                    let name = text.notes.key.get();
                    if self.is_path(text, name, level - 1) {
                        return text.wrong(name.0, Kind::RowsTwice);
                    }
                    *at = text.outer(value, level)?.at();
                }
            }
        }
    }

    /// Whether a name, given by its quotes, is the one of the path at a level.
    fn is_path(&self, text: Text<'_>, (start, end): (usize, usize), level: usize) -> bool {
        let mut scratch = Vec::new();
        let name = unescape(text.slice(start + 1, end - 1), &mut scratch);
        self.path.name(small(level)) == name
    }

    /// Reads the row that begins at `open`; what follows it.
    #[inline]
    fn row(&mut self, text: Text<'_>, open: usize, row: &mut Row) -> Reached {
        let depth = self.path.len() + 2;
        if depth > DEEPEST {
            return text.wrong(open, Kind::TooDeep);
        }
        let mut at = open;
        let mut expected = self.first;
        let mut before = NONE;
        loop {
            let (name, key);
            match self.links.get(usize::from(expected)) {
                Some(link) if link.text.is_at(text.bytes, at) => {
                    name = link.name;
                    key = (at + usize::from(link.key.0), at + usize::from(link.key.1));
                    at += link.text.len;
                    before = expected;
                    expected = link.next;
                }
                _ => {
                    let next = text.space(if at == open { at + 1 } else { at });
                    if text.byte(next) == b'}' {
                        return reached(next + 1);
                    }
                    let value = text.member(next, at == open)?.at();
                    key = text.notes.key.get();
                    (before, name) = self.learn(text, before, at, key, value);
                    expected = self.links.get(usize::from(before)).map_or(NONE, |link| link.next);
                    at = value;
                }
            }
            let mut start = at;
            let shape;
            match text.byte(at) {
                b'"' => {
                    shape = Shape::Text;
                    at = match text.plain_string(at) {
                        Some(end) => end,
                        None => text.string(at)?.at(),
                    };
                }
                b'0'..=b'9' | b'-' => {
                    shape = Shape::Number;
                    at = text.number(at)?.at();
                }
                _ => {
                    // Where a known text ends, there may be more white space than there was before.
                    start = text.space(at);
                    shape = shape_of(text.byte(start));
                    at = text.value(start, depth)?.at();
                    if matches!(shape, Shape::Object | Shape::Array) && row.nested == (0, 0) {
                        note_nested(text, key, shape, row);
                    }
                }
            }
            if let Some(value) = row.values.get_mut(usize::from(name)) {
                *value = Value { shape, start: narrow(start), end: narrow(at) };
            }
        }
    }

    /// Remembers what stands between two values, and gives its number and the number of the name.
    #[cold]
    #[inline(never)]
    fn learn(
        &mut self,
        text: Text<'_>,
        before: u8,
        from: usize,
        key: (usize, usize),
        value: usize,
    ) -> (u8, u8) {
        let mut scratch = Vec::new();
        let name = unescape(text.slice(key.0 + 1, key.1 - 1), &mut scratch);
        let name = self.names.find(name).unwrap_or(NONE);
        let between = text.slice(from, value);
        let known = self
            .links
            .iter()
            .position(|link| link.text.len == between.len() && link.text.is_at(text.bytes, from));
        let number = match (known, Expected::new(between)) {
            (Some(number), _) => number,
            (None, Some(expected)) if self.links.len() < MOST_LINKS => {
                let key = (small(key.0 - from), small(key.1 - from));
                self.links.push(Link { text: expected, name, next: NONE, key });
                self.links.len() - 1
            }
            _ => usize::from(NONE),
        };
        let number = small(number);
        match self.links.get_mut(usize::from(before)) {
            Some(link) => link.next = number,
            None if text.byte(from) == b'{' => self.first = number,
            None => {}
        }
        (number, name)
    }
}

impl Format for Json {
    fn next(&mut self, window: Window<'_>, at: &mut usize, row: &mut Row) -> Result<Step, Fault> {
        let notes = Notes::default();
        let text = Text {
            bytes: window.bytes,
            len: window.len,
            last: window.last,
            base: window.base,
            notes: &notes,
        };
        match (self.advance(text, at, row), notes.fault.get()) {
            (Some(step), _) => Ok(step),
            (None, None) => Ok(Step::More),
            (None, Some(fault)) => Err(fault),
        }
    }

    fn given<'a>(&'a self, window: Window<'a>, value: Value, scratch: &'a mut Vec<u8>) -> Given<'a> {
        let text = window.slice(value.start as usize, value.end as usize);
        match value.shape {
            Shape::Missing => Given::Missing,
            Shape::Null => Given::Null,
            Shape::Number => Given::Number(super::number::value(text, super::number::parse)),
            Shape::Text => Given::Text(unescape(inside(text), scratch)),
            Shape::Bool | Shape::Object | Shape::Array => Given::Other,
        }
    }

    fn write(&self, window: Window<'_>, row: &Row, select: Option<&[u8]>, out: &mut Vec<u8>) {
        let Some(select) = select else {
            put(window.slice(row.start, row.end), out);
            return;
        };
        let mut separator: &[u8] = b"{";
        for number in select {
            let value = row.values.get(usize::from(*number)).copied().unwrap_or_default();
            if value.shape != Shape::Missing {
                put(separator, out);
                separator = b",";
                quote(self.names.name(*number), out);
                put(b":", out);
                put(window.slice(value.start as usize, value.end as usize), out);
            }
        }
        put(if separator == b"{" { b"{}" } else { b"}" }, out);
    }
}

/// A window, with what can be read at a place of it.
#[derive(Clone, Copy)]
struct Text<'a> {
    bytes: &'a [u8],
    len: usize,
    last: bool,
    base: u64,
    notes: &'a Notes,
}

impl<'a> Text<'a> {
    /// The byte at a place; behind the text it is zero, which nothing expects.
    #[inline]
    fn byte(self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or_default()
    }

    fn slice(self, start: usize, end: usize) -> &'a [u8] {
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// Something else is expected here; or more, if the text ends here.
    #[inline]
    fn wrong<T>(self, at: usize, kind: Kind) -> Option<T> {
        self.note(at, kind);
        None
    }

    #[cold]
    #[inline(never)]
    fn note(self, at: usize, kind: Kind) {
        if at < self.len {
            self.notes.fault.set(Some(Fault { kind, at }));
        } else if self.last {
            self.notes.fault.set(Some(Fault { kind: Kind::Truncated, at: self.len }));
        }
    }

    /// Behind one byte.
    fn expect(self, at: usize, byte: u8, outside: usize, kind: Kind) -> Reached {
        if self.byte(at) == byte { reached(at + 1) } else { self.not(at, outside, kind) }
    }

    /// What stands there, inside so many containers, is not what the kind says; if it is no value at all, then that is
    /// what is wrong. It is not read to its end where that is far: it may be the whole feed.
    #[cold]
    #[inline(never)]
    fn not<T>(self, at: usize, outside: usize, kind: Kind) -> Option<T> {
        let far = at + FAR;
        if self.outer(at, outside).is_none()
            && self.notes.fault.get().map_or(self.len, |fault| fault.at) <= far
        {
            return None;
        }
        self.wrong(at, kind)
    }

    /// Behind a value that is not in a row. It is whole only when something stands behind it: a number may go on.
    fn outer(self, at: usize, outside: usize) -> Reached {
        let end = self.value(at, outside)?;
        (end.at() < self.len || self.last).then_some(end)
    }

    /// Behind white space, of which there mostly is none.
    #[inline]
    fn space(self, at: usize) -> usize {
        if self.byte(at) > b' ' { at } else { self.much_space(at) }
    }

    #[inline(never)]
    fn much_space(self, mut at: usize) -> usize {
        while let b' ' | b'\n' | b'\r' | b'\t' = self.byte(at) {
            at += 1;
        }
        at
    }

    /// Behind a byte-order mark; it is a marker only at the very beginning.
    fn begin(self) -> Reached {
        if self.base > 0 {
            return reached(0);
        }
        match self.slice(0, self.len) {
            [0xEF, 0xBB, 0xBF, ..] => reached(3),
            [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, _, ..] => self.wrong(0, Kind::Unsupported),
            [] | [0xEF | 0xFE | 0xFF | 0] | [0xEF, 0xBB] if !self.last => None,
            _ => reached(0),
        }
    }

    /// A member of an object, up to its value: the name with its quotes, and where the value begins. Behind another
    /// member, it begins with a comma.
    fn member(self, mut at: usize, first: bool) -> Reached {
        if !first {
            if self.byte(at) != b',' {
                return self.wrong(at, Kind::CommaOrBrace);
            }
            at = self.space(at + 1);
        }
        if self.byte(at) != b'"' {
            return self.wrong(at, Kind::Key);
        }
        let end = self.string(at)?.at();
        let colon = self.space(end);
        if self.byte(colon) != b':' {
            return self.wrong(colon, Kind::Colon);
        }
        self.notes.key.set((at, end));
        reached(self.space(colon + 1))
    }

    /// The same for a string without escapes, if it is one and ASCII, or at least UTF-8.
    #[inline]
    fn plain_string(self, start: usize) -> Option<usize> {
        let (stop, ascii) = scan::string_end(self.bytes, start + 1);
        (self.byte(stop) == b'"' && (ascii || scan::is_utf8(self.bytes, start, stop))).then_some(stop + 1)
    }

    /// Behind the string whose quote is at `start`.
    #[inline(never)]
    fn string(self, start: usize) -> Reached {
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
                    return self.wrong(stop, Kind::Control);
                }
            }
        }
    }

    #[inline(never)]
    fn utf8(self, start: usize, end: usize) -> Reached {
        if scan::is_utf8(self.bytes, start, end) {
            return reached(end);
        }
        match scan::not_utf8(self.slice(start, end)) {
            None => reached(end),
            Some(offset) => self.wrong(start + offset, Kind::Encoding),
        }
    }

    /// Behind the escape at `at`, in the string that begins at `start`.
    fn escape(self, start: usize, at: usize) -> Reached {
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
        self.wrong(end, Kind::Escape)
    }

    /// Behind the number at `at`.
    #[inline]
    fn number(self, mut at: usize) -> Reached {
        at += usize::from(self.byte(at) == b'-');
        match self.byte(at) {
            b'0' => at += 1,
            b'1'..=b'9' => at = self.digits(at),
            _ => return self.wrong(at, Kind::Number),
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
    fn digits(self, mut at: usize) -> usize {
        while self.byte(at).is_ascii_digit() {
            at += 1;
        }
        at
    }

    fn some_digits(self, at: usize) -> Reached {
        let end = self.digits(at);
        if end == at { self.wrong(at, Kind::Number) } else { reached(end) }
    }

    fn literal(self, at: usize, word: &[u8]) -> Reached {
        for (offset, byte) in word.iter().enumerate() {
            if self.byte(at + offset) != *byte {
                return self.wrong(at + offset, Kind::Value);
            }
        }
        reached(at + word.len())
    }

    /// Behind the value at `at`, whatever it is, inside so many containers. It is read without recursion: a bit for
    /// each container says whether it is an object.
    #[inline(never)]
    fn value(self, mut at: usize, outside: usize) -> Reached {
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
                        return self.wrong(at, Kind::TooDeep);
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
                _ => return self.wrong(at, Kind::Value),
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
                    (_, false) => return self.wrong(at, Kind::CommaOrBracket),
                }
            }
        }
    }
}

fn shape_of(first: u8) -> Shape {
    match first {
        b'{' => Shape::Object,
        b'[' => Shape::Array,
        b'n' => Shape::Null,
        b't' | b'f' => Shape::Bool,
        b'"' => Shape::Text,
        _ => Shape::Number,
    }
}

/// A list of categories is the one nested value that Klaviyo's feeds have.
#[cold]
fn note_nested(text: Text<'_>, key: (usize, usize), shape: Shape, row: &mut Row) {
    if shape != Shape::Array || text.slice(key.0, key.1) != b"\"categories\"" {
        row.nested = (narrow(key.0 + 1), narrow(key.1 - 1));
    }
}

/// Windows are smaller than four gigabytes.
fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn small(number: usize) -> u8 {
    u8::try_from(number).unwrap_or(NONE)
}

/// A string without its quotes.
fn inside(text: &[u8]) -> &[u8] {
    text.get(1..text.len().saturating_sub(1)).unwrap_or_default()
}

/// What a valid string means. A lone surrogate, which UTF-8 cannot say, becomes a byte that is in no text.
#[inline(never)]
fn unescape<'a>(text: &'a [u8], scratch: &'a mut Vec<u8>) -> &'a [u8] {
    scratch.clear();
    let mut at = 0;
    let byte = |at: usize| text.get(at).copied().unwrap_or_default();
    while at < text.len() {
        let mut unit = u32::from(byte(at));
        let mut plain = true;
        at += 1;
        if unit == u32::from(b'\\') {
            plain = false;
            unit = u32::from(match byte(at) {
                b'b' => 8,
                b'f' => 12,
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                other => other,
            });
            at += 1;
            if unit == u32::from(b'u') {
                unit = hex(text, at);
                at += 4;
                if unit >> 10 == 0xD800 >> 10 && byte(at) == b'\\' && byte(at + 1) == b'u' {
                    let second = hex(text, at + 2);
                    if second >> 10 == 0xDC00 >> 10 {
                        unit = 0x10000 + ((unit & 0x3FF) << 10) + (second & 0x3FF);
                        at += 6;
                    }
                }
            }
        }
        if plain || unit < 0x80 {
            #[expect(clippy::cast_possible_truncation, reason = "it is a byte")]
            put(&[unit as u8], scratch);
        } else {
            match char::from_u32(unit) {
                Some(character) => put(character.encode_utf8(&mut [0; 4]).as_bytes(), scratch),
                None => put(&[0xFF], scratch),
            }
        }
    }
    scratch
}

/// The value of four hexadecimal digits.
fn hex(text: &[u8], at: usize) -> u32 {
    let mut value = 0;
    for at in at..at + 4 {
        let byte = text.get(at).copied().unwrap_or_default();
        // A letter is nine further than the low half of its byte.
        value = value << 4 | u32::from((byte & 15) + if byte > b'9' { 9 } else { 0 });
    }
    value
}

/// Appends text as a JSON string; what cannot stand in one is written by its number.
#[inline(never)]
pub fn quote(text: &[u8], out: &mut Vec<u8>) {
    put(b"\"", out);
    let mut start = 0;
    for (at, byte) in text.iter().enumerate() {
        if matches!(byte, 0..0x20 | b'"' | b'\\') {
            put(text.get(start..at).unwrap_or_default(), out);
            let digit = |value: u8| value + if value < 10 { b'0' } else { b'a' - 10 };
            put(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)], out);
            start = at + 1;
        }
    }
    put(text.get(start..).unwrap_or_default(), out);
    put(b"\"", out);
}

/// Appends bytes. Inlined where it is used, it would be a tenth of the module.
#[inline(never)]
fn put(bytes: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(bytes);
}
