//! Whether a row is shown, by its quantity and its policy.
//!
//! A row is out of stock if its quantity is 0 or less, or below a threshold. Policy 1 hides such a row; 2, 0 and a
//! missing policy show it. An unreadable quantity or policy shows the row, too, and is an [`Anomaly`] to report.
//!
//! The rule is Klaviyo's for custom catalog feeds
//! (<https://developers.klaviyo.com/en/docs/how_to_set_up_custom_back_in_stock>). It leaves missing values, negative
//! ones and text open, which are decided here. Here, a policy controls visibility in blocks only;
//! [`eligibility`](crate::inventory::eligibility) has what the word `continue` says about buying.

/// A value of a quantity or a policy, before it is interpreted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FieldValue<'a> {
    /// The key, element or attribute is missing.
    Missing,
    /// `null`.
    Null,
    /// A number, or `NaN`.
    Number(f64),
    /// UTF-8 text.
    Text(&'a [u8]),
    /// A boolean, an object or an array.
    Other,
}

/// A suspicious but usable quantity or policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anomaly {
    /// The quantity is missing or null.
    QuantityMissing,
    /// The quantity is a number written as text.
    QuantityText,
    /// The quantity is not a number: `"10+"`, `""`, `true`.
    QuantityUnreadable,
    /// The quantity is below 0, which counts as 0.
    QuantityNegative,
    /// The quantity has a fraction.
    QuantityFraction,
    /// The policy is neither 0, 1, 2, `deny`, `continue`, null nor missing.
    PolicyUnknown,
}

impl Anomaly {
    /// All anomalies with their codes.
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
        Self::ALL.iter().find(|(anomaly, _)| *anomaly == self).map_or("", |(_, code)| code)
    }
}

/// The names of policies.
const NAMES: [(&str, Policy); 2] = [("deny", Policy::Hides), ("continue", Policy::Shows)];

/// A quantity: a number, or unknown. An unknown quantity is never out of stock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity(f64);

impl Quantity {
    /// The unknown quantity.
    pub const UNKNOWN: Self = Self(f64::NAN);

    /// Reads a value. Text counts as a number if it matches `[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?`, with or without
    /// ASCII white space around it. `number` converts such text, without the white space.
    #[inline]
    pub fn read(value: FieldValue<'_>, number: impl FnOnce(&[u8]) -> f64) -> Self {
        match value {
            FieldValue::Number(number) => Self(number),
            FieldValue::Text(text) => number_text(text).map_or(Self::UNKNOWN, |text| Self(number(text))),
            FieldValue::Missing | FieldValue::Null | FieldValue::Other => Self::UNKNOWN,
        }
    }

    /// The quantity of a number; `NaN` is unknown.
    #[must_use]
    pub const fn new(value: f64) -> Self {
        Self(value)
    }

    /// The number; `NaN` if the quantity is unknown.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }

    /// Whether the quantity is out of stock: 0 or less or, with a threshold, below the threshold.
    #[must_use]
    #[inline]
    pub fn is_out(self, threshold: Option<f64>) -> bool {
        // `NaN` compares as false, so an unknown quantity is never out of stock.
        match threshold {
            None => self.0 <= 0.0,
            Some(threshold) => self.0 < threshold,
        }
    }

    /// The anomaly of a quantity that was read from `value`.
    #[must_use]
    pub fn anomaly(self, value: FieldValue<'_>) -> Option<Anomaly> {
        match value {
            FieldValue::Missing | FieldValue::Null => Some(Anomaly::QuantityMissing),
            _ if self.0.is_nan() => Some(Anomaly::QuantityUnreadable),
            FieldValue::Text(_) => Some(Anomaly::QuantityText),
            _ if self.0 < 0.0 => Some(Anomaly::QuantityNegative),
            _ if is_fraction(self.0) => Some(Anomaly::QuantityFraction),
            _ => None,
        }
    }
}

/// Whether a row is shown when it is out of stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Hidden: 1, `deny`.
    Hides,
    /// Shown: 2, 0, `continue`, null, missing.
    Shows,
    /// Shown, because the policy cannot be read.
    Unknown,
}

impl Policy {
    /// Reads a value. Text is `deny` or `continue` in any case, or a number as [`Quantity::read`] describes it.
    #[inline]
    pub fn read(value: FieldValue<'_>, number: impl FnOnce(&[u8]) -> f64) -> Self {
        match value {
            FieldValue::Missing | FieldValue::Null => Self::Shows,
            FieldValue::Number(number) => Self::of_number(number),
            FieldValue::Text(text) => match number_text(text) {
                Some(text) => Self::of_number(number(text)),
                None => Self::of_word(trim(text)),
            },
            FieldValue::Other => Self::Unknown,
        }
    }

    /// The policy of a number.
    #[must_use]
    #[inline]
    #[expect(clippy::float_cmp, reason = "1.5 is not a policy, and neither is a number close to 1")]
    pub fn of_number(value: f64) -> Self {
        if value == 1.0 {
            Self::Hides
        } else if value == 0.0 || value == 2.0 {
            Self::Shows
        } else {
            Self::Unknown
        }
    }

    /// The number that means this policy; `NaN` if it is unknown.
    #[must_use]
    pub const fn value(self) -> f64 {
        match self {
            Self::Hides => 1.0,
            Self::Shows => 2.0,
            Self::Unknown => f64::NAN,
        }
    }

    /// The anomaly of the policy.
    #[must_use]
    pub fn anomaly(self) -> Option<Anomaly> {
        (self == Self::Unknown).then_some(Anomaly::PolicyUnknown)
    }

    fn of_word(word: &[u8]) -> Self {
        let named = NAMES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name.as_bytes()));
        named.map_or(Self::Unknown, |(_, policy)| *policy)
    }
}

/// Whether a row is shown. Ordered best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Verdict {
    /// In stock, or the quantity is unknown.
    InStock,
    /// Out of stock, but shown.
    OutOfStock,
    /// Out of stock and hidden.
    Hidden,
}

impl Verdict {
    /// The verdict on a row. `out`: it is out of stock.
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
pub(crate) fn number_text(text: &[u8]) -> Option<&[u8]> {
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

/// Trims ASCII white space as HTML defines it: space, tab, line feed, form feed, carriage return.
pub(crate) fn trim(text: &[u8]) -> &[u8] {
    text.trim_ascii()
}

/// Whether a number has a fraction. From 2⁵³ on, every number is whole.
pub(crate) fn is_fraction(value: f64) -> bool {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "the cast drops the fraction"
    )]
    #[expect(clippy::float_cmp, reason = "a whole number equals its integer part")]
    let whole = value as i64 as f64 == value;
    !whole && value.abs() < 9_007_199_254_740_992.0
}
