//! Checks whether a feed is ready for back in stock.
//!
//! Klaviyo requires `id`, `title`, `link`, `description` and `image_link`, none of them blank. A price is optional but
//! must be a number, the quantity must be a number, and values must not be nested. Ids follow the rule of
//! [`VariantId`](crate::VariantId), since nobody can subscribe with any other id. The [inventory
//! rule](crate::inventory) defines the anomalies of quantity and policy.

mod advice;
mod outline;
pub mod problem;
pub mod report;
mod resemblance;
mod seen_ids;
mod text;

use super::{
    Format, Plan, Row, Shape, Value, Window, is_variants,
    stream::{Visitor, first},
    syntax_error::SyntaxErrorKind,
};
use crate::inventory::rule::{Anomaly, FieldValue, Policy, Verdict, number_text};
use advice::Advice;
use outline::Outline;
use problem::{ProblemKind, Severity};
use report::{Example, FeedReport, Occurrences, Suggestions, Syntax, excerpt};
use seen_ids::Ids;
use text::{has_currency, id_problem, is_all_blank, is_safe, is_url};

/// The default names of the checked fields other than quantity and policy. All but the price are required.
pub const FIELDS: [&str; 6] = ["id", "title", "link", "description", "image_link", "price"];

/// The maximum size of a file without a warning, in bytes. Klaviyo's limits are in MB; this takes 1 MB as a million
/// bytes, the stricter reading.
const ADVISED: u64 = 50_000_000;
/// The maximum size of a file without an error, in bytes.
const ACCEPTED: u64 = 100_000_000;

/// Collects the problems of a feed while it is read, as a [`Visitor`] of its rows.
///
/// ```
/// use back_in_stock::feed::{Names, Plan, check::{Check, FIELDS, report::Syntax}, json::Json, stream::Feed};
///
/// let text = br#"[{ "id": "SKU-1", "inventory_quantity": "3" }]"#;
/// let mut names = Names::default();
/// let plan = Plan { quantity: Vec::from_iter(names.watch(b"inventory_quantity")), ..Plan::default() };
/// let fields = FIELDS.map(|name| names.watch(name.as_bytes()).unwrap_or_default());
/// let mut check = Check::new(&fields, &plan, true);
/// let mut feed = Feed::new(Json::new(names, Names::default()), plan);
/// feed.buffer_for(text.len()).copy_from_slice(text);
/// feed.scan(text.len(), true, &mut check);
/// let report = check.report(Syntax::Json, text.len() as u64, true);
/// assert_eq!((report.items, report.in_stock, report.ready), (1, 1, false));
/// assert_eq!(report.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [
///     "title_missing", "link_missing", "description_missing", "image_link_missing", "quantity_text", "sold_out_absent",
/// ]);
/// ```
pub struct Check {
    /// The numbers of [`FIELDS`] among the watched names.
    fields: [u8; FIELDS.len()],
    quantity: Vec<u8>,
    policy: Vec<u8>,
    typed: bool,
    /// The number of rows with each verdict, indexed by [`Verdict`].
    verdicts: [u64; 3],
    /// The number of rows whose quantity is unknown.
    unknown: u64,
    /// Whether any row had a quantity of 0 or less.
    sold_out: bool,
    /// The number of prices that are plain numbers, and the number of prices with a currency.
    prices: [u64; 2],
    advice: Advice,
    /// Arrays that may hold the rows, until the first row is read.
    outline: Option<Outline>,
    /// The occurrences of each [`ProblemKind`].
    problems: [Occurrences; ProblemKind::ALL.len()],
    ids: Ids,
    scratch: Vec<u8>,
}

/// A row with its number, id, and the window and format to read its values with.
struct At<'a, F> {
    window: Window<'a>,
    format: &'a F,
    row: &'a Row,
    number: u64,
    id: Value,
}

