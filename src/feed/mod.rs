//! Reads feeds chunk by chunk: the input is bytes, and the output is the position and the verdict of each row.
//!
//! A [`Feed`](stream::Feed) holds a window over the source, and its format reads one row after another from it. If a
//! row is incomplete, only its start is remembered and it is read again later. The result therefore cannot depend on
//! how the source is split into chunks.

pub mod check;
pub mod json;
pub mod number;
mod scan;
mod sniff;
pub mod stream;
pub mod syntax_error;
#[cfg(feature = "xml")]
pub mod xml;

use crate::inventory::rule::{FieldValue, Policy, Quantity};
use syntax_error::SyntaxError;

/// The number of zero bytes after the window's text. A zero byte ends every search, so a search can read whole blocks
/// without a bounds check at the end of the text.
pub const PAD: usize = 64;
/// The maximum size of one row, or of one value before or after the rows, in bytes.
pub const MAX_ROW_SIZE: usize = 16 << 20;
/// An incomplete row larger than this (in bytes) is read again only after it has grown by a quarter. Reading it again
/// with every small chunk would take quadratic time.
const REREAD_FREELY: usize = 16 << 10;

/// The part of the source that is in memory.
#[derive(Clone, Copy)]
pub struct Window<'a> {
    /// The text, followed by [`PAD`] zero bytes.
    pub bytes: &'a [u8],
    /// The length of the text, in bytes.
    pub len: usize,
    /// Whether the source ends at the end of the text.
    pub last: bool,
    /// The offset of the window in the source.
    pub base: u64,
}

impl<'a> Window<'a> {
    /// The bytes from `start` to `end`; empty if the range is out of bounds.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> &'a [u8] {
        self.bytes.get(start..end).unwrap_or_default()
    }
}

/// The result of reading up to the next row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A row was read.
    Row,
    /// The window ends before the row does: more bytes are needed.
    More,
    /// The document ended, complete and valid.
    End,
}

/// The type of the value that a row has for a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Shape {
    /// The row does not have the name.
    #[default]
    Missing,
    /// `null`.
    Null,
    /// A number.
    Number,
    /// Text.
    Text,
    /// `true` or `false`.
    Bool,
    /// An object.
    Object,
    /// An array.
    Array,
}

/// The type of a value and its position in the window. The format defines what the position covers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Value {
    /// The type.
    pub shape: Shape,
    /// The start offset in the window, in bytes.
    pub start: u32,
    /// The end offset in the window, in bytes.
    pub end: u32,
    /// In JSON, the start offset of the name; in XML, 1 if the name has Google's prefix.
    pub name: u32,
}

/// A row as its format read it. One `Row` is reused for all rows of a feed.
#[derive(Debug, Default)]
pub struct Row {
    /// The start offset in the window, in bytes.
    pub start: usize,
    /// The end offset in the window, in bytes.
    pub end: usize,
    /// The value of each watched name, indexed by the name's number.
    pub values: Vec<Value>,
    /// The start and end offset of the name of a nested value; `(0, 0)` if the row has no nested value. `categories`
    /// is ignored. A list of variants takes precedence over other nested values; otherwise the first one is used.
    pub nested: (u32, u32),
}

impl Row {
    /// Records the name of a nested value.
    fn note_nested(&mut self, name: &[u8], start: usize, end: usize) {
        // Klaviyo's feeds allow only one nested value: the list of categories.
        if name != b"categories" && (self.nested == (0, 0) || is_variants(name)) {
            self.nested = (narrow(start), narrow(end));
        }
    }
}

/// Whether a nested value with this name holds variants, which should be rows of their own.
fn is_variants(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"variants") || name.eq_ignore_ascii_case(b"variations")
}

/// Converts an offset to 32 bits: windows are smaller than 4 GB.
fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A syntax that rows are read from.
pub trait Format {
    /// Reads from `at` to the end of the next row. Moves `at` to the end of the row or, if more bytes are needed, to
    /// the first byte to read again.
    ///
    /// The caller must provide one value in `row.values` for each watched name, all of them missing.
    fn next(&mut self, window: Window<'_>, at: &mut usize, row: &mut Row) -> Result<Step, SyntaxError>;

    /// The value of a row as input for the inventory rule. The row must be the last one read. `scratch` holds the text
    /// if it must be unescaped.
    fn field_value<'a>(
        &'a self,
        window: Window<'a>,
        value: Value,
        scratch: &'a mut Vec<u8>,
    ) -> FieldValue<'a>;

