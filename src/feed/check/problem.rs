//! The problems that a readable feed can have, and how to fix them.

use serde::Serialize;

use crate::inventory::rule::Anomaly;

/// The severity of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Back in stock does not work for the rows or for the feed.
    Error,
    /// Back in stock works, but something is probably not as intended.
    Warning,
    /// A possible improvement.
    Hint,
}

/// A kind of problem; [`message`](Self::message) explains how to fix it. Reports list problems in this order: errors,
/// warnings, hints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each has a message")]
pub enum ProblemKind {
    NoRows,
    QuantityType,
    PolicyType,
    FileTooLarge,
    JsonLines,
    Gzip,
    IdMissing,
    IdSpace,
    IdControl,
    IdSeparator,
    IdGid,
    IdLong,
    IdNumber,
    IdDuplicate,
    TitleMissing,
    LinkMissing,
    DescriptionMissing,
    ImageLinkMissing,
    LinkInvalid,
    VariantsNested,
    AvailabilityOnly,
    QuantityMissing,
    QuantityUnreadable,
    ImageLinkInvalid,
    QuantityText,
    QuantityNegative,
    QuantityFraction,
    PolicyUnknown,
    PriceUnreadable,
    PriceCurrency,
    NestedValue,
    FileLarge,
    SoldOutAbsent,
    DuplicatesUnchecked,
}

impl ProblemKind {
    /// All kinds, in the order of reports.
    pub const ALL: [Self; 34] = [
        Self::NoRows,
        Self::QuantityType,
        Self::PolicyType,
        Self::FileTooLarge,
        Self::JsonLines,
        Self::Gzip,
        Self::IdMissing,
        Self::IdSpace,
        Self::IdControl,
        Self::IdSeparator,
        Self::IdGid,
        Self::IdLong,
        Self::IdNumber,
        Self::IdDuplicate,
        Self::TitleMissing,
        Self::LinkMissing,
        Self::DescriptionMissing,
        Self::ImageLinkMissing,
        Self::LinkInvalid,
        Self::VariantsNested,
        Self::AvailabilityOnly,
        Self::QuantityMissing,
        Self::QuantityUnreadable,
        Self::ImageLinkInvalid,
        Self::QuantityText,
        Self::QuantityNegative,
        Self::QuantityFraction,
        Self::PolicyUnknown,
        Self::PriceUnreadable,
        Self::PriceCurrency,
        Self::NestedValue,
        Self::FileLarge,
        Self::SoldOutAbsent,
        Self::DuplicatesUnchecked,
    ];

