//! The errors that end the reading of a feed.

use core::fmt;

/// An error in a feed and its position.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SyntaxError {
    /// The kind of error.
    pub kind: SyntaxErrorKind,
    /// The offset of the first invalid byte in the window.
    pub at: usize,
}

/// The message, with the feed as its subject. It has no position: [`Feed::offset`](super::stream::Feed::offset)
/// converts `at` to an offset in the source.
///
/// ```
/// use back_in_stock::feed::syntax_error::{SyntaxError, SyntaxErrorKind};
/// let error = SyntaxError { kind: SyntaxErrorKind::Truncated, at: 0 };
/// assert_eq!(error.to_string(), "the feed ends in the middle");
/// ```
impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the feed {}", self.kind.message())
    }
}

impl core::error::Error for SyntaxError {}

impl fmt::Debug for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {}", self.kind, self.at)
    }
}

/// A kind of error; [`message`](Self::message) describes each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each has a message")]
pub enum SyntaxErrorKind {
    Value,
    Key,
    Colon,
    CommaOrBrace,
    CommaOrBracket,
    Number,
    Escape,
    Control,
    Encoding,
    TextAfterEnd,
    Truncated,
    NoArray,
    NoRows,
    RowsTwice,
    NoObject,
    LineEnd,
    TextAfterRow,
    Empty,
    Html,
    Csv,
    Tsv,
    Zip,
    Binary,
    TooDeep,
    TooLarge,
    Unsupported,
    #[cfg(feature = "xml")]
    Xml,
    #[cfg(feature = "xml")]
    XmlEnd,
    #[cfg(feature = "xml")]
    XmlType,
    #[cfg(feature = "xml")]
    XmlEntity,
    #[cfg(feature = "xml")]
    XmlNoRows,
}

/// Names the formats that Klaviyo accepts, for a file that is not a feed.
macro_rules! not_a_feed {
    ($what:literal) => {
        concat!("is ", $what, ": Klaviyo takes a JSON array of objects, or XML")
    };
}

impl SyntaxErrorKind {
    /// Whether this is a document type declaration, which web pages have too.
    #[cfg_attr(not(feature = "xml"), expect(clippy::unused_self, reason = "JSON has no such declaration"))]
    pub(super) fn is_document_type(self) -> bool {
        #[cfg(feature = "xml")]
        return self == Self::XmlType;
        #[cfg(not(feature = "xml"))]
        return false;
    }

    /// The stable code of the `BackInStockError`, in `snake_case`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooDeep => "feed_too_deep",
            Self::TooLarge => "row_too_large",
            Self::Unsupported => "unsupported_encoding",
            _ => "invalid_feed",
        }
    }

    /// A description of the error whose subject is the feed. It never contains text of the feed.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Value => "is not valid JSON: a value is expected here",
            Self::Key => "is not valid JSON: a name in quotes is expected here",
            Self::Colon => "is not valid JSON: a colon is expected here",
            Self::CommaOrBrace => "is not valid JSON: a comma or } is expected here",
            Self::CommaOrBracket => "is not valid JSON: a comma or ] is expected here",
            Self::Number => "is not valid JSON: invalid number",
            Self::Escape => "is not valid JSON: invalid escape sequence",
            Self::Control => "is not valid JSON: a control character must be escaped",
            Self::Encoding => "is not valid UTF-8 here",
            Self::TextAfterEnd => "has more text after its end",
            Self::Truncated => "ends in the middle",
            Self::NoArray => {
                "has no array of rows here: if it is inside an object, set the option 'rows' to its path"
            }
            Self::NoRows => "has no array at the path given by the option 'rows'",
            Self::RowsTwice => "has the name given by the option 'rows' twice",
            Self::NoObject => "has a row that is not an object",
            Self::LineEnd => "is not valid JSON lines: this line ends in the middle of a row",
            Self::TextAfterRow => "is not valid JSON lines: each row needs a line of its own",
            Self::Empty => not_a_feed!("empty"),
            Self::Html => not_a_feed!("a web page (HTML)"),
            Self::Csv => not_a_feed!("comma-separated text (CSV)"),
            Self::Tsv => not_a_feed!("tab-separated text (TSV)"),
            Self::Zip => not_a_feed!("a zip archive"),
            Self::Binary => not_a_feed!("binary data"),
            Self::TooDeep => "is nested deeper than 512 levels",
            Self::TooLarge => "has a row of more than 16 MB",
            Self::Unsupported => "is not in UTF-8",
            #[cfg(feature = "xml")]
            Self::Xml => "is not well-formed XML",
            #[cfg(feature = "xml")]
            Self::XmlEnd => "is not well-formed XML: this tag does not close an open element",
            #[cfg(feature = "xml")]
            Self::XmlType => "has a document type declaration, which is not allowed",
            #[cfg(feature = "xml")]
            Self::XmlEntity => "has an & that does not begin a known entity: write &amp; for a literal &",
            #[cfg(feature = "xml")]
            Self::XmlNoRows => "has no <Products> or <item> elements",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_public_api() {
        for (kind, code) in [
            (SyntaxErrorKind::Value, "invalid_feed"),
            (SyntaxErrorKind::TooDeep, "feed_too_deep"),
            (SyntaxErrorKind::TooLarge, "row_too_large"),
            (SyntaxErrorKind::Unsupported, "unsupported_encoding"),
        ] {
            assert_eq!(kind.code(), code);
        }
        assert_eq!(
            SyntaxErrorKind::Csv.message(),
            "is comma-separated text (CSV): Klaviyo takes a JSON array of objects, or XML"
        );
    }
}
