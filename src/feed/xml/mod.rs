//! Reads XML feeds. Rows are every `<Product>` in `<Products>`, at the root or in RSS, every `<item>` of an RSS
//! channel, and every `<entry>` of an Atom feed. Names in Google Merchant's namespace are used without their prefix.
//!
//! Most elements of a row contain plain text and have no attributes: these are read many bytes at once. Everything
//! else (comments, CDATA, references, attributes, child elements and all errors) is read token by token.

mod element;
mod token;
mod write;

use super::{
    Format, Names, Row, Shape, Step, Value, Window, narrow,
    syntax_error::{SyntaxError, SyntaxErrorKind},
};
use crate::inventory::rule::FieldValue;
use element::{Element, Item, meaning_of};
use token::{Read, Span, Stop, Text, Token, TokenKind, syntax_error};

/// The maximum depth of nested elements, counted from the root.
pub const DEEPEST: usize = 512;
/// The namespace of Google Merchant's names (<https://support.google.com/merchants/answer/14987622>).
const GOOGLE: &[u8] = b"http://base.google.com/ns/1.0";

/// Reads an XML feed in UTF-8.
///
/// Values are text. Repeated elements such as `<a>1</a><a>2</a>` form an array, and an element with child elements is
/// an object. If an element contains both `<title>` and `<g:title>`, only Google's is read. Attributes, and text next
/// to child elements, are ignored.
///
/// ```
/// use back_in_stock::feed::{Names, Plan, stream::{Feed, State}, xml::Xml};
///
/// let mut names = Names::default();
/// let plan = Plan { quantity: Vec::from_iter(names.watch(b"inventory_quantity")), ..Plan::default() };
/// let mut feed = Feed::new(Xml::new(names, false), plan);
///
/// let text = b"<Products><Product><inventory_quantity>3</inventory_quantity></Product></Products>";
/// feed.buffer_for(text.len()).copy_from_slice(text);
/// assert_eq!(feed.scan(text.len(), true, &mut ()), State::End);
/// assert_eq!((feed.batch.start.as_slice(), feed.batch.in_stock.as_slice()), (&[10.0][..], &[1][..]));
/// ```
pub struct Xml {
    names: Names,
    /// Whether the source was converted to UTF-8. Its declaration may still name another encoding.
    transcoded: bool,
    place: Place,
    /// The open elements around the next byte, outside of rows.
    open: Vec<Open>,
    /// Whether the document has an element that can contain rows.
    has_rows: bool,
    /// The prefix of names in Google's namespace, with its colon.
    prefix: Vec<u8>,
}

/// The position of the next byte in the document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    /// At the start, the only place where a declaration is allowed.
    First,
    /// Before the root.
    Before,
    Inside,
    After,
}

/// An open element that is not a row.
struct Open {
    name: Vec<u8>,
    part: Part,
}

/// The role of an element in a feed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Rss,
    Channel,
    Products,
    Feed,
    Row,
    Other,
}

impl Part {
    /// Determines the role of an element from its name and the role of its parent.
    fn of(parent: Option<Self>, name: &[u8]) -> Self {
        match (parent, name) {
            (None, b"rss") => Self::Rss,
            (Some(Self::Rss), b"channel") => Self::Channel,
            (None | Some(Self::Rss | Self::Channel), b"Products" | b"products") => Self::Products,
            (None, b"feed") => Self::Feed,
            (Some(Self::Products), b"Product" | b"product")
            | (Some(Self::Channel), b"item")
            | (Some(Self::Feed), b"entry") => Self::Row,
            _ => Self::Other,
        }
    }

    fn has_rows(self) -> bool {
        matches!(self, Self::Channel | Self::Products | Self::Feed)
    }
}

impl Xml {
    /// Creates a reader of rows. If the source was `transcoded` to UTF-8, the encoding in its declaration is ignored.
    #[must_use]
    pub fn new(names: Names, transcoded: bool) -> Self {
        Self {
            names,
            transcoded,
            place: Place::Start,
            open: Vec::new(),
            has_rows: false,
            prefix: b"g:".to_vec(),
        }
    }

