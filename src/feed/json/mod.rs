//! Reads JSON feeds row by row. Follows the grammar of `JSON.parse` (RFC 8259), but evaluates only the watched names.
//! Rows are objects in an array or in lines, in valid UTF-8, and at most 512 levels deep.
//!
//! Rows of one feed usually have the same names in the same order, with the same white space. The text between two
//! values is validated once and remembered. In the next rows it is only compared, 32 bytes at a time.

mod string;
mod text;

use super::{
    Format, Names, Row, Shape, Step, Value, Window, narrow, number,
    scan::Expected,
    syntax_error::{SyntaxError, SyntaxErrorKind},
};
use crate::inventory::rule::FieldValue;
use string::{inside, unescape};
use text::{Notes, Reached, Text, reached};

/// The maximum depth of nested containers, counted from the root.
pub const DEEPEST: usize = 512;
/// The maximum number of remembered texts between values.
const MAX_LINKS: usize = 64;
const NONE: u8 = u8::MAX;

/// The layout of the rows of a feed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Rows are elements of an array, which is the root or at a path.
    #[default]
    Array,
    /// JSON lines (<https://jsonlines.org>): each row is a line.
    Lines,
    /// Detected: JSON lines if the first line is a complete object and another line follows; otherwise an array.
    Auto,
}

/// Reads a JSON feed: an array of objects, an object with such an array at a path, or JSON lines.
///
/// ```
/// use back_in_stock::feed::{Names, Plan, json::{Json, Layout}, stream::{Feed, State}};
///
/// let mut names = Names::default();
/// let plan = Plan { quantity: Vec::from_iter(names.watch(b"stock")), ..Plan::default() };
/// let format = Json::new(names, Names::default()).with_layout(Layout::Auto);
/// let mut feed = Feed::new(format, plan);
///
/// let text = b"{\"stock\":3}\n{\"stock\":0}\n";
/// feed.buffer_for(text.len()).copy_from_slice(text);
/// assert_eq!(feed.scan(text.len(), true, &mut ()), State::End);
/// assert_eq!((feed.batch.start.as_slice(), feed.batch.in_stock.as_slice()), (&[0.0, 12.0][..], &[1, 0][..]));
/// ```
pub struct Json {
    names: Names,
    /// The names on the path from the root to the rows.
    path: Names,
    layout: Layout,
    place: Place,
    links: Vec<Link>,
    /// The number of the link expected at the start of a row.
    first: u8,
    /// A buffer for names with escapes.
    scratch: Vec<u8>,
}

/// The position of the next byte in the document.
#[derive(Clone, Copy)]
enum Place {
    Start,
    /// At a value on the path, after this many of its names.
    Value(usize),
    /// In an object on the path at this level; `true` before the first member.
    Member(usize, bool),
    /// In the array of rows.
    Rows(Before),
    /// In JSON lines: `true` at the start of a line, `false` after the row of a line.
    Lines(bool),
    /// After the value at this level of the path.
    After(usize),
}

/// The token before the next row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Bracket,
    Row,
    Comma,
}

/// The text between two values of a row: the comma or brace, the next name and the colon, including white space.
struct Link {
    text: Expected,
    /// The number of the name, or [`NONE`] if it is not watched.
    name: u8,
    /// The number of the link that followed the value of this name most recently.
    next: u8,
    /// The span of the name in the text, including its quotes.
    key: (u8, u8),
}

impl Json {
    /// Creates a reader of rows at a path of names. The empty path is the root.
    #[must_use]
    #[inline(never)]
    pub fn new(names: Names, path: Names) -> Self {
        Self {
            names,
            path,
            layout: Layout::Array,
            place: Place::Start,
            links: Vec::new(),
            first: NONE,
            scratch: Vec::new(),
        }
    }

    /// Sets the layout. With a path, the rows are always in an array.
    #[must_use]
    pub fn with_layout(mut self, layout: Layout) -> Self {
        if self.path.is_empty() {
            self.layout = layout;
        }
        self
    }

