//! Is this feed ready for back in stock?
//!
//! What is asked of a row is Klaviyo's: `id`, `title`, `link`, `description` and `image_link`, not blank; a price, if
//! there is one, that is a number; a quantity that is one; nothing nested. Ids follow the rule of
//! [`VariantId`](crate::VariantId), since an alert for any other could not be asked for. What is odd about quantity and
//! policy, the [inventory rule](crate::inventory) says.

mod ids;
pub mod problem;
mod report;

use super::{
    Format, Plan, Row, Shape, Value, Window,
    stream::{Visitor, first},
};
use crate::{
    error,
    id::{is_blank, variant},
    inventory::{Given, Odd, Policy, Verdict, is_number},
};
use ids::Ids;
use problem::Kind;
use report::{Example, Problem};

/// The fields that are checked besides quantity and policy, by the names that they have if they are not mapped. All but
/// the price are required.
pub const FIELDS: [&str; 6] = ["id", "title", "link", "description", "image_link", "price"];

/// More than this is a warning; in megabytes of a million bytes, the smaller of the two that may be meant.
const ADVISED: u64 = 50_000_000;
/// More than this is an error.
const ACCEPTED: u64 = 100_000_000;

/// Collects what is wrong with a feed while it is read, as a [`Visitor`] of its rows.
///
/// ```
/// use back_in_stock::feed::{Names, Plan, check::{Check, FIELDS}, json::Json, stream::Feed};
///
/// let text = br#"[{ "id": "SKU-1", "inventory_quantity": "3" }]"#;
/// let mut names = Names::default();
/// let plan = Plan { quantity: vec![names.watch(b"inventory_quantity")], ..Plan::default() };
/// let fields = FIELDS.map(|name| names.watch(name.as_bytes()));
/// let mut check = Check::new(&fields, &plan, true);
/// let count = names.len();
/// let mut feed = Feed::new(Json::new(names, Names::default()), count, plan);
/// feed.room(text.len()).copy_from_slice(text);
/// feed.scan(text.len(), true, &mut check);
/// let report = String::from_utf8(check.report(text.len() as u64, true)).unwrap();
/// assert!(report.starts_with(r#"{"items":1,"visible":1,"hidden":0,"inStock":1,"outOfStock":0,"ready":false,"#));
/// ```
pub struct Check {
    /// The numbers of [`FIELDS`] among the watched names.
    fields: [u8; FIELDS.len()],
    quantity: Vec<u8>,
    policy: Vec<u8>,
    typed: bool,
    /// How many rows had each verdict.
    verdicts: [u64; 3],
    /// Whether any row had a quantity of 0 or less.
    sold_out: bool,
    problems: [Problem; Kind::COUNT],
    ids: Ids,
    scratch: Vec<u8>,
}

/// A row with what it is read from.
struct At<'a, F> {
    window: Window<'a>,
    format: &'a F,
    row: &'a Row,
    number: u64,
    id: Value,
}

impl Check {
    /// A check under a plan. `numbers` are those of [`FIELDS`] among the watched names, in their order. `typed` is
    /// whether the format tells numbers from text: where it does not, as in XML, a number as text is nothing odd.
    #[must_use]
    pub fn new(numbers: &[u8], plan: &Plan, typed: bool) -> Self {
        let mut fields = [u8::MAX; FIELDS.len()];
        for (field, number) in fields.iter_mut().zip(numbers) {
            *field = *number;
        }
        Self {
            fields,
            quantity: plan.quantity.clone(),
            policy: plan.policy.clone(),
            typed,
            verdicts: [0; 3],
            sold_out: false,
            problems: core::array::from_fn(|_| Problem::default()),
            ids: Ids::default(),
            scratch: Vec::new(),
        }
    }

    /// Notes a problem of the feed as a whole, such as a mapping that makes no number of the quantity.
    pub fn note(&mut self, kind: Kind) {
        if let Some(problem) = self.problems.get_mut(kind as usize) {
            problem.count += 1;
        }
    }

