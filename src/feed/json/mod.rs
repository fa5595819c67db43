//! JSON feeds: what `JSON.parse` accepts and refuses (RFC 8259), read row by row, nothing looked into but the names that
//! are watched.
//!
//! Rows of one feed have the same names in the same order, and the same white space between them. What stood between
//! two values, once it was read with care, is expected there again, and 32 bytes are compared at once.

mod string;
mod text;

use super::{
    Format, Names, Row, Shape, Step, Value, Window,
    fault::{Fault, Kind},
    narrow, number, page,
    scan::Expected,
};
use crate::{
    inventory::{Given, Policy, Quantity},
    json::put,
};
use string::{inside, unescape};
use text::{Notes, Reached, Text, reached};

/// The most containers inside each other, from the root.
pub const DEEPEST: usize = 512;
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

impl Json {
    /// A reader of rows at a path of names (empty: the root).
    #[must_use]
    #[inline(never)]
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
    #[inline(never)]
    fn is_path(&self, text: Text<'_>, (start, end): (usize, usize), level: usize) -> bool {
        let name = text.slice(start, end);
        if page::ASKS && has_escape(name) {
            return page::ask(page::PATH + u32::from(small(level)), name) > 0.0;
        }
        self.path.name(small(level)) == meaning(inside(name), &mut Vec::new())
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
                    if !page::ASKS && matches!(shape, Shape::Object | Shape::Array) {
                        let (start, end) = (key.0 + 1, key.1 - 1);
                        row.note_nested(text.slice(start, end), start, end);
                    }
                }
            }
            if let Some(value) = row.values.get_mut(usize::from(name)) {
                *value = Value { shape, start: narrow(start), end: narrow(at), name: narrow(key.0) };
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
        let name = text.slice(key.0, key.1);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a byte")]
        let name = if page::ASKS && has_escape(name) {
            page::ask(page::NAME, name) as u8
        } else {
            self.names.find(meaning(inside(name), &mut Vec::new())).unwrap_or(NONE)
        };
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
            Shape::Number => Given::Number(number::value(text)),
            Shape::Text => Given::Text(unescape(inside(text), scratch)),
            Shape::Bool | Shape::Object | Shape::Array => Given::Other,
        }
    }

    fn quantity(&self, window: Window<'_>, value: Value, scratch: &mut Vec<u8>) -> Quantity {
        if page::ASKS {
            return Quantity::read(asked(window, value, page::QUANTITY), number::value);
        }
        Quantity::read(self.given(window, value, scratch), number::value)
    }

    fn policy(&self, window: Window<'_>, value: Value, scratch: &mut Vec<u8>) -> Policy {
        if page::ASKS {
            return Policy::read(asked(window, value, page::POLICY), number::value);
        }
        Policy::read(self.given(window, value, scratch), number::value)
    }

    fn names(&self) -> &Names {
        &self.names
    }

    fn each_member(&self, window: Window<'_>, row: &Row, see: &mut impl FnMut(&[u8], Value)) {
        let notes = Notes::default();
        let text = Text {
            bytes: window.bytes,
            len: window.len,
            last: window.last,
            base: window.base,
            notes: &notes,
        };
        let mut scratch = Vec::new();
        let mut at = row.start + 1;
        let mut is_first = true;
        // The row was read before, so that nothing in it is wrong.
        while let Some(start) = text.member(text.space(at), is_first) {
            let key = notes.key.get();
            let start = text.space(start.at());
            let Some(end) = text.value(start, 0) else { break };
            let value = Value {
                shape: shape_of(text.byte(start)),
                start: narrow(start),
                end: narrow(end.at()),
                name: narrow(key.0),
            };
            see(unescape(inside(text.slice(key.0, key.1)), &mut scratch), value);
            (at, is_first) = (end.at(), false);
            if text.byte(text.space(at)) == b'}' {
                break;
            }
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
                put(window.slice(value.name as usize, value.end as usize), out);
            }
        }
        put(if separator == b"{" { b"{}" } else { b"}" }, out);
    }
}

/// A value of which only the number counts.
#[inline(always)]
#[expect(clippy::inline_always, reason = "so that no code is left for text")]
fn asked<'a>(window: Window<'_>, value: Value, question: u32) -> Given<'a> {
    match value.shape {
        Shape::Missing => Given::Missing,
        Shape::Null => Given::Null,
        Shape::Number | Shape::Text => Given::Number(number_of(window, value, question)),
        Shape::Bool | Shape::Object | Shape::Array => Given::Other,
    }
}

/// The number of a number or a string; where it is no plain one, the page reads it.
#[inline(never)]
fn number_of(window: Window<'_>, value: Value, question: u32) -> f64 {
    let text = window.slice(value.start as usize, value.end as usize);
    if value.shape == Shape::Number {
        return number::value(text);
    }
    number::plain(inside(text)).unwrap_or_else(|| page::ask(question, text))
}

#[expect(clippy::manual_contains, reason = "`contains` has a fast path for long texts, and its code")]
fn has_escape(text: &[u8]) -> bool {
    text.iter().any(|byte| *byte == b'\\')
}

/// What a string without its quotes means. Where the page is asked for what has escapes, there are none.
fn meaning<'a>(text: &'a [u8], scratch: &'a mut Vec<u8>) -> &'a [u8] {
    if page::ASKS { text } else { unescape(text, scratch) }
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

fn small(number: usize) -> u8 {
    u8::try_from(number).unwrap_or(NONE)
}