impl Check {
    /// Creates a check. `numbers` are the numbers of [`FIELDS`] among the watched names, in the same order. `typed` is
    /// whether the format distinguishes numbers from text: in XML, which does not, a quantity as text is normal.
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
            unknown: 0,
            sold_out: false,
            prices: [0; 2],
            advice: Advice::default(),
            outline: Some(Outline::default()),
            problems: core::array::from_fn(|_| Occurrences::default()),
            ids: Ids::default(),
            scratch: Vec::new(),
        }
    }

    /// Records why reading failed. Arrays elsewhere are suggested only if there was none at the given path.
    pub fn failed(&mut self, kind: SyntaxErrorKind) {
        if !matches!(kind, SyntaxErrorKind::NoArray | SyntaxErrorKind::NoRows) {
            self.outline = None;
        }
    }

    /// Searches the next bytes of a JSON feed for arrays of rows, before the bytes are read and after
    /// [`failed`](Self::failed). Returns whether more bytes are useful.
    pub fn look(&mut self, bytes: &[u8]) -> bool {
        self.outline.as_mut().is_some_and(|outline| {
            outline.look(bytes);
            !outline.is_enough()
        })
    }

    /// Counts a problem of the feed as a whole, such as a mapping that does not turn the quantity into a number.
    pub fn note(&mut self, kind: ProblemKind) {
        if let Some(problem) = self.problems.get_mut(kind as usize) {
            problem.count += 1;
        }
    }

    /// The paths of the arrays of objects that [`look`](Self::look) found, in the syntax of the option `rows`. The
    /// path of the root is empty.
    #[must_use]
    pub fn candidates(&self) -> Vec<String> {
        let paths = self.outline.as_ref().map(Outline::found).unwrap_or_default();
        paths.iter().map(|path| String::from_utf8_lossy(path).into_owned()).collect()
    }

    /// The report on a feed of `bytes` bytes. If it is not `whole`, problems that need the complete feed are not
    /// reported.
    #[must_use]
    pub fn report(mut self, format: Syntax, bytes: u64, whole: bool) -> FeedReport {
        let [in_stock, out_of_stock, hidden] = self.verdicts;
        let items = in_stock + out_of_stock + hidden;
        if whole && items == 0 {
            self.note(ProblemKind::NoRows);
        } else if whole && !self.sold_out && self.unknown < items {
            self.note(ProblemKind::SoldOutAbsent);
        }
        if format == Syntax::Ndjson {
            self.note(ProblemKind::JsonLines);
        }
        if self.advice.is_availability_only() {
            self.note(ProblemKind::AvailabilityOnly);
        }
        self.merge_prices();
        if bytes > ACCEPTED {
            self.note(ProblemKind::FileTooLarge);
        } else if bytes > ADVISED {
            self.note(ProblemKind::FileLarge);
        }
        if self.ids.overflowed {
            self.note(ProblemKind::DuplicatesUnchecked);
        }
        let [quantity, policy, id, title, link, description, image_link, price] =
            self.advice.suggestions().map(|key| key.map(excerpt));
        let suggested_fields =
            Suggestions { quantity, policy, id, title, link, description, image_link, price };
        let problems: Vec<_> = (ProblemKind::ALL.into_iter().zip(self.problems))
            .filter(|(_, occurrences)| occurrences.count > 0)
            .map(|(kind, occurrences)| occurrences.into_problem(kind, &suggested_fields))
            .collect();
        FeedReport {
            format,
            bytes,
            items,
            visible: items - hidden,
            hidden,
            in_stock: in_stock - self.unknown,
            out_of_stock: items - in_stock,
            unknown: self.unknown,
            ready: whole && problems.iter().all(|problem| problem.severity != Severity::Error),
            suggested_fields,
            problems,
        }
    }

    /// Replaces the problems of single rows with one problem of the feed if every price has a currency.
    fn merge_prices(&mut self) {
        let [plain, with_currency] = self.prices;
        if let Some(unreadable) = self.problems.get_mut(ProblemKind::PriceUnreadable as usize)
            && plain == 0
            && with_currency > 0
            && unreadable.count == with_currency
        {
            *unreadable = Occurrences::default();
            self.note(ProblemKind::PriceCurrency);
        }
    }

    /// Counts a problem of a row and stores the row as an example.
    #[cold]
    fn found<F: Format>(&mut self, at: &At<'_, F>, kind: ProblemKind, value: Value) {
        let Some(problem) = self.problems.get_mut(kind as usize) else { return };
        if problem.needs_example() {
            let is_nested = matches!(kind, ProblemKind::NestedValue | ProblemKind::VariantsNested);
            let nested = at.window.slice(at.row.nested.0 as usize, at.row.nested.1 as usize);
            let found = if is_nested { Some(excerpt(nested)) } else { at.excerpt(value) };
            let offset = at.window.base + at.row.start as u64;
            problem.examples.push(Example { row: at.number, offset, id: at.excerpt(at.id), found });
        }
        problem.count += 1;
    }

    /// Counts a problem of a required field: `missing` if it is blank, else the result of `wrong` for its text.
    fn text<F: Format>(
        &mut self,
        at: &At<'_, F>,
        value: Value,
        missing: ProblemKind,
        wrong: impl FnOnce(&mut Self, &[u8]) -> Option<ProblemKind>,
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

    /// Counts the anomalies of quantity and policy.
    fn inventory<F: Format>(&mut self, at: &At<'_, F>) {
        let quantity = first(at.row, &self.quantity);
        let policy = first(at.row, &self.policy);
        let input = at.format.field_value(at.window, quantity, &mut self.scratch);
        let read = crate::inventory::rule::Quantity::read(input, crate::feed::number::value);
        self.sold_out |= read.is_out(None);
        self.unknown += u64::from(read.value().is_nan());
        let input = match input {
            FieldValue::Text(_) if !self.typed && !read.value().is_nan() => FieldValue::Number(read.value()),
            _ => input,
        };
        if let Some(anomaly) = read.anomaly(input) {
            self.found(at, anomaly.into(), quantity);
        }
        let input = at.format.field_value(at.window, policy, &mut self.scratch);
        if Policy::read(input, crate::feed::number::value) == Policy::Unknown {
            self.found(at, Anomaly::PolicyUnknown.into(), policy);
        }
    }
}