    /// Appends a name to the path to the rows.
    pub fn add_to_path(&mut self, name: &str) {
        self.path.push(name.as_bytes());
        self.layout = Layout::Array;
    }

    /// Whether the feed is JSON lines.
    #[must_use]
    pub fn is_lines(&self) -> bool {
        matches!(self.place, Place::Lines(_))
    }

    /// Continues from the current place. Moves `at` and `place` together, so that reading can resume with more bytes.
    fn advance(&mut self, text: Text<'_>, at: &mut usize, row: &mut Row) -> Option<Step> {
        loop {
            // White space is consumed at once and never read twice, however long it is. At the start a byte-order mark
            // must come first, and in JSON lines white space may end a line.
            if !matches!(self.place, Place::Start | Place::Lines(_)) {
                *at = text.space(*at);
            }
            let next = *at;
            match self.place {
                Place::Start => {
                    *at = text.begin()?.at();
                    self.place =
                        if self.layout == Layout::Lines { Place::Lines(true) } else { Place::Value(0) };
                }
                Place::Value(0) if self.layout == Layout::Auto && text.byte(next) == b'{' => {
                    text.first_line(next)?;
                    self.place = Place::Lines(true);
                }
                Place::Value(level) if level == self.path.len() => {
                    *at = text.expect(next, b'[', level, SyntaxErrorKind::NoArray)?.at();
                    self.place = Place::Rows(Before::Bracket);
                }
                Place::Value(level) => {
                    *at = text.expect(next, b'{', level, SyntaxErrorKind::NoRows)?.at();
                    self.place = Place::Member(level, true);
                }
                Place::Member(level, first) => {
                    if text.byte(next) == b'}' {
                        return text.fail(next, SyntaxErrorKind::NoRows);
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
                Place::Rows(before) => {
                    let mut start = next;
                    match (text.byte(next), before) {
                        (b']', Before::Bracket | Before::Row) => {
                            *at = next + 1;
                            self.place = Place::After(self.path.len());
                            continue;
                        }
                        (b',', Before::Row) => {
                            start = text.space(next + 1);
                            *at = start;
                            self.place = Place::Rows(Before::Comma);
                        }
                        (_, Before::Row) => return text.fail(next, SyntaxErrorKind::CommaOrBracket),
                        _ => {}
                    }
                    let outside = self.path.len() + 1;
                    if text.byte(start) != b'{' {
                        return text.not(start, outside, SyntaxErrorKind::NoObject);
                    }
                    row.end = self.row(text, start, outside, row)?.at();
                    row.start = start;
                    *at = row.end;
                    self.place = Place::Rows(Before::Row);
                    return Some(Step::Row);
                }
                Place::Lines(is_line_start) => return self.line(text, at, is_line_start, row),
                Place::After(0) => {
                    if next < text.len {
                        return text.fail(next, SyntaxErrorKind::TextAfterEnd);
                    }
                    return Some(text.ended());
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
                        return text.fail(name.0, SyntaxErrorKind::RowsTwice);
                    }
                    *at = text.outer(value, level)?.at();
                }
            }
        }
    }

    /// Continues in JSON lines, at the start of a line or after its row.
    #[inline(never)]
    fn line(&mut self, text: Text<'_>, at: &mut usize, is_line_start: bool, row: &mut Row) -> Option<Step> {
        if !is_line_start {
            *at = text.line_space(*at);
            if *at < text.len && text.byte(*at) != b'\n' {
                return text.fail(*at, SyntaxErrorKind::TextAfterRow);
            }
        }
        let start = text.space(*at);
        if start > *at {
            self.place = Place::Lines(true);
            *at = start;
        }
        if start >= text.len {
            return Some(text.ended());
        }
        if text.byte(start) != b'{' {
            return text.not_in_line(start);
        }
        let read = self.row(text, start, 0, row);
        if let Some(cut) = text.line_break(start, read) {
            return text.fail(cut, SyntaxErrorKind::LineEnd);
        }
        row.end = read?.at();
        row.start = start;
        *at = row.end;
        self.place = Place::Lines(false);
        Some(Step::Row)
    }

    /// Whether a name, given by its span with quotes, is the name of the path at a level.
    #[inline(never)]
    fn is_path(&mut self, text: Text<'_>, (start, end): (usize, usize), level: usize) -> bool {
        let name = text.slice(start, end);
        self.path.name(small(level)) == unescape(inside(name), &mut self.scratch)
    }

    /// Reads the row that starts at `open` inside `outside` containers, and returns the offset after it.
    #[inline]
    fn row(&mut self, text: Text<'_>, open: usize, outside: usize, row: &mut Row) -> Reached {
        let depth = outside + 1;
        if depth > DEEPEST {
            return text.fail(open, SyntaxErrorKind::TooDeep);
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
                    // More white space than in earlier rows may follow a known link.
                    start = text.space(at);
                    shape = shape_of(text.byte(start));
                    at = text.value(start, depth)?.at();
                    if matches!(shape, Shape::Object | Shape::Array) {
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

    /// Remembers the text between two values. Returns the number of its link and the number of the name.
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
        let name = self.names.find(unescape(inside(name), &mut self.scratch)).unwrap_or(NONE);
        let between = text.slice(from, value);
        let known = self
            .links
            .iter()
            .position(|link| link.text.len == between.len() && link.text.is_at(text.bytes, from));
        let number = match (known, Expected::new(between)) {
            (Some(number), _) => number,
            (None, Some(expected)) if self.links.len() < MAX_LINKS => {
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
    fn next(&mut self, window: Window<'_>, at: &mut usize, row: &mut Row) -> Result<Step, SyntaxError> {
        let notes = Notes::default();
        let text = Text {
            bytes: window.bytes,
            len: window.len,
            last: window.last,
            base: window.base,
            notes: &notes,
        };
        match (self.advance(text, at, row), notes.error.get()) {
            (Some(step), _) => Ok(step),
            (None, None) => Ok(Step::More),
            (None, Some(error)) => Err(error),
        }
    }

    fn field_value<'a>(
        &'a self,
        window: Window<'a>,
        value: Value,
        scratch: &'a mut Vec<u8>,
    ) -> FieldValue<'a> {
        let text = window.slice(value.start as usize, value.end as usize);
        match value.shape {
            Shape::Missing => FieldValue::Missing,
            Shape::Null => FieldValue::Null,
            Shape::Number => FieldValue::Number(number::value(text)),
            Shape::Text => FieldValue::Text(unescape(inside(text), scratch)),
            Shape::Bool | Shape::Object | Shape::Array => FieldValue::Other,
        }
    }

    fn names(&self) -> &Names {
        &self.names
    }

    fn watch(&mut self, name: &[u8]) -> Option<u8> {
        self.names.watch(name)
    }

    fn each_member(&self, window: Window<'_>, row: &Row, visit: &mut impl FnMut(&[u8], Value)) {
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
        // The row was read before and is valid.
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
            visit(unescape(inside(text.slice(key.0, key.1)), &mut scratch), value);
            (at, is_first) = (end.at(), false);
            if text.byte(text.space(at)) == b'}' {
                break;
            }
        }
    }

    fn write(&self, window: Window<'_>, row: &Row, select: Option<&[u8]>, out: &mut Vec<u8>) {
        let Some(select) = select else {
            out.extend_from_slice(window.slice(row.start, row.end));
            return;
        };
        let mut separator = b'{';
        for number in select {
            let value = row.values.get(usize::from(*number)).copied().unwrap_or_default();
            if value.shape != Shape::Missing {
                out.push(separator);
                separator = b',';
                out.extend_from_slice(window.slice(value.name as usize, value.end as usize));
            }
        }
        out.extend_from_slice(if separator == b'{' { b"{}" } else { b"}" });
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

fn small(number: usize) -> u8 {
    u8::try_from(number).unwrap_or(NONE)
}
