//! The result of a check.

use serde::Serialize;

use super::problem::{ProblemKind, Severity};

/// The maximum number of examples per problem; the first rows are used.
const EXAMPLES: usize = 5;
/// The maximum length of quoted text, in bytes.
const MAX_LENGTH: usize = 120;

/// The syntax of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Syntax {
    /// A JSON array.
    Json,
    /// JSON lines.
    Ndjson,
    /// XML.
    Xml,
}

/// The result of a check. Serialized as JSON, it is the return value of `checkFeed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FeedReport {
    /// The feed's syntax.
    pub format: Syntax,
    /// The size of the feed, uncompressed, in bytes.
    pub bytes: u64,
    /// The number of rows: the sum of `visible` and `hidden`, and of `in_stock`, `out_of_stock` and `unknown`.
    pub items: u64,
    /// The number of rows that are shown.
    pub visible: u64,
    /// The number of rows that are hidden.
    pub hidden: u64,
    /// The number of rows whose quantity is in stock.
    pub in_stock: u64,
    /// The number of rows whose quantity is out of stock.
    pub out_of_stock: u64,
    /// The number of rows without a readable quantity.
    pub unknown: u64,
    /// Whether the feed is complete and has no errors.
    pub ready: bool,
    /// The keys that resemble fields which no row has.
    #[serde(skip_serializing_if = "Suggestions::is_empty")]
    pub suggested_fields: Suggestions,
    /// The problems, in the order of [`ProblemKind`].
    pub problems: Vec<Problem>,
}

/// For each field that no row has, the key that resembles it most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Suggestions {
    /// Instead of the quantity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
    /// Instead of the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Instead of the ID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Instead of the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Instead of the link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Instead of the description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Instead of the link to the image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_link: Option<String>,
    /// Instead of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<String>,
}

impl Suggestions {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The suggested key for the field that a problem reports as missing.
    fn instead_of(&self, kind: ProblemKind) -> Option<&str> {
        match kind {
            ProblemKind::QuantityMissing => self.quantity.as_deref(),
            ProblemKind::IdMissing => self.id.as_deref(),
            ProblemKind::TitleMissing => self.title.as_deref(),
            ProblemKind::LinkMissing => self.link.as_deref(),
            ProblemKind::DescriptionMissing => self.description.as_deref(),
            ProblemKind::ImageLinkMissing => self.image_link.as_deref(),
            _ => None,
        }
    }
}

/// All occurrences of one kind of problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The stable code, from [`ProblemKind::code`].
    pub code: &'static str,
    /// The severity of the problem.
    pub severity: Severity,
    /// The number of occurrences.
    pub count: u64,
    /// An instruction for fixing the problem.
    pub message: String,
    /// The first rows with the problem; empty if the problem concerns the feed as a whole.
    pub examples: Vec<Example>,
}

/// A row that has a problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Example {
    /// The number of the row, starting at 0.
    pub row: u64,
    /// The offset of its first byte in the source.
    pub offset: u64,
    /// Its id, shortened; `None` if it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The value or name with the problem, shortened; `None` if it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
}

/// The number of occurrences of one kind of problem, with the first rows as examples.
#[derive(Clone, Debug, Default)]
pub(super) struct Occurrences {
    pub(super) count: u64,
    pub(super) examples: Vec<Example>,
}

impl Occurrences {
    pub(super) fn needs_example(&self) -> bool {
        self.examples.len() < EXAMPLES
    }

    pub(super) fn into_problem(self, kind: ProblemKind, suggestions: &Suggestions) -> Problem {
        let message = match suggestions.instead_of(kind) {
            Some(key) => "map this field to the key that the rows have: ".to_owned() + &quoted(key),
            None => kind.message().to_owned(),
        };
        let Self { count, examples } = self;
        Problem { code: kind.code(), severity: kind.severity(), count, message, examples }
    }
}

/// Text as a JSON string, in quotes.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// The beginning of a text, cut at a character boundary. Invalid UTF-8, such as half of a surrogate pair, is replaced.
pub(super) fn excerpt(text: &[u8]) -> String {
    let mut start = text.get(..MAX_LENGTH).unwrap_or(text);
    // Cut before a character: the byte after the cut must not be a continuation byte.
    while let Some(0x80..0xC0) = text.get(start.len()) {
        let [before @ .., _] = start else { break };
        start = before;
    }
    let mut excerpt = String::from_utf8_lossy(start).into_owned();
    if start.len() < text.len() {
        excerpt.push('…');
    }
    excerpt
}
