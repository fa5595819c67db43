//! Feeds, as they arrive: bytes go in, and for each row its place and its verdict come out.
//!
//! A [`Feed`](stream::Feed) has a window over the source. Its format reads one row after another from it; of a row that
//! is not whole yet, nothing is remembered but where it begins, so no state can differ between a row that came in one
//! piece and one that came byte by byte.

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

/// So many zero bytes follow the window's text: a search may read blocks without looking where the text ends, since a
/// zero byte ends everything that is searched for.
pub const PAD: usize = 64;
/// The most bytes that one row, or one value before or after the rows, may have.
pub const LARGEST_ROW: usize = 16 << 20;
/// A row that is larger than this is looked at again when it has grown by a quarter, not with every chunk: else one
/// that comes in small pieces would cost the square of its length.
const PATIENT: usize = 16 << 10;

/// The part of the source that is in memory.
#[derive(Clone, Copy)]
pub struct Window<'a> {
    /// The text, and [`PAD`] zero bytes behind it.
    pub bytes: &'a [u8],
    /// How much of it is text.
    pub len: usize,
    /// Whether the source ends where the text ends.
    pub last: bool,
    /// The offset of the window in the source.
    pub base: u64,
}

impl<'a> Window<'a> {
    /// The bytes of a place; none where there is no such place.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> &'a [u8] {
        self.bytes.get(start..end).unwrap_or_default()
    }
}

/// What was found where a row was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A row.
    Row,
    /// The window ends before the row does.
    More,
    /// The end of a whole and valid document.
    End,
}

/// What kind of value a name has in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Shape {
    /// The row has no such name.
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

/// The value of a name: what it is and where. What the place means is the format's affair.
#[derive(Clone, Copy, Debug, Default)]
pub struct Value {
    /// What it is.
    pub shape: Shape,
    /// Where it begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// In JSON, where its name begins; in XML, 1 if its name has Google's prefix.
    pub name: u32,
}

/// A row, as its format read it. It is used again for the next one.
#[derive(Debug, Default)]
pub struct Row {
    /// Where it begins in the window.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The value of each watched name.
    pub values: Vec<Value>,
    /// The name of a nested value, in the window; empty if there is none. A list of categories is none. Variants take
    /// precedence over the value that is first.
    pub nested: (u32, u32),
}

impl Row {
    /// Notes the name of a nested value.
    fn note_nested(&mut self, name: &[u8], start: usize, end: usize) {
        // A list of categories is the one nested value that Klaviyo's feeds have.
        if name != b"categories" && (self.nested == (0, 0) || is_variants(name)) {
            self.nested = (narrow(start), narrow(end));
        }
    }
}

/// Whether a nested value has the rows that the feed should have had.
fn is_variants(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"variants") || name.eq_ignore_ascii_case(b"variations")
}

/// Windows are smaller than four gigabytes.
fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A syntax.
pub trait Format {
    /// Reads what follows `at`, up to the end of a row. Moves `at` behind the row, or where more is needed, to the
    /// first byte that is still needed then.
    ///
    /// The row's `values` are as many as there are watched names, and all missing when it is called.
    fn next(&mut self, window: Window<'_>, at: &mut usize, row: &mut Row) -> Result<Step, SyntaxError>;

    /// A value of the row that was read last, as the inventory rule reads it; `scratch` is for text that is written
    /// differently than it reads.
    fn given<'a>(&'a self, window: Window<'a>, value: Value, scratch: &'a mut Vec<u8>) -> FieldValue<'a>;

    /// A value as a quantity.
    #[inline]
    fn quantity(&self, window: Window<'_>, value: Value, scratch: &mut Vec<u8>) -> Quantity {
        Quantity::read(self.given(window, value, scratch), number::value)
    }

    /// A value as a policy.
    #[inline]
    fn policy(&self, window: Window<'_>, value: Value, scratch: &mut Vec<u8>) -> Policy {
        Policy::read(self.given(window, value, scratch), number::value)
    }

    /// The watched names.
    fn names(&self) -> &Names;

    /// Watches a name from now on, and returns its number.
    fn watch(&mut self, name: &[u8]) -> u8;

    /// Shows the key and the value of each member of the row that was read last.
    fn each_member(&self, window: Window<'_>, row: &Row, see: &mut impl FnMut(&[u8], Value));

    /// Appends the row that was read last to `out` as a JSON object: whole, or only those of its values that are
    /// selected, by their numbers among the watched names.
    fn write(&self, window: Window<'_>, row: &Row, select: Option<&[u8]>, out: &mut Vec<u8>);
}

/// A list of names: those that are looked for in a row, each once, or those on the way to the rows.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// One behind the other.
    text: Vec<u8>,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Names {
    /// No more than so many names are watched.
    pub const MOST: usize = 200;

    /// Adds a name, whether it is there or not.
    #[inline(never)]
    pub fn push(&mut self, name: &[u8]) {
        self.text.extend_from_slice(name);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// The number of a name, which is watched from now on.
    #[inline(never)]
    pub fn watch(&mut self, name: &[u8]) -> u8 {
        if let Some(number) = self.find(name) {
            return number;
        }
        self.push(name);
        u8::try_from(self.len() - 1).unwrap_or(u8::MAX)
    }

    /// The number of a name, if it is watched.
    #[must_use]
    #[inline(never)]
    pub fn find(&self, name: &[u8]) -> Option<u8> {
        (0..u8::try_from(self.len()).unwrap_or(u8::MAX)).find(|number| self.name(*number) == name)
    }

    /// The name with a number.
    #[must_use]
    #[inline(never)]
    pub fn name(&self, number: u8) -> &[u8] {
        let number = usize::from(number);
        let end_of = |number: usize| self.ends.get(number).map_or(0, |end| *end as usize);
        let start = if number == 0 { 0 } else { end_of(number - 1) };
        self.text.get(start..end_of(number)).unwrap_or_default()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// What is done with the rows.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The names that may hold the quantity; the first that a row has counts.
    pub quantity: Vec<u8>,
    /// The same for the policy.
    pub policy: Vec<u8>,
    /// Out of stock is less than this, and not 0 or less.
    pub threshold: Option<f64>,
    /// Hides everything that is out of stock, whatever its policy.
    pub hide: bool,
    /// Ends after so many visible rows.
    pub limit: Option<usize>,
    /// What is written of each visible row.
    pub output: Output,
}

/// What is written of each visible row.
#[derive(Clone, Debug, Default)]
pub enum Output {
    /// Nothing: the places and verdicts of all rows are enough.
    #[default]
    Nothing,
    /// The whole row.
    Whole,
    /// The values of these names.
    Selected(Vec<u8>),
}

impl Output {
    /// Adds a name to those that are selected, by its number.
    pub fn select(&mut self, number: u8) {
        if let Self::Selected(numbers) = self {
            numbers.push(number);
        }
    }
}