    /// Continues from the current place. Moves `at` and `place` together, so that reading can resume with more bytes.
    fn advance(&mut self, text: Text<'_>, at: &mut usize, row: &mut Row) -> Read<Step> {
        if self.place == Place::Start {
            *at = text.begin()?;
            self.place = Place::First;
        }
        loop {
            if self.place != Place::First {
                *at = text.space(*at);
            }
            match text.byte(*at) {
                b'<' => {}
                _ if *at == text.0.len => {
                    let is_whole = self.place == Place::After && text.0.last;
                    return if is_whole { Ok(Step::End) } else { text.incomplete() };
                }
                _ if self.place == Place::First => {
                    self.place = Place::Before;
                    continue;
                }
                _ if self.place == Place::Before => return syntax_error(SyntaxErrorKind::Xml, *at),
                _ if self.place == Place::After => return syntax_error(SyntaxErrorKind::TextAfterEnd, *at),
                _ => {}
            }
            if self.place == Place::Inside
                && let Some(end) = text.plain_tag(*at)
                && self.part(text.slice((*at + 1, end - 1))) == Part::Row
            {
                let name = (*at + 1, end - 1);
                return self.row(text, at, name, end, row);
            }
            let token = text.token(*at)?;
            match token.kind {
                TokenKind::Start | TokenKind::Empty if self.place != Place::After => {
                    if self.begin(text, &token)? == Part::Row {
                        if token.kind == TokenKind::Start {
                            return self.row(text, at, token.inside, token.end, row);
                        }
                        (row.start, row.end) = (token.start, token.end);
                        *at = token.end;
                        return Ok(Step::Row);
                    }
                }
                TokenKind::End => self.end(text.slice(token.inside), token.start)?,
                TokenKind::Declaration if self.place == Place::First => {
                    if !text.declares_utf8(&token)? && !self.transcoded {
                        return syntax_error(SyntaxErrorKind::Unsupported, token.start);
                    }
                }
                TokenKind::Declaration => return syntax_error(SyntaxErrorKind::Xml, token.start),
                TokenKind::Ignored => {}
                _ if self.place == Place::Inside => {}
                _ if self.place == Place::After => {
                    return syntax_error(SyntaxErrorKind::TextAfterEnd, token.start);
                }
                _ => return syntax_error(SyntaxErrorKind::Xml, token.start),
            }
            if self.place == Place::First {
                self.place = Place::Before;
            }
            *at = token.end;
        }
    }

    /// Handles a start tag outside of rows. The start tag of a row changes no state.
    fn begin(&mut self, text: Text<'_>, tag: &Token) -> Read<Part> {
        let name = text.slice(tag.inside);
        let part = self.part(name);
        if part == Part::Row {
            return Ok(part);
        }
        if self.open.len() == DEEPEST {
            return syntax_error(SyntaxErrorKind::TooDeep, tag.start);
        }
        if self.open.is_empty() && name.eq_ignore_ascii_case(b"html") {
            return syntax_error(SyntaxErrorKind::Html, tag.start);
        }
        self.place = Place::Inside;
        self.has_rows |= part.has_rows();
        if let Some(prefix) = text.prefix(tag) {
            self.prefix = prefix;
        }
        self.open.push(Open { name: name.to_vec(), part });
        if tag.kind == TokenKind::Empty {
            self.end(name, tag.start)?;
        }
        Ok(part)
    }

    /// Handles an end tag outside of rows.
    fn end(&mut self, name: &[u8], start: usize) -> Read<()> {
        if self.open.pop().is_none_or(|open| open.name != name) {
            return syntax_error(SyntaxErrorKind::XmlEnd, start);
        }
        if self.open.is_empty() {
            self.place = Place::After;
            if !self.has_rows {
                return syntax_error(SyntaxErrorKind::XmlNoRows, start);
            }
        }
        Ok(())
    }

    /// The role of an element with this name at the current place.
    #[inline]
    fn part(&self, name: &[u8]) -> Part {
        Part::of(self.open.last().map(|open| open.part), local(name, &self.prefix))
    }

