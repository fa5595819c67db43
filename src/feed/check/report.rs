//! What a check found.

use serde::Serialize;

use super::problem::{ProblemKind, Severity};

/// Each problem has this many examples: the first rows.
const EXAMPLES: usize = 5;
/// Texts are quoted up to this many bytes.
const LONGEST: usize = 120;

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

/// What a check found in a feed; as JSON, what `checkFeed` returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FeedReport {
    /// The feed's syntax.
    pub format: Syntax,
    /// The feed's size, unpacked.
    pub bytes: u64,
    /// The number of rows: `visible` and `hidden`, or `in_stock`, `out_of_stock` and `unknown`.
    pub items: u64,
    /// Rows that are shown.
    pub visible: u64,
    /// Rows that are hidden.
    pub hidden: u64,
    /// Rows with a quantity that is in stock.
    pub in_stock: u64,
    /// Rows with a quantity that is out of stock.
    pub out_of_stock: u64,
    /// Rows without a readable quantity.
    pub unknown: u64,
    /// Whether the feed is whole and has no errors.
    pub ready: bool,
    /// For fields that no row has, the keys that resemble them.
    #[serde(skip_serializing_if = "Suggestions::is_empty")]
    pub suggested_fields: Suggestions,
    /// The problems that were found, in the order of [`ProblemKind`].
    pub problems: Vec<Problem>,
}

/// For each field that no row has, the key that resembles it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Suggestions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) quantity: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) policy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) image_link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) price: Option<String>,
}

impl Suggestions {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The key that may hold the field which a problem reports as missing.
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

/// One kind of problem, in all rows that have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// [`ProblemKind::code`].
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// How often it was found.
    pub count: u64,
    /// How to fix it.
    pub message: String,
    /// The first rows that have it; none if it is a problem of the feed as a whole.
    pub examples: Vec<Example>,
}

/// One row that has a problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Example {
    /// The row's number, from 0.
    pub row: u64,
    /// The offset of its first byte in the source.
    pub offset: u64,
    /// Its id, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The value or the name that was found, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
}

/// How often a kind of problem was found, and where first.
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

/// A text in quotes, as JSON.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// The beginning of a text, cut where a character ends. Half of a surrogate pair, which is not UTF-8, is replaced.
pub(super) fn excerpt(text: &[u8]) -> String {
    let mut start = text.get(..LONGEST).unwrap_or(text);
    // The byte after the cut must begin a character, and no continuation byte does.
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