    /// What was found in so many bytes, as a JSON object: `items`, `visible`, `hidden`, `inStock`, `outOfStock`, `ready`
    /// (the feed is whole and has no errors), and `problems`, each with `kind` (its number among [`problem::ROWS`]),
    /// `count` and up to five `examples`. An example has `row` (from 0), `offset` (of the row, in bytes), `id`, and
    /// `found`: what stands there, if anything does. Of a feed that broke off, nobody knows what it lacks.
    #[must_use]
    pub fn report(mut self, bytes: u64, whole: bool) -> Vec<u8> {
        let [in_stock, out_of_stock, hidden] = self.verdicts;
        let items = in_stock + out_of_stock + hidden;
        if whole && items == 0 {
            self.note(Kind::NoRows);
        } else if whole && !self.sold_out {
            self.note(Kind::SoldOutAbsent);
        }
        if bytes > ACCEPTED {
            self.note(Kind::FileTooLarge);
        } else if bytes > ADVISED {
            self.note(Kind::FileLarge);
        }
        if self.ids.overflowed {
            self.note(Kind::DuplicatesUnchecked);
        }
        let counts = [
            ("items", items),
            ("visible", items - hidden),
            ("hidden", hidden),
            ("inStock", in_stock),
            ("outOfStock", items - in_stock),
        ];
        report::write(counts, whole, &self.problems)
    }

    /// Notes a problem of a row, with what was found.
    #[cold]
    fn found<F: Format>(&mut self, at: &At<'_, F>, kind: Kind, value: Value) {
        let Some(problem) = self.problems.get_mut(kind as usize) else { return };
        if problem.wants_example() {
            let mut id = Vec::new();
            let mut found = Vec::new();
            problem.add(&Example {
                row: at.number,
                offset: at.window.base + at.row.start as u64,
                id: at.quoted(at.id, &mut id),
                found: if kind == Kind::NestedValue {
                    Some(at.window.slice(at.row.nested.0 as usize, at.row.nested.1 as usize))
                } else {
                    at.quoted(value, &mut found)
                },
            });
        }
        problem.count += 1;
    }

    /// Notes a problem of a field that every row needs, if it is blank or its text is `wrong`.
    fn text<F: Format>(
        &mut self,
        at: &At<'_, F>,
        value: Value,
        missing: Kind,
        wrong: impl FnOnce(&mut Self, &[u8]) -> Option<Kind>,
    ) {
        let mut scratch = core::mem::take(&mut self.scratch);
        let kind = match at.text(value, &mut scratch) {
            Some(text) if !is_all_blank(text) => wrong(self, text),
            _ => Some(missing),
        };
        self.scratch = scratch;
        if let Some(kind) = kind {
            self.found(at, kind, value);
        }
    }

    /// Notes what is odd about quantity and policy.
    fn inventory<F: Format>(&mut self, at: &At<'_, F>) {
        let quantity = first(at.row, &self.quantity);
        let policy = first(at.row, &self.policy);
        let given = at.format.given(at.window, quantity, &mut self.scratch);
        let read = crate::inventory::Quantity::read(given, crate::feed::number::value);
        self.sold_out |= read.is_out(None);
        let given = match given {
            Given::Text(_) if !self.typed && !read.value().is_nan() => Given::Number(read.value()),
            _ => given,
        };
        if let Some(odd) = read.odd(given) {
            self.found(at, odd.into(), quantity);
        }
        let given = at.format.given(at.window, policy, &mut self.scratch);
        if Policy::read(given, crate::feed::number::value) == Policy::Unknown {
            self.found(at, Odd::PolicyUnknown.into(), policy);
        }
    }
}