    /// Reads the row that starts at `at`. Its tag was read: `name` is the span of the name, `next` the offset after
    /// the tag.
    #[inline]
    fn row(&self, text: Text<'_>, at: &mut usize, name: Span, mut next: usize, row: &mut Row) -> Read<Step> {
        let depth = self.open.len() + 1;
        let end = loop {
            next = text.space(next);
            let element = if let Some(element) = text.plain(next) {
                element
            } else if let Some(end) = text.end_tag(next, name) {
                break end;
            } else {
                match text.item(next, depth)? {
                    Item::Element(element) => element,
                    Item::Other(end) => {
                        next = end;
                        continue;
                    }
                    Item::End(tag) if text.slice(tag.inside) == text.slice(name) => break tag.end,
                    Item::End(tag) => return syntax_error(SyntaxErrorKind::XmlEnd, tag.start),
                }
            };
            next = element.end;
            self.note(text, &element, row);
        };
        (row.start, row.end) = (*at, end);
        *at = end;
        Ok(Step::Row)
    }

    /// Stores the value of an element if its name is watched.
    #[inline]
    fn note(&self, text: Text<'_>, element: &Element, row: &mut Row) {
        let name = local(text.slice(element.name), &self.prefix);
        if element.nested {
            row.note_nested(name, element.name.1 - name.len(), element.name.1);
        }
        let Some(value) = self.names.find(name).and_then(|number| row.values.get_mut(usize::from(number)))
        else {
            return;
        };
        // Google's name takes precedence over the same name without a prefix.
        let is_google = text.slice(element.name).len() > name.len();
        let is_known = value.shape != Shape::Missing;
        if is_known && value.name > u32::from(is_google) {
            return;
        }
        let is_repeated = is_known && value.name == u32::from(is_google);
        let shape = match element.nested {
            _ if is_repeated => Shape::Array,
            true => Shape::Object,
            false => Shape::Text,
        };
        let (start, end) = element.content;
        *value = Value { shape, start: narrow(start), end: narrow(end), name: u32::from(is_google) };
    }
}

impl Format for Xml {
    fn next(&mut self, window: Window<'_>, at: &mut usize, row: &mut Row) -> Result<Step, SyntaxError> {
        match self.advance(Text(window), at, row) {
            Ok(step) => Ok(step),
            Err(Stop::More) => Ok(Step::More),
            Err(Stop::Error(error)) => Err(error),
        }
    }

    fn field_value<'a>(
        &'a self,
        window: Window<'a>,
        value: Value,
        scratch: &'a mut Vec<u8>,
    ) -> FieldValue<'a> {
        match value.shape {
            Shape::Missing => FieldValue::Missing,
            Shape::Text => {
                let content = (value.start as usize, value.end as usize);
                FieldValue::Text(meaning_of(Text(window), content, scratch))
            }
            _ => FieldValue::Other,
        }
    }

    fn names(&self) -> &Names {
        &self.names
    }

    fn watch(&mut self, name: &[u8]) -> Option<u8> {
        self.names.watch(name)
    }

    fn each_member(&self, window: Window<'_>, row: &Row, visit: &mut impl FnMut(&[u8], Value)) {
        let text = Text(window);
        for element in text.elements(text.content(row)) {
            let shape = if element.nested { Shape::Object } else { Shape::Text };
            let (start, end) = element.content;
            let value = Value { shape, start: narrow(start), end: narrow(end), name: 0 };
            visit(local(text.slice(element.name), &self.prefix), value);
        }
    }

    fn write(&self, window: Window<'_>, row: &Row, select: Option<&[u8]>, out: &mut Vec<u8>) {
        let text = Text(window);
        match select {
            None => write::object(text, text.content(row), &self.prefix, out),
            Some(select) => {
                let values = select.iter().filter_map(|number| {
                    Some((self.names.name(*number), *row.values.get(usize::from(*number))?))
                });
                write::selected(text, row, values, &self.prefix, out);
            }
        }
    }
}

/// Removes the prefix of Google's namespace from a name.
#[inline]
fn local<'a>(name: &'a [u8], prefix: &[u8]) -> &'a [u8] {
    name.strip_prefix(prefix).unwrap_or(name)
}
