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

/// The text that counts as a number, once ASCII white space around it is gone; a regular expression as JavaScript and
/// Rust read it. [`is_number`] is the same rule.
pub const NUMBER: &str = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$";

/// The policies: their text in lower case, and whether they hide what is out of stock. A number is one by its value.
pub const POLICIES: [(&str, bool); 5] =
    [("0", false), ("1", true), ("2", false), ("deny", true), ("continue", false)];

/// How much there is: a number, or unknown, which is shown and never out of stock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity(f64);

impl Quantity {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self(f64::NAN);

    /// Reads what was given. `number` makes a number of text that [`is_number`].
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
    /// Reads what was given. Text is one of [`POLICIES`] in any case, or a number of the same value.
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

    fn of_word(word: &[u8]) -> Self {
        if word.eq_ignore_ascii_case(b"deny") {
            Self::Hides
        } else if word.eq_ignore_ascii_case(b"continue") {
            Self::Shows
        } else {
            Self::Unknown
        }
    }
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// use back_in_stock::inventory::{Policy, Quantity, Verdict};
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

/// The text without ASCII white space around it, if it is a number as [`NUMBER`] says.
#[must_use]
pub fn is_number(text: &[u8]) -> Option<&[u8]> {
    let text = trim(text);
    let unsigned = text.strip_prefix(b"+").or(text.strip_prefix(b"-")).unwrap_or(text);
    let (whole, rest) = digits(unsigned);
    let (fraction, rest) = match rest {
        [b'.', rest @ ..] => digits(rest),
        _ => (0, rest),
    };
    let rest = match rest {
        [b'e' | b'E', b'+' | b'-', rest @ ..] | [b'e' | b'E', rest @ ..] => {
            let (exponent, rest) = digits(rest);
            if exponent == 0 {
                return None;
            }
            rest
        }
        _ => rest,
    };
    (whole + fraction > 0 && rest.is_empty()).then_some(text)
}

/// How many digits a text begins with, and what follows.
fn digits(mut text: &[u8]) -> (usize, &[u8]) {
    let mut count = 0;
    while let [b'0'..=b'9', rest @ ..] = text {
        text = rest;
        count += 1;
    }
    (count, text)
}

/// Without ASCII white space around it, as HTML has it: space, tab, line feed, form feed, carriage return.
#[must_use]
pub fn trim(text: &[u8]) -> &[u8] {
    text.trim_ascii()
}

/// Beyond 2⁵³ every number is whole.
fn is_fraction(value: f64) -> bool {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "the cast is the question"
    )]
    #[expect(clippy::float_cmp, reason = "equal is what a whole number is to its whole part")]
    let whole = value as i64 as f64 == value;
    !whole && value.abs() < 9_007_199_254_740_992.0
}
