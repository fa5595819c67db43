//! Quantity and policy of a feed's row, a product card or an object, and whether it is shown.
//!
//! Out of stock is a quantity of 0 or less, or below a threshold. Policy 1 hides what is out of stock; 2, 0 and none
//! show it. What nobody can read is shown, and is a problem to report. The rule is Klaviyo's for custom catalog feeds
//! (<https://developers.klaviyo.com/en/docs/how_to_set_up_custom_back_in_stock>); what it leaves open (missing,
//! negative, text) is decided here. It speaks of visibility in blocks, not of selling.

/// What JSON, XML, an attribute or an object holds where a quantity or a policy is looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Given<'a> {
    /// There is no such key, element or attribute.
    Missing,
    /// There is one, and it says that there is nothing.
    Null,
    /// A number; not a number is one too.
    Number(f64),
    /// Text, as UTF-8.
    Text(&'a [u8]),
    /// A boolean, an object, an array: nothing that could be read.
    Other,
}

/// What is odd about a quantity or a policy, though it has a meaning; 0 stands for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Odd {
    /// A quantity that is missing or null.
    QuantityMissing = 1,
    /// A quantity that is a number, but written as text.
    QuantityText,
    /// A quantity that is no number: `"10+"`, `""`, `true`.
    QuantityUnreadable,
    /// A quantity below 0, which counts as 0.
    QuantityNegative,
    /// A quantity with a fraction.
    QuantityFraction,
    /// A policy that is neither 0, 1, 2, `deny`, `continue`, null nor missing.
    PolicyUnknown,
}

impl Odd {
    /// All of them, in the order of their numbers, with their stable codes.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::QuantityMissing, "quantity_missing"),
        (Self::QuantityText, "quantity_text"),
        (Self::QuantityUnreadable, "quantity_unreadable"),
        (Self::QuantityNegative, "quantity_negative"),
        (Self::QuantityFraction, "quantity_fraction"),
        (Self::PolicyUnknown, "policy_unknown"),
    ];

    /// The stable code, in `snake_case`.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(odd, _)| *odd == self).map_or("", |(_, code)| code)
    }
}

/// The policies that have a name. The others are numbers: 0, 1, 2.
const NAMES: [(&str, Policy); 2] = [("deny", Policy::Hides), ("continue", Policy::Shows)];

/// How much there is: a number, or unknown, which is shown and never out of stock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity(f64);

impl Quantity {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self(f64::NAN);

    /// Reads a value. Text counts as a number if it matches `[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?`, with or without
    /// ASCII white space around it. `number` converts such text, without the white space.
    #[inline]
    pub fn read(given: Given<'_>, number: impl FnOnce(&[u8]) -> f64) -> Self {
        match given {
            Given::Number(value) => Self(value),
            Given::Text(text) => is_number(text).map_or(Self::UNKNOWN, |text| Self(number(text))),
            Given::Missing | Given::Null | Given::Other => Self::UNKNOWN,
        }
    }

    /// A number; not a number is unknown.
    #[must_use]
    pub const fn new(value: f64) -> Self {
        Self(value)
    }

    /// The number; not a number if it is unknown.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }

    /// Whether it is out of stock: 0 or less, or with a threshold, less than that.
    #[must_use]
    #[inline]
    pub fn is_out(self, threshold: Option<f64>) -> bool {
        // Nothing compares to "not a number": the unknown is never out of stock.
        match threshold {
            None => self.0 <= 0.0,
            Some(threshold) => self.0 < threshold,
        }
    }

    /// What is odd about it, given what it was read from.
    #[must_use]
    pub fn odd(self, given: Given<'_>) -> Option<Odd> {
        match given {
            Given::Missing | Given::Null => Some(Odd::QuantityMissing),
            _ if self.0.is_nan() => Some(Odd::QuantityUnreadable),
            Given::Text(_) => Some(Odd::QuantityText),
            _ if self.0 < 0.0 => Some(Odd::QuantityNegative),
            _ if is_fraction(self.0) => Some(Odd::QuantityFraction),
            _ => None,
        }
    }
}