impl<F: Format> Visitor<F> for Check {
    fn row(&mut self, window: Window<'_>, format: &F, row: &Row, verdict: Verdict) {
        let [id, title, link, description, image_link, price] =
            self.fields.map(|number| first(row, &[number]));
        let at = At { window, format, row, number: self.verdicts.iter().sum(), id };
        self.text(&at, id, Kind::IdMissing, |check, text| {
            let wrong = id_problem(text);
            // One that is wrong can stand twice too, but is told once.
            if wrong.is_none() && check.ids.again(text) { Some(Kind::IdDuplicate) } else { wrong }
        });
        let url = |kind| move |_: &mut Self, text: &[u8]| (!is_url(text)).then_some(kind);
        self.text(&at, title, Kind::TitleMissing, |_, _| None);
        self.text(&at, link, Kind::LinkMissing, url(Kind::LinkInvalid));
        self.text(&at, description, Kind::DescriptionMissing, |_, _| None);
        self.text(&at, image_link, Kind::ImageLinkMissing, url(Kind::ImageLinkInvalid));
        self.inventory(&at);
        let is_price = match format.given(window, price, &mut self.scratch) {
            Given::Missing | Given::Null | Given::Number(_) => true,
            // Nothing, in a format that has only text.
            Given::Text(text) => is_all_blank(text) || is_number(text).is_some(),
            Given::Other => false,
        };
        if !is_price {
            self.found(&at, Kind::PriceUnreadable, price);
        }
        if row.nested != (0, 0) {
            self.found(&at, Kind::NestedValue, Value::default());
        }
        if let Some(count) = self.verdicts.get_mut(verdict as usize) {
            *count += 1;
        }
    }
}

impl<F: Format> At<'_, F> {
    /// A value as text; a number as it is written, since an id of digits may have too many of them for a number.
    fn text<'b>(&'b self, value: Value, scratch: &'b mut Vec<u8>) -> Option<&'b [u8]> {
        if value.shape == Shape::Number {
            return Some(self.window.slice(value.start as usize, value.end as usize));
        }
        match self.format.given(self.window, value, scratch) {
            Given::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A value as a person would write it down; `None` if there is none.
    fn quoted<'b>(&'b self, value: Value, scratch: &'b mut Vec<u8>) -> Option<&'b [u8]> {
        Some(match value.shape {
            Shape::Missing => return None,
            Shape::Null => b"null",
            Shape::Object => b"{\xE2\x80\xA6}",
            Shape::Array => b"[\xE2\x80\xA6]",
            Shape::Bool => self.window.slice(value.start as usize, value.end as usize),
            Shape::Number | Shape::Text => return self.text(value, scratch),
        })
    }
}

/// What is wrong with an id that is not blank.
fn id_problem(id: &[u8]) -> Option<Kind> {
    let Ok(text) = core::str::from_utf8(id) else { return Some(Kind::IdControl) };
    Some(match variant::check_external_id(text).err()? {
        error::Kind::VariantSpace => Kind::IdSpace,
        error::Kind::VariantSeparator => Kind::IdSeparator,
        error::Kind::VariantGid => Kind::IdGid,
        error::Kind::VariantLong => Kind::IdLong,
        _ => Kind::IdControl,
    })
}

/// Whether there is nothing to read. (What is no UTF-8 is a lone surrogate in a JSON text.)
fn is_all_blank(text: &[u8]) -> bool {
    // Nearly every text begins with a character that ends the question.
    !text.first().is_some_and(u8::is_ascii_graphic)
        && core::str::from_utf8(text).is_ok_and(|text| text.chars().all(is_blank))
}

/// Whether text is an absolute http(s) address, without white space and control characters anywhere.
fn is_url(text: &[u8]) -> bool {
    let scheme = text.iter().position(|byte| *byte == b':').and_then(|at| text.split_at_checked(at));
    let Some((scheme, [b':', b'/', b'/', host, ..])) = scheme else { return false };
    (scheme.eq_ignore_ascii_case(b"https") || scheme.eq_ignore_ascii_case(b"http"))
        && !matches!(host, b'/' | b'?' | b'#' | b':')
        && !text.iter().any(|byte| byte.is_ascii_whitespace() || byte.is_ascii_control())
}