    /// Reads a value as a quantity.
    #[inline]
    fn quantity(&self, window: Window<'_>, value: Value, scratch: &mut Vec<u8>) -> Quantity {
        Quantity::read(self.field_value(window, value, scratch), number::value)
    }

    /// Reads a value as a policy.
    #[inline]
    fn policy(&self, window: Window<'_>, value: Value, scratch: &mut Vec<u8>) -> Policy {
        Policy::read(self.field_value(window, value, scratch), number::value)
    }

    /// The watched names.
    fn names(&self) -> &Names;

    /// Adds a name to the watched names and returns its number; `None` if there are [`Names::MAX`] already.
    fn watch(&mut self, name: &[u8]) -> Option<u8>;

    /// Calls `visit` with the name and the value of each member of the last row read.
    fn each_member(&self, window: Window<'_>, row: &Row, visit: &mut impl FnMut(&[u8], Value));

    /// Appends the last row read to `out` as a JSON object: either the whole row or, with `select`, only the values of
    /// the watched names with these numbers.
    fn write(&self, window: Window<'_>, row: &Row, select: Option<&[u8]>, out: &mut Vec<u8>);
}

/// A list of names: the names to find in each row, without duplicates, or the names on the path to the rows.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// All names, concatenated.
    text: Vec<u8>,
    /// The end offset of each name in `text`.
    ends: Vec<u32>,
}

impl Names {
    /// The maximum number of watched names.
    pub const MAX: usize = 200;

    /// Adds a name, even if it is already in the list.
    #[inline(never)]
    pub fn push(&mut self, name: &[u8]) {
        self.text.extend_from_slice(name);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// Returns the number of a name, adding the name if necessary; `None` if the list has [`MAX`](Self::MAX) others.
    ///
    /// ```
    /// use back_in_stock::feed::Names;
    /// let mut names = Names::default();
    /// for number in 0..200 {
    ///     assert_eq!(names.watch(format!("name {number}").as_bytes()), Some(number));
    /// }
    /// assert_eq!(names.watch(b"another"), None);
    /// assert_eq!(names.watch(b"name 7"), Some(7));
    /// ```
    #[inline(never)]
    pub fn watch(&mut self, name: &[u8]) -> Option<u8> {
        let known = self.find(name);
        if known.is_some() || self.len() >= Self::MAX {
            return known;
        }
        let number = u8::try_from(self.len()).ok()?;
        self.push(name);
        Some(number)
    }

    /// The number of a name, if it is watched.
    #[must_use]
    #[inline(never)]
    pub fn find(&self, name: &[u8]) -> Option<u8> {
        (0..u8::try_from(self.len()).unwrap_or(u8::MAX)).find(|number| self.name(*number) == name)
    }

    /// The name with this number.
    #[must_use]
    #[inline(never)]
    pub fn name(&self, number: u8) -> &[u8] {
        let number = usize::from(number);
        let end_of = |number: usize| self.ends.get(number).map_or(0, |end| *end as usize);
        let start = if number == 0 { 0 } else { end_of(number - 1) };
        self.text.get(start..end_of(number)).unwrap_or_default()
    }

    /// The number of names.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the list is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// The settings for processing rows.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The numbers of the names that may hold the quantity, in order of precedence.
    pub quantity: Vec<u8>,
    /// The numbers of the names that may hold the policy, in order of precedence.
    pub policy: Vec<u8>,
    /// A row is out of stock if its quantity is below this. If unset, it is out of stock at 0 or less.
    pub threshold: Option<f64>,
    /// Hides all rows that are out of stock, whatever their policy is.
    pub hide: bool,
    /// Reading ends after this many visible rows.
    pub limit: Option<usize>,
    /// The output for each visible row.
    pub output: Output,
}

/// The output for each visible row.
#[derive(Clone, Debug, Default)]
pub enum Output {
    /// No output: the caller needs only positions and verdicts.
    #[default]
    Nothing,
    /// The whole row.
    Whole,
    /// The values of the names with these numbers.
    Selected(Vec<u8>),
}

impl Output {
    /// Adds a selected name by its number, if selected values are the output.
    pub fn select(&mut self, number: u8) {
        if let Self::Selected(numbers) = self {
            numbers.push(number);
        }
    }
}