/// What becomes of a row that is out of stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// It is hidden: 1, `deny`.
    Hides,
    /// It is shown: 2, 0, `continue`, null, missing.
    Shows,
    /// It is shown, since nobody knows what is meant.
    Unknown,
}

impl Policy {
    /// Reads a value. Text is `deny` or `continue` in any case, or a number as [`Quantity::read`] describes it.
    #[inline]
    pub fn read(given: Given<'_>, number: impl FnOnce(&[u8]) -> f64) -> Self {
        match given {
            Given::Missing | Given::Null => Self::Shows,
            Given::Number(value) => Self::of_number(value),
            Given::Text(text) => match is_number(text) {
                Some(text) => Self::of_number(number(text)),
                None => Self::of_word(trim(text)),
            },
            Given::Other => Self::Unknown,
        }
    }

    /// The policy of a number.
    #[must_use]
    #[inline]
    #[expect(clippy::float_cmp, reason = "1.5 is no policy, nor is what is near to one")]
    pub fn of_number(value: f64) -> Self {
        if value == 1.0 {
            Self::Hides
        } else if value == 0.0 || value == 2.0 {
            Self::Shows
        } else {
            Self::Unknown
        }
    }

    /// A number that is read as this policy; not a number if it is unknown.
    #[must_use]
    pub const fn value(self) -> f64 {
        match self {
            Self::Hides => 1.0,
            Self::Shows => 2.0,
            Self::Unknown => f64::NAN,
        }
    }

    /// What is odd about it.
    #[must_use]
    pub fn odd(self) -> Option<Odd> {
        (self == Self::Unknown).then_some(Odd::PolicyUnknown)
    }

    fn of_word(word: &[u8]) -> Self {
        let named = NAMES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name.as_bytes()));
        named.map_or(Self::Unknown, |(_, policy)| *policy)
    }
}

/// What becomes of a row; of two, the lesser is the better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Verdict {
    /// There is some, or nobody knows.
    InStock,
    /// There is none, and it is shown all the same.
    OutOfStock,
    /// There is none, and it is hidden.
    Hidden,
}

impl Verdict {
    /// The rule.
    ///
    /// ```
    /// use back_in_stock::inventory::rule::{Policy, Quantity, Verdict};
    ///
    /// assert_eq!(Verdict::of(Quantity::new(0.0).is_out(None), Policy::Hides), Verdict::Hidden);
    /// assert_eq!(Verdict::of(Quantity::new(0.0).is_out(None), Policy::Shows), Verdict::OutOfStock);
    /// assert_eq!(Verdict::of(Quantity::UNKNOWN.is_out(None), Policy::Hides), Verdict::InStock);
    /// ```
    #[must_use]
    #[inline]
    pub fn of(out: bool, policy: Policy) -> Self {
        match (out, policy) {
            (false, _) => Self::InStock,
            (true, Policy::Hides) => Self::Hidden,
            (true, Policy::Shows | Policy::Unknown) => Self::OutOfStock,
        }
    }
}

/// The text without ASCII white space around it, if it is a number as [`Quantity::read`] describes it.
#[inline(never)]
pub(crate) fn is_number(text: &[u8]) -> Option<&[u8]> {
    let text = trim(text);
    let (mut digit, mut point, mut exponent, mut first) = (false, false, false, true);
    for byte in text {
        let sign = core::mem::take(&mut first);
        match byte {
            b'0'..=b'9' => digit = true,
            b'+' | b'-' if sign => {}
            b'.' if !point => point = true,
            b'e' | b'E' if digit && !exponent => (digit, point, exponent, first) = (false, true, true, true),
            _ => return None,
        }
    }
    digit.then_some(text)
}

/// Without ASCII white space around it, as HTML has it: space, tab, line feed, form feed, carriage return.
pub(crate) fn trim(text: &[u8]) -> &[u8] {
    text.trim_ascii()
}

/// Beyond 2⁵³ every number is whole.
pub(crate) fn is_fraction(value: f64) -> bool {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "the cast is the question"
    )]
    #[expect(clippy::float_cmp, reason = "equal is what a whole number is to its whole part")]
    let whole = value as i64 as f64 == value;
    !whole && value.abs() < 9_007_199_254_740_992.0
}