    /// The stable code, in `snake_case`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoRows => "no_rows",
            Self::QuantityType => "quantity_type",
            Self::PolicyType => "policy_type",
            Self::FileTooLarge => "file_too_large",
            Self::JsonLines => "json_lines",
            Self::Gzip => "gzip",
            Self::IdMissing => "id_missing",
            Self::IdSpace => "id_space",
            Self::IdControl => "id_control",
            Self::IdSeparator => "id_separator",
            Self::IdGid => "id_gid",
            Self::IdLong => "id_long",
            Self::IdNumber => "id_number",
            Self::IdDuplicate => "id_duplicate",
            Self::TitleMissing => "title_missing",
            Self::LinkMissing => "link_missing",
            Self::DescriptionMissing => "description_missing",
            Self::ImageLinkMissing => "image_link_missing",
            Self::LinkInvalid => "link_invalid",
            Self::VariantsNested => "variants_nested",
            Self::AvailabilityOnly => "availability_only",
            Self::QuantityMissing => "quantity_missing",
            Self::QuantityUnreadable => "quantity_unreadable",
            Self::ImageLinkInvalid => "image_link_invalid",
            Self::QuantityText => "quantity_text",
            Self::QuantityNegative => "quantity_negative",
            Self::QuantityFraction => "quantity_fraction",
            Self::PolicyUnknown => "policy_unknown",
            Self::PriceUnreadable => "price_unreadable",
            Self::PriceCurrency => "price_currency",
            Self::NestedValue => "nested_value",
            Self::FileLarge => "file_large",
            Self::SoldOutAbsent => "sold_out_absent",
            Self::DuplicatesUnchecked => "duplicates_unchecked",
        }
    }

    /// The severity of the problem.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::SoldOutAbsent | Self::DuplicatesUnchecked => Severity::Hint,
            Self::ImageLinkInvalid
            | Self::QuantityText
            | Self::QuantityNegative
            | Self::QuantityFraction
            | Self::PolicyUnknown
            | Self::PriceUnreadable
            | Self::PriceCurrency
            | Self::NestedValue
            | Self::FileLarge => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// An instruction for fixing the problem, without a period.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::NoRows => "export the products: the feed has no rows",
            Self::QuantityType => "map the quantity with the type number: only numbers count as stock",
            Self::PolicyType => "map the policy with the type number: only numbers can hide items",
            Self::FileTooLarge => "make the file smaller: the maximum is 100 MB",
            Self::JsonLines => "write one JSON array of rows: Klaviyo does not read JSON lines",
            Self::Gzip => "serve the feed uncompressed: Klaviyo does not unpack gzip files",
            Self::IdMissing => "give every row an id: subscriptions use it",
            Self::IdSpace => "remove the white space around the id: ids are compared byte for byte",
            Self::IdControl => "remove control and replacement characters from the id",
            Self::IdSeparator => "choose an id without ':::', which separates the parts of a variant id",
            Self::IdGid => "use the number at the end of the gid:// URL as the id",
            Self::IdLong => "choose an id of at most 4,096 bytes",
            Self::IdNumber => {
                "write the id as text, in quotes: numbers above 2^53 or with a fraction may change"
            }
            Self::IdDuplicate => "give every row an id of its own: an earlier row uses this id",
            Self::TitleMissing => "fill in the title: every row needs one",
            Self::LinkMissing => "fill in the link: every row needs one",
            Self::DescriptionMissing => "fill in the description: every row needs one",
            Self::ImageLinkMissing => "fill in the image_link: every row needs one",
            Self::LinkInvalid => {
                "write the full URL, starting with https:// and without spaces: alerts link to it"
            }
            Self::VariantsNested => {
                "write one row for each variant, with its own id and quantity: variants inside rows are not read"
            }
            Self::AvailabilityOnly => {
                "add the quantity as a number: the rows have only an availability, but back in stock needs a number"
            }
            Self::QuantityMissing => {
                "add the quantity, and 0 for sold-out rows: without it no restock is detected"
            }
            Self::QuantityUnreadable => "write the quantity as a plain number: this one counts as unknown",
            Self::ImageLinkInvalid => {
                "write the full URL, starting with https:// and without spaces: alerts show the image"
            }
            Self::QuantityText => "write the quantity as a number, without quotes",
            Self::QuantityNegative => "write 0 when the item is sold out: negative numbers count as 0",
            Self::QuantityFraction => "write the quantity as a whole number",
            Self::PolicyUnknown => {
                "write the policy as 1 (hidden when out of stock) or 2 (shown): this one counts as 2"
            }
            Self::PriceUnreadable => "write the price as a plain number, without a currency sign or commas",
            Self::PriceCurrency => {
                "write the prices as plain numbers: all of them have a currency, as in Google's format"
            }
            Self::NestedValue => {
                "move each nested value to a field of its own: objects and lists are not read"
            }
            Self::FileLarge => "make the file smaller: the recommended maximum is 50 MB",
            Self::SoldOutAbsent => {
                "keep sold-out rows in the feed, with quantity 0: no restock is detected for removed rows"
            }
            Self::DuplicatesUnchecked => "split the feed: it has too many ids to find all duplicates",
        }
    }
}

impl From<Anomaly> for ProblemKind {
    fn from(anomaly: Anomaly) -> Self {
        match anomaly {
            Anomaly::QuantityMissing => Self::QuantityMissing,
            Anomaly::QuantityText => Self::QuantityText,
            Anomaly::QuantityUnreadable => Self::QuantityUnreadable,
            Anomaly::QuantityNegative => Self::QuantityNegative,
            Anomaly::QuantityFraction => Self::QuantityFraction,
            Anomaly::PolicyUnknown => Self::PolicyUnknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_different_and_in_the_order_of_their_severities() {
        let mut codes: Vec<_> = ProblemKind::ALL.map(ProblemKind::code).into();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ProblemKind::ALL.len());
        assert!(ProblemKind::ALL.is_sorted_by_key(|kind| kind.severity()));
        for (number, kind) in ProblemKind::ALL.into_iter().enumerate() {
            let (code, message) = (kind.code(), kind.message());
            assert_eq!(kind as usize, number, "{code}");
            assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{code}");
            assert!(!message.is_empty() && !message.ends_with('.') && message.len() < 130, "{code}");
        }
    }

    #[test]
    fn what_the_inventory_rule_finds_odd_has_the_same_code_here() {
        for (anomaly, code) in Anomaly::ALL {
            assert_eq!(ProblemKind::from(anomaly).code(), code);
        }
    }
}
