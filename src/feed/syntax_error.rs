//! Why a feed cannot be read further.

use crate::error::kinds;

/// What is wrong, and where.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: Kind,
    /// The offset of the first byte that cannot be right, in the window.
    pub at: usize,
}

kinds! {
    pub,
    Value: "invalid_feed", "", "is not valid JSON: a value is expected here";
    Key: "invalid_feed", "", "is not valid JSON: a name in quotes is expected here";
    Colon: "invalid_feed", "", "is not valid JSON: a colon is expected here";
    CommaOrBrace: "invalid_feed", "", "is not valid JSON: a comma or } is expected here";
    CommaOrBracket: "invalid_feed", "", "is not valid JSON: a comma or ] is expected here";
    Number: "invalid_feed", "", "is not valid JSON: invalid number";
    Escape: "invalid_feed", "", "is not valid JSON: invalid escape sequence";
    Control: "invalid_feed", "", "is not valid JSON: a control character must be escaped";
    Encoding: "invalid_feed", "", "is not valid UTF-8 here";
    Behind: "invalid_feed", "", "has more text after its end";
    Truncated: "invalid_feed", "", "ends in the middle";
    NoArray: "invalid_feed", "", "has no array of rows here: if it is inside an object, name its path with the option 'rows'";
    NoRows: "invalid_feed", "", "has no array at the path given by the option 'rows'";
    RowsTwice: "invalid_feed", "", "has the name of its rows twice";
    NoObject: "invalid_feed", "", "has a row that is not an object";
    LineEnd: "invalid_feed", "", "is not valid JSON lines: this line ends in the middle of a row";
    LineBehind: "invalid_feed", "", "is not valid JSON lines: each row needs a line of its own";
    Empty: "invalid_feed", "", "is empty: Klaviyo takes a JSON array of objects, or XML";
    Html: "invalid_feed", "", "is a web page (HTML): Klaviyo takes a JSON array of objects, or XML";
    Csv: "invalid_feed", "", "is comma-separated text (CSV): Klaviyo takes a JSON array of objects, or XML";
    Tsv: "invalid_feed", "", "is tab-separated text (TSV): Klaviyo takes a JSON array of objects, or XML";
    Zip: "invalid_feed", "", "is a zip archive: Klaviyo takes a JSON array of objects, or XML";
    Binary: "invalid_feed", "", "is binary data: Klaviyo takes a JSON array of objects, or XML";
    TooDeep: "feed_too_deep", "", "is nested deeper than 512 levels";
    TooLarge: "row_too_large", "", "has a row of more than 16 MB";
    Unsupported: "unsupported_encoding", "", "is not in UTF-8";
    Xml: "invalid_feed", "", "is not well-formed XML";
    XmlEnd: "invalid_feed", "", "is not well-formed XML: this tag does not close an open element";
    XmlType: "invalid_feed", "", "has a document type declaration, which is refused";
    XmlEntity: "invalid_feed", "", "has a & that does not begin a known entity: as text it is written &amp;";
    XmlNoRows: "invalid_feed", "", "has no <Products> or <item> elements";
}

impl core::fmt::Debug for Fault {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let row = ROWS.lines().nth(self.kind as usize).unwrap_or_default();
        write!(f, "{row} at {}", self.at)
    }
}