impl Check {
    /// Counts a price that is not a number as a problem, and counts the other prices by kind.
    fn price<F: Format>(&mut self, at: &At<'_, F>, price: Value) {
        let [plain, with_currency] = &mut self.prices;
        match at.format.field_value(at.window, price, &mut self.scratch) {
            FieldValue::Missing | FieldValue::Null => return,
            // Formats without types write a missing price as blank text.
            FieldValue::Text(text) if is_all_blank(text) => return,
            FieldValue::Number(_) => return *plain += 1,
            FieldValue::Text(text) if number_text(text).is_some() => return *plain += 1,
            FieldValue::Text(text) if has_currency(text) => *with_currency += 1,
            FieldValue::Text(_) | FieldValue::Other => {}
        }
        self.found(at, ProblemKind::PriceUnreadable, price);
    }
}

impl<F: Format> Visitor<F> for Check {
    fn row(&mut self, window: Window<'_>, format: &F, row: &Row, verdict: Verdict) {
        let [id, title, link, description, image_link, price] =
            self.fields.map(|number| first(row, &[number]));
        let at = At { window, format, row, number: self.verdicts.iter().sum(), id };
        self.outline = None;
        self.text(&at, id, ProblemKind::IdMissing, |check, text| {
            let is_changed = id.shape == Shape::Number && !is_safe(text);
            let wrong = if is_changed { Some(ProblemKind::IdNumber) } else { id_problem(text) };
            // An invalid id can be a duplicate too, but only one problem is reported.
            if wrong.is_none() && check.ids.again(text) { Some(ProblemKind::IdDuplicate) } else { wrong }
        });
        let url = |kind| move |_: &mut Self, text: &[u8]| (!is_url(text)).then_some(kind);
        self.text(&at, title, ProblemKind::TitleMissing, |_, _| None);
        self.text(&at, link, ProblemKind::LinkMissing, url(ProblemKind::LinkInvalid));
        self.text(&at, description, ProblemKind::DescriptionMissing, |_, _| None);
        self.text(&at, image_link, ProblemKind::ImageLinkMissing, url(ProblemKind::ImageLinkInvalid));
        self.inventory(&at);
        self.price(&at, price);
        if row.nested != (0, 0) {
            let name = window.slice(row.nested.0 as usize, row.nested.1 as usize);
            let is_only_stock = is_variants(name) && first(row, &self.quantity).shape == Shape::Missing;
            self.found(
                &at,
                if is_only_stock { ProblemKind::VariantsNested } else { ProblemKind::NestedValue },
                Value::default(),
            );
        }
        let [id, title, link, description, image_link, price] = &self.fields.map(|number| [number]);
        let keys: [&[u8]; 8] =
            [&self.quantity, &self.policy, id, title, link, description, image_link, price];
        self.advice.visit(window, format, row, at.number, keys);
        if let Some(count) = self.verdicts.get_mut(verdict as usize) {
            *count += 1;
        }
    }
}

impl<F: Format> At<'_, F> {
    /// A value as text. A number keeps the digits of the source, since an id may have more digits than a float holds.
    fn text<'b>(&'b self, value: Value, scratch: &'b mut Vec<u8>) -> Option<&'b [u8]> {
        if value.shape == Shape::Number {
            return Some(self.window.slice(value.start as usize, value.end as usize));
        }
        match self.format.field_value(self.window, value, scratch) {
            FieldValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The beginning of a value for display, or `None` if the value is missing.
    fn excerpt(&self, value: Value) -> Option<String> {
        let mut scratch = Vec::new();
        Some(excerpt(match value.shape {
            Shape::Missing => return None,
            Shape::Null => b"null",
            Shape::Object => "{…}".as_bytes(),
            Shape::Array => "[…]".as_bytes(),
            Shape::Bool => self.window.slice(value.start as usize, value.end as usize),
            Shape::Number | Shape::Text => self.text(value, &mut scratch)?,
        }))
    }
}
