//! Whether the notify-me button shows for a variant. Pages decide by the same rule in `src/js/shared/eligibility.ts`
//! before they load the core; `tests/js/eligible.test.mjs` compares the two.
//!
//! [`rule`](crate::inventory::rule) is about visibility; this rule is about selling. A variant that is out of stock can
//! still be bought if its policy is the word `continue`, or if it is `available`. A feed's numeric policy, and a
//! missing one, do not say whether it can.
//!
//! The first row that says no decides. The settings have the names of the attributes of `<notify-me>`.
//!
//! | what is known of the variant | button shows |
//! |---|---|
//! | a quantity that is not [out of stock](Quantity::is_out) | no: in stock |
//! | no quantity, and `available` is true | no: in stock |
//! | the policy `continue` | no, unless `show-when-continue` |
//! | a quantity of 0 or less, and `available` is true | no, unless `show-when-continue` |
//! | a preorder that is not known to be unavailable | yes, unless `hide-when-preorder` |
//! | no quantity, and `available` is false | yes, unless `hide-when-unmanaged` |
//! | a tag in `exclude-tags`, or no tag in `include-tags` | no |
//! | anything else | yes |

use crate::inventory::rule::{Quantity, trim};

/// The stock level by the quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The quantity is missing or cannot be read.
    Unknown,
    /// In stock.
    Enough,
    /// Above 0, but below the threshold.
    Low,
    /// 0 or less.
    None,
}

impl Level {
    /// The level of a quantity. Without a threshold, it is never [`Low`](Self::Low).
    #[must_use]
    pub fn of(quantity: Quantity, threshold: Option<f64>) -> Self {
        match (quantity.is_out(threshold), quantity.is_out(None)) {
            _ if quantity.value().is_nan() => Self::Unknown,
            (false, _) => Self::Enough,
            (true, false) => Self::Low,
            (true, true) => Self::None,
        }
    }
}

/// What the page knows about a variant.
#[derive(Clone, Copy, Debug)]
pub struct VariantState {
    /// The stock level.
    pub level: Level,
    /// Whether it can be bought; `None` if unknown.
    pub available: Option<bool>,
    /// Whether the policy is the word `continue`.
    pub continues: bool,
    /// Whether it is a preorder.
    pub preorder: bool,
    /// Whether its tags allow the button: [`tags_allow`].
    pub tags_match: bool,
}

/// The shop's settings. All are off by default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings {
    /// Show the button for variants that can be bought although they are out of stock.
    pub show_when_continue: bool,
    /// Hide the button for preorders.
    pub hide_when_preorder: bool,
    /// Hide the button if no quantity is known and the variant cannot be bought.
    pub hide_when_unmanaged: bool,
}

/// Why the button shows, or does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Shows: the quantity is 0 or less.
    OutOfStock,
    /// Shows: the quantity is below the threshold.
    LowStock,
    /// Shows: the variant cannot be bought, and no quantity is known.
    Unavailable,
    /// Shows: nothing is known about the stock, so the page decides.
    StockUnknown,
    /// Does not show: the variant is in stock.
    InStock,
    /// Does not show: the variant can be bought although it is out of stock.
    Continues,
    /// Does not show: the variant is a preorder.
    Preorder,
    /// Does not show: the inventory is not managed.
    Unmanaged,
    /// Does not show: the tags do not allow it.
    Tags,
}

impl Reason {
    /// All reasons with their stable names. Those that show the button come first.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::OutOfStock, "out_of_stock"),
        (Self::LowStock, "low_stock"),
        (Self::Unavailable, "unavailable"),
        (Self::StockUnknown, "stock_unknown"),
        (Self::InStock, "in_stock"),
        (Self::Continues, "continues"),
        (Self::Preorder, "preorder"),
        (Self::Unmanaged, "unmanaged"),
        (Self::Tags, "tags"),
    ];

    /// Whether the button shows.
    #[must_use]
    pub const fn shows(self) -> bool {
        matches!(self, Self::OutOfStock | Self::LowStock | Self::Unavailable | Self::StockUnknown)
    }

    /// Decides whether the button shows, and why.
    ///
    /// ```
    /// use back_in_stock::inventory::eligibility::{VariantState, Level, Reason, Settings};
    ///
    /// let sold_out = VariantState { level: Level::None, available: None, continues: false, preorder: false, tags_match: true };
    /// assert_eq!(Reason::of(sold_out, Settings::default()), Reason::OutOfStock);
    /// assert_eq!(Reason::of(VariantState { continues: true, ..sold_out }, Settings::default()), Reason::Continues);
    /// assert_eq!(Reason::of(VariantState { level: Level::Enough, ..sold_out }, Settings::default()), Reason::InStock);
    /// ```
    #[must_use]
    pub fn of(state: VariantState, settings: Settings) -> Self {
        let VariantState { level, available, continues, preorder, tags_match } = state;
        let unmanaged = level == Level::Unknown && available.is_some();
        if level == Level::Enough || (level == Level::Unknown && available == Some(true)) {
            Self::InStock
        } else if (continues || (level == Level::None && available == Some(true)))
            && !settings.show_when_continue
        {
            Self::Continues
        } else if preorder && available != Some(false) && settings.hide_when_preorder {
            Self::Preorder
        } else if unmanaged && settings.hide_when_unmanaged {
            Self::Unmanaged
        } else if !tags_match {
            Self::Tags
        } else {
            match level {
                Level::None => Self::OutOfStock,
                Level::Low => Self::LowStock,
                _ if unmanaged => Self::Unavailable,
                _ => Self::StockUnknown,
            }
        }
    }
}

/// The texts of boolean attributes. An attribute without a value is the empty text.
pub const ANSWERS: [(&str, bool); 7] =
    [("", true), ("true", true), ("yes", true), ("1", true), ("false", false), ("no", false), ("0", false)];

/// The boolean of a text: one of [`ANSWERS`] in any case, with or without ASCII white space around it.
#[must_use]
pub fn answer(text: &str) -> Option<bool> {
    let word = trim(text.as_bytes());
    let known = ANSWERS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name.as_bytes()));
    known.map(|(_, yes)| *yes)
}

/// Whether a flag is set: any text but `false`, `no` and `0`. `preorder="preorder"` is set; `preorder="false"` is not.
#[must_use]
pub fn flag(text: Option<&str>) -> bool {
    text.is_some_and(|text| answer(text) != Some(false))
}

/// Whether a product has one of the tags in `include`, unless `include` is empty, and none of those in `exclude`. Each
/// list is separated by commas. Case, and ASCII white space around a tag, are ignored.
///
/// ```
/// use back_in_stock::inventory::eligibility::tags_allow;
///
/// assert!(tags_allow("Summer, linen", "LINEN,wool", ""));
/// assert!(!tags_allow("Summer, linen", "", "summer"));
/// ```
#[must_use]
pub fn tags_allow(tags: &str, include: &str, exclude: &str) -> bool {
    let meets = |list: &str| list_of(list).any(|wanted| list_of(tags).any(|tag| tag == wanted));
    (list_of(include).next().is_none() || meets(include)) && !meets(exclude)
}

fn list_of(text: &str) -> impl Iterator<Item = String> {
    let white = |c: char| matches!(c, '\t' | '\n' | '\x0C' | '\r' | ' ');
    text.split(',').map(move |tag| tag.trim_matches(white).to_lowercase()).filter(|tag| !tag.is_empty())
}
