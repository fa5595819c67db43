//! Whether a shop's button for back in stock shows for a variant, from what its page knows of it. A page that has not loaded
//! the core decides by the same rule in `src/js/shared/eligibility.ts`; `tests/js/eligible.test.mjs` compares the two.
//!
//! The block rule of [`inventory`](crate::inventory) speaks of visibility; this one speaks of selling. A variant whose
//! quantity is out is still sold where its policy is the word `continue`, or where it is `available` although there is
//! none; a feed's numeric policy says nothing of that, and neither does a missing one.
//!
//! | what is known | shows |
//! |---|---|
//! | nothing | yes: the page decides |
//! | a quantity above 0, not below the threshold | no: in stock |
//! | a quantity of 0 or less, or below the threshold | yes |
//! | the policy `continue`, and no quantity that says that it is in stock | no, unless `show-when-continue` |
//! | a quantity of 0 or less, and `available` | no, unless `show-when-continue` |
//! | `available` alone | no: in stock |
//! | not `available` alone | yes, unless `hide-when-unmanaged` |
//! | a preorder that is not known to be unavailable | as above, unless `hide-when-preorder` |
//! | a tag of `exclude-tags`, or none of `include-tags` | no |

use crate::inventory::rule::{Quantity, trim};

/// What a quantity says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Level {
    /// Nothing: it is missing, or cannot be read.
    Unknown,
    /// There is enough.
    Enough,
    /// There is some, below the threshold.
    Low,
    /// There is none.
    None,
}

impl Level {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::Enough, Self::Low, Self::None];

    /// The level of a quantity; without a threshold, nothing is low.
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

/// What is known of a variant.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// What its quantity says.
    pub level: Level,
    /// Whether it can be bought, if the page says so.
    pub available: Option<bool>,
    /// Whether its policy is the word `continue`.
    pub continues: bool,
    /// Whether it is a preorder.
    pub preorder: bool,
    /// Whether its tags allow it, see [`tags_allow`].
    pub tagged: bool,
}

/// What a shop wants different from the default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wishes {
    /// The button shows for what is sold although there is none.
    pub show_when_continue: bool,
    /// It does not show for preorders.
    pub hide_when_preorder: bool,
    /// It does not show where no quantity is known.
    pub hide_when_unmanaged: bool,
}

/// Why a button shows, or why it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Reason {
    /// Shows: the quantity is 0 or less.
    OutOfStock,
    /// Shows: the quantity is below the threshold.
    LowStock,
    /// Shows: the variant cannot be bought, and no quantity is known.
    Unavailable,
    /// Shows: nothing is known of the stock, so the page decides.
    StockUnknown,
    /// Does not show: the variant is in stock.
    InStock,
    /// Does not show: the variant is sold although there is none.
    Continues,
    /// Does not show: it is a preorder.
    Preorder,
    /// Does not show: its inventory is not managed.
    Unmanaged,
    /// Does not show: its tags do not allow it.
    Tags,
}

impl Reason {
    /// All of them, in the order of their numbers, with their stable names.
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

    /// Whether the button shows. The reasons for which it does come first in [`Reason::ALL`].
    #[must_use]
    pub const fn shows(self) -> bool {
        matches!(self, Self::OutOfStock | Self::LowStock | Self::Unavailable | Self::StockUnknown)
    }

    /// The rule.
    ///
    /// ```
    /// use back_in_stock::inventory::eligibility::{Facts, Level, Reason, Wishes};
    ///
    /// let sold_out = Facts { level: Level::None, available: None, continues: false, preorder: false, tagged: true };
    /// assert_eq!(Reason::of(sold_out, Wishes::default()), Reason::OutOfStock);
    /// assert_eq!(Reason::of(Facts { continues: true, ..sold_out }, Wishes::default()), Reason::Continues);
    /// assert_eq!(Reason::of(Facts { level: Level::Enough, ..sold_out }, Wishes::default()), Reason::InStock);
    /// ```
    #[must_use]
    pub fn of(facts: Facts, wishes: Wishes) -> Self {
        let Facts { level, available, continues, preorder, tagged } = facts;
        let unmanaged = level == Level::Unknown && available.is_some();
        if level == Level::Enough || (level == Level::Unknown && available == Some(true)) {
            Self::InStock
        } else if (continues || (level == Level::None && available == Some(true)))
            && !wishes.show_when_continue
        {
            Self::Continues
        } else if preorder && available != Some(false) && wishes.hide_when_preorder {
            Self::Preorder
        } else if unmanaged && wishes.hide_when_unmanaged {
            Self::Unmanaged
        } else if !tagged {
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

/// The texts that say yes or no, in any case and with ASCII white space around them. An attribute without a value is
/// the empty text.
pub const ANSWERS: [(&str, bool); 7] =
    [("", true), ("true", true), ("yes", true), ("1", true), ("false", false), ("no", false), ("0", false)];

/// What a text says: nothing, if it is none of [`ANSWERS`].
#[must_use]
pub fn answer(text: &str) -> Option<bool> {
    let word = trim(text.as_bytes());
    let known = ANSWERS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name.as_bytes()));
    known.map(|(_, yes)| *yes)
}

/// Whether a flag is set: it is there, and does not say no. `preorder="preorder"` is set, `preorder="false"` is not.
#[must_use]
pub fn flag(text: Option<&str>) -> bool {
    text.is_some_and(|text| answer(text) != Some(false))
}

/// Whether the tags of a product, one of `include` among them if there is any, and none of `exclude`. Each text is a list
/// with commas; case, and ASCII white space around a tag, do not count.
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
